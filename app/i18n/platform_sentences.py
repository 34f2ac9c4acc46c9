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
    "roster-saved": (
        _("Danh sách này đã được lưu"),
        _("Đúng những tên ấy, đúng ngày ấy đã có người lưu. Không cần làm gì thêm."),
    ),
    "right-held": (
        _("Tài khoản này đang có một dòng trong sổ"),
        _("Xin ghi thôi giữ quyền ở dòng cũ trước khi ghi dòng mới."),
    ),
    "account-linked": (
        _("Tên này đã được nối với một hồ sơ"),
        _("Xin mở lại để xem; nếu nối nhầm, chị bỏ nối trước rồi nối lại."),
    ),
    "account-not-linked": (
        _("Tên này chưa nối với hồ sơ nào"),
        _("Có thể người khác vừa bỏ nối. Xin mở lại để xem."),
    ),
}

FIELDS: dict[str, str] = {
    "platform-unknown": _("Nền tảng này không có."),
    "roster-too-long": _("Dài quá, nhiều nhất %(most)s. Chị dán từng phần."),
    "roster-without-names": _("Không thấy tên nào trong phần dán. Chị chép lại danh sách từ nhóm."),
    "roster-older": _("Đã có danh sách ngày %(day)s. Ngày của danh sách mới không thể trước đó."),
    "day-in-future": _("Ngày này chưa tới."),
    "right-holder-missing": _("Xin chọn người giữ, hoặc ghi tên."),
    "figure-file-and-text": _("Xin chọn một cách: dán bảng, hoặc chọn tệp."),
    "figure-none": _("Không thấy dòng số liệu nào."),
    "figure-day-unknown": _("Dòng %(line)s: ngày không đúng. Xin ghi như 23/11/2026."),
    "figure-members-unknown": _("Dòng %(line)s: số người không đúng. Xin ghi như 1514 hoặc 1.514."),
    "figure-count-unknown": _("Dòng %(line)s: có ô không phải là số."),
    "figure-day-twice": _("Dòng %(line)s: ngày này đã có ở dòng trên."),
    "figure-day-in-future": _("Dòng %(line)s: ngày này chưa tới."),
    "file-no-unknown": _("Không có mã hồ sơ này trong nhóm. Mã gồm 6 ký tự."),
}
