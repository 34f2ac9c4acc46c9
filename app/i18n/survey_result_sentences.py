"""Words of surveys' results: what cannot be let out, the heads of their tables."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "survey-released": (
        _("Câu này đã công bố rồi"),
        _("Kết quả của câu này đang hiện với những người chị chọn."),
    ),
    "survey-draft-results": (
        _("Khảo sát còn là bản nháp"),
        _("Công bố khảo sát, có phiếu trả lời rồi thì trang này mới có số liệu."),
    ),
    "survey-exact-anonymous": (
        _("Phiếu không ghi tên không có bảng số đầy đủ"),
        _("Chị em đã được hứa giữ kín. Xin xem bảng có che ô ít người."),
    ),
}

FIELDS: Mapping[str, str] = {
    "release-question": _("Khảo sát này không có câu hỏi mang mã ấy."),
}

LABELS: Mapping[str, str] = {
    "survey.results": _("Kết quả khảo sát"),
    "survey.texts.text": _("Câu trả lời"),
    "survey.texts.codes": _("Các mã"),
    "survey.texts.code": _("Mã"),
    "survey.result.question": _("Mã câu"),
    "survey.result.text": _("Câu hỏi"),
    "survey.result.row": _("Dòng"),
    "survey.result.option": _("Phương án"),
    "survey.result.key": _("Mã phương án"),
    "survey.result.count": _("Số người"),
    "survey.result.share": _("Tỷ lệ %"),
    "survey.result.base": _("Tính trên số người"),
    "survey.result.n": _("Số người trả lời"),
    "survey.result.missing": _("Không trả lời"),
    "survey.result.missing_everyone": _("Không trả lời hoặc không được hỏi"),
    "survey.result.hidden": _("giữ kín"),
    "survey.result.total": _("Tổng số phiếu"),
    "survey.result.channels": _("Theo đường dẫn"),
    "survey.result.no_channel": _("Không qua đường dẫn nào"),
}
