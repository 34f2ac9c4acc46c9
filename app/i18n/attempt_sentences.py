"""What is said no to about papers of a contest."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "contest-not-open": (
        _("Cuộc thi này hiện không nhận bài"),
        _("Xin xem thông báo mới nhất của cuộc thi, hoặc gọi số hỗ trợ ghi ở trang cuộc thi."),
    ),
    "round-not-open": (
        _("Vòng thi chưa mở"),
        _("Giờ mở ghi ở trang vòng thi. Đến giờ, chị quay lại bấm “Bắt đầu làm bài”."),
    ),
    "round-closed": (
        _("Vòng thi đã đóng"),
        _("Vòng thi đã hết giờ nhận bài. Bài chị đã nộp vẫn còn, xem ở trang vòng thi."),
    ),
    "no-attempt-left": (
        _("Chị đã dùng hết số lượt dự thi"),
        _("Vòng này mỗi người dự thi nhiều nhất %(most)s lượt. Các bài chị đã nộp vẫn còn nguyên."),
    ),
    "practice-held-back": (
        _("Phần làm thử đang tạm dừng"),
        _(
            "Có vòng thi chính dùng những câu hỏi này chưa đóng. Vòng ấy đóng rồi, chị làm thử được."
        ),
    ),
    "paper-handed-in": (
        _("Bài này đã nộp"),
        _("Bài đã nộp thì không sửa được nữa. Biên nhận của chị ở trang này."),
    ),
    "paper-closed": (
        _("Bài đã khép lại lúc hết giờ"),
        _("Những gì đã lưu trước giờ ấy được tính là bài nộp; phần gửi sau không tính."),
    ),
    "answers-older": (
        _("Bài này vừa được lưu ở một cửa sổ khác"),
        _(
            "Những gì chị đang thấy ở đây chưa được lưu và vẫn còn nguyên. Muốn dùng bài ở đây, chị bấm lại nút vừa rồi; muốn xem bài đã lưu, chị tải lại trang."
        ),
    ),
    "no-receipt-yet": (
        _("Chưa có biên nhận"),
        _("Nộp bài xong chị sẽ có biên nhận. Bài làm thử thì không có biên nhận."),
    ),
}
FIELDS: Mapping[str, str] = {
    "prediction-missing": _("Xin ghi con số chị dự đoán."),
}
