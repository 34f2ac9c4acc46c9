"""What is said no to about surveys and their forms."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "survey-over": (
        _("Khảo sát đã đóng hoặc đã rút lại"),
        _("Không sửa, không công bố thêm được nữa. Chị có thể lập khảo sát mới."),
    ),
    "survey-not-reopened": (
        _("Không lùi giờ đóng được nữa"),
        _(
            "Khảo sát đã đóng; kết quả đã công bố, hoặc đã hết 30 ngày nhận phiếu gửi muộn. Chị có"
            " thể lập khảo sát mới."
        ),
    ),
    "survey-not-published": (
        _("Khảo sát còn là bản nháp"),
        _("Chị em chưa thấy khảo sát này nên chưa có gì để đóng hay rút lại."),
    ),
    "no-draft-version": (
        _("Không có bản nào đang soạn"),
        _("Muốn sửa câu hỏi, chị mở “Các bản của phiếu” rồi soạn bản mới."),
    ),
    "draft-version-exists": (
        _("Đang có một bản soạn dở"),
        _("Chị sửa tiếp bản ấy, hoặc bỏ đi rồi soạn bản mới."),
    ),
    "version-published": (
        _("Bản này đã công bố nên giữ nguyên"),
        _("Muốn sửa câu hỏi, chị soạn bản mới."),
    ),
    "first-version-stays": (
        _("Khảo sát cần có ít nhất một bản"),
        _("Chị sửa câu hỏi trong bản nháp này."),
    ),
    "version-unchanged": (
        _("Bản này không có gì khác bản đang dùng"),
        _("Chị sửa phiếu trước rồi công bố, hoặc bỏ bản đang soạn."),
    ),
    "version-unconfirmed": (
        _("Bản mới đổi một số điều trong kết quả"),
        _("Xin xem bảng so với bản đang dùng rồi bấm công bố ở đó."),
    ),
    "quota-after-publication": (
        _("Khảo sát đã công bố nên không thêm hạn mức mới"),
        _("Phiếu gửi trước đó không được đếm. Hạn mức đã có thì chị vẫn nới được."),
    ),
    "question-at-end": (
        _("Câu này đã ở đầu hoặc ở cuối phiếu"),
        _("Không chuyển thêm về phía ấy được nữa."),
    ),
    "question-before-condition": (
        _("Chưa chuyển được"),
        _(
            "Câu “%(text)s” chỉ hiện theo câu trả lời của một câu khác nên phải đứng sau câu ấy."
            " Chị đổi điều kiện hiện trước rồi chuyển."
        ),
    ),
    "question-looked-at": (
        _("Chưa bỏ được câu này"),
        _(
            "“%(text)s” chỉ hiện theo câu trả lời ở câu này. Chị đổi điều kiện hiện của"
            " câu ấy trước rồi bỏ."
        ),
    ),
    "question-alone": (
        _("Phiếu cần có ít nhất một câu hỏi"),
        _("Chị thêm câu khác trước rồi bỏ câu này."),
    ),
    "survey-file-unnamed": (
        _("Chưa công bố được"),
        _(
            "Câu %(number)s xin gửi ảnh, tệp, mà khảo sát này không ghi tên. Ảnh cho biết ai đã"
            " gửi. Chị bỏ câu ấy, hoặc lập khảo sát có ghi tên."
        ),
    ),
}

FIELDS: Mapping[str, str] = {
    "survey-fixed": _("Khảo sát đã công bố nên mục này giữ nguyên."),
    "channel-name-taken": _("Khảo sát này đã có đường dẫn mang tên ấy."),
    "quota-question": _("Hạn mức chỉ đặt cho câu chọn ý có trong phiếu."),
    "quota-option": _("Câu này không có ý ấy."),
    "quota-twice": _("Ý này đã có hạn mức ở trên."),
    "quota-below-taken": _("Số phiếu đã nhận nhiều hơn hạn mức này."),
    "quota-step": _(
        "Khảo sát không ghi tên thì hạn mức chỉ nới thêm, mỗi lần ít nhất %(least)s phiếu. Hạn mức"
        " đang là %(most)s."
    ),
    "form-long": _("Trang này có nhiều ô quá, máy chủ chỉ nhận %(most)s ô một lần."),
    "schema-long": _("Phiếu dài quá, nhiều nhất một triệu ký tự."),
    "schema-not-json": _("Phiếu chưa đúng dạng JSON, xem lại ở dòng %(line)s."),
    "schema-wrong": _("Chỗ này viết chưa đúng dạng."),
    "schema-key-unknown": _("Phiếu không có mục “%(key)s”."),
    "question-type-unknown": _("Câu %(number)s: loại câu hỏi này không có."),
    "question-type-kept": _(
        "Câu %(number)s: mã “%(key)s” đã công bố với loại câu hỏi khác. Xin dùng mã mới."
    ),
    "question-key-retired": _(
        "Câu %(number)s: mã “%(key)s” là của câu đã thôi hỏi. Xin dùng mã mới."
    ),
    "option-key-retired": _("Câu %(number)s: mã “%(key)s” là của ý đã bỏ. Xin dùng mã mới."),
    "question-has-no-options": _("Câu %(number)s: loại câu hỏi này không có các ý để chọn."),
    "question-has-no-rows": _("Câu %(number)s: loại câu hỏi này không có các dòng."),
    "options-number": _("Câu %(number)s: cần từ 1 đến %(most)s mục."),
    "option-key-wrong": _("Câu %(number)s: mã của ý chỉ gồm chữ không dấu, chữ số, dấu - hoặc _."),
    "option-key-twice": _("Câu %(number)s: có hai ý trùng mã."),
    "text-wrong": _("Lời viết chưa đúng dạng."),
    "text-language-unknown": _("Lời chỉ viết bằng tiếng Việt (vi) và tiếng Anh (en)."),
    "survey-text-missing": _("Chưa có lời bằng tiếng Việt."),
    "text-long": _("Lời dài quá, nhiều nhất %(most)s ký tự."),
    "limit-unknown": _("Câu %(number)s: loại câu hỏi này không có điều kiện ấy."),
    "limit-wrong": _("Câu %(number)s: điều kiện của câu trả lời viết chưa đúng."),
    "limit-order": _("Câu %(number)s: số lớn nhất phải không nhỏ hơn số nhỏ nhất."),
    "limit-out": _(
        "Câu %(number)s: ghi như vậy thì không ai trả lời được. Chỗ này nhận từ %(least)s "
        "đến %(most)s."
    ),
    "limit-no-whole": _("Câu %(number)s: giữa hai số này không có số nguyên nào."),
    "survey-questions-number": _("Phiếu có từ 1 đến %(most)s câu hỏi."),
    "condition-wrong": _("Câu %(number)s: điều kiện hiện câu hỏi viết chưa đúng dạng."),
    "condition-long": _("Câu %(number)s: điều kiện hiện câu hỏi dài quá."),
    "condition-forward": _("Câu %(number)s: điều kiện chỉ được nhìn vào các câu ở trên."),
    "condition-value": _("Câu %(number)s: điều kiện nhìn vào một câu trả lời không có."),
    "question-kind-unchosen": _("Xin chọn loại câu hỏi."),
    "question-file-names": _(
        "Gửi ảnh, tệp chỉ dùng trong khảo sát có ghi tên, vì ảnh cho biết ai đã gửi."
    ),
    "question-gone": _("Câu ấy không còn trong phiếu."),
    "condition-question": _("Điều kiện chỉ nhìn vào một câu đứng trên câu này."),
    "condition-other": _("Câu trả lời chọn ở đây là của câu khác. Xin chọn lại."),
    "condition-unsaid": _("Xin chọn, hoặc ghi, câu trả lời để so."),
    "option-looked-at": _(
        "Câu %(number)s chỉ hiện theo ý vừa bỏ. Chị đổi điều kiện hiện của câu ấy trước."
    ),
    "meaning-unknown": _("Phiếu không có câu nào mang mã “%(key)s”."),
    "option-pictures-many": _(
        "Ảnh mới nhiều hơn số ý chưa có ảnh (%(free)s ý). Chị thêm ý, hoặc bớt ảnh."
    ),
    "quota-choice": _("Xin chọn ý cần đặt hạn mức."),
    "quota-number": _("Xin ghi số phiếu nhiều nhất."),
    "total-after-publication": _(
        "Khảo sát đã công bố mà không giới hạn thì nay không đặt giới hạn được nữa."
    ),
}
