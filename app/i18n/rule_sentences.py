"""What is said no to about rules over texts."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "rule-ended": (
        _("Quy tắc này đã ngừng"),
        _("Quy tắc đã ngừng chỉ để đọc lại. Xin viết quy tắc mới nếu cần."),
    ),
}
FIELDS: Mapping[str, str] = {
    "rule-looks-for-nothing": _("Xin ghi ít nhất một cụm từ, đường dẫn, dãy số hoặc mẫu chữ."),
    "phrase-without-letters": _("Có dòng không có chữ nào. Xin xem lại."),
    "domains-missing": _("Xin ghi tên các trang cần tìm."),
    "domain-wrong": _("Có tên trang chưa đúng. Xin ghi như vidu.com, mỗi dòng một trang."),
    "message-missing": _("Xin ghi lời để người viết hiểu vì sao và làm gì tiếp."),
    "ends-before-it-begins": _("Ngày ngừng phải sau ngày bắt đầu."),
    "pattern-wrong": _("Mẫu chữ viết chưa đúng cách của RE2."),
    "pattern-too-large": _("Mẫu chữ dài hoặc lặp nhiều quá. Xin viết gọn lại."),
    "pattern-empty": _("Mẫu chữ này gặp cả bài không có chữ nào. Xin viết rõ hơn."),
    "too-many-rules": _(
        "Nhóm đã có nhiều quy tắc quá (nhiều nhất %(rules)s quy tắc, %(words)s cụm từ)."
    ),
    "too-many-patterns": _("Nhóm đã có %(most)s mẫu chữ, nhiều nhất bấy nhiêu thôi."),
}
