"""What is said no to about contests: rules that cannot be, papers that do not fit."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import (
    attempt_sentences,
    complaint_sentences,
    live_sentences,
    need_sentences,
    survey_code_sentences,
    survey_crosstab_sentences,
    survey_file_sentences,
    survey_result_sentences,
    survey_sentences,
    work_sentences,
)


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    **attempt_sentences.PROBLEMS,
    **survey_sentences.PROBLEMS,
    "round-not-closed": (
        _("Vòng thi chưa đóng"),
        _("Kết quả chỉ tính được khi vòng thi đã đóng và mọi bài đã nộp."),
    ),
    "practice-without-result": (
        _("Đây là vòng thi thử"),
        _("Vòng thi thử không tính kết quả, không trao giải."),
    ),
    "essays-not-marked": (
        _("Còn bài tự luận chưa chấm xong"),
        _("Mỗi bài cần hai người chấm; lệch nhau nhiều thì cần người thứ ba."),
    ),
    "no-result-yet": (
        _("Vòng thi chưa có kết quả"),
        _("Xin tính kết quả trước đã."),
    ),
    "result-published": (
        _("Kết quả này đã công bố"),
        _("Muốn thay đổi, chị tính một bản mới có lý do rồi công bố bản đó."),
    ),
    "result-outdated": (
        _("Kết quả chưa tính theo quyết định mới nhất"),
        _("Sau khi tính, đã có quyết định hoặc bài thay đổi. Xin tính bản mới rồi công bố."),
    ),
    "complaints-open": (
        _("Còn khiếu nại về kết quả chưa trả lời"),
        _("Xin trả lời hết khiếu nại về kết quả của vòng thi rồi công bố, lập giấy tờ."),
    ),
    "key-as-before": (
        _("Đáp án này đang được dùng"),
        _("Đáp án chị chọn giống đáp án hiện tại nên không có gì để chấm lại."),
    ),
    "no-rank-by-hand": (
        _("Thể lệ không xếp hạng bằng tay"),
        _("Cuộc thi này xếp hạng theo các tiêu chí khác, nên không ghi thứ tự bằng tay được."),
    ),
    "no-prize": (
        _("Chị chưa có giải ở vòng thi này"),
        _("Khi kết quả công bố có tên chị trong số người đạt giải, chị chọn cách nêu tên ở đây."),
    ),
    "naming-needs-consent": (
        _("Chị chưa đồng ý để nhóm nêu tên"),
        _("Xin đánh dấu đồng ý công bố tên trong trang của chị trước, rồi chọn lại ở đây."),
    ),
    "figures-open": (
        _("Số liệu này đã được mở"),
        _("Xin tải lại trang để xem."),
    ),
    **work_sentences.PROBLEMS,
    **need_sentences.PROBLEMS,
    **complaint_sentences.PROBLEMS,
    **live_sentences.PROBLEMS,
    **survey_code_sentences.PROBLEMS,
    **survey_file_sentences.PROBLEMS,
    **survey_result_sentences.PROBLEMS,
    "ruled-already": (
        _("Việc này đã được quyết định"),
        _("Xin tải lại trang để xem quyết định mới nhất về người dự thi này."),
    ),
    "rules-begun": (
        _("Thể lệ không đổi được nữa"),
        _(
            "Đã có người vào thi nên Thể lệ giữ nguyên đến hết cuộc thi. Những mục khác chị vẫn sửa được."
        ),
    ),
    "round-begun": (
        _("Vòng thi đã có người vào thi"),
        _(
            "Câu hỏi, giờ mở và thời gian làm bài giữ nguyên. Nếu mạng gặp sự cố, chị có thể lùi giờ đóng."
        ),
    ),
    "extension-too-late": (
        _("Vòng thi đã đóng"),
        _("Giờ đóng chỉ lùi được khi vòng thi còn mở. Chị có thể thêm một vòng mới."),
    ),
    "complaint-days-begun": (
        _("Hạn nhận khiếu nại kết quả không rút ngắn được nữa"),
        _("Đã có người vào thi nên số ngày nhận khiếu nại kết quả chỉ tăng thêm được."),
    ),
    "contest-begun": (
        _("Cuộc thi đã có người vào thi"),
        _("Cuộc thi không rút lại được nữa; kết quả của chị em cần được xét theo Thể lệ."),
    ),
    "contest-withdrawn": (
        _("Cuộc thi này đã rút lại"),
        _("Cuộc thi đã rút lại thì không sửa, không mở lại. Chị có thể lập một cuộc thi mới."),
    ),
    "contest-without-rounds": (
        _("Cuộc thi này không có vòng trắc nghiệm"),
        _("Thi ảnh, thi viết thì chị em gửi tác phẩm; vòng trắc nghiệm chỉ có ở thi trắc nghiệm."),
    ),
    "office-begun": (
        _("Danh sách người phục vụ cuộc thi không bớt được nữa"),
        _("Đã có người vào thi. Thêm người thì vẫn được."),
    ),
}
FIELDS: Mapping[str, str] = {
    **attempt_sentences.FIELDS,
    **survey_sentences.FIELDS,
    **work_sentences.FIELDS,
    **need_sentences.FIELDS,
    **complaint_sentences.FIELDS,
    **live_sentences.FIELDS,
    **survey_code_sentences.FIELDS,
    **survey_file_sentences.FIELDS,
    **survey_result_sentences.FIELDS,
    **survey_crosstab_sentences.FIELDS,
    "closes-before-opening": _("Giờ đóng phải sau giờ mở."),
    "ruleset-wrong": _("Mục này của thể lệ viết chưa đúng dạng."),
    "ruleset-key-missing": _("Thể lệ còn thiếu mục này."),
    "ruleset-key-unknown": _("Thể lệ không có mục này. Xin bỏ đi hoặc xem lại tên mục."),
    "ruleset-value-unknown": _("Mục này chỉ nhận một trong các giá trị: %(allowed)s."),
    "attempts-max-wrong": _("Số lượt dự thi là số nguyên từ 1 đến %(most)s, hoặc để trống."),
    "rank-empty": _("Xin chọn ít nhất một tiêu chí xếp hạng."),
    "rank-twice": _("Tiêu chí xếp hạng này đã có ở trên."),
    "rank-needs-prediction": _("Cuộc thi không có câu dự đoán nên cần thêm một tiêu chí xếp hạng."),
    "prize-name-wrong": _("Tên giải có từ 1 đến %(most)s chữ, viết trên một dòng."),
    "prize-count-wrong": _("Số giải là số nguyên từ 1 đến %(most)s."),
    "prize-twice": _("Tên giải này đã có ở trên."),
    "role-twice": _("Vai trò này đã có ở trên."),
    "bank-too-small": _("Ngân hàng chỉ còn %(most)s câu hỏi phù hợp với dòng này."),
    "result-reason-missing": _("Xin ghi vì sao tính lại kết quả."),
    "entry-unknown": _("Không có bài dự thi nào của vòng này mang số ấy."),
    "correction-question-unknown": _("Xin chọn một câu trắc nghiệm của vòng thi."),
    "correction-answer-wrong": _("Xin chọn đáp án đúng trong các phương án của câu hỏi."),
    "ruling-without-reason": _("Xin ghi lý do."),
    "ruling-without-evidence": _("Xin ghi căn cứ của quyết định."),
    "question-not-on-paper": _("Câu hỏi này không có trong đề thi của chị."),
    "closes-in-past": _("Giờ đóng đã qua. Xin chọn giờ đóng muộn hơn bây giờ."),
    "closes-not-later": _("Giờ đóng mới phải muộn hơn giờ đóng cũ."),
    "weeks-need-blueprint": _(
        "Nhiều vòng theo tuần thì mỗi vòng rút câu hỏi khác nhau từ ngân hàng. Xin chọn cách rút câu hỏi, hoặc để 1 vòng."
    ),
    "help-phone-wrong": _("Số điện thoại chỉ gồm chữ số và khoảng trống, như 0912 345 678."),
    "questions-none": _("Vòng thi cần có câu hỏi: rút từ ngân hàng, hoặc dán câu hỏi vào ô."),
    "questions-one-way": _("Xin chọn một cách: rút từ ngân hàng, hoặc dán câu hỏi vào ô."),
    "questions-number": _("Mỗi vòng có từ 1 đến %(most)s câu hỏi."),
    "question-key-wrong": _(
        "Câu %(number)s: mã câu hỏi có từ 1 đến 64 chữ không dấu, chữ số, dấu - hoặc _."
    ),
    "question-key-twice": _("Câu %(number)s: mã câu hỏi trùng với một câu ở trên."),
    "question-prompt-missing": _("Câu %(number)s: chưa ghi câu hỏi."),
    "question-prompt-long": _("Câu %(number)s: câu hỏi dài quá, nhiều nhất 900 ký tự."),
    "question-points-wrong": _("Câu %(number)s: điểm là số từ 0,01 đến 100, như 1 hoặc 0,5."),
    "question-essay-options": _("Câu %(number)s: câu tự luận không có phương án và đáp án."),
    "question-options-number": _("Câu %(number)s: cần từ 2 đến 10 phương án."),
    "question-option-key": _("Câu %(number)s: mã các phương án chưa đúng hoặc trùng nhau."),
    "question-option-text": _("Câu %(number)s: có phương án bỏ trống, hoặc dài quá 300 ký tự."),
    "question-option-twice": _("Câu %(number)s: có hai phương án giống hệt nhau."),
    "question-answer-missing": _("Câu %(number)s: chưa có đáp án đúng."),
    "question-answer-unknown": _("Câu %(number)s: đáp án không có trong các phương án."),
    "typed-before-question": _(
        "Dòng %(line)s đứng trước câu hỏi đầu tiên. Mỗi câu hỏi bắt đầu bằng số, như “1.” hoặc “Câu 1:”."
    ),
    "typed-answer-unknown": _(
        "Dòng %(line)s: đáp án ghi bằng chữ cái của các phương án ở trên, như “Đáp án: A, C”."
    ),
    "office-person-missing": _("Xin chọn một người, hoặc ghi mã hồ sơ của một thành viên."),
    "office-person-unknown": _("Người này không có trong Ban Quản trị, Ban Cố vấn, giám sát."),
    "office-member-unknown": _("Không thấy thành viên nào có mã hồ sơ này."),
    "option-not-on-paper": _("Phương án này không có trong câu hỏi."),
}
