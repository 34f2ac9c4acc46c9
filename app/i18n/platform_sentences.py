"""Sentences of the bridge to Facebook, Pages and Zalo; `sentences.py` reads them with its own."""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: dict[str, tuple[str, str]] = {
    "not-entered": (
        _("Chị ấy chưa được ghi là đã vào nhóm"),
        _("Có thể người khác vừa rút lại. Xin mở lại hồ sơ để xem."),
    ),
}

FIELDS: dict[str, str] = {
    "platform-unknown": _("Nền tảng này không có."),
}
