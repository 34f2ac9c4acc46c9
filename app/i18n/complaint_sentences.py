"""What is said no to about complaints, essays and the papers of a contest."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "complaint-of-practice": (
        _("Đây là vòng thi thử"),
        _("Vòng thi thử không có kết quả, nên không nhận khiếu nại kết quả."),
    ),
    "complaint-out-of-time": (
        _("Không còn trong thời gian nhận khiếu nại kết quả"),
        _(
            "Vòng thi chỉ nhận khiếu nại kết quả từ lúc mở đến vài ngày sau khi đóng. Chị có thể hỏi Ban Quản trị."
        ),
    ),
    "not-an-entrant": (
        _("Chị chưa dự thi vòng này"),
        _("Chỉ người đã bắt đầu làm bài ở vòng này mới gửi khiếu nại kết quả được."),
    ),
    "complaint-open": (
        _("Chị đã có khiếu nại kết quả đang chờ trả lời"),
        _(
            "Mỗi vòng thi, mỗi người có một khiếu nại kết quả đang chờ. Chị chờ trả lời, hoặc rút lại rồi gửi lại."
        ),
    ),
    "complaint-closed": (
        _("Khiếu nại kết quả này đã khép lại"),
        _("Xin tải lại trang để xem câu trả lời hoặc việc rút lại."),
    ),
    "round-open": (
        _("Vòng thi chưa đóng"),
        _("Bài tự luận được chấm sau khi vòng thi đóng."),
    ),
    "essay-marked": (
        _("Bài này đã đủ người chấm"),
        _("Điểm của chị không được ghi thêm. Xin chấm bài tiếp theo."),
    ),
    "not-essay-marker": (
        _("Chị không chấm vòng thi này"),
        _("Bài tự luận do người trong Ban Giám khảo, Ban Tổ chức của cuộc thi chấm."),
    ),
    "no-result": (
        _("Vòng thi chưa có kết quả"),
        _("Giấy này lập được sau khi vòng thi đóng và có kết quả."),
    ),
    "no-winners": (
        _("Vòng thi không có người đạt giải"),
        _("Không có ai để trao giải nên không lập giấy này."),
    ),
    "no-all-round": (
        _("Chưa có ai đủ các vòng"),
        _("Giấy này lập được khi cuộc thi có từ hai vòng, vòng cuối đã có kết quả."),
    ),
    "no-contest-officers": (
        _("Cuộc thi chưa có Ban Tổ chức, Ban Giám khảo"),
        _("Xin ghi tên những người tham gia tổ chức, chấm thi vào cuộc thi trước."),
    ),
}
FIELDS: Mapping[str, str] = {
    "essay-points-unknown": _("Điểm là số từ 0 trở lên, như 7 hoặc 7,5."),
    "essay-points-high": _("Câu này nhiều nhất %(most)s điểm."),
}
