"""What is said no to about what stands on Facebook or Zalo."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "outside-moved": (
        _("Bản ghi của địa chỉ này vừa thay đổi"),
        _("Xin gửi lại một lần nữa."),
    ),
}
FIELDS: Mapping[str, str] = {
    "outside-address-zalo": _("Bài trong nhóm Zalo không có địa chỉ. Xin để trống mục này."),
    "outside-address-foreign": _(
        "Đây không phải địa chỉ của Facebook. Xin chép địa chỉ từ chính bài, hoặc để trống."
    ),
    "outside-address-of-nothing": _(
        "Địa chỉ này dẫn đến cả nhóm, cả Trang, không phải một bài. "
        "Bấm vào giờ đăng của bài rồi chép địa chỉ, hoặc để trống."
    ),
    "outside-address-of-post": _(
        "Đây là địa chỉ của bài, không phải của bình luận. "
        "Bấm vào giờ của bình luận rồi chép địa chỉ, hoặc để trống."
    ),
    "outside-nothing": _("Xin dán lời của bài, hoặc chọn ảnh chụp màn hình."),
    "outside-member-unknown": _("Nhóm không có hồ sơ nào mang mã này."),
}
