"""Phrases by which a text is known to tell of violence at home, of abuse, of harm to oneself.

One rule a line. `(a|b c)` are alternatives, `~n` lets up to n words stand between, `{name}` is a
list of `LISTS`, `!word` counts with its marks alone (`tự vẫn` is not `tư vấn`). The rules are broad
on purpose; how they are read stands in `app/domain/care.py`.
"""

from __future__ import annotations

LISTS = {
    # Who does it; "ck" and "ox" are how people write "chồng".
    "they": (
        "chồng|ck|ox|nó|bố|cha|dượng|hắn|lão|anh ấy|anh ta|anh nhà|ông ấy|ông xã|người yêu|bạn trai"
        "|mẹ chồng|nhà chồng|thằng con|con nghiện|con trai (tôi|bác|bà|cô)"
    ),
    "her": (
        "em|e|tôi|chị|cô|bác|bà|mẹ|vợ|con|cháu|bé|mình|mk|đau|đập|đòn|cho|đến|tới|túi bụi|cả nhà"
    ),
    "blows": (
        "đánh(?! {harmless})|đấm|tát|đạp|đập|đá (em|tôi|vào|vô|mình)|chém|đâm|bóp cổ|túm tóc"
        "|giật tóc|nắm tóc|bạt tai|ném (đồ|bát|ghế)|lăng mạ|sỉ nhục|nhục mạ|chửi|chì chiết|nhiếc"
        "|miệt thị|nhốt|hành hung|thượng cẳng|cầm dao|dí dao|trói"
    ),
    # After these words nothing was hit: teeth, fish, powder, cards, a telephone, a rating.
    "harmless": (
        "(răng|phấn|giá|giày|máy|vần|số|dấu|đàn|cờ|bài|bóng|bắt|thức|thuế|vảy|rơi|mất|trống|chén"
        "|luống|son|cá(?! (hai|nhà|mẹ|em))|ca(?! (hai|nha|me|em)))(?!\\S)"
    ),
    "not": "không|ko|k|kg|hok|chẳng|chả|hổng|hết",
}

#: Passed over before the rules are asked: a law, a course, a campaign tell of nobody.
PASSED_OVER = "(phòng chống|phòng|chống|ngăn|xóa bỏ) bạo lực (gia đình)?"

RULES = """
({they}) ~6 ({blows})
(đánh(?! {harmless})|đấm|tát|đạp|đập|bạt tai|chửi|nhốt|trói) ({her})
bị ~3 (đánh(?! {harmless})|đấm|tát|đạp|đập|chém|đâm|bóp cổ|chửi|trói|nhốt)
bị ~3 (cưỡng|hiếp|xâm hại|bạo lực|bạo hành)
bị ~2 (chồng|ck|bố|dượng|nhà chồng|mẹ chồng|người yêu) ~4 (mắng|đuổi|ép|bắt|dọa|giữ|cấm)
bị (dọa|đe|bạo hành|bạo lực|quấy rối|sờ|lạm dụng|ép quan hệ)
bạo lực gia đình
bạo lực ~4 (tôi|em|mình|chị|con|vợ|chồng)
(bạo hành|đánh đập|hành hạ|ngược đãi|tra tấn|xâm hại|xâm hại tình dục|dâm ô|hiếp dâm|hãm hiếp)
(cưỡng hiếp|cưỡng bức|lạm dụng tình dục|quấy rối tình dục|sàm sỡ|vùng kín)
(ép|bắt) ~1 (quan hệ|ngủ cùng|ngủ với|chiều)
sờ (soạng|mó|vào|ngực|mông|đùi|người)
dọa ~3 (giết|chém|đánh|đốt|đâm|bỏ|đuổi|tung|bắt|ném|đổ|cắt|lấy|tự)
(đe dọa|hăm dọa|dọa nạt|đòi giết|đòi chém|đòi đánh|đòi tự tử)
(giết|đâm|chém) (em|tôi|chị|mình|con|vợ|mẹ|cả|hết|chết)
(đổ|tưới) xăng
(tạt|ném|dọa) ~1 axit
(tự tử|tự sát|tự !vẫn|tự kết liễu|quyên sinh|treo cổ|nhảy (cầu|sông|lầu|hồ))
tự (làm hại|làm đau|hành hạ|cắt tay|rạch|đánh mình)
làm hại (mình|bản thân|tôi|em|chị|con|chính)
({not}) ~2 (muốn|thiết) ~2 sống
({not}) còn ~2 lý do ~2 sống
({not}) muốn (tồn tại|ở trên đời|thở)
({not}) sống nổi
(chán sống|sống ~2 bằng chết)
(muốn|định|chỉ|thà|nghĩ đến|nghĩ tới|nghĩ) ~1 (chết|cái chết)
chết (quách|đi cho|cho xong|cho rồi|cho nhẹ|cho thanh thản)
kết thúc (cuộc đời|cuộc sống|tất cả|mọi thứ)
biến mất ~1 (khỏi|mãi)
(muốn|được) biến mất
không bao giờ (dậy|tỉnh|tỉnh dậy|thức dậy) nữa
(ước|ước gì|giá|mong|cầu) ~4 chết
(em|tôi|mình|con) chết (đi|quách|cho)
(đường cùng|không còn lối thoát|là gánh nặng)
(cắt|rạch|cứa) (tay|cổ tay|mạch)
uống ~2 thuốc (sâu|ngủ|chuột|diệt|trừ)
uống (cả|hết) (vỉ|lọ)
({they}) ~6 đuổi
đuổi ~4 (khỏi nhà|ra đường|ra sân)
(giữ|thu|lấy|quản|cầm) ~1 hết ~2 (tiền|lương)
({not}) (cho|được) ~2 (ra khỏi nhà|đi làm|gặp ai|liên lạc|về ngoại|về nhà mẹ|nói chuyện với ai)
(sang|qua) ~1 nhà ~4 (ngủ|trú|trốn|lánh)
(bế|ôm|dắt) con ~2 (chạy|sang|trốn|bỏ|qua)
chạy (sang nhà|khỏi nhà|ra khỏi nhà|trốn)
({not}) dám (kể|về nhà|nói với ai|hé răng|ngủ)
sợ ~1 (chồng|ck|anh ấy|anh ta|bố nó|về nhà)
say ~4 (đập|chửi|đánh|phá)
xô xát
(đẩy|xô|quật|hất|lôi|kéo lê) ~1 (em|tôi|mình|chị|con|vợ) ~1 (ngã|xuống|ra đánh|vào tường)
(cấm(?! kết)|kiểm soát|giám sát) ~2 (ra khỏi nhà|đi làm|gặp|điện thoại|tin nhắn|tiền)
(ảnh nóng|clip nóng|ảnh nhạy cảm|tung ~2 (ảnh|clip)|giở trò|xâm phạm)
(đập phá|thâm tím|bầm tím|vết bầm|bầm dập|chảy máu mũi)
(đánh|tát|bóp|trói|nhốt) ~2 (trẻ|cháu|bé|con bé|thằng bé|đứa)
sống trong (sợ hãi|cảnh sợ|địa ngục)
""".strip().splitlines()
