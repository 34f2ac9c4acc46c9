"""Sentences of the takedown register; `sentences.py` and `lists.py` read them with their own."""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


FIELDS: dict[str, str] = {
    "moment-unknown": _("Ngày giờ không đúng. Xin ghi như 23/11/2026 08:30."),
    "moment-in-future": _("Lúc này chưa tới."),
    "takedown-without-address": _("Xin ghi nội dung ở đâu."),
    "takedown-subject-unknown": _("Nhóm không có nội dung này. Xin xem lại mã."),
    "takedown-subject-half": _("Loại và mã của nội dung đi cùng nhau."),
    "takedown-deadline-of-authority": _("Chỉ cơ quan có thẩm quyền mới nêu thời hạn."),
    "takedown-deadline-before": _("Thời hạn phải sau lúc nhận."),
    "takedown-previous": _("Việc cũ không có trong sổ này, hoặc chưa khép lại."),
    "takedown-hours-too-long": _("Nhiều nhất %(most)s giờ theo quy định."),
    "takedown-handover-to-one": _("Xin chọn một người trong Ban, hoặc ghi một đơn vị."),
    "proof-missing": _("Xin chọn tệp bằng chứng."),
    "proof-empty": _("Tệp này trống."),
    "proof-too-large": _("Tệp lớn quá, nhiều nhất 5 MB. Xin chụp lại ảnh nhỏ hơn."),
    "proof-before-missing": _(
        "Chưa có bằng chứng trước khi gỡ. Xin lưu tệp, hoặc ghi vì sao không có."
    ),
    "proof-after-missing": _(
        "Chưa có bằng chứng sau khi gỡ. Xin lưu tệp, hoặc ghi vì sao không có."
    ),
    "words-missing": _("Xin ghi bằng lời."),
}

#: Headings of the register's file, and what stands in its cells.
LABELS: dict[str, str] = {
    "takedown.title": _("Sổ gỡ nội dung"),
    "takedown.code": _("Số"),
    "takedown.kind": _("Loại"),
    "takedown.asked_by": _("Bên yêu cầu"),
    "takedown.document": _("Văn bản"),
    "takedown.received": _("Nhận lúc"),
    "takedown.due": _("Hạn"),
    "takedown.address": _("Nội dung ở đâu"),
    "takedown.owner": _("Người theo dõi"),
    "takedown.handed_to": _("Đã chuyển"),
    "takedown.state": _("Tình trạng"),
    "takedown.finding": _("Căn cứ"),
    "takedown.closed": _("Khép lại lúc"),
    "takedown.late": _("Trễ (phút)"),
    "takedown.kept_close": _("giữ kín"),
    "takedown.authority": _("Cơ quan yêu cầu"),
    "takedown.complaint": _("Phản ánh"),
    "takedown.running": _("Đang xử lý"),
    "takedown.handed_over": _("Đã chuyển đơn vị khác"),
    "takedown.completed": _("Đã gỡ"),
    "takedown.rejected": _("Chưa có căn cứ"),
    "takedown.withdrawn": _("Bên yêu cầu đã rút"),
    "takedown.founded": _("có căn cứ"),
    "takedown.unfounded": _("chưa xác định"),
}
