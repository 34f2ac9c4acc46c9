"""What is said no to about contests: rules that cannot be, papers that do not fit."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
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
        _("Xin chấm hết bài tự luận rồi tính kết quả."),
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
        _("Xin trả lời hết khiếu nại về kết quả của vòng thi rồi công bố."),
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
    "ruled-already": (
        _("Việc này đã được quyết định"),
        _("Xin tải lại trang để xem quyết định mới nhất về người dự thi này."),
    ),
}
FIELDS: Mapping[str, str] = {
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
    "option-not-on-paper": _("Phương án này không có trong câu hỏi."),
}
