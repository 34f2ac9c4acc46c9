"""The host of a live round: preparing its questions, and taking its steps."""

from __future__ import annotations

import secrets
from typing import Any

from app.domain.contests import live as rules
from app.domain.contests.papers import Banked, Slot, draw
from app.domain.ids import ALPHABET, new_token
from app.domain.paging import Page
from app.domain.refusals import Conflict, Hidden, Invalid
from app.models.contests import Contest
from app.models.live_rounds import LiveQuestion, LiveRound
from app.schemas.base import form
from app.schemas.live_rounds import (
    LiveDesk,
    LiveKeyedQuestion,
    LiveLine,
    LiveList,
    LiveQuestionCreate,
    LiveRoundCreate,
    LiveRoundForm,
    LiveStep,
)
from app.services.deeds import fresh_id, permit
from app.services.live_rounds import showing
from app.services.live_rounds.subjects import HOST, READ, hosts, log, opened, slug_of, thing_of
from app.services.question_bank import opening, reading
from app.store import bank_readers, communities, contests, question_bank
from app.store import live_rounds as store
from app.store.actors import Work

KEY_LENGTH = 6


def page(work: Work, contest_id: str, paging: Page) -> LiveList:
    contest = contests.get(work.session, work.actor, contest_id)
    permit(work, READ, thing_of(contest))
    rows = store.page(work.session, contest.id, paging.limit + 1, paging.key(str))
    shown, following = paging.cut(rows, lambda row: (row.id,))
    return LiveList(
        items=[LiveLine.model_validate(row) for row in shown],
        next=following,
        community=slug_of(work, contest),
        contest=contest.id,
        contest_title=contest.title,
        may_host=hosts(work, contest),
    )


def new_form(work: Work, contest_id: str) -> LiveRoundForm:
    contest = contests.get(work.session, work.actor, contest_id)
    permit(work, HOST, thing_of(contest))
    action = f"/contests/{contest.id}/live-rounds"
    community = communities.by_id(work.session, contest.community_id)
    known = bank_readers.get(work.session, community.id, work.actor.person_id or "")
    names = reading.topic_names(work, community.id) if known else {}
    return LiveRoundForm(
        action=action,
        schema=form(action, LiveRoundCreate).schema_,
        community=community.slug,
        contest=contest.id,
        contest_title=contest.title,
        bank_open=known is not None,
        counts=reading.counts(work, community, names) if known else [],
    )


def create(work: Work, contest_id: str, body: LiveRoundCreate) -> LiveDesk:
    contest = contests.get(work.session, work.actor, contest_id)
    held = permit(work, HOST, thing_of(contest))
    if contest.kind != "quiz":
        raise Conflict("live-only-quiz")
    live = LiveRound(
        id=fresh_id(work),
        contest_id=contest.id,
        title=body.title,
        created_by=work.actor.person_id or "",
        created_at=work.now,
    )
    work.session.add(live)
    work.session.flush()
    written = [_written(one, f"/questions/{n}") for n, one in enumerate(body.questions)]
    _put(work, live, [*written, *_drawn(work, contest, body)])
    log(work, contest, live, "live_round.create", held)
    return desk_of(work, contest, live)


def _written(one: LiveQuestionCreate, at: str = "") -> dict[str, Any]:
    keys = [option.key for option in one.options]
    if len(set(keys)) < len(keys):
        raise Invalid.at(f"{at}/options", "live-option-twice")
    if one.answer not in keys:
        raise Invalid.at(f"{at}/answer", "live-answer-unknown")
    values = one.model_dump(exclude={"key"})
    return values | {"key": one.key or _new_key()}


def _drawn(work: Work, contest: Contest, body: LiveRoundCreate) -> list[dict[str, Any]]:
    """Of the bank's questions those with one right option; each look is logged."""
    if not body.blueprint:
        return []
    community = communities.by_id(work.session, contest.community_id)
    opening.opened(work, community, "live_round", permission=opening.WRITE)
    fitting = {
        one.question_id: one
        for one in question_bank.newest_versions(work.session, community.id)
        if one.kind == "choice" and len(one.answer) == 1
    }
    slots = [Slot(one.topic, one.difficulty, one.count) for one in body.blueprint]
    bank = [Banked(key, one.topic, one.difficulty) for key, one in fitting.items()]
    drawn = draw(slots, bank, new_token())
    question_bank.use(work.session, drawn, work.now)
    return [
        {
            "key": _new_key(),
            "prompt": fitting[key].text,
            "options": fitting[key].options,
            "answer": fitting[key].answer[0],
            "points": body.points,
            "seconds": body.seconds,
            "bank_question_id": key,
            "bank_version": fitting[key].number,
        }
        for key in drawn
    ]


