"""Sentences about pictures; `sentences.py` reads them with its own."""

from __future__ import annotations


def _(sentence: str) -> str:
    """Marks a msgid for extraction."""
    return sentence


#: code → (title, what to do next)
PROBLEMS: dict[str, tuple[str, str]] = {
    "picture-in-use": (
        _("Ảnh này đã gửi đi cùng bài"),
        _("Muốn đổi ảnh, chị sửa ngay trong bài; cần gấp thì nhắn Ban Quản trị."),
    ),
    "pictures-changed": (
        _("Ảnh của bài này vừa được đổi ở nơi khác"),
        _("Xin mở lại bài để xem rồi chọn lại ảnh."),
    ),
    "storage-away": (
        _("Kho ảnh đang tạm nghỉ"),
        _("Xin thử lại sau vài phút. Những gì đã gửi trước đó vẫn còn."),
    ),
}

#: Beside the field of the pictures; `name` is the file's.
FIELDS: dict[str, str] = {
    "picture-unknown": _(
        "“%(name)s” không phải ảnh dùng được. Xin chọn ảnh JPEG, PNG, WebP hoặc GIF."
    ),
    "picture-broken": _("“%(name)s” bị hỏng hoặc chưa chép hết. Xin chọn lại ảnh."),
    "picture-too-large": _(
        "“%(name)s” nặng quá, mỗi ảnh nhiều nhất %(limit)s MB. Xin chụp màn hình ảnh ấy rồi gửi ảnh chụp."
    ),
    "picture-too-heavy": _("“%(name)s” nặng quá, máy không mở được. Xin chọn ảnh khác."),
    "picture-too-many-pixels": _(
        "“%(name)s” rộng quá: %(found)s triệu điểm ảnh, nhiều nhất %(limit)s triệu. Xin chụp màn hình ảnh ấy rồi gửi ảnh chụp."
    ),
    "picture-heic": _(
        "“%(name)s” là ảnh HEIC, máy chủ này chưa đọc được. Trên iPhone, xin vào Cài đặt, Camera, Định dạng, chọn “Tương thích nhất” rồi chụp lại, hoặc chụp màn hình ảnh ấy."
    ),
    "picture-quota": _("Mỗi ngày mỗi người gửi nhiều nhất %(limit)s ảnh. Mai chị gửi tiếp giúp."),
    "picture-unusable": _("Có ảnh không còn, hoặc đã dùng ở bài khác. Xin chọn lại ảnh."),
    "picture-named-twice": _("Một ảnh được chọn hai lần."),
}
