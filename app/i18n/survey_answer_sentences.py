"""What is said no to about answers of a survey, and beside its questions."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "survey-not-open": (
        _("Khảo sát chưa mở"),
        _("Đến giờ mở ghi ở trang khảo sát, chị quay lại trả lời."),
    ),
    "survey-closed": (
        _("Khảo sát đã đóng"),
        _("Phiếu gửi sau giờ đóng không nhận được nữa. Những gì chị đã ghi vẫn còn ở trang này."),
    ),
    "survey-answered": (
        _("Chị đã trả lời khảo sát này"),
        _("Mỗi người trả lời một lần. Phiếu chị đã gửi vẫn còn, cảm ơn chị."),
    ),
    "survey-answered-by-her": (
        _("Chị ấy đã trả lời khảo sát này"),
        _("Mỗi người trả lời một lần, nên phiếu giấy này không nhập dưới tên chị ấy được nữa."),
    ),
    "survey-members-only": (
        _("Khảo sát này dành cho thành viên nhóm"),
        _("Khi đã là thành viên nhóm, chị mở lại đường dẫn này để trả lời."),
    ),
    "survey-unseen": (
        _("Không mở được khảo sát này"),
        _(
            "Khảo sát dành cho thành viên của nhóm đã mời. Chị xem lại mình đã đăng nhập đúng tài khoản chưa. Nếu chị chưa ở trong nhóm ấy, khi được nhận vào nhóm chị mở lại đường dẫn hoặc mã QR này. Cũng có thể khảo sát không còn."
        ),
    ),
    "survey-token-needed": (
        _("Khảo sát này trả lời bằng đường dẫn riêng"),
        _("Chị mở đường dẫn hoặc mã QR mà Ban Quản trị đã gửi riêng cho chị."),
    ),
    "survey-token-unknown": (
        _("Đường dẫn riêng này không đúng"),
        _("Có thể đường dẫn bị cắt mất một đoạn. Chị mở lại từ tin nhắn, hoặc quét lại mã QR."),
    ),
    "survey-token-used": (
        _("Đường dẫn riêng này đã dùng"),
        _("Mỗi đường dẫn trả lời một lần, và phiếu ấy đã nhận được."),
    ),
    "survey-token-expired": (
        _("Đường dẫn riêng này đã hết hạn"),
        _("Chị hỏi Ban Quản trị để có đường dẫn mới."),
    ),
    "survey-full": (
        _("Khảo sát đã nhận đủ phiếu"),
        _("Số phiếu cần thu đã đủ, nên phiếu này không nhận thêm được. Cảm ơn chị."),
    ),
    "survey-quota-full": (
        _("Nhóm này đã nhận đủ phiếu"),
        _("Khảo sát đã đủ phiếu của những người trả lời như chị. Cảm ơn chị đã dành thời gian."),
    ),
    "survey-version-old": (
        _("Khảo sát vừa có bản mới"),
        _("Chị tải lại trang để thấy câu hỏi mới; những gì chị đã ghi ở đây vẫn còn."),
    ),
    "survey-draft-older": (
        _("Phiếu này vừa được lưu ở nơi khác"),
        _("Những gì chị đang thấy ở đây chưa được lưu và vẫn còn nguyên."),
    ),
    "survey-file-names": (
        _("Phiếu này không gửi kèm ảnh được"),
        _("Ảnh cho biết ai đã gửi, nên chỉ khảo sát có ghi tên mới nhận ảnh. Chị bỏ ảnh rồi gửi."),
    ),
    "survey-pictures-many": (
        _("Khảo sát có nhiều ảnh quá"),
        _("Các câu chọn ảnh dùng nhiều nhất %(most)s ảnh, kể cả ảnh của những bản trước."),
    ),
    "survey-picture-unusable": (
        _("Có ảnh của câu hỏi không dùng được"),
        _(
            "Ảnh không còn, đã dùng ở bài khác, hoặc không do người soạn phiếu gửi lên. Chị chọn lại ảnh rồi công bố."
        ),
    ),
    "survey-without-names": (
        _("Khảo sát này không ghi tên"),
        _("Ở khảo sát này không xem từng phiếu, cũng không biết ai chưa trả lời."),
    ),
    "survey-without-links": (
        _("Khảo sát này không dùng đường dẫn riêng"),
        _("Thành viên nhóm trả lời ngay ở trang khảo sát."),
    ),
    "survey-sheet-used": (
        _("Phiếu giấy này đã nhập"),
        _(
            "Phiếu số %(sheet)s đã nhập rồi. Khảo sát không ghi tên nên không giữ ai đã nhập, lúc nào. Chị xem lại số ghi trên phiếu: mỗi phiếu giấy chỉ nhập một lần."
        ),
    ),
    "survey-sheet-used-by": (
        _("Phiếu giấy này đã nhập"),
        _(
            "%(who)s đã nhập phiếu số %(sheet)s lúc %(when)s. Chị xem lại số ghi trên phiếu; nếu phiếu ấy nhập nhầm thì mở mục Phiếu giấy đã nhập để sửa."
        ),
    ),
    "survey-links-ended": (
        _("Không còn đường dẫn nào để thu hồi"),
        _("Các đường dẫn của lần tạo này đã dùng, đã hết hạn hoặc đã thu hồi."),
    ),
    "survey-poster-unpublished": (
        _("Chưa có áp phích"),
        _("Áp phích và lời mời dùng khi khảo sát đã công bố và chưa đóng."),
    ),
    "survey-poster-links": (
        _("Khảo sát này không có áp phích"),
        _("Ai trả lời cũng cần đường dẫn riêng. Chị tạo và in tờ mã QR ở mục Đường dẫn riêng."),
    ),
    "survey-reminded": (
        _("Khảo sát này đã nhắc một lần"),
        _("Mỗi khảo sát chỉ nhắc một lần, để chị em không thấy phiền."),
    ),
}
FIELDS: Mapping[str, str] = {
    "survey-token-other": _("Đường dẫn riêng này là của một khảo sát khác."),
    "survey-ticket-wrong": _("Trang này không mở từ khảo sát. Chị tải lại trang rồi gửi."),
    "survey-version-unknown": _("Khảo sát không có bản này."),
    "survey-expiry-past": _("Hạn dùng phải sau lúc này."),
    "survey-channel-unknown": _("Khảo sát không có kênh này."),
    "survey-paper-unnamed": _("Khảo sát này không ghi tên người trả lời."),
    "survey-person-unknown": _("Trong nhóm không có thành viên tên này."),
    "survey-person-alike": _(
        "Trong nhóm có chị %(name)s. Nếu đúng là chị ấy, xin ghi đúng như vậy."
    ),
    "survey-person-several": _(
        "Trong nhóm có nhiều chị cùng tên. Chị mở mục Ai chưa trả lời rồi bấm Nhập phiếu giấy ở đúng chị ấy."
    ),
    "sheet-number": _("Xin ghi số của phiếu."),
    "sheets-many": _("Mỗi lần in từ 1 đến %(most)s bản."),
    "poster-size": _("Chỉ có khổ A4 và khổ A5."),
    "survey-links-unknown": _("Có %(many)s đường dẫn không phải của khảo sát này."),
    "answer-unknown": _("Câu hỏi này không có trong phiếu."),
    "answer-too-long": _("Dài quá, nhiều nhất %(max_length)s ký tự."),
    "answer-missing": _("Xin chị trả lời câu này."),
    "answer-kind": _("Câu trả lời không đọc được. Xin chị trả lời lại."),
    "answer-option": _("Xin chọn một trong các ý đã ghi."),
    "answer-retired": _("Ý này không còn trong khảo sát. Xin chị chọn ý khác."),
    "answer-twice": _("Có ý được chọn hai lần, hoặc hai ý cùng một thứ tự."),
    "answer-exclusive": _("Ý này chỉ chọn một mình, không cùng ý khác."),
    "answer-few": _("Xin chọn ít nhất %(least)s ý."),
    "answer-many": _("Xin chọn nhiều nhất %(most)s ý."),
    "answer-row": _("Câu hỏi không có dòng này."),
    "answer-number": _("Xin ghi một con số."),
    "answer-low": _("Xin ghi từ %(least)s trở lên."),
    "answer-high": _("Xin ghi không quá %(most)s."),
    "answer-whole": _("Xin ghi số nguyên."),
    "answer-date": _("Xin ghi ngày, ví dụ 23/11/2026."),
    "answer-time": _("Xin ghi giờ, ví dụ 08:30."),
    "answer-early": _("Xin ghi từ %(least)s trở đi."),
    "answer-late": _("Xin ghi muộn nhất là %(most)s."),
    "answer-short": _("Ngắn quá, xin ghi ít nhất %(least)s ký tự."),
    "answer-long": _("Dài quá, nhiều nhất %(most)s ký tự."),
    "answer-pattern": _("Câu trả lời chưa đúng mẫu mà câu hỏi cần."),
}
