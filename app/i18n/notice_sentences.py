"""Sentences about notices and the weekly sheet; `sentences.py` reads them with its own."""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: dict[str, tuple[str, str]] = {
    "mail-link-ended": (
        _("Liên kết này không còn dùng được"),
        _("Liên kết xác nhận dùng được ba ngày. Xin mở mục “Nhận tin” và lưu lại địa chỉ."),
    ),
    "sheet-settled": (
        _("Phiếu này đã chốt"),
        _("Phiếu đã chốt thì giữ nguyên. Xin ghi tiếp vào phiếu tuần sau."),
    ),
}
