"""Rounds: added, changed and taken away while nobody has begun; their closing put off."""

from __future__ import annotations

from datetime import datetime

from app.domain.contests import moments, windows
from app.domain.contests.proofs import commit
from app.domain.contests.windows import Window
from app.domain.ids import new_token
from app.domain.permissions import Thing
from app.domain.refusals import Conflict, Invalid
from app.models.contests import Contest, ContestRound
from app.schemas.base import Versioned
from app.schemas.contest_rounds import (
    RoundChange,
    RoundCreate,
    RoundExtension,
    RoundGone,
    RoundQuestionsChange,
    RoundRead,
)
from app.services.contests.drawing import Asked, asked, new_nonce
from app.services.contests.reading import WRITE, state_of
from app.services.contests.round_reading import mine, open_to_rounds, read_of
from app.services.contests.writing import current, log, stale
from app.services.deeds import fresh_id, permit
from app.store import contest_writing as store
from app.store import question_bank
from app.store.actors import Work


def create(work: Work, contest_id: str, body: RoundCreate) -> RoundRead:
    """One round, or a series of weekly ones; the first is told."""
    contest = open_to_rounds(work, contest_id)
    held = permit(work, WRITE, Thing(community_id=contest.community_id))
    first = _window(work, body.opens_at, body.closes_at)
    if body.weeks > 1 and body.blueprint is None:
        raise Invalid.at("/weeks", "weeks-need-blueprint")
    store.hold(work.session, contest)
    number = store.last_number(work.session, contest.id)
    made = [
        _add(work, contest, held, body, number + place, window)
        for place, window in enumerate(windows.weekly(first, body.weeks), 1)
    ]
    organise(work, contest)
    return read_of(work, contest, made[0])


def _add(
    work: Work, contest: Contest, held: str, body: RoundCreate, number: int, window: Window
) -> ContestRound:
    seed, nonce = new_token(), new_nonce()
    drawn = asked(work, contest, body, seed)
    place = number if body.weeks > 1 else 0
    one = ContestRound(
        id=fresh_id(work),
        contest_id=contest.id,
        number=number,
        title=f"{body.title} {place}" if place else body.title,
        opens_at=moments.from_ms(window.opens),
        closes_at=moments.from_ms(window.closes),
        time_limit_s=body.time_limit_s,
        practice=body.practice,
        blueprint=drawn.blueprint,
        seed=seed,
        nonce=nonce,
        commitment="",
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    one.commitment = seal(one.id, drawn, nonce)
    work.session.add(one)
    work.session.flush()
    _ask(work, one, drawn)
    log(work, contest, "contest.add_round", held, round=one.id, commitment=one.commitment)
    return one


def organise(work: Work, contest: Contest) -> None:
    """Whoever knows the questions is of the organisers, whom the rules may keep from prizes."""
    person = work.actor.person_id or ""
    store.enlist(work.session, contest.id, person, "organiser", work.now)


def seal(round_id: str, drawn: Asked, nonce: str) -> str:
    key = {one.key: one.answer for one in drawn.questions if one.kind == "choice"}
    return commit(round_id, key, nonce)


def _ask(work: Work, one: ContestRound, drawn: Asked) -> None:
    store.ask(work.session, one.id, [{"round_id": one.id, **row} for row in drawn.rows()])
    question_bank.use(work.session, drawn.bank, work.now)


def _window(work: Work, opens_at: datetime, closes_at: datetime) -> Window:
    found = windows.window(opens_at, closes_at)
    if found.state(moments.to_ms(work.now)) == "closed":
        raise Invalid.at("/closes_at", "closes-in-past")
    return found


# -- changing ----------------------------------------------------------------------------------


def _unbegun(work: Work, round_id: str, body: Versioned) -> tuple[Contest, ContestRound, str]:
    """A round that may still be changed."""
    contest, one, held = mine(work, round_id)
    if contest.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    if one.begun_at is not None:
        raise Conflict("round-begun")
    current(one.version, body)
    return contest, one, held


def change(work: Work, round_id: str, body: RoundChange) -> RoundRead:
    """Title, window, limit and questions, while nobody has begun."""
    contest, one, held = _unbegun(work, round_id, body)
    said = body.model_dump(include={"title", "practice"}, exclude_none=True)
    if "time_limit_s" in body.model_fields_set:
        said["time_limit_s"] = body.time_limit_s
    if body.opens_at or body.closes_at:
        window = _window(work, body.opens_at or one.opens_at, body.closes_at or one.closes_at)
        said["opens_at"] = moments.from_ms(window.opens)
        said["closes_at"] = moments.from_ms(window.closes)
    drawn = None
    if body.questions is not None or body.blueprint is not None:
        drawn, sealed = _redrawn(work, contest, one, body)
        said |= sealed
    _write(work, one, said, drawn)
    facts = {"commitment": one.commitment} if drawn else {}
    if drawn:
        organise(work, contest)
    log(work, contest, "contest.change_round", held, round=one.id, version=one.version, **facts)
    return read_of(work, contest, one)


def _redrawn(
    work: Work, contest: Contest, one: ContestRound, body: RoundChange | RoundQuestionsChange
) -> tuple[Asked, dict[str, object]]:
    """Other questions with another seed, nonce and seal."""
    seed, nonce = new_token(), new_nonce()
    drawn = asked(work, contest, body, seed, one.id)
    said = {"blueprint": drawn.blueprint, "seed": seed, "nonce": nonce}
    return drawn, {**said, "commitment": seal(one.id, drawn, nonce)}


def _write(work: Work, one: ContestRound, said: dict[str, object], drawn: Asked | None) -> None:
    """The row first: whoever begins meanwhile waits for it, or was faster."""
    if not store.move_round(work.session, one, store.round_unbegun(), **said):
        raise Conflict("round-begun") if one.begun_at is not None else stale(one.version)
    if drawn is not None:
        _ask(work, one, drawn)


def ask_anew(work: Work, round_id: str, body: RoundQuestionsChange) -> tuple[Contest, ContestRound]:
    """The questions alone."""
    contest, one, held = _unbegun(work, round_id, body)
    drawn, said = _redrawn(work, contest, one, body)
    _write(work, one, said, drawn)
    organise(work, contest)
    log(work, contest, "contest.ask_round", held, round=one.id, commitment=one.commitment)
    return contest, one


def delete(work: Work, round_id: str, body: Versioned) -> RoundGone:
    contest, one, held = _unbegun(work, round_id, body)
    _write(work, one, {}, None)
    store.drop_round(work.session, one)
    log(work, contest, "contest.drop_round", held, round=round_id)
    return RoundGone(id=round_id, contest=contest.id)


def extend(work: Work, round_id: str, body: RoundExtension) -> RoundRead:
    """A later end with its reason, until the round closes; papers in progress go on with it."""
    contest, one, held = mine(work, round_id)
    if state_of(work, contest, one) == "closed":
        raise Conflict("extension-too-late")
    current(one.version, body)
    before, after = one.closes_at, moments.from_ms(moments.to_ms(body.closes_at))
    if after <= before:
        raise Invalid.at("/closes_at", "closes-not-later")
    if not store.move_round(work.session, one, store.still_open(work.now), closes_at=after):
        raise stale(one.version)
    store.put_off(work.session, one, before)
    facts = {"until": moments.written(moments.to_ms(after)), "reason": body.reason}
    log(work, contest, "contest.extend_round", held, round=one.id, **facts)
    return read_of(work, contest, one)
