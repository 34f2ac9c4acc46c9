"""Which works a photo, video or story contest takes in: what one must have, and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from app.domain.refusals import FieldError, Invalid

#: Video stands elsewhere; the house only leads there. Subdomains count too.
VIDEO_HOSTS = ("youtube.com", "youtu.be", "facebook.com", "fb.watch", "tiktok.com", "zalo.me")
LONGEST_ADDRESS = 2_000


class Terms(Protocol):
    """What the rules of such a contest say of its works (`WorkRules`)."""

    @property
    def needs(self) -> str: ...
    @property
    def children(self) -> bool: ...
    @property
    def most_pictures(self) -> int: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def most_of_person(self) -> int | None: ...
    @property
    def most_of_unit(self) -> int | None: ...
    @property
    def most_individual(self) -> int | None: ...
    @property
    def most_collective(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """One work as the limits look at it. `number` None: a draft still.

    `owner`: the person, or of a collective work the unit; `shows`: nobody, adult or child;
    `kept_out`: by her role; `inside`: she is a member still.
    """

    id: str
    board: str
    number: int | None
    owner: str
    sent_at: datetime | None
    title: str
    story: str
    video: str
    pictures: int
    shows: str
    is_own: bool
    people_agree: bool
    parents_agree: bool
    kept_out: bool = False
    inside: bool = True


def missing(terms: Terms, work: Sent) -> list[tuple[str, str]]:
    """(field, code) of everything without which a work is not taken."""
    people = work.shows in {"adult", "child"} and not work.people_agree
    parents = work.shows == "child" and terms.children and not work.parents_agree
    checks = (
        ("title", "work-no-title", not work.title.strip()),
        ("pictures", "work-no-picture", terms.needs == "pictures" and not work.pictures),
        ("pictures", "work-too-many-pictures", work.pictures > terms.most_pictures),
        ("story", "work-no-story", terms.needs == "story" and not work.story.strip()),
        ("video", "work-no-video", terms.needs == "video" and not work.video),
        ("shows", "work-shows-unsaid", not work.shows),
        ("shows", "work-no-children", work.shows == "child" and not terms.children),
        ("people_agree", "work-people-unasked", people),
        ("parents_agree", "work-parents-unasked", parents),
        ("is_own", "work-not-own", not work.is_own),
    )
    return [(field, code) for field, code, wrong in checks if wrong]


def must_be_whole(terms: Terms, work: Sent) -> None:
    """Raises Invalid beside every field that is wrong."""
    wrong = missing(terms, work)
    if wrong:
        facts = {"most": terms.most_pictures}
        raise Invalid(*(FieldError(f"/{field}", code, facts) for field, code in wrong))


def most_of_board(terms: Terms, board: str) -> int | None:
    return terms.most_individual if board == "individual" else terms.most_collective


def most_of_owner(terms: Terms, board: str) -> int | None:
    return terms.most_of_person if board == "individual" else terms.most_of_unit


def failing(terms: Terms, works: Iterable[Sent]) -> dict[str, list[str]]:
    """Work → why it would not be taken; by number, so that the earlier ones have the places."""
    found: dict[str, list[str]] = {}
    of_board: Counter[str] = Counter()
    of_owner: Counter[tuple[str, str]] = Counter()
    for work in sorted(works, key=lambda one: (one.number is None, one.number or 0, one.id)):
        codes = [code for _, code in missing(terms, work)]
        if work.sent_at is None or not terms.opens_at <= work.sent_at < terms.closes_at:
            codes.append("work-unsent" if work.sent_at is None else "work-late")
        codes += ["work-kept-out"] * work.kept_out + ["work-author-left"] * (not work.inside)
        if not codes:
            codes = _over(terms, work, of_owner, of_board)
        if codes:
            found[work.id] = codes
    return found


def _over(
    terms: Terms, work: Sent, of_owner: Counter[tuple[str, str]], of_board: Counter[str]
) -> list[str]:
    """The limit that it is over; one within both takes a place."""
    of_hers, of_all = of_owner[work.board, work.owner], of_board[work.board]
    for code, taken, most in (
        ("work-over-owner", of_hers, most_of_owner(terms, work.board)),
        ("work-over-board", of_all, most_of_board(terms, work.board)),
    ):
        if most is not None and taken >= most:
            return [code]
    of_owner[work.board, work.owner] += 1
    of_board[work.board] += 1
    return []


def video_address(typed: str) -> str:
    """The address of a film where it stands; empty where none was typed. Raises Invalid."""
    typed = typed.strip()
    if not typed:
        return ""
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        raise Invalid.at("/video", "work-video-foreign") from None
    host = (parts.hostname or "").rstrip(".").lower()
    plain = parts.scheme in {"http", "https"} and port is None and "@" not in parts.netloc
    known = any(host == one or host.endswith(f".{one}") for one in VIDEO_HOSTS)
    if not plain or not known or any(sign in typed for sign in " \t\r\n\"'<>\\"):
        raise Invalid.at("/video", "work-video-foreign")
    if parts.path in {"", "/"} and not parts.query:
        raise Invalid.at("/video", "work-video-of-nothing")
    return parts._replace(scheme="https", netloc=host, fragment="").geturl()
