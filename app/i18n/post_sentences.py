"""What is said no to about posts."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "member-posts-off": (
        _("Nhóm chưa mở mục viết bài"),
        _("Hiện chỉ Ban Quản trị đăng tin. Chị có điều muốn nói, mời chị nhắn Ban Quản trị."),
    ),
    "not-inside": (
        _("Chị hiện không ở trong nhóm"),
        _("Bài vẫn còn ở đây cho chị đọc; vào lại nhóm thì chị viết tiếp và gửi được."),
    ),
    "version-needed": (
        _("Bài có bản mới đang chờ đọc"),
        _("Xin mở lại bài, xem bản mới rồi quyết định; chương trình cần gửi kèm số phiên bản."),
    ),
    "not-a-bulletin": (
        _("Đây không phải tin của Ban"),
        _("Bài của chị em được đăng ngay khi duyệt; việc này chỉ dành cho tin của Ban."),
    ),
    "not-publishable": (
        _("Tin chưa đăng được, hoặc đã đăng rồi"),
        _("Tin cần được đọc soát xong trước khi đăng. Xin mở lại tin để xem đang ở bước nào."),
    ),
    "not-scheduled": (
        _("Tin này không hẹn giờ"),
        _("Có thể tin đã được đăng, hoặc có người vừa bỏ hẹn. Xin mở lại tin."),
    ),
    "not-published": (_("Tin chưa đăng"), _("Chỉ tin đã đăng mới ghim được.")),
    "too-many-pins": (
        _("Đã có đủ %(most)s tin ghim"),
        _("Xin bỏ ghim một tin khác trước."),
    ),
    "plan-view-needed": (
        _("Cần ý kiến nội dung"),
        _("Tin theo kế hoạch cần người được giao cho ý kiến nội dung đọc soát. Xin chờ người ấy."),
    ),
    "mending-not-allowed": (
        _("Bài này không sửa giúp được"),
        _("Người viết chưa cho phép, hoặc bài không còn chờ đọc. Chị góp ý để chị ấy tự sửa nhé."),
    ),
    "quiet-already": (_("Nhóm đang Tạm lặng rồi"), _("Không cần bật lần nữa.")),
    "not-quiet": (_("Nhóm không ở chế độ Tạm lặng"), _("Tin hẹn giờ vẫn đăng đúng hẹn.")),
    "tag-in-use": (_("Mục này đã có"), _("Xin chọn tên khác, hoặc dùng mục đã có.")),
    "tag-ended": (_("Mục này đã thôi dùng"), _("Ngày thôi dùng đã ghi, không đổi được nữa.")),
}
FIELDS: Mapping[str, str] = {
    "text-missing": _("Xin chị viết vài chữ."),
    "more-than-spelling": _(
        "Ở đây chỉ sửa lỗi chính tả. Nếu cần sửa nhiều hơn, chị góp ý để người viết tự sửa."
    ),
    "too-many-links": _("Bài có nhiều đường dẫn quá (nhiều nhất %(most)s). Xin bớt đi giúp."),
    "topic-unknown": _("Chủ đề này không có trong nhóm. Xin chọn lại."),
    "anonymity-settled": _("Bài đã đăng rồi nên không đổi được việc giấu tên."),
    "author-unknown": _("Không tìm thấy người viết này."),
    "title-missing": _("Xin đặt tên cho tin."),
    "source-missing": _("Xin ghi nguồn tin."),
    "hour-past": _("Giờ hẹn đã qua. Xin chọn giờ sau lúc này."),
    "hour-missing": _("Xin chọn ngày giờ đăng."),
    "tag-unknown": _("Không có mục này, hoặc mục đã thôi dùng."),
    "term-empty": _("Ngày thôi dùng phải sau ngày bắt đầu dùng."),
    "month-unknown": _("Tháng này không xem được. Xin ghi như 2026-11."),
    "size-unknown": _("Chỉ có ảnh ngang (wide) và ảnh vuông (square)."),
    "post-kind-unknown": _("Không có loại bài này."),
    "kind-unknown": _("Không có loại việc này."),
}
