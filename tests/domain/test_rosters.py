"""Pasted member lists: which lines are names, and where every name lands."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter

import pytest

from app import content
from app.domain import roster_lines
from app.domain.roster_lines import display_name
from app.domain.rosters import Compared, File, Known, compare
from app.domain.text import fold

PHRASES = content.roster_phrases()
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Đào", "Trương", "Hoàng", "Vũ", "Bùi")
MIDDLE = ("Thị", "Thị Thu", "Thị Bích", "Ngọc", "Thị Mỹ", "Hồng", "Thị Kim")
GIVEN = ("Lan", "Hạnh", "Hương", "Ái", "Nhung", "Lụa", "Thơm", "Ước", "Yến", "Đào", "Tài", "Trí")
BADGES = ("Quản trị viên", "Người kiểm duyệt", "Chuyên gia nhóm", "Thành viên mới")
AROUND = (
    "Đã tham gia hôm qua",
    "Tham gia khoảng 2 tuần trước",
    "Làm việc tại Chợ Trâu Quỳ",
    "Sống tại Hà Nội",
    "Đến từ Gia Lâm, Hà Nội",
    "Thêm bạn bè",
    "12 bạn chung",
    "Học viện Nông nghiệp Việt Nam",
    "Kế toán tại Công ty Hoa Sen",
    "Theo dõi",
    "🌸🌸🌸",
    "1.514",
)


def names_in(text: str) -> list[str]:
    return list(roster_lines.read(text, PHRASES).names)


def called(number: int) -> str:
    """As many different names as are asked for."""
    numeral = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
    family, rest = FAMILY[number % 10], number // 10
    return f"{family} {MIDDLE[rest % 7]} {GIVEN[rest // 7 % 12]} {numeral[rest // 84 % 10]}"


# -- lines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Nguyễn Thị Lan 🌸🌺", "Nguyễn Thị Lan"),
        ("  ♡ Lan Anh ♡ ", "Lan Anh"),
        ("𝓝𝓰𝓾𝔂𝓮̂̃𝓷 𝓛𝓪𝓷", "Nguyễn Lan"),
        ("𝐍𝐠𝐮𝐲𝐞̂̃𝐧 𝐓𝐡𝐢̣ 𝐇𝐨𝐚", "Nguyễn Thị Hoa"),
        ("Ⓛⓐⓝ Ⓐⓝⓗ", "Lan Anh"),
        ("🅻🅰🅽 🅰🅽🅷", "lan anh"),
        ("ʟᴀɴ ᴀɴʜ", "lan anh"),
        ("L\u0336a\u0336n\u0336 Anh", "Lan Anh"),
        ("꧁༺Hồng Nhung༻꧂", "Hồng Nhung"),
        ("Ｌａｎ Ａｎｈ", "Lan Anh"),
        ("H’Ly Niê", "H’Ly Niê"),
        ("Lan_Anh", "Lan Anh"),
        ("Nguyễn Lan (Lan Bé)", "Nguyễn Lan (Lan Bé)"),
        ("Lan :)", "Lan"),
        ("👩‍👧 Mẹ Bống 👩‍👧", "Mẹ Bống"),
        (unicodedata.normalize("NFD", "Đặng Thị Ước"), "Đặng Thị Ước"),
    ],
)
def test_a_name_in_any_dress_is_a_name(line: str, name: str) -> None:
    assert display_name(line) == name
    assert names_in(line) == [name]


@pytest.mark.parametrize(
    "line",
    [
        *BADGES,
        *AROUND,
        "Bạn",
        "Thành viên · 1.514",
        "Quản trị viên và người kiểm duyệt",
        "Người mới vào nhóm này sẽ hiển thị tại đây. Tìm hiểu thêm",
        "Ảnh đại diện của Nguyễn Thị Lan",
        "Đã tham gia vào 5 tháng 5, 2024",
        "Joined about 2 weeks ago",
        "Works at Hanoi",
        "Nội trợ",
        "https://facebook.com/lan",
        "0912345678",
        "—",
        unicodedata.normalize("NFD", "Đã tham gia hôm qua"),
        unicodedata.normalize("NFD", "Người kiểm duyệt"),
    ],
)
def test_what_stands_around_a_name_is_none(line: str) -> None:
    assert names_in(line) == []


@pytest.mark.parametrize(
    "name", ["Tú Đỗ", "Hữu Trí", "Nguyễn Thị Tài", "Đỗ Thị Lan", "Lâm Tài", "Bạn Lan", "Nhân Tín"]
)
def test_a_name_that_folds_to_a_phrase_is_a_name(name: str) -> None:
    assert names_in(name) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "12. Nguyễn Thị Lan",
        "• Nguyễn Thị Lan",
        "Nguyễn Thị Lan · Quản trị viên",
        "Nguyễn Thị Lan\tQuản trị viên\tThêm bạn bè",
        "Nguyễn Thị Lan Quản trị viên",
        "Nguyễn Thị Lan, quản trị viên",
        "Nguyễn Thị Lan đã tham gia hôm qua",
    ],
)
def test_a_name_is_cut_out_of_its_line(line: str) -> None:
    assert names_in(line) == ["Nguyễn Thị Lan"]


def test_a_list_of_regular_blocks_tells_names_from_any_profile() -> None:
    """The way a browser copies it: the group's own name, blocks, oneself without a button."""
    blocks = "".join(
        f"{called(n)}\n{'Quản trị viên' + chr(10) if n < 3 else ''}Đã tham gia hôm qua\n"
        f"{('Hoa Tươi Mai Ly', 'Chợ Trâu Quỳ', 'Hợp tác xã Rau')[n % 3]}\nThêm bạn bè\n"
        for n in range(30)
    )
    herself = "Vũ Hoài Thương\nQuản trị viên\nĐỗ Thị Ước · Người điều hành\n"
    text = f"Phụ nữ Gia Lâm khỏe đẹp\n{herself}{blocks}Trương Bảo An\nĐã tham gia hôm qua\n"
    them = ["Vũ Hoài Thương", "Đỗ Thị Ước", *(called(n) for n in range(30)), "Trương Bảo An"]
    assert names_in(text) == them


