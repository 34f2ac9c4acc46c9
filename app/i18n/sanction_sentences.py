"""What is said no to about restraints and appeals."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "muted": (
        _("Chị tạm chưa đăng bài và bình luận được"),
        _(
            "Đến hết ngày %(until)s mọi việc tự trở lại như cũ. Bài chị vừa viết vẫn ở đây, chị lưu bản nháp được. Nếu thấy chưa đúng, chị bấm “Đề nghị xem xét lại” trong trang “Của tôi”."
        ),
    ),
    "sanction-active": (
        _("Việc này đang áp dụng rồi"),
        _("Xin mở lịch sử để xem; muốn đổi thì kết thúc sớm việc cũ trước."),
    ),
    "sanction-ended": (
        _("Việc này đã kết thúc"),
        _("Không cần làm gì thêm."),
    ),
    "nothing-to-appeal": (
        _("Không có quyết định nào để xem xét lại"),
        _("Mọi việc hiện vẫn bình thường. Chị có điều muốn nói, mời chị hỏi Ban Quản trị."),
    ),
    "appeal-too-late": (
        _("Đã quá ba mươi ngày"),
        _("Quy chế cho phép đề nghị xem xét lại trong 30 ngày. Chị vẫn nhắn Ban Quản trị được."),
    ),
    "already-appealed": (
        _("Chị đã đề nghị xem xét lại rồi"),
        _("Mỗi quyết định được đề nghị một lần; câu trả lời nằm trong trang của chị."),
    ),
    "own-decision": (
        _("Người đã quyết định không tự xem xét lại"),
        _("Quy chế nhóm (Điều 9) cần một người khác trong Ban trả lời đề nghị này."),
    ),
    "one-by-one": (
        _("Mỗi đề nghị cần một câu trả lời riêng"),
        _("Xin mở từng đề nghị xem xét lại và trả lời bằng lời."),
    ),
}
FIELDS: Mapping[str, str] = {
    "until-too-far": _("Ngày kết thúc xa quá, nhiều nhất %(most)s ngày."),
    "evidence-unknown": _("Không tìm thấy bài này của chị ấy."),
}
