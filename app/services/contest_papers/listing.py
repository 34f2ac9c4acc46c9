"""Which papers of a contest can be written today, and what is missing for the others."""

from __future__ import annotations

from app.domain.permissions import Thing
from app.schemas.contest_papers import ContestPapers, PaperLink, RoundPapers
from app.services.contest_papers.certificates import PART, all_round, every_round
from app.services.contest_papers.parts import ADDRESS, Occasion, of_contest_id
from app.services.contests import essay_marking
from app.services.contests.round_results import RoundResult, of_contest
from app.services.deeds import may
from app.store import complaints, essays
from app.store import contests as contest_store
from app.store.actors import Work


def page(work: Work, contest_id: str) -> ContestPapers:
    it = of_contest_id(work, contest_id)
    here = f"/contests/{it.contest.id}"
    served = contest_store.offices(work.session, it.contest.id)
    return ContestPapers(
        community=it.community.slug,
        contest=it.contest.id,
        title=it.contest.title,
        address=it.community.settings.get("paper_address", ADDRESS),
        papers=[
            PaperLink(kind="plan", address=f"{here}/plan.docx"),
            PaperLink(
                kind="founding",
                address=f"{here}/founding.docx",
                missing="" if served else "no-contest-officers",
            ),
        ],
        rounds=_rounds(it),
        all_round=_all_round(it, f"{here}/certificates.docx"),
        may_change=may(work, "community.change", Thing(community_id=it.community.id)),
    )


def _rounds(it: Occasion) -> list[RoundPapers]:
    session = it.work.session
    results, waiting = of_contest(it.work, it.contest), complaints.counts(session, it.contest.id)
    with_essays = essays.rounds_with_essays(session, it.contest.id)
    found = []
    for of in contest_store.rounds(session, it.contest.id):
        if not of.practice:
            unmarked = of.id in with_essays and essay_marking.unmarked(session, of.id) > 0
            found.append(
                RoundPapers(
                    id=of.id,
                    title=of.title,
                    waiting=waiting.get(of.id, 0),
                    essays=of.id in with_essays,
                    papers=_of_round(of.id, results.get(of.id), waiting.get(of.id, 0), unmarked),
                )
            )
    return found


def _of_round(
    round_id: str, result: RoundResult | None, waiting: int, unmarked: bool
) -> list[PaperLink]:
    here, missing = f"/rounds/{round_id}", ""
    if result is None:
        missing = "essays-not-marked" if unmarked else "no-result"
    found = [PaperLink(kind="minutes", address=f"{here}/minutes.docx", missing=missing)]
    if result is not None and not missing:
        if waiting:
            missing = "complaints-open"
        elif not result.winners:
            missing = "no-winners"
    return [
        *found,
        PaperLink(kind="award", address=f"{here}/award.docx", missing=missing),
        PaperLink(kind="prizes", address=f"{here}/prizes.docx", missing=missing),
        PaperLink(kind="certificates", address=f"{here}/certificates.docx", missing=missing),
    ]


def _all_round(it: Occasion, address: str) -> list[PaperLink]:
    parts = -(-len(all_round(every_round(it))) // PART)
    if not parts:
        return [PaperLink(kind="all_round", address=address, missing="no-all-round")]
    return [
        PaperLink(kind="all_round", address=f"{address}?part={part}")
        for part in range(1, parts + 1)
    ]
