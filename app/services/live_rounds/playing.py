"""Playing a live round: joining, one answer a question, and where she stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.contests import live as rules
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.contests import Contest
from app.models.live_rounds import LiveAnswer, LiveQuestion, LiveRound
from app.schemas.live_rounds import LiveAnswerCreate, LiveMine, LiveRead
from app.services.deeds import may
from app.services.live_rounds import showing
from app.services.live_rounds.subjects import PLAY, hosts, opened, slug_of, thing_of
from app.store import bank_readers, members
from app.store import live_rounds as store
from app.store.actors import Work


def read(work: Work, live_id: str) -> LiveRead:
    contest, live, _ = opened(work, live_id)
    return _read(work, contest, live)


def _read(work: Work, contest: Contest, live: LiveRound) -> LiveRead:
    work.session.flush()
    assert work.hot is not None
    shown = showing.shown(work.hot, live.id, work.now)
    host = hosts(work, contest)
    mine = _mine(work, live, shown.question.key if shown.question else None)
    plays = may(work, PLAY, thing_of(contest)) and not host
    return LiveRead(
        **shown.model_dump(),
        id=live.id,
        contest=contest.id,
        contest_title=contest.title,
        community=slug_of(work, contest),
        title=live.title,
        now=work.now,
        mine=mine,
        may_join=mine is None and plays and live.state != "ended",
        may_host=host,
    )


def _mine(work: Work, live: LiveRound, key: str | None) -> LiveMine | None:
    person = work.actor.person_id or ""
    player = store.player(work.session, live.id, person)
    if player is None:
        return None
    given = store.answer_of(work.session, live.id, key, person) if key else None
    settled = live.state in {"closed", "ended"}
    return LiveMine(
        option=given.option if given else None,
        earned=(given.points if given else 0) if settled and key else None,
        points=player.points if settled else None,
        rank=store.better(work.session, live.id, player.points) + 1 if settled else None,
    )


def join(work: Work, live_id: str) -> LiveRead:
    """Once; again says the same. Who leads it or knows its questions does not play."""
    contest, live, _ = opened(work, live_id, PLAY)
    person = work.actor.person_id or ""
    if hosts(work, contest):
        raise Conflict("live-host")
    questions = store.questions(work.session, live.id)
    if any(one.bank_question_id for one in questions) and bank_readers.get(
        work.session, contest.community_id, person
    ):
        raise Conflict("live-host")
    if live.state == "ended":
        raise Conflict("live-ended", state=live.state, version=live.version)
    (membership,) = (
        one for one in work.actor.memberships if one.community_id == contest.community_id
    )
    store.join(
        work.session,
        {
            "live_round_id": live.id,
            "person_id": person,
            "member_id": membership.member_id,
            "full_name": members.person(work.session, person).full_name,
            "points": 0,
            "joined_at": work.now,
        },
    )
    return _read(work, contest, live)


def answer(work: Work, live_id: str, body: LiveAnswerCreate, received_at: datetime) -> LiveRead:
    """Her first answer counts; a re-sent tap says the same again. `received_at`: when the request
    came in, before it waited for anything."""
    contest, live, _ = opened(work, live_id, PLAY, held=True)
    person = work.actor.person_id or ""
    question = _asked(work, live, body.question)
    if body.option not in {option["key"] for option in question.options}:
        raise Invalid.at("/option", "option-not-on-paper")
    if store.player(work.session, live.id, person) is None:
        raise Conflict("live-not-joined")
    given = store.answer_of(work.session, live.id, question.key, person)
    if given is None:
        given = _first(work, live, question, body.option, received_at)
    if given.option != body.option:
        raise Conflict("live-answered", state=live.state, version=live.version)
    return _read(work, contest, live)


def _asked(work: Work, live: LiveRound, key: str) -> LiveQuestion:
    """The question that is asked now. A later one is not there yet for anybody."""
    known = {one.key: one for one in store.questions(work.session, live.id)[: live.place]}
    if key not in known:
        raise Invalid.at("/question", "live-question-unknown")
    if live.state != "asking" or known[key].place != live.place:
        raise Conflict("live-question-closed", state=live.state, version=live.version)
    return known[key]


def _first(
    work: Work, live: LiveRound, question: LiveQuestion, option: str, received_at: datetime
) -> LiveAnswer:
    assert live.asked_at is not None
    spent = rules.milliseconds(live.asked_at, received_at)
    worth = rules.points(question.points, spent, question.seconds)
    if spent < 0:
        raise Invalid.at("/question", "live-question-unknown")
    if worth is None:
        raise Conflict("live-question-closed", state=live.state, version=live.version)
    person = work.actor.person_id or ""
    store.answer(
        work.session,
        {
            "live_round_id": live.id,
            "question_key": question.key,
            "person_id": person,
            "option": option,
            "received_at": received_at,
            "milliseconds": spent,
            "points": worth if option == question.answer else 0,
        },
    )
    given = store.answer_of(work.session, live.id, question.key, person)
    if given is None:
        raise Hidden
    return given


def held(work: Work, person_id: str) -> list[dict[str, Any]]:
    """The live rounds she played, for her own page."""
    return [
        {
            "title": title,
            "full_name": row.full_name,
            "joined_at": row.joined_at,
            "points": row.points,
            "answers": answers,
        }
        for row, title, answers in store.played(work.session, person_id)
    ]
