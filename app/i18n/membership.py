"""What stands in the way of a membership, a consent or a list, in words."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: code → (title, what to do next)
MEMBERSHIP: Mapping[str, tuple[str, str]] = {
    "already-member": (
        _("Chị đã có phiếu trong nhóm này"),
        _("Xin mở mục “Của tôi” để xem phiếu của chị."),
    ),
    "regulation-not-in-force": (
        _("Bản quy chế này không cần chị đồng ý"),
        _("Thành viên nhóm đồng ý với quy chế nhóm đang có hiệu lực."),
    ),
    "consent-needed": (
        _("Sự đồng ý này cần cho việc tham gia nhóm"),
        _("Nếu không muốn Hội giữ thông tin nữa, chị chọn “Rời nhóm” trong trang của mình."),
    ),
    "consent-missing": (
        _("Chưa ghi sự đồng ý của người này"),
        _("Xin hỏi chị ấy có đồng ý cho Hội giữ thông tin không, ghi lại rồi mới duyệt."),
    ),
    "import-running": (
        _("Đang nhập một danh sách khác"),
        _("Mỗi lúc chỉ nhập một danh sách để không lập trùng hồ sơ. Xin chờ vài phút."),
    ),
    "line-entered": (
        _("Dòng này đã có người nhập"),
        _("Xin mở lại tờ giấy để xem dòng tiếp theo."),
    ),
    "export-waits": (
        _("Cần thêm một người đồng ý"),
        _("Danh sách có số điện thoại chỉ xuất được khi hai người trong Ban cùng đồng ý."),
    ),
    "export-ended": (
        _("Đã hết hạn tải danh sách này"),
        _("Xin lập lại yêu cầu xuất danh sách."),
    ),
    "already-merged": (
        _("Hồ sơ này đã được gộp"),
        _("Có người trong Ban đã gộp trước. Xin mở lại để xem hồ sơ giữ lại."),
    ),
    "merge-the-other-way": (
        _("Xin gộp theo chiều ngược lại"),
        _(
            "Giữ hồ sơ đang ở trong nhóm (hoặc đang tạm dừng) và gộp hồ sơ kia vào, để chị ấy không mất chỗ trong nhóm."
        ),
    ),
    "held-apart": (
        _("Hai hồ sơ này đã được ghi là hai người khác nhau"),
        _("Nếu ghi nhầm, xin rút lời ghi ấy trong hồ sơ trước, rồi mới gộp."),
    ),
    "removal-begun": (
        _("Đang có việc mời rời nhóm ở hồ sơ này"),
        _("Xin làm xong việc ấy trước, rồi mới gộp hồ sơ."),
    ),
    "merged-further": (
        _("Hồ sơ giữ lại cũng đã được gộp tiếp"),
        _("Xin tách lần gộp sau trước, rồi tách lần này."),
    ),
    "already-apart": (
        _("Đã ghi là hai người khác nhau"),
        _("Không cần làm gì thêm."),
    ),
    "chapter-asked": (
        _("Đang chờ chi hội trả lời"),
        _("Xin ghi câu trả lời của lần hỏi trước, rồi mới hỏi lần nữa."),
    ),
    "chapter-answered": (
        _("Không có câu hỏi nào đang chờ chi hội"),
        _("Câu trả lời đã được ghi. Xin mở lại hồ sơ để xem."),
    ),
}
