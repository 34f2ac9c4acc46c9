"""Writes `pairs.tsv`: `python -m tests.domain.twins.generate`. One seed, the same file every time.

Twenty pairs of each kind. Two files of one woman ("same") differ as real lists differ: slips of a
finger, decomposed letters, hòa and hoà, no marks at all, a middle name left out, i for y, another
unit, another phone, a year off, a digit off. Two women ("other") agree as real women agree: the
same name and year elsewhere, sisters and mothers on one phone, a chapter head's phone under her
whole hamlet, the commonest name again and again. Whatever two files leave out is left out with
some probability, but so that a careful officer could still tell: one woman's files share her phone
or her place and year; sisters' names differ when read without marks.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from app import content
from app.domain.text import fold
from tests.domain.twins.pairs import FILE, Pair, Side, header

EACH = 20
UNITS = (
    "Yên Viên",
    "Ninh Hiệp",
    "Đình Xuyên",
    "Phù Đổng",
    "Cổ Bi",
    "Đặng Xá",
    "Kim Sơn",
    "Bát Tràng",
)
HAMLETS = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn Thượng", "Thôn Hạ", "Xóm Đình", "Tổ dân phố 5")
#: Two spellings of one syllable: as schools teach, and as older keyboards set the tone.
PLACES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "úy": "uý", "ùy": "uỳ", "ủy": "uỷ"}
Y_GIVEN = ("Lý", "Quý", "Mỹ", "Vy", "Ly", "My", "Tỵ", "Thy", "Hy", "Kỳ")
Y_AS_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
#: Pairs of given names that only marks keep apart.
MARKS = (
    ("Hương", "Hường"), ("Thủy", "Thúy"), ("Thủy", "Thùy"), ("Thúy", "Thùy"), ("Hoa", "Hòa"),
    ("Hà", "Hạ"), ("Ánh", "Anh"), ("Thu", "Thư"), ("Nga", "Ngà"), ("Huế", "Huệ"),
)  # fmt: skip
dice = random.Random(20261127)


def one_woman(kind: str, one: Side, other: Side) -> Pair:
    return Pair(kind, same=True, one=one, other=other)


def two_women(kind: str, one: Side, other: Side) -> Pair:
    return Pair(kind, same=False, one=one, other=other)


def woman(**known: str) -> Side:
    year = int(known.get("birth_year") or dice.randint(1952, 2004))
    cohort = [c for c in content.name_cohorts() if c.since <= year][-1]
    families = content.family_names()
    family = known.pop("family", "") or dice.choices(list(families), list(families.values()))[0]
    middle = known.pop("middle", "") or dice.choice(cohort.middle)
    given = known.pop("given", "") or dice.choice(cohort.given)
    drawn = Side(
        f"{family} {middle} {given}", str(year), dice.choice(UNITS), dice.choice(HAMLETS), phone()
    )
    return replace(drawn, **known)


def phone() -> str:
    return "09" + "".join(dice.choices("0123456789", k=8))


def elsewhere(of: str, among: tuple[str, ...]) -> str:
    return dice.choice([one for one in among if one != of])


def parts(name: str) -> tuple[str, str, str]:
    words = name.split()
    return words[0], " ".join(words[1:-1]), words[-1]


def reached(one: Side, *, by_phone: float = 0.5) -> Side:
    """The same woman's second file: her phone again, or her place and year with another way."""
    if dice.random() < by_phone:
        missing = dice.random()
        return replace(
            one,
            birth_year="" if missing < 0.2 else one.birth_year,
            unit="" if 0.2 <= missing < 0.4 else one.unit,
            hamlet="" if dice.random() < 0.4 else one.hamlet,
        )
    return replace(one, phone="" if dice.random() < 0.5 else phone())


# -- one woman ---------------------------------------------------------------------------------


def typing_slip() -> Pair:
    """One letter wrong, missing, doubled or exchanged; a Telex key left standing."""
    one = woman()
    other = reached(one, by_phone=0.7)
    return one_woman("typing_slip", one, replace(other, full_name=slip(one.full_name)))


def slip(name: str) -> str:
    words = name.split()
    at = dice.choice([n for n, word in enumerate(words) if len(word) > 2])
    word = words[at]
    place = dice.randrange(1, len(word))
    mend = dice.choice(["drop", "double", "exchange", "neighbour", "tone", "telex"])
    if mend == "drop":
        word = word[:place] + word[place + 1 :]
    elif mend == "double":
        word = word[:place] + word[place] + word[place:]
    elif mend == "exchange":
        place = min(place, len(word) - 2)
        word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    elif mend == "neighbour":
        word = word[:place] + neighbour(word[place]) + word[place + 1 :]
    elif mend == "tone":
        word = retoned(word)
    else:
        word += dice.choice("fsrxj")
    words[at] = word
    slipped = " ".join(words)
    return slipped if slipped != name else slip(name)


