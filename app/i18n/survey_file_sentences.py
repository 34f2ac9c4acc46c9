"""Words about surveys as files: what is not given out, what an XLSForm's rows could not say."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "survey-anonymous-rows": (
        _("Phiếu giấu tên không xuất từng phiếu"),
        _(
            "Chị em đã được hứa không ai đọc từng phiếu. Xin dùng các bảng tổng hợp ở trang Kết quả: bảng từng câu, bảng chéo hai câu, bảng theo đơn vị (ô ít người đã được che)."
        ),
    ),
    "sav-missing": (
        _("Máy chủ chưa cài phần xuất tệp SPSS"),
        _(
            "Xin nhờ người quản trị máy chủ chạy lệnh: pip install 'sen[sav]'. Trong lúc chờ, chị xuất tệp Excel hoặc CSV; SPSS mở được cả hai."
        ),
    ),
    "export-too-wide": (
        _("Nhiều cột quá, một trang Excel không chứa hết"),
        _("Khảo sát này có nhiều phương án nên cần nhiều cột. Xin xuất tệp CSV hoặc JSON."),
    ),
    "export-too-long": (
        _("Nhiều phiếu quá, loại tệp này không chứa hết"),
        _("Xin xuất tệp CSV hoặc JSON; hai loại này không giới hạn số phiếu."),
    ),
}

FIELDS: Mapping[str, str] = {
    "xlsform-no-survey": _(
        "Tệp này không phải phiếu XLSForm: không có trang tên “survey”. Xin chọn tệp .xlsx lấy từ KoboToolbox, ODK hoặc từ khảo sát khác của nhóm."
    ),
}

LABELS: Mapping[str, str] = {
    "survey.answers": _("Phiếu trả lời"),
    "survey.codebook": _("Mã câu hỏi"),
    "survey.row": _("Số thứ tự của phiếu trong tệp này"),
    "survey.version": _("Bản của phiếu hỏi"),
    "survey.way": _("Cách trả lời"),
    "survey.day": _("Ngày gửi"),
    "survey.at": _("Lúc gửi (giờ Việt Nam)"),
    "survey.unit": _("Đơn vị"),
    "survey.channel": _("Kênh"),
    "survey.name": _("Họ và tên"),
    "survey.way.web": _("Trên mạng"),
    "survey.way.offline": _("Điền khi mất mạng, gửi sau"),
    "survey.way.paper": _("Trên giấy"),
    "survey.not_asked": _("Không được hỏi câu này"),
    "survey.no_answer": _("Không trả lời"),
    "survey.chosen": _("Có chọn"),
    "survey.not_chosen": _("Không chọn"),
    "survey.place": _("Xếp thứ {n}"),
    "survey.head.column": _("Cột"),
    "survey.head.question": _("Câu hỏi"),
    "survey.head.part": _("Dòng, phương án"),
    "survey.head.type": _("Loại câu"),
    "survey.head.key": _("Mã phương án"),
    "survey.head.text": _("Phương án"),
    "survey.head.code": _("Số trong SPSS"),
    "survey.head.versions": _("Có ở bản"),
    "survey.xlsform.sheet": _("Không ghi được"),
    "survey.xlsform.question": _("Câu hỏi"),
    "survey.xlsform.column": _("Cột"),
    "survey.xlsform.why": _("Vì sao"),
    "survey.xlsform-not-written": _(
        "XLSForm không có cách ghi điều này; câu hỏi vẫn có trong tệp."
    ),
    "survey.xlsform-type": _("Loại câu này không có ở đây, nên bỏ qua cả dòng."),
    "survey.xlsform-column": _("Cột này không dùng ở đây, nên bỏ qua ô này."),
    "survey.xlsform-language": _("Chỉ nhận tiếng Việt và tiếng Anh, nên bỏ qua lời này."),
    "survey.xlsform-vietnamese": _("Chưa có lời tiếng Việt, tạm dùng lời tiếng Anh."),
    "survey.xlsform-name": _("Dòng này thiếu tên (name)."),
    "survey.xlsform-renamed": _("Tên được đổi cho hợp lệ hoặc khỏi trùng."),
    "survey.xlsform-required": _("Không rõ có bắt buộc hay không, nên để là không."),
    "survey.xlsform-relevant": _("Không đọc được điều kiện, nên câu này luôn hiện."),
    "survey.xlsform-constraint": _("Không đọc được giới hạn, nên câu này không có giới hạn ấy."),
    "survey.xlsform-appearance": _("Cách trình bày này không có ở đây, nên bỏ qua."),
    "survey.xlsform-parameters": _("Không đọc được các tham số này, nên bỏ qua."),
    "survey.xlsform-list": _("Không thấy danh sách phương án này ở trang “choices”."),
    "survey.xlsform-or-other": _(
        "Ý “khác” không tự thêm; xin thêm một phương án và một câu hỏi chữ."
    ),
    "survey.xlsform-repeat": _("Không hỏi lặp lại được; các câu bên trong được hỏi một lần."),
    "survey.xlsform-group-open": _("Nhóm câu này chưa có dòng kết thúc."),
    "survey.xlsform-group-closed": _("Dòng kết thúc này không có nhóm nào mở trước đó."),
    "survey.xlsform-note-condition": _("Lời dẫn ở đây luôn hiện, nên bỏ điều kiện này."),
    "survey.xlsform-section-added": _(
        "Thêm một phần mới tên “Tiếp theo”, để câu này không bị ẩn theo nhóm câu phía trước."
    ),
    "survey.xlsform-title": _("Phiếu chưa có tên (form_title), tạm lấy tên “Khảo sát”."),
    "survey.type.section": _("Tiêu đề phần"),
    "survey.type.single": _("Chọn một"),
    "survey.type.multiple": _("Chọn nhiều"),
    "survey.type.dropdown": _("Chọn trong danh sách"),
    "survey.type.yes_no": _("Có hoặc không"),
    "survey.type.likert": _("Mức độ đồng ý"),
    "survey.type.matrix_single": _("Bảng, mỗi dòng chọn một"),
    "survey.type.matrix_multiple": _("Bảng, mỗi dòng chọn nhiều"),
    "survey.type.rating": _("Chấm điểm"),
    "survey.type.nps": _("Từ 0 đến 10"),
    "survey.type.number": _("Số"),
    "survey.type.short_text": _("Câu trả lời ngắn"),
    "survey.type.long_text": _("Câu trả lời dài"),
    "survey.type.date": _("Ngày"),
    "survey.type.time": _("Giờ"),
    "survey.type.ranking": _("Xếp thứ tự"),
    "survey.type.image_choice": _("Chọn ảnh"),
    "survey.type.file": _("Gửi ảnh, tệp"),
    "survey.type.consent": _("Đồng ý"),
}
