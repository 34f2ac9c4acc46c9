"""Words about lists: why a file cannot be read, why a row was not taken, what was noted."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n.bank_sentences import LABELS as BANK_LABELS
from app.i18n.catalogue import translations
from app.i18n.survey_crosstab_sentences import LABELS as CROSSTAB_LABELS
from app.i18n.survey_file_sentences import LABELS as SURVEY_LABELS
from app.i18n.survey_result_sentences import LABELS as SURVEY_RESULT_LABELS
from app.i18n.takedown_sentences import LABELS as TAKEDOWN_LABELS


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: Beside the field of the file.
FILES: Mapping[str, str] = {
    "base64_decode": _("Nội dung tệp bị hỏng trên đường gửi. Xin gửi lại."),
    "file-empty": _("Tệp này trống, không có dòng nào."),
    "file-too-large": _("Tệp lớn quá, nhiều nhất 10 MB. Xin tách thành nhiều tệp."),
    "file-too-many-rows": _(
        "Danh sách dài quá, nhiều nhất %(limit)s dòng. Xin tách thành nhiều tệp."
    ),
    "file-too-wide": _("Bảng rộng bất thường. Xin bỏ những ô thừa ở xa bảng rồi lưu lại."),
    "file-bomb": _(
        "Tệp này giải nén ra lớn bất thường nên không mở. Xin lưu lại từ Excel rồi gửi."
    ),
    "file-is-word": _("Đây là tệp Word. Xin chép bảng sang Excel rồi lưu thành .xlsx."),
    "file-protected": _("Tệp có mật khẩu. Xin bỏ mật khẩu rồi lưu lại."),
    "file-broken": _("Tệp bị hỏng, không mở được. Xin lưu lại từ Excel rồi gửi."),
    "file-unknown": _("Đây không phải tệp danh sách. Xin gửi tệp .xlsx, .xls hoặc .csv."),
    "list-without-header": _(
        "Không thấy dòng tiêu đề có cột họ tên. Xin thêm dòng ấy (Họ và tên, Năm sinh …) rồi gửi."
    ),
    "column-unknown": _("Cột hoặc mục này không có trong danh sách."),
    "filed-missing": _("Xin ghi nơi lưu danh sách có chữ ký."),
    "line-not-signed": _(
        "Chưa ký thì chưa lập hồ sơ. Nếu cần hỏi lại, xin ghi vào ô “Cần hỏi thêm”."
    ),
    "line-under-16": _("Chưa đủ 16 tuổi thì không ghi tên được."),
    "maybe-here": _(
        "Có thể là %(name)s, %(year)s, mã %(file_no)s. Đúng là chị ấy thì ghi mã này; là người khác thì đánh dấu ô bên dưới."
    ),
    "file-no-unknown": _("Không có hồ sơ mang mã này."),
    "purpose-missing": _("Xin ghi xuất danh sách để làm gì."),
}

#: Why a row was not taken, or waits for a person.
ROWS: Mapping[str, str] = {
    "name_missing": _("thiếu họ tên"),
    "name_with_digits": _("họ tên có chữ số"),
    "name_empty": _("thiếu họ tên"),
    "name_too_long": _("họ tên dài quá"),
    "name_no_letters": _("họ tên không có chữ"),
    "name_given_not_at_end": _("không tách được tên gọi"),
    "birth_unreadable": _("không đọc được năm sinh"),
    "birth_impossible": _("năm sinh không thể đúng"),
    "under_16": _("chưa đủ 16 tuổi"),
    "phone_letters": _("số điện thoại có chữ"),
    "phone_too_short": _("số điện thoại thiếu số"),
    "phone_too_long": _("số điện thoại thừa số"),
    "phone_unknown_prefix": _("đầu số điện thoại không có ở Việt Nam"),
    "phone_old_prefix_unknown": _("số 11 chữ số có đầu số không rõ"),
    "phone_zero_added": _("đã thêm số 0 ở đầu số điện thoại"),
    "phone_first_of_several": _("ô có nhiều số điện thoại, lấy số đầu"),
    "phone_of_before_2018": _("đã đổi đầu số điện thoại cũ (trước 2018)"),
    "union_status_unclear": _("cột hội viên không rõ có hay không"),
    "unit_unknown": _("tên xã, phường không có trong cây đơn vị, ghi theo đơn vị của danh sách"),
    "already_here": _("đã có hồ sơ, không có gì mới"),
    "twice_in_file": _("đã có ở dòng trên"),
    "maybe_twice_in_file": _("có thể trùng với dòng trên"),
    "maybe_twin": _("có thể đã có hồ sơ"),
    "earlier_refused": _("đã có phiếu không được duyệt"),
    "earlier_left": _("đã rời nhóm trước đây"),
    "earlier_removed": _("đã được mời rời nhóm"),
    "earlier_withdrawn": _("đã rút phiếu trước đây"),
    "earlier_expired": _("có phiếu đã hết hạn bổ sung"),
    "earlier_file": _("đã có hồ sơ cũ"),
    "phone": _("trùng số điện thoại"),
    "phone_slip": _("số điện thoại lệch một số"),
    "name": _("trùng họ tên"),
    "name_short": _("họ tên thiếu chữ đệm"),
    "name_slip": _("họ tên lệch một phím"),
    "name_near": _("họ tên khác một dấu"),
    "birth": _("trùng năm sinh"),
    "birth_near": _("năm sinh lệch một năm"),
    "unit": _("cùng đơn vị"),
    "hamlet": _("cùng thôn"),
    "made_by_hand": _("cán bộ xem và lập hồ sơ"),
}


#: Headings of the files that are given out, and what stands in their cells.
LABELS: Mapping[str, str] = {
    "no": _("STT"),
    "full_name": _("Họ và tên"),
    "birth_year": _("Năm sinh"),
    "phone": _("Số điện thoại"),
    "unit": _("Xã, phường"),
    "hamlet": _("Thôn, tổ dân phố"),
    "union": _("Hội viên (tự khai)"),
    "verified": _("Hội viên (đã xác nhận)"),
    "state": _("Trạng thái"),
    "file_no": _("Mã hồ sơ"),
    "joined": _("Ngày vào nhóm"),
    "sheet": _("Trang"),
    "row": _("Dòng"),
    "why": _("Vì sao"),
    "chapter": _("Chi hội"),
    "home": _("Đơn vị"),
    "union.member": _("có"),
    "union.not_member": _("chưa"),
    "union.unknown": "",
    "state.submitted": _("Chờ duyệt"),
    "state.needs_info": _("Cần bổ sung"),
    "state.approved": _("Đã duyệt"),
    "state.refused": _("Không duyệt"),
    "state.withdrawn": _("Đã rút"),
    "state.expired": _("Hết hạn bổ sung"),
    "state.suspended": _("Tạm dừng tham gia"),
    "state.left": _("Đã rời nhóm"),
    "state.removed": _("Đã mời rời nhóm"),
    "state.merged": _("Đã gộp"),
    "list": _("Danh sách thành viên"),
    "errors": _("Những dòng cần sửa"),
    **TAKEDOWN_LABELS,
    **BANK_LABELS,
    **SURVEY_LABELS,
    **SURVEY_RESULT_LABELS,
    **CROSSTAB_LABELS,
    "demo": _("DỮ LIỆU TRÌNH DIỄN, NGƯỜI TRONG DANH SÁCH LÀ HƯ CẤU"),
}


def label(code: str, lang: str) -> str:
    """A heading or a value of a file that is given out."""
    text = LABELS.get(code, code)
    return translations(lang).gettext(text) if text else ""


def row_reason(code: str, lang: str) -> str:
    """Why, in a few words; an unknown code says itself."""
    return translations(lang).gettext(ROWS.get(code, code))
