"""A copied table of a group's figures: days and counts in any order, and what is wrong where."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.platform_figures import Counted, Wrong, count, day, read

MAY = date(2024, 5, 14)


@pytest.mark.parametrize(
    "text",
    [
        "14/5/2024;299;25;40;1200",
        "14/5/2024\t299\t25\t40\t1.200",
        "2024-05-14,299,25,40,1200",
        "14-5-2024 | 299 | 25 | 40 | 1 200",
        "Ngày;Số thành viên;Bài viết;Bình luận;Lượt tương tác\n14/5/2024;299;25;40;1200",
        "Tương tác;Bình luận;Ngày;Số bài;Thành viên\n1200;40;14.5.2024;25;299",
        "\ufeffdate,members,posts,comments,interactions\r\n2024-05-14,299,25,40,1200\r\n",
    ],
)
def test_a_day_is_read_however_it_is_parted(text: str) -> None:
    table = read(text)
    assert (table.rows, table.wrong) == ((Counted(MAY, 299, 25, 40, 1200),), ())


def test_what_nobody_counted_is_not_zero() -> None:
    assert read("14/5/2024;299;;0").rows == (Counted(MAY, 299, None, 0, None),)
    assert read("14/5/2024 1.514").rows == (Counted(MAY, 1514),)


def test_every_wrong_line_is_named() -> None:
    table = read("14/5/2024;299\n\n31/2/2024;5\n15/5/2024;nhiều\n16/5/2024;9;x\n14/5/2024;300")
    assert table.rows == (Counted(MAY, 299),)
    assert table.wrong == (
        Wrong(3, "figure-day-unknown"),
        Wrong(4, "figure-members-unknown"),
        Wrong(5, "figure-count-unknown"),
        Wrong(6, "figure-day-twice"),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [("1514", 1514), ("1.514", 1514), ("1,514", 1514), ("0", 0), ("1.51", None), ("-3", None),
     ("12a", None), ("9" * 12, None), ("9" * 5000, None), ("1" + ".000" * 2000, None), ("", None)],
)  # fmt: skip
def test_counts_as_people_write_them(text: str, number: int | None) -> None:
    assert count(text) == number


@pytest.mark.parametrize("text", ["29/2/2023", "2024-13-01", "hôm qua", "1/5/24", "1/1/0001", ""])
def test_no_day_is_none(text: str) -> None:
    assert day(text) is None
