"""Sentences of the Facebook Page; `sentences.py` reads them with its own."""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: dict[str, tuple[str, str]] = {
    "demonstration-sends-nothing": (
        _("Bản trình diễn không gửi gì lên Facebook"),
        _("Ở nhóm thật, Trưởng Ban nhập mã của Trang tại đây."),
    ),
    "page-not-connected": (
        _("Nhóm chưa nối với Trang nào"),
        _("Nhờ Trưởng Ban nối Trang trước; những gì đã viết vẫn còn ở đây."),
    ),
    "page-posting-live": (
        _("Bài này đang chờ lên Trang rồi"),
        _("Mỗi bài chỉ chờ một lần. Xin xem ở mục Đăng lên Trang."),
    ),
    "page-not-public": (
        _("Tin này chưa lên Trang được"),
        _("Chỉ tin dành cho mọi người, đã đăng hoặc đã hẹn giờ, mới đăng lên Trang."),
    ),
    "page-schedule-gone": (
        _("Đã quá gần giờ hẹn để Facebook giữ giờ"),
        _("Xin bỏ bài này và viết lại với giờ muộn hơn, hoặc để máy tự đăng đúng giờ."),
    ),
    "group-ticked": (
        _("Bài này đã có người đánh dấu đăng trên nhóm"),
        _("Không cần làm gì thêm. Xin mở lại để xem ai đã đăng."),
    ),
}

FIELDS: dict[str, str] = {
    "schedule-past": _("Giờ hẹn đã qua. Để trống nếu muốn đăng ngay."),
    "page-before-bulletin": _("Bài không lên Trang trước giờ đăng tin. Xin chọn giờ muộn hơn."),
    "page-picture-uncleared": _(
        "Có ảnh chưa ghi sự đồng ý của người trong ảnh, hoặc không còn ở tin."
    ),
    "schedule-facebook": _("Facebook chỉ giữ giờ từ 10 phút đến 30 ngày tới."),
    "page-token-expired": _("Facebook báo mã này đã hết hạn hoặc không đúng. Xin lấy mã mới."),
    "page-permission": _("Mã này không phải của Trang ấy, hoặc không có quyền quản lý bài."),
    "page-blocked": _("Facebook đang tạm không cho Trang này làm việc. Xin mở Trang để xem."),
    "page-refused": _("Facebook không nhận mã số Trang này. Xin xem lại mã số."),
    "page-rate": _("Facebook bảo chờ vì gửi nhiều quá. Xin thử lại sau ít phút."),
    "page-unreachable": _("Không nối được với Facebook. Xin thử lại sau."),
}
