"""Beginning: one attempt in progress, numbered, within the limit, with who she is frozen once."""

from __future__ import annotations

from app.domain.contests import moments, reading
from app.domain.contests.ruleset import Ruleset
from app.domain.contests.windows import Window
from app.domain.permissions import Thing
from app.domain.phones import mask
from app.domain.refusals import Conflict, Forbidden
from app.models.contests import Attempt, Contest, ContestRound, Entrant
from app.schemas.attempts import AttemptForm, AttemptLine, AttemptRead
from app.schemas.base import Empty, form
from app.services.contests import closing, papers, practice, reminding, standing
from app.services.deeds import fresh_id, permit
from app.store import attempts, communities, contests, members, units
from app.store.actors import Work

WRITE = "attempt.write"


def start_form(work: Work, round_id: str) -> AttemptForm:
    """What she should know before she begins, and the attempts that she has."""
    contest, round_ = _hers(work, round_id)
    rules = reading.read(contest.ruleset)
    person = work.actor.person_id or ""
    turn = attempts.turn(work.session, round_.id, person)
    most = _most(rules, round_)
    action = f"/rounds/{round_.id}/attempts"
    return AttemptForm(
        action=action,
        schema=form(action, Empty).schema_,
        community=communities.by_id(work.session, contest.community_id).slug,
        round=round_.id,
        round_title=round_.title,
        contest=contest.id,
        contest_title=contest.title,
        practice=round_.practice,
        published=contest.state == "published",
        window=_window(round_).state(moments.to_ms(work.now)),
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        time_limit_s=round_.time_limit_s,
        questions=len(contests.questions(work.session, round_.id)),
        predicts=rules.prediction.target if rules.prediction else None,
        most=most,
        left=None if most is None else most - (turn.taken if turn else 0),
        mine=[
            AttemptLine.model_validate(one.attempt)
            for one in attempts.of_person(work.session, person, round_.id)
        ],
        excluded_as=standing.excluded_as(work, contest, rules),
        held_back=practice.held_back(work, round_),
        help_phone=contest.help_phone,
    )


def start(work: Work, round_id: str) -> AttemptRead:
    """A new attempt, or the one in progress; then `work.effects` says so."""
    contest, round_ = _hers(work, round_id)
    going = _going(work, round_.id)
    if going is not None:
        return going
    _must_be_open(work, contest, round_)
    practice.refuse_held_back(work, round_)
    rules = reading.read(contest.ruleset)
    attempt_id, person = fresh_id(work), work.actor.person_id or ""
    most = _most(rules, round_)
    number = attempts.take_turn(work.session, round_.id, person, attempt_id, most)
    if number is None:
        going = _going(work, round_.id)
        if going is None:
            raise Conflict("no-attempt-left", most=most)
        return going
    _begin(work, contest, round_)
    row = _attempt(work, round_, attempt_id, number)
    work.session.add(row)
    work.session.flush()  # Before the job names it.
    reminding.enqueue(work, round_, row)
    return papers.shown(work, attempts.get(work.session, person, attempt_id))


def _hers(work: Work, round_id: str) -> tuple[Contest, ContestRound]:
    contest, round_ = contests.round_of(work.session, work.actor, round_id)
    permit(work, WRITE, Thing(contest.community_id, work.actor.person_id))
    return contest, round_


def _most(rules: Ruleset, round_: ContestRound) -> int | None:
    return None if round_.practice else rules.attempts.most


def _window(round_: ContestRound) -> Window:
    return Window(moments.to_ms(round_.opens_at), moments.to_ms(round_.closes_at))


def _going(work: Work, round_id: str) -> AttemptRead | None:
    """The attempt in progress; one whose time is up is closed and no longer is."""
    turn = attempts.turn(work.session, round_id, work.actor.person_id or "")
    if turn is None or turn.attempt_id is None:
        return None
    held = closing.ended(work, turn.attempt_id)
    if held.attempt.state != "in_progress":
        return None
    work.effects.append("in progress already")
    return papers.shown(work, held)


def _must_be_open(work: Work, contest: Contest, round_: ContestRound) -> None:
    if contest.state != "published":
        raise Conflict("contest-not-open")
    state = _window(round_).state(moments.to_ms(work.now))
    if state != "open":
        raise Conflict("round-not-open" if state == "before" else "round-closed")


def _begin(work: Work, contest: Contest, round_: ContestRound) -> None:
    """From here on rules and questions stay as they are, and so does who she is."""
    if round_.begun_at is None or (contest.begun_at is None and not round_.practice):
        contests.begin(work.session, None if round_.practice else contest.id, round_.id, work.now)
    if not round_.practice:
        attempts.freeze(work.session, _entrant(work, contest))


def _entrant(work: Work, contest: Contest) -> Entrant:
    here = [one for one in work.actor.memberships if one.community_id == contest.community_id]
    approved = [one.member_id for one in here if one.state == "approved"]
    if not approved:
        raise Forbidden
    member = members.again(work.session, approved[0])
    person = members.person(work.session, member.person_id)
    names = units.names(work.session, [member.unit_id] if member.unit_id else [], work.today)
    return Entrant(
        contest_id=contest.id,
        person_id=person.id,
        member_id=member.id,
        full_name=person.full_name,
        unit_id=member.unit_id,
        unit_name=names.get(member.unit_id or "", ""),
        phone_masked=mask(member.phone) if member.phone else "",
        frozen_at=work.now,
    )


def _attempt(work: Work, round_: ContestRound, attempt_id: str, number: int) -> Attempt:
    at = moments.to_ms(work.now)
    deadline = _window(round_).deadline(at, round_.time_limit_s)
    return Attempt(
        id=attempt_id,
        round_id=round_.id,
        person_id=work.actor.person_id or "",
        number=number,
        started_at=moments.from_ms(at),
        deadline_at=moments.from_ms(deadline),
    )
