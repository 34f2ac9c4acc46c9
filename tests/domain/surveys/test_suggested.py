"""The form that is suggested can be asked as it stands."""

from __future__ import annotations

from app.content import surveys
from app.domain.surveys import form, reading


def test_the_suggested_survey_is_a_form() -> None:
    made = reading.read(
        surveys.suggested("needs", [("u1", "Hội LHPN xã Một"), ("u2", "Xã Hai")]), lambda _: True
    )
    assert [one.key for one in made.asked] == [f"q{n:02}" for n in range(1, 21)]
    assert [len(step) for step in made.steps] == [6, 7, 7, 4]
    asked = made.by_key["q02"].options
    assert [(one.key, one.text["vi"]) for one in asked] == [("u1", "Xã Một"), ("u2", "Xã Hai")]
    assert made.by_key["q12"].limits.max_choices == 3


def test_the_suggested_survey_of_means_is_a_form() -> None:
    made = reading.read(surveys.suggested("means", [("u1", "Xã Một")]), lambda _: True)
    assert [one.key for one in made.asked] == [f"q{n:02}" for n in range(1, 13)]
    assert [one.text["vi"] for one in made.questions if one.type == "section"] == [
        "Đôi nét về chị",
        "Điện thoại và mạng",
        "Việc chị tự làm được",
    ]


def test_without_units_hers_is_not_asked() -> None:
    assert "q02" not in reading.read(surveys.suggested("needs", []), lambda _: True).by_key


def test_the_house_has_words_for_its_own_options() -> None:
    for kind, keys in form.OWN_OPTIONS.items():
        for key in keys:
            assert set(surveys.own_option(kind, key)) == set(form.LANGUAGES)
