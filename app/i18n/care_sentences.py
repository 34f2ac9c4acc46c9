"""Words of private questions and the closed circle."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "thread-closed": (
        _("Thư này đã khép hoặc đã rút lại"),
        _("Xin mở lại để xem bây giờ làm được gì."),
    ),
    "question-owned": (
        _("Đã có người nhận câu hỏi này"),
        _("%(decided_by)s đang giữ. Cần thì chị nhờ chuyển lại cho mình."),
    ),
    "care-closed": (
        _("Việc này đã khép"),
        _("Chị ấy viết tiếp thì việc tự mở lại. Xin mở lại trang để xem kết quả."),
    ),
    "care-without-thread": (
        _("Không rõ ai kể nên chưa viết thư được"),
        _("Xin ghi những việc đã làm vào sổ."),
    ),
    "circle-place-taken": (
        _("Người này hoặc thứ tự này đã có"),
        _("Xin chọn thứ tự khác, hoặc để trống để xếp sau cùng."),
    ),
    "circle-place-ended": (
        _("Người này đã thôi phụ trách"),
        _("Xin mở lại trang để xem danh sách mới nhất."),
    ),
}

FIELDS: Mapping[str, str] = {
    "call-hours-missing": _("Xin ghi giờ nào gọi thì an toàn."),
    "care-note-missing": _("Xin ghi rõ đã làm gì, báo nơi nào."),
}
