"""Short words for codes: roles, and what has just been done (seed §20)."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n.catalogue import translations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


ROLES: Mapping[str, str] = {
    "chair": _("Trưởng Ban Quản trị"),
    "vice_chair": _("Phó Trưởng Ban"),
    "moderator": _("Phụ trách duyệt bài"),
    "membership": _("Phụ trách thành viên"),
    "editor": _("Phụ trách nội dung"),
    "contests": _("Phụ trách cuộc thi, khảo sát"),
    "questions": _("Phụ trách giải đáp"),
    "adviser": _("Cố vấn, giám sát"),
    "officer": _("Cán bộ Hội"),
    "administrator": _("Quản trị hệ thống"),
}

DONE: Mapping[str, str] = {
    "paper-saved": _("Đã lưu. Chị nhớ bấm “Nộp bài” khi làm xong."),
    "approval": _("Đã duyệt. Nhớ nhắn cho chị ấy biết."),
    "refusal": _("Đã ghi quyết định. Lời gửi nằm trong trang riêng của chị ấy."),
    "information-request": _("Đã gửi câu hỏi."),
    "suspension": _("Đã tạm dừng tham gia."),
    "reinstatement": _("Đã cho tham gia lại."),
    "removal": _("Đã ghi nhận."),
    "withdrawal": _("Đã rút phiếu."),
    "leaving": _("Đã ghi nhận việc rời nhóm."),
    "reversal": _("Đã sửa quyết định."),
    "escalation": _("Đã chuyển người khác xem."),
    "hand-back": _("Đã chuyển lại cho Ban."),
    "claim": _("Chị đang xem hồ sơ này."),
    "answers": _("Đã gửi câu trả lời. Cảm ơn chị."),
    "password": _("Đã đặt mật khẩu."),
    "merger": _("Đã gộp hồ sơ."),
    "apart": _("Đã ghi là hai người khác nhau."),
    "chapter-inquiry": _("Đã ghi việc hỏi chi hội."),
    "answer": _("Đã ghi câu trả lời của chi hội."),
    "telling": _("Đã ghi là đã nhắn."),
    "reopening": _("Phiếu đã mở lại."),
    "platform-entry": _("Đã ghi là đã cho vào nhóm."),
    "post-sent": _("Bài đã gửi Ban Quản trị đọc."),
    "post-kept": _("Đã giữ bản nháp."),
    "post-withdrawn": _("Chị đã rút bài."),
    "post-approved": _("Bài đã lên nhóm; người viết nhận thư sau mười giây."),
    "post-returned": _("Đã gửi góp ý cho người viết."),
    "post-mended": _("Đã lưu bản sửa chính tả. Bản chị ấy viết vẫn được giữ."),
    "post-refused": _("Đã ghi quyết định. Người viết đọc lời này trong “Bài của tôi”."),
    "post-claimed": _("Chị đang xem bài này."),
    "bulletin-published": _("Tin đã đăng."),
    "bulletin-scheduled": _("Đã hẹn giờ đăng."),
    "bulletin-unscheduled": _("Đã bỏ hẹn giờ. Tin vẫn chờ được đăng."),
    "page-planned": _("Đã ghi bài cho Trang Facebook."),
    "bulletin-pinned": _("Đã ghim lên đầu nhóm."),
    "bulletin-unpinned": _("Đã bỏ ghim."),
    "bulletin-repeated": _("Đã chép thành bản nháp mới."),
    "bulletin-read": _("Đã ghi: chị đọc soát xong."),
    "quiet": _("Nhóm đang Tạm lặng."),
    "fake-reports": _("Cảm ơn chị. Lời báo đã đến Ban Quản trị."),
    "spoken-again": _("Đã mở lại. Tin đã đến giờ được đăng trong ít phút."),
    "steps": _("Đã ghi một bước."),
    "handover": _("Đã ghi việc giao, chuyển."),
    "completion": _("Đã ghi là đã gỡ."),
    "rejection": _("Đã ghi là chưa có căn cứ."),
    "comment-sent": _("Đã gửi bình luận."),
    "comment-held": _("Đã gửi. Bình luận này chờ Ban Quản trị đọc rồi mới hiển thị."),
    "comment-withdrawn": _("Chị đã rút bình luận."),
    "comment-approved": _("Bình luận đã hiển thị; người viết nhận thư sau mười giây."),
    "comment-refused": _("Đã ghi quyết định. Người viết đọc lời này trong “Bình luận của tôi”."),
    "comment-removed": _("Bình luận không còn hiển thị."),
    "comment-claimed": _("Chị đang xem bình luận này."),
    "outside-recorded": _("Đã ghi vào sổ. Bài chờ Ban Quản trị duyệt."),
    "outside-known": _("Địa chỉ này đã có người ghi trước. Đây là bản ghi ấy."),
    "outside-secluded": _(
        "Đã chuyển riêng cho người phụ trách tư vấn. Sổ này không giữ lời nào của bài; "
        "chị không chép lại, không nhắc trong nhóm."
    ),
    "outside-decided": _("Đã ghi quyết định."),
    "outside-done": _("Đã đánh dấu: làm xong trên nhóm."),
    "outside-claimed": _("Chị đang xem bài này."),
    "outside-withdrawn": _("Đã rút bản ghi."),
    "comments-closed": _("Bài không nhận thêm bình luận."),
    "comments-opened": _("Bài nhận bình luận trở lại."),
    "flag-sent": _("Cảm ơn chị đã báo. Ban Quản trị xem và trả lời chị trong mục Thư."),
    "flag-care": _(
        "Cảm ơn chị đã lo cho người khác. Chỉ người phụ trách riêng đọc điều chị báo. "
        "Nếu đang nguy hiểm, chị gọi 113; cần người lắng nghe, chị gọi 1900 969 680 "
        "(Ngôi nhà Bình yên)."
    ),
    "flag-founded": _(
        "Nội dung không còn hiển thị; người viết và người báo nhận thư sau mười giây."
    ),
    "flag-unfounded": _("Đã ghi: giữ nguyên nội dung."),
    "flag-claimed": _("Chị đang xem phản ánh này."),
    "appeal-sent": _("Đã gửi. Một người khác trong Ban sẽ trả lời trong 5 ngày làm việc."),
    "need-sent": _("Hội đã nhận lời chị. Có trả lời, chị đọc trong mục Thư."),
    "need-joined": _("Đã ghi: chị cũng mong vậy. Có trả lời, chị đọc trong mục Thư."),
    "need-left": _("Đã ghi: chị không tính vào chủ đề này nữa."),
    "need-withdrawn": _("Chị đã rút lời; không còn ai đọc được nữa."),
    "need-answered": _("Đã trả lời. Chị em đã nói nhận thư sau mười giây."),
    "work-sent": _("Đã gửi bài dự thi. Ban tổ chức xem rồi báo lại cho chị."),
    "work-withdrawn": _("Chị đã rút bài dự thi."),
    "work-decided": _("Đã ghi quyết định; tác giả nhận thư sau mười giây."),
    "work-claimed": _("Chị đang xem bài dự thi này."),
    "voted": _("Cảm ơn chị đã bình chọn."),
    "undone": _("Đã rút lại."),
    "placements": _("Đã xếp. Ai chưa rõ thôn vẫn ở lại danh sách."),
    "saved": _("Đã lưu."),
    "result_computed": _("Đã tính xong kết quả."),
    "result_approved": _("Đã ghi nhận. Cần thêm một người nữa đồng ý thì kết quả mới công bố."),
    "result_published": _("Đã công bố kết quả. Người đạt giải đã có thư báo."),
    "messages": _("Đã gửi."),
    "survey-draft": _("Đã lưu phiếu. Lúc nào rảnh, chị mở lại trả lời tiếp."),
    "survey-more": _("Câu trả lời của chị mở thêm câu hỏi ở phần này. Xin chị xem tiếp."),
    "survey-file": _("Đã giữ ảnh. Ảnh đi cùng phiếu khi chị gửi phiếu."),
    "survey-sheet": _("Đã nhập phiếu giấy. Chị nhập phiếu tiếp theo."),
    "survey-release": _(
        "Đã ghi nhận. Câu ấy đã công bố hay còn chờ người thứ hai, chị xem ngay dưới số liệu."
    ),
    "survey-withdrawn": _("Đã thôi công bố kết quả câu này."),
    "survey-sheet-corrected": _("Đã sửa phiếu giấy."),
    "survey-links-ended": _("Đã thu hồi những đường dẫn chưa dùng."),
    "survey-reminder": _("Đang gửi lời nhắc tới những chị chưa trả lời."),
    "care": _("Đã chuyển riêng cho người phụ trách tư vấn."),
}


def role(code: str, lang: str) -> str:
    return translations(lang).gettext(ROLES.get(code, code))


def done(code: str, lang: str) -> str:
    """The short word after a write, or nothing for an unknown code."""
    sentence = DONE.get(code)
    return translations(lang).gettext(sentence) if sentence else ""