def test_every_line_has_one_fate() -> None:
    text = f"{chr(10).join(AROUND)}\n\nLan Anh\r\nLan Anh\n{chr(10).join(BADGES)}"
    found = roster_lines.read(text, PHRASES)
    assert found.names == ("Lan Anh", "Lan Anh")
    assert len(found.names) + len(found.passed) == found.lines == len(AROUND) + len(BADGES) + 2


# -- matching ------------------------------------------------------------------------------------


def file(key: str, name: str, platform: str = "", **more: str) -> File:
    values = {"person_id": f"p-{key}", "state": "approved", **more}
    return File(key, values["person_id"], name, platform, values["state"])


def fates(compared: Compared) -> dict[str, tuple[str | None, str, list[str]]]:
    return {f"{one.name} {one.ordinal}": (one.member_id, one.how, one.candidates)
            for one in compared.seen}  # fmt: skip


def test_the_name_she_gave_for_the_platform_comes_before_her_own() -> None:
    files = [file("a", "Nguyễn Thị Hoa", "Lan Anh"), file("b", "Lan Anh")]
    assert fates(compare(["Lan Anh"], [], files)) == {"Lan Anh 1": ("a", "platform_name", [])}
    both = fates(compare(["Lan Anh", "Nguyễn Thị Hoa"], [], files))
    assert both["Nguyễn Thị Hoa 1"] == (None, "", [])


def test_exact_comes_before_folded() -> None:
    files = [file("a", "Nguyễn Thị Hạnh"), file("b", "Nguyễn Thị Hành")]
    assert fates(compare(["Nguyễn Thị Hành"], [], files))["Nguyễn Thị Hành 1"][0] == "b"
    folded = fates(compare(["nguyen thi hanh"], [], files))["nguyen thi hanh 1"]
    assert folded == (None, "", ["a", "b"])
    alone = fates(compare(["NGUYEN THI HANH"], [], files[:1]))
    assert alone["NGUYEN THI HANH 1"] == ("a", "name", [])


def test_whoever_may_be_two_is_matched_to_none() -> None:
    one_file, two_files = (
        [file("a", "Lê Thị Mai")],
        [file("a", "Lê Thị Mai"), file("b", "Lê Thị Mai")],
    )
    for names, files in ((["Lê Thị Mai"] * 2, one_file), (["Lê Thị Mai"], two_files)):
        found = compare(names, [], files)
        assert not found.matched
        assert all(one.candidates == [f.id for f in files] for one in found.unmatched)
        assert len(found.unmatched) == len(names)


def test_two_of_one_name_are_two_and_stay_two() -> None:
    first = compare(["Lan Anh"] * 3, [], [])
    assert [one.ordinal for one in first.seen] == [1, 2, 3]
    known = [Known(str(n), "Lan Anh", n) for n in (1, 2, 3)]
    second = compare(["Lan Anh"] * 2, known, [])
    assert [one.id for one in second.left] == ["3"]
    third = compare(["Lan Anh"] * 4, known, [])
    assert sorted(one.ordinal for one in third.seen) == [1, 2, 3, 4]


