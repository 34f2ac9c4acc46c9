"""The demonstration's survey of needs: open, anonymous, answered and mixed."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select
from sqlmodel import col

from app.models.survey_responses import SurveyParticipation, SurveyPending, SurveyResponse
from app.models.surveys import Survey
from app.services import communities
from app.services.surveys import quotas
from app.store.actors import Work
from tests.demo.loaded import NOW, SLUG, Loaded


def test_the_survey_of_needs_is_open_and_answered(loaded: Loaded) -> None:
    of = loaded.see(lambda s: s.execute(select(Survey)).scalar_one())
    assert (of.identity, of.state, of.title) == (
        "anonymous",
        "published",
        "Chị cần gì, chị mong gì?",
    )
    assert of.closes_at is not None
    assert of.closes_at > NOW
    kept = loaded.see(lambda s: list(s.execute(select(SurveyResponse)).scalars()))
    took, waits = (col(SurveyParticipation.person_id), col(SurveyPending.id))
    counts = loaded.see(
        lambda s: [s.execute(select(func.count(one))).scalar_one() for one in (took, waits)]
    )
    assert 400 < len(kept) < 500
    assert counts == [len(kept) + 4, 4]
    assert all(one.person_id is None and one.submitted_at is None for one in kept)
    needs = Counter(one for row in kept for one in row.answers.get("q12", []))
    assert needs.most_common(1)[0][0] == "health"
    assert any("q20" in row.answers for row in kept)
    units = {row.answers.get("q02") for row in kept}
    assert len(units) > 5
    asked = {row.answers["q04"] for row in kept if "q18" in row.answers}
    assert asked == {"no", "unsure"}


def test_it_stands_on_the_page_of_the_group(loaded: Loaded) -> None:
    shown = loaded.as_role("contests", lambda work: communities.read(work, SLUG))
    (one,) = shown.open_surveys
    assert (one.title, one.may_answer) == ("Chị cần gì, chị mong gì?", False)

    def look(work: Work) -> object:
        return quotas.read(work, one.id).taken

    assert loaded.as_role("contests", look) is None
