"""A round as it is read: by a member without a right answer, by a keeper with what she may do."""

from __future__ import annotations

from app.domain.contests import reading as rules
from app.domain.permissions import Thing
from app.domain.refusals import Conflict
from app.models.contests import Contest, ContestRound
from app.schemas.base import form
from app.schemas.contest_rounds import RoundChange, RoundCreate, RoundForm, RoundRead
from app.services.contests import complaining, essay_marking, proving
from app.services.contests.reading import READ, WRITE, round_line, state_of, takes_part
from app.services.contests.writing import kept
from app.services.deeds import may, permit
from app.services.question_bank import reading as bank
from app.store import bank_readers, communities, contests
from app.store.actors import Work


def read(work: Work, round_id: str) -> RoundRead:
    contest, one = contests.round_of(work.session, work.actor, round_id)
    permit(work, READ, Thing(community_id=contest.community_id))
    return read_of(work, contest, one)


def read_of(work: Work, contest: Contest, one: ContestRound) -> RoundRead:
    ruleset = rules.read(contest.ruleset)
    count = contests.question_counts(work.session, [one.id]).get(one.id, 0)
    line = round_line(work, contest, one, count)
    return RoundRead(
        **line.model_dump(),
        contest=contest.id,
        contest_title=contest.title,
        contest_state=contest.state,
        community=communities.by_id(work.session, contest.community_id).slug,
        help_phone=contest.help_phone,
        commitment=None if line.state == "before" else one.commitment,
        attempts_max=ruleset.attempts.most,
        asks_prediction=ruleset.prediction is not None,
        published=proving.released(work, one.id),
        allowed_actions=_actions(work, contest, one),
    )


def _actions(work: Work, contest: Contest, one: ContestRound) -> list[str]:
    state, actions = state_of(work, contest, one), []
    if state == "open" and takes_part(work, contest.community_id):
        actions.append("attempts")
    if contest.state == "published" and not one.practice:
        actions += _besides(work, contest, one, state)
    if may(work, WRITE, Thing(community_id=contest.community_id)):
        actions.append("questions")
        if contest.state == "published" and state != "closed":
            actions.append("extension")
        if contest.state != "withdrawn" and one.begun_at is None:
            actions += ["edit", "deletion"]
    return actions


def _besides(work: Work, contest: Contest, one: ContestRound, state: str) -> list[str]:
    """What an entrant may say of the round, and what a closed one asks of its markers."""
    may_say = complaining.refused(work, contest, one) in {None, "complaint-open"}
    found = ["complaints"] if may_say else []
    if state == "closed" and essay_marking.marks(work, contest, one):
        found.append("essays")
    return found


def new_form(work: Work, contest_id: str) -> RoundForm:
    contest = open_to_rounds(work, contest_id)
    return RoundForm.model_validate(
        {**form_facts(work, contest), "action": f"/contests/{contest.id}/rounds"}
    )


def edit_form(work: Work, round_id: str) -> RoundForm:
    contest, one, _ = mine(work, round_id)
    return RoundForm.model_validate(
        {
            **form_facts(work, contest),
            "action": f"/rounds/{one.id}",
            "method": "PATCH",
            "schema": form("", RoundChange).schema_,
            "round": read_of(work, contest, one),
        }
    )


def form_facts(work: Work, contest: Contest) -> dict[str, object]:
    """What every form of a round shows; of the bank only to who has opened it."""
    person, community = work.actor.person_id or "", contest.community_id
    opened = bank_readers.get(work.session, community, person) is not None
    here = communities.by_id(work.session, community)
    names = bank.topic_names(work, community)
    return {
        "schema": form("", RoundCreate).schema_,
        "community": here.slug,
        "contest": contest.id,
        "contest_title": contest.title,
        "bank_open": opened,
        "topics": [{"key": key, "name": name} for key, name in names.items()],
        "bank": bank.counts(work, here, names) if opened else [],
    }


def open_to_rounds(work: Work, contest_id: str) -> Contest:
    contest = kept(work, contest_id)
    if contest.state == "withdrawn":
        raise Conflict("contest-withdrawn")
    if contest.kind != "quiz":
        raise Conflict("contest-without-rounds")
    return contest


def mine(work: Work, round_id: str) -> tuple[Contest, ContestRound, str]:
    """A round of a contest that she keeps, and the right by which she does."""
    contest, one = contests.round_of(work.session, work.actor, round_id)
    held = permit(work, WRITE, Thing(community_id=contest.community_id))
    return contest, one, held
