"""What is said no to about the question bank, and the headings of its files."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "bank-not-opened": (
        _("Chị chưa mở ngân hàng câu hỏi"),
        _(
            "Ai mở ngân hàng câu hỏi thì không được xét giải trong các cuộc thi của nhóm, và tên được ghi lại. Chị vào Thêm, Ngân hàng câu hỏi, đọc rồi bấm đồng ý trước."
        ),
    ),
    "bank-question-retired": (
        _("Câu hỏi này đã cất"),
        _("Muốn sửa hay dùng lại, chị đưa câu hỏi trở lại ngân hàng trước."),
    ),
    "bank-question-in-use": (
        _("Câu hỏi này đang dùng"),
        _("Câu hỏi đã ở trong ngân hàng rồi, chị không phải làm gì thêm."),
    ),
    "bank-question-used": (
        _("Câu hỏi này đã có trong đề thi"),
        _("Đề thi cần giữ nguyên câu hỏi nên không bỏ hẳn được. Chị có thể cất câu hỏi đi."),
    ),
}
FIELDS: Mapping[str, str] = {
    "bank-not-agreed": _("Chị đánh dấu vào ô này thì mới mở được."),
    "bank-text-missing": _("Xin ghi câu hỏi."),
    "bank-essay-with-options": _("Câu tự luận không có phương án. Xin bỏ các phương án đi."),
    "bank-options-number": _("Câu trắc nghiệm cần từ 2 đến 8 phương án."),
    "bank-answer-missing": _("Xin chọn ít nhất một phương án đúng."),
    "bank-option-twice": _("Có hai phương án giống hệt nhau."),
    "bank-option-unknown": _("Phương án này không phải của bản đang dùng. Xin tải lại trang."),
    "bank-right-without-option": _("Phương án được chọn là đúng nhưng chưa ghi nội dung."),
    "bank-topic-unknown": _("Chủ đề này không có trong danh mục chủ đề của nhóm."),
    "bank-difficulty-unknown": _("Độ khó là dễ, trung bình hoặc khó."),
    "bank-points-unknown": _("Điểm là số từ 0,01 đến 100, như 1 hoặc 0,5."),
    "bank-right-unknown": _("Đáp án đúng ghi bằng chữ A đến H hoặc số 1 đến 8, như A,C hoặc 1;3."),
    "bank-cell-too-long": _(
        "Ô này dài quá: câu hỏi, giải thích nhiều nhất 900 ký tự, phương án 300, nguồn 200."
    ),
    "bank-row-twice": _("Câu này giống hệt một câu ở dòng trên."),
    "bank-row-wrong": _("Dòng %(line)s chưa đúng. Xin xem trước để thấy từng chỗ."),
    "bank-question-known": _("Ngân hàng đã có câu này, giống hệt cả câu hỏi và phương án."),
    "bank-headings-missing": _(
        "Không thấy dòng tiêu đề. Bảng cần có cột “Chủ đề” và “Câu hỏi”; chị tải tệp mẫu để điền."
    ),
    "bank-rows-missing": _("Bảng chưa có câu hỏi nào."),
    "bank-one-picture": _("Mỗi câu hỏi có nhiều nhất một ảnh. Xin bỏ bớt."),
    "bank-too-many-pictures": _(
        "Các bản của câu hỏi này đã dùng %(most)s ảnh khác nhau. Xin viết thành câu hỏi mới."
    ),
}

LABELS: Mapping[str, str] = {
    "bank.title": _("Ngân hàng câu hỏi"),
    "bank.topic": _("Chủ đề"),
    "bank.difficulty": _("Độ khó"),
    "bank.question": _("Câu hỏi"),
    "bank.right": _("Đáp án đúng"),
    "bank.points": _("Điểm"),
    "bank.explanation": _("Giải thích"),
    "bank.source": _("Nguồn"),
    "bank.easy": _("dễ"),
    "bank.medium": _("trung bình"),
    "bank.hard": _("khó"),
    "bank.example.choice": _("Dòng mẫu, bắt đầu bằng dấu # nên không được nhập."),
    "bank.example.essay": _("Câu tự luận: để trống các phương án và đáp án đúng."),
    "bank.example.right": _("Phương án đúng"),
    "bank.example.wrong": _("Phương án sai"),
}
