"""Which texts belong to the closed circle, who is asked next, and when thirty minutes are over."""

from __future__ import annotations

import time as stopwatch
import unicodedata
from datetime import date, datetime, time, timedelta

import pytest

from app import clock
from app.domain import care
from app.domain.text import fold

HARM = (
    "Chồng em hay đánh em",
    "Hôm qua anh ấy say rượu về đập phá đồ đạc",
    "Em bị chồng tát trước mặt con",
    "Em bị đánh từ hồi cưới đến giờ",
    (
        "Chồng em giữ hết tiền lương của em, xin mua gì cũng bị mắng. Như thế có phải bạo lực "
        "không, em phải làm sao?"
    ),
    (
        "Đêm qua em lại phải bế con sang nhà hàng xóm ngủ. Sáng về anh ấy xin lỗi, em không "
        "biết nên tin không. Em không dám kể với ai."
    ),
    "Tôi bị bạo hành mười năm nay",
    "Nhà chồng chì chiết em suốt ngày",
    "Chồng dọa giết cả hai mẹ con",
    "Anh ta cầm dao đuổi tôi ra sân",
    "Em bị dọa tung ảnh lên mạng",
    "Bố dượng sờ soạng con gái em",
    "Cháu bé hàng xóm bị xâm hại",
    "Con em bị thầy giáo sàm sỡ",
    "Em không muốn sống nữa",
    "Nhiều lúc tôi chỉ muốn chết",
    "Tôi nghĩ đến cái chết",
    "Em định tự tử",
    "Em muốn tự vẫn",
    "Con gái tôi rạch tay mấy lần",
    "Mẹ em uống thuốc sâu hôm qua",
    "Bạn em nhảy cầu",
    "chong em danh em",
    "ck đánh e suốt",
    "em bi danh nhieu lan",
    "toi khong muon song nua",
    "em muon chet quach di",
    "anh ay bop co em",
    "chong doa giet",
    "chi ay bi hiep dam",
    "Chồng ép quan hệ khi em ốm",
    "Mẹ chồng đuổi hai mẹ con ra khỏi nhà",
    "Nó nhốt em trong phòng",
    "Chồng không cho em đi làm, không cho gặp ai",
    "Em sợ chồng lắm",
    "Người em thâm tím hết",
    "Bạn trai em đòi tự tử nếu chia tay",
    "Ông xã chửi em như hát hay",
    "Chồng lăng mạ em trước mặt họ hàng",
    "Thằng con nghiện đập bà suốt",
    "Con trai tôi nghiện, hay đánh tôi đòi tiền",
    "Hắn tạt axit chị ấy",
    "Anh ấy đổ xăng dọa đốt nhà",
    "Em sống không bằng chết",
    "Em chán sống",
    "Tôi không thiết sống nữa",
    "Em tự làm đau mình khi buồn",
    "Tôi muốn kết thúc cuộc đời",
    "Chồng em vũ phu, cứ rượu vào là đánh vợ",
    "Em phải chạy sang nhà ngoại lúc nửa đêm",
    "Bị quấy rối tình dục ở xưởng",
    "Ông hàng xóm sờ vào ngực cháu",
    "Chong em khong cho em ra khoi nha",
    "Anh nhà em hay ném đồ",
    "Em không dám về nhà",
    "Bố cháu hay đánh cháu",
    "Con bị bố đánh bằng roi",
    "Chồng đấm vào mặt",
    "Nó tát con bé nhà em",
    "Anh ấy bóp cổ tôi",
    "bi chong chui mang suot",
    "em ko muốn sống",
    "Tôi uống cả vỉ thuốc ngủ",
    "Chồng đánh cả hai mẹ con",
    "Chồng tôi hay đánh đập vợ con",
    "Ông ấy lôi tôi ra đánh",
    "Em bị chồng bạo lực tinh thần",
    "Tôi bị lão chồng cho ăn tát",
    "Con tôi bị cô giáo đánh",
    "em muốn chết cho rồi",
    "em chỉ muốn ngủ một giấc không bao giờ dậy nữa",
    "em thấy mình là gánh nặng, chết đi cho nhẹ",
    "Chồng em ghen tuông, kiểm soát điện thoại, cấm ra khỏi nhà",
    "chong e danh e thuong xuyen",
    "bo em hay say ruou roi danh me em",
    "nó cứ đòi ảnh nóng không thì tung lên mạng",
    "anh rể sờ mó cháu",
    "cháu bị chú hàng xóm giở trò",
    "tôi bị hiếp",
    "Em định ôm con nhảy cầu",
    "Em lấy dao rạch tay",
    "Chồng đòi ly hôn rồi đánh em thâm mắt",
    "em bị đánh ghen",
    "Anh ấy tát em một cái",
    "Em bị ép quan hệ",
    "Chồng hay chửi và đuổi em đi",
    "em hết muốn sống rồi",
    "em ước gì mình chết đi",
    "Bố đẻ xâm phạm cháu từ nhỏ",
    "Anh trai em hay đánh em",
    "Ông nội đánh cháu tím người",
    "Em mệt mỏi quá, không thiết tha gì nữa, chỉ muốn biến mất",
    "Chồng tôi dí dao vào cổ tôi",
    "vợ chồng em xô xát, anh ấy đẩy em ngã",
)
#: Near to them in letters or in matter, and nothing of the kind.
HARMLESS = (
    "Chồng em đánh răng cho con mỗi tối",
    "Chồng dành cả ngày cho em",
    "Danh sách lớp em gửi chị",
    "Chồng em đánh cá ở hồ",
    "Chị em đánh phấn thế nào cho đẹp",
    "Nhờ Ban đánh giá giúp sản phẩm",
    "Em muốn tư vấn về vay vốn",
    "Xin tư vấn giúp em thủ tục",
    "Tôi vào nhóm rồi thì có phải đóng tiền, có phải đi họp không?",
    "Em muốn vay vốn để mở quán nước nhỏ thì hỏi ở đâu?",
    "Con gái tôi 14 tuổi ôm điện thoại cả đêm, nói thì cãi. Làm thế nào các chị?",
    (
        "Hôm qua có người kết bạn Zalo, xưng là cán bộ Hội, bảo chuyển 500 nghìn để giữ suất "
        "quà. Có thật không?"
    ),
    "Tôi ở nơi khác mới chuyển về, muốn vào Hội thì làm thế nào?",
    "Hàng xóm lấn sang đất nhà tôi nửa mét, nhờ Hội bắt họ trả.",
    "Hôm hội thao, ảnh tôi đăng lên nhóm mà không ai hỏi tôi. Tôi không thích.",
    "Lớp tập huấn phòng, chống bạo lực gia đình ở đâu ạ",
    "Đá bóng nữ tối thứ Sáu",
    "Đá xay cho em một cốc",
    "Chồng em mua cho em cái máy may",
    "Hoa nhà em chết hết vì nắng",
    "Con gà chết cóng",
    "Anh ấy đánh đàn hay lắm",
    "Chồng tôi đánh cờ với bác hàng xóm",
    "Em bị ho từ hôm qua",
    "Bị mất thẻ hội viên thì làm sao",
    "Em muốn sống khỏe mỗi ngày",
    "Cả nhà sang nhà bà ngoại ăn cơm",
    "Bé nhà em tự rửa tay",
    "Cắt móng tay cho bé thế nào",
    "Em sợ độ cao",
    "Thuốc ngủ có hại không",
    "chong em danh rang cho con",
    "danh sach hoi vien",
    "cho em hoi tu van vay von",
    "Chồng em đi làm xa, tết mới về",
    "Em đánh máy chậm",
    "Chị cho em hỏi đánh thuế thế nào",
    "Con em bị sốt",
    "Em bị chó cắn thì tiêm ở đâu",
    "Chồng em bị tai nạn",
    "Nhà em bị trộm",
    "Em bị đau lưng khi ngồi lâu",
    "Em chạy bộ ra khỏi nhà lúc 5 giờ",
    "Con em không muốn ăn",
    "Anh ấy hát hay lắm",
    "Em đá cầu buổi sáng",
    "Nó ăn khỏe",
    "Nhà em trồng hoa, sâu đục thân chết hết",
    "Chúc các chị cuối tuần vui",
    "Bánh chưng nhà em gói",
    "Cách chống muỗi đốt cho con",
    "Bố mẹ chồng em khỏe, tập dưỡng sinh",
    "Chồng em cho em tiền đi chợ",
    "Lớp aerobic có đông không",
    "Con trai tôi đỗ đại học",
    "Ship toàn quốc, cam kết hoàn tiền",
)
#: Typed without marks these say something else: “tự vẫn” is “tu van”, and so is advice.
ONLY_WITH_MARKS = {"Em muốn tự vẫn"}
STARTS, ENDS = time(6, 30), time(21, 30)


