"""What is said no to about needs and hopes."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "need-topic-merged": (
        _("Chủ đề này đã gộp vào chủ đề khác"),
        _("Xin mở lại trang để sang chủ đề đã gộp."),
    ),
    "need-gathered": (
        _("Có lời vừa được người khác gom vào chủ đề"),
        _("Xin mở lại danh sách rồi chọn lại; chưa có gì thay đổi."),
    ),
    "need-answer-past": (
        _("Lời trả lời này không còn là lời mới nhất"),
        _("Xin mở lại trang chủ đề; chỉ sửa hoặc rút được lời trả lời mới nhất."),
    ),
    "need-action-followed": (
        _("Việc này đi theo một tin trong lịch tin bài"),
        _("Tin đăng thì việc tự ghi là xong. Xin mở tin ấy để viết tiếp hoặc rút tin."),
    ),
}

FIELDS: Mapping[str, str] = {
    "need-topic-missing": _("Xin đặt tên cho chủ đề mới, hoặc chọn một chủ đề đã có."),
    "need-topic-unknown": _("Chủ đề này không có trong nhóm. Xin chọn lại."),
    "needs-missing": _("Chị chưa chọn lời nào. Xin đánh dấu ít nhất một lời của chị em."),
    "need-reason-missing": _("Chưa làm được thì xin nói rõ vì sao."),
    "need-owner-unknown": _("Xin chọn một người trong Ban Quản trị."),
    "need-day-past": _("Ngày này đã qua. Xin chọn từ hôm nay trở đi."),
    "need-view-unknown": _("Danh sách này không có. Xin mở lại từ trang trước."),
}
