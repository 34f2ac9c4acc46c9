"""Words of cross-tables and filters of surveys."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


FIELDS: Mapping[str, str] = {
    "crosstab-question": _(
        "Câu này không lập bảng chéo được. Chị chọn câu trả lời bằng cách chọn ý, chấm điểm hoặc đồng ý."
    ),
    "crosstab-same": _("Chị chọn hai câu khác nhau cho dòng và cột."),
    "crosstab-two-several": _(
        "Hai câu này đều được chọn nhiều ý. Chị đổi một trong hai sang câu chỉ chọn một ý."
    ),
    "crosstab-unit-anonymous": _("Phiếu không ghi tên thì không biết người trả lời ở đơn vị nào."),
    "crosstab-level": _("Bảng này không có cấp đơn vị ấy."),
    "crosstab-filter": _(
        "Chị lọc theo một ý của câu chỉ chọn một ý, viết là CÂU:Ý, ví dụ “q04:chua”."
    ),
    "crosstab-one-filter": _(
        "Mỗi lần chỉ lọc theo một ý. Lọc nhiều điều cùng lúc dễ làm lộ từng người trả lời."
    ),
}

LABELS: Mapping[str, str] = {
    "survey.crosstab.missing": _("Không trả lời"),
    "survey.crosstab.no_unit": _("Chưa rõ đơn vị"),
    "survey.crosstab.or": _("hoặc"),
    "survey.crosstab.sum": _("Cộng"),
    "survey.crosstab.base": _("Số phiếu được tính"),
    "survey.crosstab.where": _("Chỉ tính người chọn"),
    "survey.crosstab.hidden": _("giữ kín"),
    "survey.crosstab.few": _("Chưa đủ số người trả lời để hiển thị (giữ kín cho chị em)"),
    "survey.crosstab.of_row": _("Phần trăm theo dòng"),
    "survey.crosstab.of_column": _("Phần trăm theo cột"),
}
