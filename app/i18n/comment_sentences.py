"""What is said no to about comments and flags."""

from __future__ import annotations

from collections.abc import Mapping


def _(sentence: str) -> str:
    """Marks a msgid for extraction; the words are looked up when the language is known."""
    return sentence


PROBLEMS: Mapping[str, tuple[str, str]] = {
    "comments-closed": (
        _("Bài này không nhận thêm bình luận"),
        _("Những gì chị viết vẫn còn ở đây; chị có thể chép lại và viết thành một bài."),
    ),
    "closed-by-board": (
        _("Ban Quản trị đã thôi nhận bình luận ở bài này"),
        _("Chị muốn mở lại, mời chị nhắn Ban Quản trị."),
    ),
    "no-question": (
        _("Việc này không hỏi thêm được"),
        _("Với bình luận và phản ánh, mời chị quyết định hoặc chuyển Trưởng Ban xem."),
    ),
    "flag-known": (
        _("Chị đã báo nội dung này rồi"),
        _("Ban Quản trị đang xem; chị nhận thư khi có kết quả."),
    ),
    "flag-own": (
        _("Đây là lời của chính chị"),
        _("Chị sửa hoặc rút được ở ngay trang của bài, của bình luận."),
    ),
}
FIELDS: Mapping[str, str] = {
    "comment-unknown": _("Bình luận chị trả lời không còn ở đây. Xin viết thành bình luận mới."),
    "board-only": _("Chỉ người trong Ban Quản trị ký được dưới tên Ban."),
    "flag-reason-unknown": _("Xin chị chọn một điều ở trên."),
}
