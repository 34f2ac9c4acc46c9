"""Reasons and notices: sentences with places that `app.domain.letters.fill` fills."""

from dataclasses import dataclass
from functools import cache

from app.content import shelf


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to start from. The board sees `name`, she reads `text`. `subject`: member or post;
    `decision`: the noun of the decision or restraint that it belongs to."""

    code: str
    subject: str
    decision: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The words of one notice. `channels`: page, inbox, sms, zalo, any, duty_officer, automatic."""

    key: str
    channels: tuple[str, ...]
    text: str


@cache
def reasons() -> tuple[Reason, ...]:
    return shelf.rows(Reason, shelf.table("reasons")["reasons"])


@cache
def notices() -> dict[str, NoticeText]:
    """Every notice by its key. Callers read the mapping and never change it."""
    return {
        notice.key: notice
        for file in ("notices", "notices_posts", "notices_results", "notices_complaints", "needs")
        for notice in shelf.rows(NoticeText, shelf.table(file)["notices"])
    }


def notice_signature() -> str:
    return str(shelf.table("notices")["signature"])
