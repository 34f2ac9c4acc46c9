"""What is said no to about free texts of surveys and their codes."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "survey-coders-two": (
        _("Câu hỏi này đã có hai người gắn mã"),
        _("Chị vẫn đọc được câu trả lời và thống nhất những câu hai người gắn khác nhau."),
    ),
    "survey-codes-compared": (
        _("Hai người đã thấy mã của nhau ở câu này"),
        _("Mã của mỗi người giữ nguyên để so cho đúng. Muốn đổi, chị thống nhất ở trang so sánh."),
    ),
    "survey-codes-apart": (
        _("Câu này chưa so được"),
        _("Chỉ thống nhất khi cả hai người đã gắn mã và phần so sánh đã mở."),
    ),
    "survey-coders-missing": (
        _("Chưa so được"),
        _("Cần hai người gắn mã, và người mở phần so sánh là một trong hai."),
    ),
    "survey-texts-few": (
        _("Chưa có gì để xuất ra tệp"),
        _(
            "Phiếu không có câu viết tự do, chưa đủ số người trả lời, hoặc phần kết quả đang giữ"
            " kín số người trả lời câu này."
        ),
    ),
    "survey-codes-many": (
        _("Câu hỏi này đã có nhiều mã quá"),
        _("Nhiều nhất %(most)s mã. Xin gộp những ý gần nhau vào một mã đã có."),
    ),
}

FIELDS: Mapping[str, str] = {
    "survey-text-question": _("Phiếu không có câu viết tự do nào mang ký hiệu ấy."),
    "survey-code-unknown": _("Câu hỏi này không có mã ấy."),
    "survey-code-retired": _(
        "Mã này đã thôi dùng nên không gắn thêm. Chị có thể dùng lại mã trước."
    ),
    "survey-code-taken": _("Câu hỏi này đã có mã như vậy. Mã đã thôi dùng thì mở ra để dùng lại."),
    "survey-view-unknown": _("Danh sách này không có. Xin mở lại từ trang trước."),
}