def test_of_one_name_the_woman_with_a_file_is_the_one_who_stayed() -> None:
    known = [Known("1", "Lan Anh", 1), Known("2", "Lan Anh", 2, member_id="a")]
    found = compare(["Lan Anh"], known, [file("a", "Nguyễn Lan Anh")])
    assert fates(found) == {"Lan Anh 2": ("a", "kept", [])}
    assert [one.id for one in found.left] == ["1"]


def test_an_officer_s_word_outlives_the_next_list() -> None:
    files = [file("a", "Lê Thị Mai"), file("b", "Lê Thị Cúc")]
    joined = [Known("1", "Hoa Sen", 1, member_id="b")]
    assert fates(compare(["Hoa Sen"], joined, files))["Hoa Sen 1"][0] == "b"
    parted = [Known("1", "Lê Thị Mai", 1, apart=True)]
    assert compare(["Lê Thị Mai"], parted, files).matched == []


def test_she_is_joined_to_the_file_that_counts_today() -> None:
    files = [
        file("old", "Lê Thị Mai", person_id="mai", state="refused"),
        file("new", "Lê Thị Mai", person_id="mai", state="approved"),
    ]
    known = [Known("1", "Mai Mai", 1, member_id="old")]
    assert fates(compare(["Mai Mai"], known, files))["Mai Mai 1"][0] == "new"
    assert fates(compare(["Lê Thị Mai"], [], files))["Lê Thị Mai 1"][0] == "new"
    # Joined already, she is no candidate for another name of the list.
    assert compare(["Mai Mai", "Lê Thị Mai"], known, files).unmatched[0].candidates == []


def test_brackets_slashes_and_turned_words() -> None:
    files = [
        file("a", "Nguyễn Thị Lan", "Lan Bé / Lan Gia Lâm 🌸"),
        file("b", "Trần Thị Cúc", "Cúc Trần (Cúc Hoa)"),
        file("c", "Phạm Hồng Nhung"),
    ]
    found = fates(
        compare(["Nguyễn Lan (Lan Bé)", "Cúc Trần (Cúc Hoa)", "Nhung Phạm Hồng"], [], files)
    )
    assert [one[0] for one in found.values()] == ["a", "b", None]
    assert found["Nhung Phạm Hồng 1"][2] == ["c"]


def test_who_left_and_who_is_forgotten() -> None:
    known = [
        Known("here", "A Lan", 1),
        Known("leaves", "B Lan", 1),
        Known("left before", "C Lan", 1, gone=True),
        Known("left with a file", "D Lan", 1, member_id="d", gone=True),
        Known("comes back", "E Lan", 1, gone=True),
    ]
    files = [file("d", "Đỗ Thị Lan")]
    found = compare(["A Lan", "E Lan"], known, files)
    assert [one.id for one in found.left] == ["leaves"]
    assert [one.id for one in found.forgotten] == ["left before"]
    part = compare(["A Lan"], known, files, whole=False)
    assert (part.left, part.forgotten) == ((), ())


def test_fifteen_hundred_names_land_in_exactly_one_class_each() -> None:
    """Emoji, ornaments, NFD, badges, profiles, 40 pairs of one name; 1,000 have files."""
    chance = random.Random(55)
    real = [called(n) for n in range(1460)]
    assert len({fold(name) for name in real}) == 1460
    shown = [*real, *real[100:140]]
    dresses = (
        lambda name: name,
        lambda name: f"{name} 🌸",
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: f"♡ {name} ♡",
    )
    lines: list[str] = []
    for name in shown:
        lines.append(chance.choice(dresses)(name))
        if chance.random() < 0.1:
            lines.append(chance.choice(BADGES))
        lines += chance.sample(AROUND, chance.randrange(0, 4))
    listed = roster_lines.read("\n".join(lines), PHRASES)
    assert Counter(listed.names) == Counter(shown)
    files = [
        file(f"m{n}", *((f"Chị {n} Không Trùng", name) if n % 2 else (name, "")))
        for n, name in enumerate(real[:1000])
    ]
    before = [Known(f"k{n}", name, 1) for n, name in enumerate(["Đã Rời Một", "Đã Rời Hai"])]
    found = compare(listed.names, before, files)
    assert len(found.seen) == len(found.matched) + len(found.unmatched) == 1500
    assert len({(one.name, one.ordinal) for one in found.seen}) == 1500
    # Of 1,000 with a file, 40 have a namesake in the group: nobody knows which of the two it is.
    assert len(found.matched) == 960
    ambiguous = [one for one in found.unmatched if one.candidates]
    assert Counter(one.name for one in ambiguous) == Counter(real[100:140] * 2)
    right = {f"m{n}": name for n, name in enumerate(real)}
    assert all(right[one.member_id or ""] == one.name for one in found.matched)
    assert {one.id for one in found.left} == {"k0", "k1"}
    assert not {one.name for one in found.left} & set(shown)
