"""The Vietnamese content: complete, consistent, fillable, and polite."""

import re
from collections import Counter
from dataclasses import astuple
from datetime import date, time, timedelta
from itertools import chain

import pytest

from app import content
from app.content import NamedMember, Officer
from app.content.community import SHORT_MISSION_LENGTH
from app.domain import letters, names, phones

EVERYTHING = dict.fromkeys(letters.PLACES - {"xung"}, "điền") | {
    "ten": "Hạnh",
    "lien_ket": "https://gia-lam.example.vn/i/abcd1234",
    "ma": "K7M2QD",
}
ASCII_KEY = re.compile(r"[a-z0-9_.\-]+\Z")
VIETNAMESE_MARK = re.compile(r"[^\x00-\x7f]")


def strings(value: object) -> list[str]:
    """Every string inside a loaded value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return list(chain.from_iterable(map(strings, value)))
    return []


def member_texts() -> dict[str, str]:
    """Every sentence that a member may read, by a name for the failing test."""
    mission = content.mission()
    form = content.join_form()
    texts = {
        "mission": mission.mission,
        "short mission": mission.short_mission,
        "audience": mission.audience,
        "form introduction": form.introduction,
        "consents footnote": content.consents_footnote(),
        "privacy notice": content.privacy_notice().body,
        "privacy notice title": content.privacy_notice().title,
        "signature": content.notice_signature(),
    }
    texts |= {f"reassurance {i}": line for i, line in enumerate(mission.reassurances)}
    texts |= {f"regulation {r.kind}": f"{r.title}\n{r.body}" for r in content.regulations()}
    texts |= {f"summary {r.kind}": "\n".join(r.summary) for r in content.regulations()}
    texts |= {f"question {q.key}": "\n".join(strings(astuple(q))) for q in form.questions}
    texts |= {f"facebook {i}": line for i, line in enumerate(form.facebook_questions)}
    texts |= {f"consent {c.purpose}": c.text for c in content.consents()}
    texts |= {f"reason {r.code}": f"{r.name}\n{r.text}" for r in content.reasons()}
    texts |= {f"notice {n.key}": n.text for n in content.notices().values()}
    texts |= {f"helpline {h.key}": f"{h.matter}\n{h.place}" for h in content.helplines()}
    texts |= {f"leaving {r.key}": r.label for r in content.leaving_reasons()}
    texts |= {f"role {key}": label for key, label in content.role_labels().items()}
    texts |= {f"state {s.key}": f"{s.board}\n{s.member}" for s in content.state_labels().values()}
    return texts


def test_the_participants_add_up_to_the_published_figures() -> None:
    communes = content.communes()
    assert len(communes) == 22
    assert sum(unit.members for unit in communes) == 1514
    assert sum(unit.not_union for unit in communes) == 170
    assert all(0 < unit.not_union < unit.members for unit in communes)


def test_the_tree_has_one_root_and_the_official_order() -> None:
    units = content.units()
    known: set[str] = set()
    for unit in units:
        assert unit.parent in known or (unit.parent == "" and unit.kind == "central")
        known.add(unit.key)
    assert len(known) == len(units) == 25
    codes = [unit.code for unit in content.communes()]
    assert codes == sorted(codes)
    assert codes[0] == "00526"
    assert codes[-1] == "00589"
    assert Counter(unit.place for unit in content.communes()) == {"xã": 20, "thị trấn": 2}
    assert content.codes_valid_to() == date(2025, 1, 1)
    assert content.code_scheme() == "gso"


def test_growth_ends_at_the_published_total() -> None:
    points = content.growth()
    assert [p.on for p in points] == sorted(p.on for p in points)
    counts = [p.participants for p in points]
    assert counts == sorted(set(counts))
    published = {p.on: p.participants for p in points if p.published}
    assert published == {date(2024, 5, 5): 200, date(2024, 5, 14): 299, date(2024, 11, 29): 1514}


def test_the_board_is_composed_as_the_plan_says() -> None:
    kinds = {unit.key: unit.kind for unit in content.units()}
    levels = Counter(kinds[person.unit] for person in content.board())
    assert (levels["central"], levels["province"]) == (1, 2)
    assert levels["district_legacy"] + levels["commune"] == 4
    assert len(content.advisers()) == 3
    assert [person.rank for person in content.board()] == list(range(1, 8))
    roles = {p.role for p in content.board() + content.advisers() + content.officers()}
    assert roles <= set(content.role_labels())


def test_invented_people_have_invented_phones_and_places() -> None:
    officers = content.board() + content.advisers() + content.officers()
    people: list[Officer | NamedMember] = [*officers, *content.named_members()]
    assert len({person.key for person in people}) == len(people)
    assert len({person.phone for person in people}) == len(people)
    units = {unit.key for unit in content.units()}
    for person in people:
        assert phones.parse(person.phone).number == person.phone
        assert person.phone.startswith("09000000")
        assert person.unit in units
        assert names.of(person.full_name).full == person.full_name
    assert content.illustration_mark() == "minh họa"


def test_two_named_women_are_easily_mistaken_for_one() -> None:
    twins = [m for m in content.named_members() if m.full_name == "Nguyễn Thị Hạnh"]
    assert len(twins) == 2
    assert len({m.birth_year for m in twins}) == 1
    assert len({m.unit for m in twins}) == 2


def test_the_mission_fits_under_the_name_and_promises_three_things() -> None:
    mission = content.mission()
    assert len(mission.short_mission) <= SHORT_MISSION_LENGTH
    assert len(mission.reassurances) == 3
    assert set(mission.host_units) <= {unit.key for unit in content.units()}


@pytest.mark.parametrize(("kind", "articles"), [("group", 10), ("board", 10)])
def test_a_regulation_is_whole_and_carries_no_source_marks(kind: str, articles: int) -> None:
    (regulation,) = [r for r in content.regulations() if r.kind == kind]
    numbers = re.findall(r"^## Điều (\d+)\. ", regulation.body, re.MULTILINE)
    assert numbers == [str(n) for n in range(1, articles + 1)]
    assert len(regulation.summary) == 5
    assert "[" not in regulation.body
    assert "**" not in regulation.body
    assert regulation.source


def test_the_join_form_has_stable_keys_and_nothing_required_among_the_answers() -> None:
    form = content.join_form()
    keys = [question.key for question in form.questions]
    assert len(keys) == len(set(keys))
    for question in form.questions:
        assert ASCII_KEY.match(question.key)
        assert not (question.place == "answers" and question.required)
        options = [option.key for option in question.options]
        assert len(options) == len(set(options))
        assert all(ASCII_KEY.match(key) for key in options)
        assert bool(options) == (question.type in {"single", "multiple"})
    assert {q.key for q in form.questions if q.place == "answers"} == {
        "phone_shared",
        "hamlet",
        "cannot_attend",
        "interests",
        "found_via",
    }
    assert len(form.facebook_questions) <= 3


def test_the_forms_of_address_are_those_that_letters_know() -> None:
    (question,) = [q for q in content.join_form().questions if q.key == "call_me"]
    assert {o.key: o.text for o in question.options} == letters.FORMS_OF_ADDRESS


def test_only_one_consent_is_needed() -> None:
    purposes = [consent.purpose for consent in content.consents()]
    assert purposes == ["management", "contact", "publication", "sensitive"]
    assert [c.purpose for c in content.consents() if c.required] == ["management"]


def test_the_privacy_notice_answers_what_the_law_asks() -> None:
    notice = content.privacy_notice()
    for heading in ("Ai giữ", "Những thông tin nào", "Để làm gì", "bao lâu", "quyền gì"):
        assert re.search(f"^## .*{heading}", notice.body, re.MULTILINE)
    for needed in ("Điều 4", "91/2025/QH15", "{lien_he}", "bộ phận pháp chế"):
        assert needed in notice.body
    filled = letters.fill(notice.body, **EVERYTHING)
    assert "{" not in filled


def test_every_sentence_can_be_filled_for_every_form_of_address() -> None:
    for name, text in member_texts().items():
        for word in letters.FORMS_OF_ADDRESS.values():
            filled = letters.fill(text, xung=word, **EVERYTHING)
            assert not set("{}") & set(filled), name
            assert not re.search(rf"(?:^|[.!?] ){word}\b", filled), name


def test_reasons_stand_in_their_decisions() -> None:
    reasons = content.reasons()
    codes = [reason.code for reason in reasons]
    assert len(codes) == len(set(codes))
    by_decision = Counter((reason.subject, reason.decision) for reason in reasons)
    assert by_decision["member", "refusal"] == 4
    assert by_decision["member", "information-request"] == 4
    assert by_decision["member", "reversal"] == 1
    assert sum(count for (subject, _), count in by_decision.items() if subject == "post") == 6
    assert by_decision["post", "removal"] == 2
    assert by_decision["comment", "refusal"] == by_decision["comment", "removal"] == 2


def test_text_messages_are_short_and_without_marks() -> None:
    short = [notice for notice in content.notices().values() if "sms" in notice.channels]
    assert len(short) >= 5
    for notice in short:
        filled = letters.short(notice.text, **EVERYTHING)
        assert len(filled) <= 160, notice.key
        assert not VIETNAMESE_MARK.search(filled), notice.key


def test_what_leaves_the_product_names_no_reason() -> None:
    for notice in content.notices().values():
        if set(notice.channels) & {"sms", "zalo", "any"}:
            assert "ly_do" not in letters.places(notice.text), notice.key


def test_the_night_text_holds_the_helplines_of_the_directory() -> None:
    night = content.notices()["night.auto"].text
    numbers = {h.key: h.number for h in content.helplines()}
    for key in ("police", "ambulance", "children", "peace_house"):
        assert numbers[key] in night
    assert all(h.checked_on is None for h in content.helplines() if h.source == "general")
    assert all(h.number == "" for h in content.helplines() if h.source == "unit")
    assert content.helpline_recheck_months() == 6


def test_every_weekday_has_two_people_on_duty() -> None:
    week = content.duty_week()
    people = {person.key for person in content.board()}
    assert [day.weekday for day in week.days] == list(range(7))
    assert (week.starts, week.ends) == (time(6, 30), time(21, 30))
    for day in week.days:
        assert {day.main, day.substitute} <= people
        assert day.main != day.substitute
    assert Counter(day.main for day in week.days).most_common(1)[0][1] == 1
    assert date(2024, 5, 6) + timedelta(days=week.days[-1].weekday) == date(2024, 5, 12)


def test_every_state_has_two_words() -> None:
    assert set(content.state_labels()) == {
        "submitted",
        "needs_info",
        "approved",
        "refused",
        "withdrawn",
        "expired",
        "suspended",
        "left",
        "removed",
        "merged",
    }
    only_for_officers = [r.key for r in content.leaving_reasons() if r.officer_only]
    assert only_for_officers == ["deceased"]


@pytest.mark.parametrize(("name", "text"), member_texts().items())
def test_members_never_read_a_forbidden_word(name: str, text: str) -> None:
    assert content.find_forbidden(text) == ()


def test_forbidden_words_are_found_whole_and_outside_allowed_phrases() -> None:
    def found(text: str) -> list[str]:
        return [finding.word.word for finding in content.find_forbidden(text)]

    assert found("Yêu cầu của bạn đã bị từ chối") == ["từ chối", "bạn"]
    assert found("CẢNH  CÁO\nthành viên") == ["cảnh cáo"]
    assert found("bạn bè, kết bạn, bàn bạc, Bạn") == ["bạn"]
    assert found("Xem, sửa, xóa thông tin của mình; xóa bài") == ["xóa"]
    assert found("xem tv; HV mới") == ["HV"]
    assert found("mỗi người dùng tài khoản riêng") == []
    assert found("người du\u0300ng") == ["người dùng"]
    around = content.find_forbidden("Bài này vi phạm Quy chế")[0]
    assert around.word.instead
    assert around.around == "Bài này vi phạm Quy chế"
    assert "Bài này vi phạm Quy chế"[around.position :].startswith("vi phạm")


def test_every_allowed_phrase_is_needed() -> None:
    words = "|".join(re.escape(word.word) for word in content.forbidden_words())
    for phrase in content.allowed_phrases():
        assert re.search(rf"(?<!\w)(?:{words})(?!\w)", phrase, re.IGNORECASE), phrase
        assert content.find_forbidden(phrase) == ()