def _new_key() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


def _put(work: Work, live: LiveRound, questions: list[dict[str, Any]]) -> None:
    """After those that it has."""
    known = store.questions(work.session, live.id)
    if len(known) + len(questions) > rules.MOST_QUESTIONS:
        raise Conflict("live-too-many-questions", most=rules.MOST_QUESTIONS)
    keys = [one.key for one in known] + [one["key"] for one in questions]
    if len(set(keys)) < len(keys):
        raise Invalid.at("/key", "live-key-twice")
    for place, values in enumerate(questions, len(known) + 1):
        work.session.add(LiveQuestion(live_round_id=live.id, place=place, **values))
    work.session.flush()


def add(work: Work, live_id: str, body: LiveQuestionCreate) -> LiveDesk:
    """One more question at the end; the version rises, so that no two hosts overlook each other."""
    contest, live, held = opened(work, live_id, HOST)
    _must_wait(live)
    question = _written(body)
    _move(work, live)
    _put(work, live, [question])
    log(work, contest, live, "live_round.change", held)
    return desk_of(work, contest, live)


def remove(work: Work, live_id: str, key: str) -> None:
    contest, live, held = opened(work, live_id, HOST)
    _must_wait(live)
    found = [one for one in store.questions(work.session, live.id) if one.key == key]
    if not found:
        raise Hidden
    _move(work, live)
    store.drop(work.session, found[0])
    log(work, contest, live, "live_round.change", held)


def _must_wait(live: LiveRound) -> None:
    if live.state != "waiting":
        raise Conflict("live-begun", state=live.state, version=live.version)


def _move(work: Work, live: LiveRound, **values: Any) -> None:
    if not store.step(work.session, live, **values):
        work.session.refresh(live)
        raise Conflict("live-moved", state=live.state, version=live.version)


def step(work: Work, live_id: str, body: LiveStep) -> LiveDesk:
    """Ask the next question, close it, or end the round: once, whoever else pressed too."""
    contest, live, held = opened(work, live_id, HOST)
    if body.version not in {None, live.version}:
        raise Conflict("live-moved", state=live.state, version=live.version)
    if contest.state != "published":
        raise Conflict("live-unpublished")
    total = len(store.questions(work.session, live.id))
    if body.step not in rules.next_steps(live.state, live.place, total):
        code = "live-no-question" if body.step == "ask" and live.place >= total else "live-moved"
        raise Conflict(code, state=live.state, version=live.version)
    to = rules.STEPS[live.state][body.step]
    values: dict[str, Any] = {"state": to}
    if to == "asking":
        values |= {"place": live.place + 1, "asked_at": work.now + rules.LEAD}
    elif to == "ended":
        values["ended_at"] = work.now
    _move(work, live, **values)
    if to in {"closed", "ended"}:
        store.count_up(work.session, live.id)
    log(work, contest, live, "live_round.step", held, step=body.step, place=live.place)
    return desk_of(work, contest, live)


def desk(work: Work, live_id: str) -> LiveDesk:
    contest, live, _ = opened(work, live_id, HOST)
    return desk_of(work, contest, live)


def desk_of(work: Work, contest: Contest, live: LiveRound) -> LiveDesk:
    work.session.flush()
    assert work.hot is not None
    questions = store.questions(work.session, live.id)
    asked = questions[live.place - 1].key if live.place else ""
    players, answers = store.counts(work.session, live.id, asked)
    return LiveDesk(
        **showing.shown(work.hot, live.id, work.now).model_dump(),
        id=live.id,
        contest=contest.id,
        contest_title=contest.title,
        community=slug_of(work, contest),
        title=live.title,
        questions=[LiveKeyedQuestion.model_validate(one) for one in questions],
        players=players,
        answers=answers,
        next_steps=list(rules.next_steps(live.state, live.place, len(questions))),  # type: ignore[arg-type]
    )
