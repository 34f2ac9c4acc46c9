"""What is said no to about live rounds, contests to be checked, and fakes that are reported."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "contest-unknown": (
        _("Hội không có cuộc thi nào mang mã này"),
        _(
            "Chị xem lại từng chữ của mã. Nếu mã đúng như người ta đưa, rất có thể cuộc thi ấy "
            "không phải của Hội: chị đừng chuyển tiền, đừng đưa mã OTP, và hỏi Hội LHPN xã, phường."
        ),
    ),
    "poster-unpublished": (
        _("Cuộc thi chưa công bố"),
        _("Áp phích có mã để ai cũng kiểm tra được, nên chỉ in sau khi công bố cuộc thi."),
    ),
    "fake-report-handled": (
        _("Lời báo này vừa có người xử lý"),
        _("Xin tải lại trang để xem việc đã làm."),
    ),
    "live-only-quiz": (
        _("Chỉ cuộc thi trắc nghiệm có rung chuông vàng"),
        _("Cuộc thi ảnh, thi viết thì nhận bài và chấm ở trang của cuộc thi."),
    ),
    "live-too-many-questions": (
        _("Nhiều câu quá"),
        _("Một buổi có nhiều nhất %(most)s câu. Xin bớt số câu."),
    ),
    "live-begun": (
        _("Buổi này đã bắt đầu"),
        _("Câu hỏi giữ nguyên từ lúc hỏi câu đầu tiên."),
    ),
    "live-moved": (
        _("Buổi này đã sang bước khác"),
        _("Có người vừa bấm trước. Trang đang hiện bước mới nhất, chị xem rồi bấm tiếp."),
    ),
    "live-unpublished": (
        _("Cuộc thi chưa công bố"),
        _("Công bố cuộc thi để chị em thấy buổi này, rồi mới bắt đầu hỏi."),
    ),
    "live-no-question": (
        _("Không còn câu nào để hỏi"),
        _("Chị thêm câu hỏi trước khi bắt đầu, hoặc kết thúc buổi."),
    ),
    "live-host": (
        _("Chị không dự buổi này"),
        _("Người dẫn, hoặc người đã mở ngân hàng câu hỏi, chỉ xem chứ không trả lời."),
    ),
    "live-ended": (
        _("Buổi này đã kết thúc"),
        _("Chị xem bảng điểm ở trang này."),
    ),
    "live-not-joined": (
        _("Chị chưa vào chơi"),
        _("Chị bấm “Vào chơi” rồi trả lời câu tiếp theo."),
    ),
    "live-answered": (
        _("Chị đã trả lời câu này"),
        _("Câu trả lời đầu tiên được tính. Chị chờ người dẫn hiện đáp án."),
    ),
    "live-question-closed": (
        _("Câu này đã hết giờ"),
        _("Câu trả lời đến sau giờ nên không được tính. Chị chờ câu tiếp theo."),
    ),
}
FIELDS: Mapping[str, str] = {
    "community-unknown": _("Xin chọn một nhóm trong danh sách."),
    "live-option-twice": _("Có hai phương án mang cùng một mã."),
    "live-answer-unknown": _("Xin chọn phương án đúng trong các phương án đã ghi."),
    "live-key-twice": _("Đã có câu hỏi mang mã này."),
    "live-question-unknown": _("Câu hỏi này chưa được hỏi trong buổi."),
}