def neighbour(letter: str) -> str:
    """The key beside it; a letter with marks is typed with the wrong base and no mark."""
    bare = fold(letter) or letter
    row = next((row for row in ROWS if bare in row), ROWS[1])
    place = row.find(bare)
    return row[place + 1] if 0 <= place < len(row) - 1 else row[max(place, 1) - 1]


def retoned(word: str) -> str:
    """Another tone on the letter that bears one, or a tone where none was."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    apart = unicodedata.normalize("NFD", word)
    for place, char in enumerate(apart):
        if char in tones:
            mended = apart[:place] + dice.choice(tones.replace(char, "")) + apart[place + 1 :]
            return unicodedata.normalize("NFC", mended)
    vowel = next(n for n, char in enumerate(apart) if fold(char) in set("aeiouy"))
    return unicodedata.normalize(
        "NFC", apart[: vowel + 1] + dice.choice(tones) + apart[vowel + 1 :]
    )


def decomposed() -> Pair:
    one = woman()
    name = unicodedata.normalize("NFD", one.full_name)
    return one_woman("decomposed", one, replace(reached(one), full_name=name))


def tone_placement() -> Pair:
    one = woman(given=dice.choice(["Hòa", "Thúy", "Thùy", "Thủy", "Hóa", "Thoa", "Hoài"]))
    if not any(taught in one.full_name for taught in PLACES):
        return tone_placement()
    name = one.full_name
    for taught, older in PLACES.items():
        name = name.replace(taught, older)
    return one_woman("tone_placement", one, replace(reached(one), full_name=name))


def without_marks() -> Pair:
    one = woman()
    return one_woman("without_marks", one, replace(reached(one), full_name=written(one.full_name)))


def written(name: str) -> str:
    way = dice.choice(["small", "capitals_with_marks", "capitals", "titles"])
    if way == "capitals_with_marks":
        return name.upper()
    bare = fold(name)
    return {"small": bare, "capitals": bare.upper(), "titles": bare.title()}[way]


def dropped_middle() -> Pair:
    """Trần Thị Thu Hà as Trần Thị Hà or Trần Thu Hà; Lê Thị Lan as Lê Lan."""
    one = woman(
        middle=dice.choice(["Thị Thu", "Thị Thanh", "Thị Hồng", "Thị Kim", "Thị Ngọc", "Thị"])
    )
    family, middle, given = parts(one.full_name)
    left = middle.split()
    del left[dice.randrange(len(left))]
    name = " ".join([family, *left, given])
    return one_woman("dropped_middle", one, replace(reached(one, by_phone=0.6), full_name=name))


def i_or_y() -> Pair:
    one = woman(given=dice.choice(Y_GIVEN))
    family, middle, given = parts(one.full_name)
    name = f"{family} {middle} {given.translate(Y_AS_I)}"
    return one_woman("i_or_y", one, replace(reached(one), full_name=name))


def moved_unit() -> Pair:
    """She married into another commune and kept her phone."""
    one = woman()
    return one_woman(
        "moved_unit",
        one,
        replace(
            one,
            unit=elsewhere(one.unit, UNITS),
            hamlet=dice.choice(["", elsewhere(one.hamlet, HAMLETS)]),
            birth_year="" if dice.random() < 0.3 else one.birth_year,
        ),
    )


def new_phone() -> Pair:
    one = woman()
    other = replace(one, phone=phone(), hamlet="" if dice.random() < 0.4 else one.hamlet)
    return one_woman("new_phone", one, other)


def year_off() -> Pair:
    """By the lunar year, by the papers, or not said."""
    one = woman()
    other = reached(one, by_phone=0.6)
    off = str(int(one.birth_year) + dice.choice([-1, 1]))
    return one_woman("year_off", one, replace(other, birth_year=dice.choice([off, off, ""])))


def phone_slip() -> Pair:
    one = woman()
    place = dice.randrange(3, 10)
    digit = elsewhere(one.phone[place], tuple("0123456789"))
    number = one.phone[:place] + digit + one.phone[place + 1 :]
    other = replace(
        one,
        phone=number,
        birth_year="" if dice.random() < 0.3 else one.birth_year,
        unit="" if dice.random() < 0.3 else one.unit,
        hamlet="" if dice.random() < 0.5 else one.hamlet,
    )
    return one_woman("phone_slip", one, other)


# -- two women ---------------------------------------------------------------------------------


def namesake_other_unit() -> Pair:
    one = woman(middle="Thị")
    other = replace(
        one, unit=elsewhere(one.unit, UNITS), hamlet=dice.choice(HAMLETS), phone=phone()
    )
    return two_women("namesake_other_unit", one, other)


def namesake_other_hamlet() -> Pair:
    one = woman(middle="Thị")
    other = replace(one, hamlet=elsewhere(one.hamlet, HAMLETS), phone=phone())
    return two_women("namesake_other_hamlet", one, other)


def namesake_other_year() -> Pair:
    """In one commune, three years or a generation apart."""
    one = woman(middle="Thị", birth_year=str(dice.randint(1956, 1990)))
    year = int(one.birth_year) + dice.choice([3, 4, 5, 7, 10, 15, 24])
    other = replace(one, birth_year=str(year), hamlet=dice.choice(HAMLETS), phone=phone())
    return two_women("namesake_other_year", one, other)


def commonest_name() -> Pair:
    """Two of the many who are called Nguyễn Thị Hương."""
    many = {"family": "Nguyễn", "middle": "Thị", "given": "Hương"}
    one, other = woman(**many), woman(**many)
    told_apart = one.unit != other.unit or abs(int(one.birth_year) - int(other.birth_year)) > 2
    return two_women("commonest_name", one, other) if told_apart else commonest_name()


def sisters_one_phone() -> Pair:
    one = woman(birth_year=str(dice.randint(1960, 1996)))
    return two_women("sisters_one_phone", one, sister(one, dice.randint(1, 6)))


def sister(one: Side, younger: int) -> Side:
    family, middle, given = parts(one.full_name)
    year = int(one.birth_year) + younger
    other = woman(family=family, middle=middle, birth_year=str(year))
    other = replace(other, unit=one.unit, hamlet=one.hamlet, phone=one.phone)
    return other if fold(parts(other.full_name)[2]) != fold(given) else sister(one, younger)


def twin_sisters() -> Pair:
    """Born in one year, names with one beginning, one phone in the house."""
    one = woman(birth_year=str(dice.randint(1960, 2000)))
    other = sister(one, 0)
    alike = fold(parts(one.full_name)[2])[0] == fold(parts(other.full_name)[2])[0]
    return two_women("twin_sisters", one, other) if alike else twin_sisters()


def mother_daughter() -> Pair:
    mother = woman(birth_year=str(dice.randint(1955, 1978)))
    family, _, given = parts(mother.full_name)
    year = str(int(mother.birth_year) + dice.randint(19, 28))
    same_family = {"family": family} if dice.random() < 0.3 else {}
    daughter = woman(birth_year=year, **same_family)
    if fold(parts(daughter.full_name)[2]) == fold(given):
        return mother_daughter()
    daughter = replace(daughter, unit=mother.unit, hamlet=mother.hamlet, phone=mother.phone)
    if dice.random() < 0.4:
        daughter = replace(daughter, birth_year="")
    return two_women("mother_daughter", mother, daughter)


def chapter_head_phone() -> Pair:
    """Women without a phone, written down with the phone of their chapter head."""
    one, other = woman(), woman()
    if fold(parts(one.full_name)[2]) == fold(parts(other.full_name)[2]):
        return chapter_head_phone()
    other = replace(other, unit=one.unit, hamlet=one.hamlet, phone=one.phone)
    return two_women("chapter_head_phone", one, other)


def other_middle_name() -> Pair:
    first, second = dice.sample(
        ["Thị Thu", "Thị Thanh", "Thị Lan", "Thị Hồng", "Thị Kim", "Thị Ngọc"], 2
    )
    one = woman(middle=first)
    family, _, given = parts(one.full_name)
    other = replace(
        one, full_name=f"{family} {second} {given}", phone=phone(), hamlet=dice.choice(HAMLETS)
    )
    return two_women("other_middle_name", one, other)


def other_marks() -> Pair:
    given = MARKS[len(made["other_marks"]) % len(MARKS)]
    one = woman(given=given[0])
    family, middle, _ = parts(one.full_name)
    other = replace(
        one, full_name=f"{family} {middle} {given[1]}", phone=phone(), hamlet=dice.choice(HAMLETS)
    )
    return two_women("other_marks", one, other)


KINDS: tuple[Callable[[], Pair], ...] = (
    typing_slip, decomposed, tone_placement, without_marks, dropped_middle,
    i_or_y, moved_unit, new_phone, year_off, phone_slip,
    namesake_other_unit, namesake_other_hamlet, namesake_other_year, commonest_name,
    sisters_one_phone, twin_sisters, mother_daughter, chapter_head_phone,
    other_middle_name, other_marks,
)  # fmt: skip
made: dict[str, list[Pair]] = {kind.__name__: [] for kind in KINDS}


def pairs() -> list[Pair]:
    for kind in KINDS:
        while len(made[kind.__name__]) < EACH:
            made[kind.__name__].append(kind())
    return [pair for kind in KINDS for pair in made[kind.__name__]]


def text() -> str:
    """The file, the same at every call."""
    dice.seed(20261127)
    for found in made.values():
        found.clear()
    return "\n".join([header(), *("\t".join(pair.cells) for pair in pairs())]) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
