"""A list of codes is read strictly, and told apart from the one before it."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.code_lists import UnreadableList, difference, read

HEAD = "# scheme: gso\n# valid_from: 2025-07-01\n# source: s\n# licence: MIT\n"
COLUMNS = "code,name,kind,parent_code\n"


def test_the_lines_before_the_head_speak_for_every_row() -> None:
    listed = read(f"{HEAD}{COLUMNS}01,Thành phố Hà Nội,thanh-pho,\n00565,Xã Gia Lâm,xa,01\n")
    assert (listed.scheme, listed.valid_from) == ("gso", date(2025, 7, 1))
    assert listed.places["00565"].parent_code == "01"
    assert {one.licence for one in listed.places.values()} == {"MIT"}


def test_a_row_may_name_its_own_source() -> None:
    listed = read(f"{HEAD}code,name,kind,source\n01,Hà Nội,thanh-pho,NQ 1\n02,Huế,thanh-pho,\n")
    assert [one.source for one in listed.places.values()] == ["NQ 1", "s"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code,name\n01,Hà Nội\n", "columns"),
        (f"{HEAD}{COLUMNS}01,,xa,\n", "missing"),
        (f"{HEAD}{COLUMNS}01,A,xa,\n01,B,xa,\n", "twice"),
        (f"{COLUMNS}01,A,xa,\n", "source or licence"),
        (f"{HEAD}{COLUMNS}00001,A,xa,99\n", "parent"),
        ("# valid_from: soon\n# source: s\n# licence: l\n" + COLUMNS + "01,A,xa,\n", "no day"),
        ("", "columns"),
    ],
)
def test_what_is_no_list_is_told(text: str, why: str) -> None:
    with pytest.raises(UnreadableList, match=why):
        read(text)


def test_a_difference_names_what_is_new_gone_renamed_and_moved() -> None:
    before = read(
        f"{HEAD}{COLUMNS}01,A,tinh,\n02,B,tinh,\n00001,Hòa An,xa,01\n00002,C,xa,01\n"
        "00003,D,xa,01\n00004,E,xa,01\n"
    ).places
    after = read(
        f"{HEAD}{COLUMNS}01,A,tinh,\n02,B,thanh-pho,\n00001,Hoà An,xa,01\n00002,C2,xa,01\n"
        "00003,D,xa,02\n00005,F,xa,02\n"
    ).places
    found = difference(before, after)
    assert [one.code for one in found.added] == ["00005"]
    assert [old.code for old, _ in found.renamed] == ["00002", "02"]
    assert [old.code for old, _ in found.moved] == ["00003"]
    assert [one.code for one in found.closed] == ["00004"]
    assert [old.code for old, _ in found.respelled] == ["00001"]
    assert found.unchanged == 2
    assert difference(after, after).nothing
