"""Every code that Sen says no with, in words: first what it is, then what she can do next."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import (
    bank_sentences,
    care_sentences,
    comment_sentences,
    contest_sentences,
    notice_sentences,
    outside_sentences,
    page_sentences,
    picture_sentences,
    platform_sentences,
    post_sentences,
    rule_sentences,
    sanction_sentences,
    survey_answer_sentences,
    takedown_sentences,
    unit_sentences,
)
from app.i18n.lists import FILES
from app.i18n.membership import MEMBERSHIP


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: Mapping[str, tuple[str, str]] = {
    **MEMBERSHIP,
    **care_sentences.PROBLEMS,
    **picture_sentences.PROBLEMS,
    **comment_sentences.PROBLEMS,
    **outside_sentences.PROBLEMS,
    **platform_sentences.PROBLEMS,
    **post_sentences.PROBLEMS,
    **page_sentences.PROBLEMS,
    **notice_sentences.PROBLEMS,
    **rule_sentences.PROBLEMS,
    **contest_sentences.PROBLEMS,
    **survey_answer_sentences.PROBLEMS,
    **bank_sentences.PROBLEMS,
    **sanction_sentences.PROBLEMS,
    "invalid": (
        _("Còn chỗ cần xem lại"),
        _("Xin xem lại những mục có lời nhắc bên cạnh rồi gửi lại."),
    ),
    "not-found": (
        _("Không tìm thấy trang này"),
        _("Đường dẫn có thể đã cũ hoặc gõ nhầm. Mời quay về trang đầu."),
    ),
    "not-signed-in": (_("Cần đăng nhập"), _("Xin đăng nhập rồi thử lại.")),
    "unknown-token": (
        _("Mã truy cập không dùng được"),
        _("Mã có thể đã hết hạn hoặc đã thu hồi. Xin tạo mã mới."),
    ),
    "wrong-password": (
        _("Chưa đăng nhập được"),
        _(
            "Mật khẩu chưa đúng, chị thử lại. Nếu quên, chị nhờ Ban Quản trị gửi liên kết đặt lại mật khẩu."
        ),
    ),
    "forbidden": (
        _("Việc này dành cho người được phân công"),
        _("Chị không có quyền làm việc này. Nếu cần, chị nhờ Ban Quản trị giúp."),
    ),
    "own-case": (
        _("Không ai quyết định việc của chính mình"),
        _("Xin chuyển việc này cho người khác trong Ban Quản trị."),
    ),
    "cross-site": (
        _("Yêu cầu đến từ một trang khác"),
        _("Để an toàn, xin mở lại trang của nhóm rồi làm lại."),
    ),
    "already-decided": (
        _("Việc này đã có người quyết định"),
        _("Xin mở lại để xem kết quả mới nhất."),
    ),
    "stale-version": (
        _("Nội dung đã thay đổi"),
        _("Có người vừa sửa trước. Xin xem bản mới rồi làm lại; những gì đã viết vẫn còn ở đây."),
    ),
    "wrong-state": (
        _("Chưa làm được ở bước này"),
        _("Hồ sơ đang ở bước khác. Xin mở lại để xem những việc làm được."),
    ),
    "too-many-rounds": (
        _("Đã hỏi đủ ba lần"),
        _("Quy chế cho phép hỏi thêm không quá ba lần. Xin quyết định từ những gì đã có."),
    ),
    "undo-too-late": (
        _("Đã quá mười giây"),
        _("Không rút lại được nữa. Nếu quyết định nhầm, xin dùng mục “Sửa quyết định”."),
    ),
    "named-twice": (
        _("Người này được chọn hai lần"),
        _("Mỗi người chỉ được quyết định một lần trong đợt."),
    ),
    "already-taken-back": (
        _("Đợt này đã được rút lại"),
        _("Xin mở lại trang của đợt để xem kết quả từng người."),
    ),
    "question-asked": (
        _("Câu hỏi đã gửi thì không rút lại được"),
        _("Chị ấy có 30 ngày để trả lời. Nếu cần, chị quyết định từng người ở trang của phiếu."),
    ),
    "reversal-too-late": (
        _("Đã quá ba mươi ngày"),
        _("Quyết định này không sửa được nữa. Xin mời đăng ký lại."),
    ),
    "already-approved-by-you": (
        _("Đã ghi nhận ý kiến của chị"),
        _("Việc này cần thêm một người nữa trong Ban Quản trị đồng ý."),
    ),
    "login-in-use": (
        _("Số này đã được dùng để đăng nhập"),
        _("Xin dùng số khác hoặc mã hồ sơ."),
    ),
    "already-accepted": (_("Chị đã đồng ý bản này rồi"), _("Không cần làm gì thêm.")),
    "slug-in-use": (_("Địa chỉ này đã có cộng đồng khác dùng"), _("Xin chọn địa chỉ khác.")),
    "already-appointed": (
        _("Người này đã được phân công vai trò ấy"),
        _("Xin kết thúc phân công cũ trước khi phân công lại."),
    ),
    "gone": (
        _("Liên kết này đã dùng hoặc đã hết hạn"),
        _("Xin nhờ Ban Quản trị gửi liên kết mới."),
    ),
    "invitation-ended": (
        _("Lời mời này đã kết thúc"),
        _("Chị vẫn có thể đăng ký vào nhóm từ trang chủ."),
    ),
    "too-many": (
        _("Xin chờ một chút"),
        _("Có nhiều lần thử quá trong thời gian ngắn. Chị nghỉ tay vài phút rồi thử lại."),
    ),
    "code-locked": (
        _("Trang này đang tạm khóa"),
        _("Số điện thoại nhập sai nhiều lần. Xin thử lại sau một giờ, hoặc gọi Ban Quản trị."),
    ),
    "wrong-phone": (
        _("Số điện thoại chưa khớp"),
        _("Xin nhập đúng số đã ghi trong phiếu đăng ký."),
    ),
    "body-too-large": (_("Nội dung gửi lên dài quá"), _("Xin rút ngắn rồi gửi lại.")),
    "unknown-media-type": (
        _("Máy chủ không đọc được kiểu dữ liệu này"),
        _("Xin gửi JSON hoặc biểu mẫu."),
    ),
    "wrong-method": (
        _("Địa chỉ này không nhận cách gửi đó"),
        _("Xin mở lại trang rồi bấm nút trên trang."),
    ),
    "broken-request": (_("Máy chủ không đọc được yêu cầu"), _("Xin tải lại trang rồi thử lại.")),
    "database-away": (
        _("Hệ thống đang nghỉ một lát"),
        _("Không có gì bị mất. Xin thử lại sau ít phút."),
    ),
    "internal": (
        _("Có lỗi ở phía chúng tôi"),
        _("Việc này đã được ghi lại. Xin thử lại sau ít phút; nếu vẫn lỗi, xin báo Ban Quản trị."),
    ),
    "key-reused": (
        _("Khóa gửi một lần đã dùng cho nội dung khác"),
        _("Xin dùng khóa mới cho nội dung mới."),
    ),
    "twin-running": (
        _("Yêu cầu giống hệt đang được xử lý"),
        _("Xin chờ vài giây rồi thử lại với cùng khóa."),
    ),
    "under-16": (
        _("Hẹn em khi đủ 18 tuổi nhé"),
        _(
            "Nhóm nhận thành viên từ đủ 18 tuổi nên phiếu này chưa được giữ lại. Nếu đang cần giúp đỡ, em gọi 111 (miễn phí, ngày đêm)."
        ),
    ),
    "too-fast": (
        _("Xin gửi lại giúp"),
        _(
            "Phiếu gửi nhanh quá nên máy tưởng là gửi tự động. Chị bấm gửi lại một lần nữa là được, không phải điền lại."
        ),
    ),
    "claimed": (
        _("Đang có người xem hồ sơ này"),
        _("Chị vẫn có thể nhận xem thay; việc nhận thay được ghi lại."),
    ),
    "escalated-elsewhere": (
        _("Hồ sơ đã chuyển người khác xem"),
        _("Người được chuyển, Trưởng Ban hoặc Phó Trưởng Ban sẽ quyết định."),
    ),
    "serves-here": (
        _("Người này đang giữ nhiệm vụ trong nhóm"),
        _("Liên kết đặt mật khẩu của cán bộ do người quản trị máy chủ gửi."),
    ),
    "phone-needed": (
        _("Xin nhập số điện thoại đã ghi trong phiếu"),
        _("Trang này là của riêng chị nên cần đúng số điện thoại để mở."),
    ),
    **unit_sentences.PROBLEMS,
}

FIELDS: Mapping[str, str] = {
    **FILES,
    **takedown_sentences.FIELDS,
    **page_sentences.FIELDS,
    **care_sentences.FIELDS,
    **picture_sentences.FIELDS,
    **comment_sentences.FIELDS,
    **outside_sentences.FIELDS,
    **platform_sentences.FIELDS,
    **post_sentences.FIELDS,
    **rule_sentences.FIELDS,
    **contest_sentences.FIELDS,
    **survey_answer_sentences.FIELDS,
    **bank_sentences.FIELDS,
    **sanction_sentences.FIELDS,
    "duty-hours": _("Giờ trực bắt đầu trong buổi sáng và dài ít nhất một giờ."),
    "missing": _("Xin điền mục này."),
    "string_too_short": _("Xin điền mục này."),
    "string_too_long": _("Dài quá, nhiều nhất %(max_length)s ký tự."),
    "int_parsing": _("Xin ghi bằng số."),
    "int_type": _("Xin ghi bằng số."),
    "int_from_float": _("Xin ghi số nguyên."),
    "bool_parsing": _("Xin chọn có hoặc không."),
    "bool_type": _("Xin chọn có hoặc không."),
    "greater_than_equal": _("Nhỏ nhất là %(ge)s."),
    "less_than_equal": _("Lớn nhất là %(le)s."),
    "literal_error": _("Xin chọn một trong các mục có sẵn."),
    "enum": _("Xin chọn một trong các mục có sẵn."),
    "list_type": _("Xin gửi một danh sách."),
    "dict_type": _("Xin gửi các câu trả lời theo từng mục."),
    "string_type": _("Xin ghi bằng chữ."),
    "extra_forbidden": _("Mục này không có trong biểu mẫu."),
    "date_from_datetime_parsing": _("Ngày không đúng. Xin ghi như 23/11/2026."),
    "date_parsing": _("Ngày không đúng. Xin ghi như 23/11/2026."),
    "date_type": _("Ngày không đúng. Xin ghi như 23/11/2026."),
    "datetime_parsing": _("Ngày giờ không đúng."),
    "datetime_from_date_parsing": _("Ngày giờ không đúng."),
    "datetime_type": _("Ngày giờ không đúng."),
    "timezone_aware": _("Ngày giờ cần ghi rõ múi giờ."),
    "model_attributes_type": _("Máy chủ không đọc được nội dung này."),
    "model_type": _("Máy chủ không đọc được nội dung này."),
    "string_pattern_mismatch": _("Chưa đúng mẫu. Xin xem lại."),
    "too_long": _("Nhiều mục quá, nhiều nhất %(max_length)s."),
    "too_short": _("Xin chọn ít nhất %(min_length)s mục."),
    "broken-json": _("Nội dung JSON bị hỏng, máy chủ không đọc được."),
    "broken-form": _("Biểu mẫu bị hỏng trên đường gửi. Xin tải lại trang rồi gửi lại."),
    "body-cut-off": _("Nội dung bị đứt giữa chừng. Xin gửi lại."),
    "wrong-encoding": _("Chữ bị sai bảng mã. Xin gửi bằng UTF-8."),
    "duplicate-key": _("Một mục được ghi hai lần trong cùng nội dung."),
    "not-a-number": _("NaN và Infinity không phải là số dùng được."),
    "bad-cursor": _("Dấu trang không dùng được. Xin mở lại danh sách từ đầu."),
    "reason-missing": _("Xin ghi lý do, chọn mẫu có sẵn hoặc viết vài lời."),
    "reason-unknown": _("Mẫu lý do này không có."),
    "phone-missing": _("Xin ghi số điện thoại để Ban Quản trị báo kết quả."),
    "phone-letters": _("Số điện thoại chỉ gồm chữ số."),
    "phone-too-short": _("Số điện thoại còn thiếu số. Ví dụ: 0912 345 678."),
    "phone-too-long": _("Số điện thoại thừa số. Ví dụ: 0912 345 678."),
    "phone-unknown-prefix": _("Đầu số này không có ở Việt Nam. Xin xem lại giúp."),
    "name-missing": _("Xin ghi đủ họ và tên."),
    "name-too-long": _("Tên dài quá, nhiều nhất 120 ký tự."),
    "birth-year-impossible": _("Năm sinh chưa đúng. Ví dụ: 1979."),
    "unit-unknown": _("Không có đơn vị này. Xin chọn trong danh sách."),
    "unit-closed": _("Đơn vị này đã kết thúc hoạt động. Xin chọn đơn vị hiện nay."),
    "regulation-not-accepted": _(
        "Xin đọc năm câu tóm tắt và đánh dấu đồng ý với Quy chế của nhóm."
    ),
    "regulation-old": _("Quy chế vừa có bản mới. Xin đọc lại năm câu tóm tắt rồi đánh dấu đồng ý."),
    "declaration-missing": _("Nhóm dành cho phụ nữ từ đủ 18 tuổi. Xin đánh dấu nếu đúng với chị."),
    "consent-management-missing": _("Nhóm cần sự đồng ý này để giữ phiếu và trả lời chị."),
    "consent-unknown": _("Mục đồng ý này không có."),
    "option-unknown": _("Xin chọn một trong các mục có sẵn."),
    "until-in-past": _("Ngày kết thúc phải sau hôm nay."),
    "password-short": _("Mật khẩu cần ít nhất 8 ký tự. Có thể ghép vài chữ dễ nhớ."),
    "password-common": _("Mật khẩu này dễ đoán quá. Xin chọn mật khẩu khác."),
    "date-impossible": _("Ngày không đúng. Xin ghi như 23/11/2026."),
    "period-backwards": _("Ngày kết thúc phải sau ngày bắt đầu."),
    "period-unknown": _("Cách chia kỳ này không có."),
    "period-too-long": _("Khoảng này dài quá. Xin chọn ngắn hơn, hoặc chia theo quý, theo năm."),
    "role-unknown": _("Vai trò này không có."),
    "state-unknown": _("Trạng thái này không có."),
    "order-unknown": _("Cách sắp xếp này không có."),
    "scope-unknown": _("Phạm vi này không có."),
    "person-unknown": _("Không tìm thấy người này."),
    "adviser-acts-not": _("Người trong Ban Cố vấn, giám sát không làm thay việc của Ban Quản trị."),
    "same-person": _("Xin chọn hai người khác nhau."),
    "file-unknown": _("Không tìm thấy hồ sơ này trong nhóm. Xin xem lại mã hồ sơ."),
    "same-file": _("Đây chính là hồ sơ đang mở. Xin chọn hồ sơ khác."),
    "asked-her-missing": _(
        "Xin hỏi chị ấy trước. Chị ấy đồng ý thì đánh dấu ở đây, rồi mới hỏi chi hội."
    ),
    "chapter-note-missing": _("Xin ghi lời chi hội nói."),
    "bad-id": _("Mã này không đúng."),
    **unit_sentences.FIELDS,
}
