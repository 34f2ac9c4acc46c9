"""What is said no to about posts."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "member-posts-off": (
        _("Nhóm chưa mở mục viết bài"),
        _("Hiện chỉ Ban Quản trị đăng tin. Chị có điều muốn nói, mời chị nhắn Ban Quản trị."),
    ),
    "not-inside": (
        _("Chị hiện không ở trong nhóm"),
        _("Bài vẫn còn ở đây cho chị đọc; vào lại nhóm thì chị viết tiếp và gửi được."),
    ),
    "version-needed": (
        _("Bài có bản mới đang chờ đọc"),
        _("Xin mở lại bài, xem bản mới rồi quyết định; chương trình cần gửi kèm số phiên bản."),
    ),
}
FIELDS: Mapping[str, str] = {
    "text-missing": _("Xin chị viết vài chữ."),
    "too-many-links": _("Bài có nhiều đường dẫn quá (nhiều nhất %(most)s). Xin bớt đi giúp."),
    "topic-unknown": _("Chủ đề này không có trong nhóm. Xin chọn lại."),
    "anonymity-settled": _("Bài đã đăng rồi nên không đổi được việc giấu tên."),
    "author-unknown": _("Không tìm thấy người viết này."),
    "kind-unknown": _("Không có loại việc này."),
}
