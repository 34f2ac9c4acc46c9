"""Short words for codes: roles, and what has just been done (seed §20)."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n.catalogue import translations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


ROLES: Mapping[str, str] = {
    "chair": _("Trưởng Ban Quản trị"),
    "vice_chair": _("Phó Trưởng Ban"),
    "moderator": _("Phụ trách duyệt bài"),
    "membership": _("Phụ trách thành viên"),
    "editor": _("Phụ trách nội dung"),
    "contests": _("Phụ trách cuộc thi, khảo sát"),
    "questions": _("Phụ trách giải đáp"),
    "adviser": _("Cố vấn, giám sát"),
    "officer": _("Cán bộ Hội"),
    "administrator": _("Quản trị hệ thống"),
}

DONE: Mapping[str, str] = {
    "approval": _("Đã duyệt. Nhớ nhắn cho chị ấy biết."),
    "refusal": _("Đã ghi quyết định. Lời gửi nằm trong trang riêng của chị ấy."),
    "information-request": _("Đã gửi câu hỏi."),
    "suspension": _("Đã tạm dừng tham gia."),
    "reinstatement": _("Đã cho tham gia lại."),
    "removal": _("Đã ghi nhận."),
    "withdrawal": _("Đã rút phiếu."),
    "leaving": _("Đã ghi nhận việc rời nhóm."),
    "reversal": _("Đã sửa quyết định."),
    "escalation": _("Đã chuyển người khác xem."),
    "hand-back": _("Đã chuyển lại cho Ban."),
    "claim": _("Chị đang xem hồ sơ này."),
    "answers": _("Đã gửi câu trả lời. Cảm ơn chị."),
    "password": _("Đã đặt mật khẩu."),
    "merger": _("Đã gộp hồ sơ."),
    "apart": _("Đã ghi là hai người khác nhau."),
    "chapter-inquiry": _("Đã ghi việc hỏi chi hội."),
    "answer": _("Đã ghi câu trả lời của chi hội."),
    "telling": _("Đã ghi là đã nhắn."),
    "reopening": _("Phiếu đã mở lại."),
    "platform-entry": _("Đã ghi là đã cho vào nhóm."),
    "post-sent": _("Bài đã gửi Ban Quản trị đọc."),
    "post-kept": _("Đã giữ bản nháp."),
    "post-withdrawn": _("Chị đã rút bài."),
    "post-approved": _("Bài đã lên nhóm; người viết nhận thư sau mười giây."),
    "post-returned": _("Đã gửi góp ý cho người viết."),
    "post-refused": _("Đã ghi quyết định. Người viết đọc lời này trong “Bài của tôi”."),
    "post-claimed": _("Chị đang xem bài này."),
    "appeal-sent": _("Đã gửi. Một người khác trong Ban sẽ trả lời trong 5 ngày làm việc."),
    "undone": _("Đã rút lại."),
    "placements": _("Đã xếp. Ai chưa rõ thôn vẫn ở lại danh sách."),
    "saved": _("Đã lưu."),
}


def role(code: str, lang: str) -> str:
    return translations(lang).gettext(ROLES.get(code, code))


def done(code: str, lang: str) -> str:
    """The short word after a write, or nothing for an unknown code."""
    sentence = DONE.get(code)
    return translations(lang).gettext(sentence) if sentence else ""
