"""What is said no to about contests: rules that cannot be, papers that do not fit."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import live_sentences


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    **live_sentences.PROBLEMS,
    "ruled-already": (
        _("Việc này đã được quyết định"),
        _("Xin tải lại trang để xem quyết định mới nhất về người dự thi này."),
    ),
}
FIELDS: Mapping[str, str] = {
    **live_sentences.FIELDS,
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
    "ruling-without-reason": _("Xin ghi lý do."),
    "ruling-without-evidence": _("Xin ghi căn cứ của quyết định."),
    "question-not-on-paper": _("Câu hỏi này không có trong đề thi của chị."),
    "option-not-on-paper": _("Phương án này không có trong câu hỏi."),
}
