"""English is complete, no sentence forbids itself, and every code of a refusal has its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Message
from pydantic_core.core_schema import ErrorType

from app.content import find_forbidden
from app.domain import members, refusals, review
from app.domain.permissions import BOARD_ROLES, PERMISSIONS
from app.domain.phones import InvalidPhone
from app.domain.refusals import Refusal
from app.i18n.labels import DONE, ROLES
from app.i18n.sentences import FIELDS, PROBLEMS
from app.web.problems import HTTP_CODES, USUAL_STATUS
from tools.translations import problems, written

pytestmark = pytest.mark.once

APP = Path(__file__).resolve().parent.parent / "app"
#: The catalogues of codes.
SENTENCES = {
    APP / "i18n" / f"{name}.py"
    for name in (
        "sentences",
        "platform_sentences",
        "takedown_sentences",
        "page_sentences",
        "care_sentences",
        "notice_sentences",
        "unit_sentences",
        "membership",
        "lists",
    )
}
#: The list of forbidden words itself holds them all.
FORBIDDEN = APP / "content/forbidden_words.toml"
VIETNAMESE = re.compile(r"[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
#: How a woman is addressed: chị, cô, bác … are all "you", and "she" when she is spoken of.
ADDRESS = {"you", "You"}
#: Commands show the bare code, or words of their own, to whoever types them.
ONLY_IN_COMMANDS = {"not-empty", "list-older", "list-partial"}
#: The name of a deed in the log.
DEED = r"[a-z_]+\.[a-z_]+"
REFUSALS = {
    name
    for name, thing in vars(refusals).items()
    if isinstance(thing, type) and issubclass(thing, Refusal)
}
#: `base64_decode` is raised by pydantic's own encoder, outside its core.
PYDANTIC = {*get_args(ErrorType), "base64_decode"}
PHONES = {
    "phone-" + code.replace("_", "-") for name, code in vars(InvalidPhone).items() if name.isupper()
}


def sentences() -> list[Message]:
    return [message for message in written() if message.id]


def english(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def source(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def trees() -> Iterator[ast.Module]:
    """Every module of the application but the catalogues of its sentences."""
    for path in sorted(APP.rglob("*.py")):
        if path not in SENTENCES:
            yield ast.parse(path.read_text(encoding="utf-8"))


def literals(node: ast.AST | None) -> set[str]:
    """The texts that an argument may be; what is computed has none."""
    match node:
        case ast.Constant(value=str() as text):
            return {text}
        case ast.IfExp():
            return literals(node.body) | literals(node.orelse)
        case _:
            return set()


def codes_of(call: ast.Call) -> tuple[set[str], set[str]]:
    """(codes of refusals, codes of fields) that one call passes."""
    keywords = {word.arg: word.value for word in call.keywords}
    places = dict(enumerate(call.args))
    match call.func:
        case ast.Name(id="FieldError"):
            return set(), literals(keywords.get("code") or places.get(1))
        case ast.Attribute(value=ast.Name(id="Invalid"), attr="at"):
            return set(), literals(places.get(1))
        case ast.Name(id="Problem"):
            return literals(keywords.get("code") or places.get(1)), set()
        case ast.Name(id=name) if name in REFUSALS:
            return literals(keywords.get("code") or places.get(0)), set()
        case _:
            return set(), set()


def codes_in(tree: ast.AST) -> tuple[set[str], set[str]]:
    """(codes of refusals, codes of fields) that a module passes as plain texts."""
    found = [codes_of(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return set().union(*(one for one, _ in found)), set().union(*(other for _, other in found))


def texts() -> set[str]:
    """Every plain text in the code."""
    return {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_the_catalogue_is_complete_and_compiled() -> None:
    assert problems() == []


def test_english_has_no_vietnamese_letters() -> None:
    """Names too are spelt as English does: Viet Nam, Trau Quy."""
    everything = [text for message in sentences() for text in english(message)]
    assert len(everything) > 900
    assert [text for text in everything if VIETNAMESE.search(text)] == []


@pytest.mark.parametrize("letter", "đĐơưạỹốÀýÔ")
def test_a_vietnamese_letter_is_seen(letter: str) -> None:
    assert VIETNAMESE.search(f"a{letter}z")
    assert not VIETNAMESE.search("Women’s Union – “More needed” …")


def test_every_placeholder_stands_in_english() -> None:
    for message in sentences():
        wanted = set(PLACEHOLDER.findall(source(message)))
        for text in english(message):
            found = set(PLACEHOLDER.findall(text))
            assert found <= wanted, text
            assert wanted - found <= ADDRESS, text


def test_english_has_one_and_many() -> None:
    pairs = [english(message) for message in sentences() if not isinstance(message.id, str)]
    assert len(pairs) > 10
    assert all(len(pair) == 2 for pair in pairs)
    assert any(one != many for one, many in pairs)


def test_screens_sentences_and_content_keep_to_the_words() -> None:
    read = {
        str(path): path.read_text(encoding="utf-8") for path in APP.rglob("templates/**/*.html")
    }
    read |= {
        str(path): path.read_text(encoding="utf-8")
        for path in (APP / "content").rglob("*")
        if path.suffix in {".toml", ".md"} and path != FORBIDDEN
    }
    read |= {f"msgid {source(message)}": source(message) for message in sentences()}
    assert len(read) > 500
    assert {name: found for name, text in read.items() if (found := find_forbidden(text))} == {}


@pytest.mark.parametrize("word", ["từ chối", "Xóa", "người dùng", "bạn", "vi phạm", "HV"])
def test_a_planted_word_is_found(word: str) -> None:
    planted = f'<p>{{{{ _("Phiếu này {word} rồi.") }}}}</p>'
    assert [found.word.word.casefold() for found in find_forbidden(planted)] == [word.casefold()]


def test_every_refusal_has_its_sentences() -> None:
    passed, fields = (set().union(*codes) for codes in zip(*map(codes_in, trees()), strict=True))
    assert len(passed) > 20
    assert len(fields) > 20
    assert passed - set(PROBLEMS) == ONLY_IN_COMMANDS
    assert fields - set(FIELDS) == set()
    assert set(FIELDS) >= PHONES
    assert {*USUAL_STATUS, *HTTP_CODES.values()} <= set(PROBLEMS)


def test_the_codes_of_refusals_without_an_argument_have_sentences() -> None:
    assert {one().code for one in (refusals.NotSignedIn, refusals.Hidden, refusals.Forbidden)} <= (
        set(PROBLEMS)
    )
    assert refusals.Invalid().code in PROBLEMS


def test_no_sentence_waits_for_a_code_that_nobody_passes() -> None:
    said = texts()
    assert set(PROBLEMS) - said == set()
    assert set(FIELDS) - said - PYDANTIC - PHONES == set()


def test_a_planted_code_is_found() -> None:
    tree = ast.parse(
        'raise Conflict("wrong-way", state=1)\n'
        'errors = [FieldError("/a", "this" if x else "that"), FieldError("/b", code)]\n'
        'raise Invalid.at("/c", "here")\n'
        'raise Invalid(*errors, code="under-a-tree")\n'
        'log.info("not-a-code")\n'
    )
    assert codes_in(tree) == ({"wrong-way", "under-a-tree"}, {"this", "that", "here"})


def test_every_role_has_one_name() -> None:
    assert set(ROLES) == {*BOARD_ROLES, "adviser", "officer", "administrator"}


def test_every_word_after_a_deed_is_said_somewhere() -> None:
    said = {
        text
        for path in (APP / "routers").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(text := node.value, str)
    }
    asked = {noun for text in said for noun in re.findall(r"\?done=([\w-]+)", text)}
    nouns = {text.rpartition("/")[2] for text in said}
    assert asked <= set(DONE)
    assert set(DONE) - asked - nouns == set()


def keys_of(template: str) -> set[str]:
    """The names that a screen's own table has words for."""
    text = (APP / "templates" / template).read_text(encoding="utf-8")
    return set(re.findall(r'^  "([a-z_]+\.[a-z_]+)": _\(', text, re.MULTILINE))


def test_every_permission_has_words_on_its_page() -> None:
    assert keys_of("house/permissions.html") == set(PERMISSIONS)


def test_every_deed_of_the_log_has_words_on_its_page() -> None:
    deeds = {f"member.{action}" for _, action in {**review.MOVES, **members.LIFE}}
    for path in (APP / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record"}:
                deeds |= {
                    said
                    for argument in node.args[1:3]
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant)
                    and isinstance(said := part.value, str)
                    and re.fullmatch(DEED, said)
                }
    assert len(deeds) > 30
    assert deeds <= keys_of("house/audit.html")


def test_no_two_catalogues_say_the_same_code() -> None:
    """Where they are brought together the later one would hide the earlier."""
    said: dict[tuple[str, str], set[str]] = {}
    for path in sorted((APP / "i18n").glob("*sentences.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.AnnAssign) or not isinstance(node.value, ast.Dict):
                continue
            catalogue = ast.unparse(node.target)
            for key in node.value.keys:
                if catalogue in {"PROBLEMS", "FIELDS"} and isinstance(key, ast.Constant):
                    said.setdefault((catalogue, str(key.value)), set()).add(path.name)
    assert {code: where for code, where in said.items() if len(where) > 1} == {}
