"""What is said no to about works of photo, video and story contests."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "work-no-rules": (
        _("Cuộc thi chưa có quy định nhận bài"),
        _("Người phụ trách cuộc thi ghi quy định nhận bài, chấm bài trước đã."),
    ),
    "work-rules-begun": (
        _("Quy định không đổi được nữa"),
        _("Đã có người gửi bài theo quy định này, nên quy định giữ nguyên đến hết cuộc thi."),
    ),
    "work-quiz": (
        _("Đây là cuộc thi trả lời câu hỏi"),
        _("Cuộc thi này không nhận ảnh, video, bài viết."),
    ),
    "work-not-open": (
        _("Cuộc thi chưa nhận bài"),
        _("Chị xem ngày giờ nhận bài trong quy định rồi quay lại nhé."),
    ),
    "work-late": (
        _("Đã hết giờ nhận bài"),
        _(
            "Giờ đóng tính theo đồng hồ máy chủ. Bài nháp của chị vẫn còn, nhưng không gửi được nữa."
        ),
    ),
    "work-of-juror": (
        _("Giám khảo không gửi bài dự thi"),
        _("Chị đang là giám khảo của cuộc thi này. Có nhầm lẫn thì chị nhắn Ban tổ chức."),
    ),
    "work-over-owner": (
        _("Chị đã gửi đủ %(most)s bài"),
        _("Muốn thay bài, chị rút một bài đã gửi rồi gửi bài khác."),
    ),
    "work-over-unit": (
        _("Đơn vị của chị đã gửi đủ %(most)s bài tập thể"),
        _("Muốn thay bài, người đã gửi rút một bài rồi đơn vị gửi bài khác."),
    ),
    "work-numbered": (
        _("Bài đã có số báo danh"),
        _("Bài mang số %(number)s không chuyển bảng được. Chị rút bài này rồi gửi bài mới."),
    ),
    "work-author-left": (
        _("Chỉ thành viên của nhóm tham gia được"),
        _("Chị vào nhóm rồi quay lại nhé."),
    ),
    "work-results-out": (
        _("Kết quả đã công bố"),
        _("Bài, phiếu chấm và quyết định của cuộc thi giữ nguyên từ lúc ấy."),
    ),
    "work-juror-blind": (
        _("Giám khảo chấm mà không biết tác giả"),
        _(
            "Chị là giám khảo của cuộc thi này nên không mở được trang có tên tác giả, lượt bình chọn. "
            "Người khác trong Ban làm giúp."
        ),
    ),
    "jurors-only": (
        _("Trang dành cho giám khảo"),
        _("Chỉ giám khảo của cuộc thi này chấm bài."),
    ),
    "juror-is-entrant": (
        _("Chị có bài dự thi nên không chấm được"),
        _("Người dự thi không làm giám khảo. Chị nhắn Ban tổ chức cử người khác."),
    ),
    "work-conflict-declared": (
        _("Chị đã báo không chấm bài này"),
        _("Các bài khác chị chấm như thường."),
    ),
    "votes-none": (
        _("Cuộc thi này không có bình chọn"),
        _("Kết quả do Ban giám khảo chấm."),
    ),
    "votes-before": (
        _("Chưa đến giờ bình chọn"),
        _("Chị xem ngày giờ bình chọn trong quy định rồi quay lại nhé."),
    ),
    "votes-closed": (
        _("Đã hết giờ bình chọn"),
        _("Cảm ơn chị đã quan tâm. Kết quả được công bố sau khi Ban tổ chức rà soát."),
    ),
    "votes-running": (
        _("Bình chọn chưa kết thúc"),
        _("Số lượt bình chọn giữ kín với mọi người cho đến khi hết giờ."),
    ),
    "votes-struck-already": (
        _("Các lượt này đã bị loại từ trước"),
        _("Không còn lượt nào để loại thêm."),
    ),
    "votes-lifted": (
        _("Các lượt này đã được tính lại"),
        _("Có người trong Ban vừa làm việc này."),
    ),
    "likes-known": (
        _("Đã có số lượt thích của lúc ấy"),
        _("Chị xem số đã ghi; đếm vào lúc khác thì ghi giờ khác."),
    ),
    "likes-confirmed": (
        _("Số này đã được xác nhận"),
        _("Có người khác vừa xác nhận."),
    ),
    "work-intake-open": (
        _("Cuộc thi còn nhận bài"),
        _("Hết giờ nhận bài và bình chọn mới tính kết quả được."),
    ),
    "works-waiting": (
        _("Còn %(count)s bài chưa duyệt"),
        _("Duyệt hết các bài đã gửi rồi mới tính kết quả."),
    ),
    "works-below-quorum": (
        _("Có bài chưa đủ giám khảo chấm"),
        _("Mỗi bài cần đủ số giám khảo trong quy định. Chấm xong thì tính lại kết quả."),
    ),
    "work-result-old": (
        _("Kết quả này đã cũ"),
        _(
            "Phiếu chấm, lượt bình chọn hoặc bài đã thay đổi từ lúc tính. Tính lại rồi duyệt bản mới."
        ),
    ),
    "work-no-result": (
        _("Chưa có kết quả"),
        _("Tính kết quả trước, rồi mới duyệt và công bố."),
    ),
}
FIELDS: Mapping[str, str] = {
    "work-no-title": _("Xin đặt tên cho bài."),
    "work-no-picture": _("Bài cần ít nhất một ảnh. Xin chọn ảnh từ máy."),
    "work-too-many-pictures": _("Mỗi bài nhiều nhất %(most)s ảnh. Xin bỏ bớt."),
    "work-no-story": _("Xin viết câu chuyện của chị."),
    "work-no-video": _("Xin dán đường dẫn đến video."),
    "work-shows-unsaid": _("Xin cho biết trong bài có nhận ra ai không."),
    "work-no-children": _("Cuộc thi này không nhận bài có hình trẻ em."),
    "work-people-unasked": _("Người nhận ra được phải đồng ý thì bài mới dự thi được."),
    "work-parents-unasked": _("Bố mẹ hoặc người giám hộ của các cháu phải đồng ý."),
    "work-not-own": _("Chị xác nhận bài do mình làm thì mới gửi được."),
    "work-board-off": _("Cuộc thi không có bảng này."),
    "work-without-unit": _("Hồ sơ của chị chưa ghi đơn vị, nên chưa gửi bài tập thể được."),
    "work-video-foreign": _(
        "Xin dán đường dẫn YouTube, Facebook, TikTok hoặc Zalo. Video nằm ở đó, ở đây chỉ có đường dẫn."
    ),
    "work-video-of-nothing": _(
        "Đường dẫn này chưa đến một video nào. Xin mở video rồi chép địa chỉ."
    ),
    "work-no-board": _("Xin chọn ít nhất một bảng: cá nhân, tập thể, hoặc cả hai."),
    "work-half-a-window": _("Xin ghi cả giờ mở và giờ đóng bình chọn, hoặc để trống cả hai."),
    "work-votes-without-window": _("Bình chọn có tính điểm thì cần giờ mở và giờ đóng bình chọn."),
    "work-no-criterion": _("Xin ghi ít nhất một tiêu chí chấm."),
    "work-criterion-twice": _("Có hai tiêu chí giống nhau."),
    "work-criterion-unread": _(
        "Dòng “%(line)s” chưa đúng. Mỗi dòng một tiêu chí và trọng số, như: Ý tưởng: 40"
    ),
    "work-criterion-unknown": _("Tiêu chí này không có trong quy định."),
    "work-elsewhere": _("Mục này không thuộc cuộc thi đang mở."),
}
