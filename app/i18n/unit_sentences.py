"""What is said no with about units and their reorganisations: part of `i18n/sentences`."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "code-in-use": (
        _("Mã này đã dùng cho đơn vị khác trong cùng thời gian"),
        _("Xin xem lại mã và ngày bắt đầu."),
    ),
    "decision-recorded": (
        _("Quyết định này đã được ghi cho đơn vị"),
        _("Xin xem lại lịch sử của đơn vị; cùng một quyết định chỉ ghi một lần."),
    ),
    "same-day": (
        _("Đơn vị đã có một lần sắp xếp cùng ngày"),
        _("Hai lần trong một ngày thì không rõ lần nào trước. Xin xem lại ngày hiệu lực."),
    ),
}

FIELDS: Mapping[str, str] = {
    "before-unit": _("Ngày này không sau ngày đơn vị bắt đầu hoạt động (%(since)s)."),
    "after-unit": _("Đơn vị đã kết thúc hoạt động từ ngày %(until)s."),
    "before-last-change": _(
        "Đơn vị đã có thay đổi ghi vào ngày %(day)s. Xin ghi các lần sắp xếp theo thứ tự thời gian."
    ),
    "unit-closed-then": _("Đơn vị này không hoạt động vào ngày %(day)s."),
    "under-itself": _("Một đơn vị không thể nằm dưới chính mình hoặc dưới đơn vị của mình."),
    "into-itself": _("Một đơn vị không thể nhập vào chính mình."),
    "children-left": _(
        "Đơn vị này còn đơn vị bên dưới. Xin chọn đơn vị cấp trên mới cho từng đơn vị ấy."
    ),
    "nothing-changes": _("Xin ghi ít nhất một điều thay đổi: tên, cấp, mã hoặc thứ tự."),
    "one-successor": _("Nhập thì chọn đúng một đơn vị nhận."),
    "two-successors": _("Chia thì cần ít nhất hai đơn vị nhận."),
    "one-receiver": _("Xin chọn ít nhất một đơn vị nhận phần điều chỉnh."),
    "code-held": _("Mã này đang là mã của đơn vị khác vào ngày ấy."),
    "reorganisation-kind-unknown": _("Cách sắp xếp đơn vị này không có."),
    "nobody-chosen": _("Xin chọn ít nhất một thôn hoặc một người."),
    "not-divided": _("Đơn vị này chưa chia hay điều chỉnh phần nào."),
    "hamlet-needed": _(
        "Đơn vị này đã chia về nhiều nơi. Xin ghi thôn, tổ dân phố để Ban Quản trị xếp cho đúng."
    ),
}