@pytest.mark.parametrize("text", HARM)
def test_it_is_known_however_it_is_typed(text: str) -> None:
    assert care.is_about_harm(text)
    assert care.is_about_harm(unicodedata.normalize("NFD", text))
    assert care.is_about_harm(text.upper())
    assert care.is_about_harm(f"Các chị ơi, {text}. Giúp em với!")
    if text not in ONLY_WITH_MARKS:
        assert care.is_about_harm(fold(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_on_the_desk(text: str) -> None:
    assert not care.is_about_harm(text)
    assert not care.is_about_harm(fold(text))


def test_there_are_enough_of_both() -> None:
    assert len(set(HARM)) >= 60
    assert len(set(HARMLESS)) >= 30


def test_a_long_text_is_judged_quickly() -> None:
    text = ("Chồng em hôm nay không muốn ăn, bị mưa, đi chợ xa. " * 80)[:4000]
    started = stopwatch.perf_counter()
    assert not care.is_about_harm(text)
    assert stopwatch.perf_counter() - started < 0.25
    assert not care.is_about_harm("")
    assert not care.is_about_harm("🌸 !!! 123")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("received", "until"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:30"),
        ("2026-11-23 06:30", "2026-11-23 07:00"),
        ("2026-11-23 03:00", "2026-11-23 07:00"),
        ("2026-11-23 22:00", "2026-11-24 07:00"),
        ("2026-11-23 21:30", "2026-11-24 07:00"),
        ("2026-11-23 20:59", "2026-11-23 21:29"),
        ("2026-11-23 21:00", "2026-11-24 06:30"),
        ("2026-11-23 21:20", "2026-11-24 06:50"),
    ],
)
def test_thirty_minutes_are_minutes_of_duty(received: str, until: str) -> None:
    assert care.look_until(local(received), STARTS, ENDS) == local(until)


def test_short_duty_hours_add_up_over_days() -> None:
    found = care.look_until(local("2026-11-23 07:50"), time(8), time(8, 20))
    assert found == local("2026-11-24 08:10")


def test_the_chain_asks_each_once_those_named_first() -> None:
    assert care.chain(["b", "a", "b"], ["a", "c"]) == ["b", "a", "c"]
    assert care.chain([], []) == []


def test_a_number_is_dialled_again_after_six_months() -> None:
    today = date(2026, 11, 27)
    assert not care.checked_lately(None, today, 6)
    assert care.checked_lately(today, today, 6)
    assert care.checked_lately(date(2026, 5, 28), today, 6)
    assert not care.checked_lately(date(2026, 5, 27), today, 6)
    assert not care.checked_lately(today - timedelta(days=400), today, 6)
