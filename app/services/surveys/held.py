"""What is held of her in surveys, for her own page."""

from __future__ import annotations

from typing import Any

from app.domain.seals import Seals
from app.domain.surveys import reading
from app.services.surveys import drafting, looking
from app.store import survey_coded, survey_looks
from app.store.actors import Work


def held(work: Work, seals: Seals | None, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """Her answers by name, where she took part, what she has begun and what she coded; of anonymous
    ones no more is held."""
    return {
        "survey_answers": [
            {
                "survey": title,
                **row.model_dump(include={"id", "number", "way", "answers", "submitted_at"}),
                "said": [
                    {"question": one.text, "answer": "; ".join(one.said)}
                    for one in looking.in_words(reading.formed(form), row.answers, work.lang)
                ],
            }
            for row, title, form in survey_looks.of_person(work.session, person_id)
        ],
        "survey_participations": [
            {"survey": title, "identity": identity}
            for title, identity in survey_looks.participations(work.session, person_id)
        ],
        "survey_codings": survey_coded.of_person(work.session, person_id),
        "survey_drafts": [
            {"survey": title, "answers": row.answers, "kept_until": row.expires_at}
            for row, title in (_drafts(work, seals, person_id) if seals else ())
        ],
    }


def _drafts(work: Work, seals: Seals, person_id: str) -> list[Any]:
    """Where they stand is worked out for each survey by name of her communities."""
    mine = [one.community_id for one in work.actor.memberships]
    digests = [
        drafting.digest_of_person(seals, survey_id, person_id)
        for survey_id in survey_looks.by_name(work.session, mine)
    ]
    return survey_looks.drafts(work.session, digests, work.now)
