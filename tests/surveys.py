"""Surveys of the tests, straight in the database: published, open for an hour around now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.domain.ids import new_code
from app.domain.surveys import reading
from app.models.surveys import Survey, SurveyKey, SurveyVersion
from app.services.deeds import fresh_id
from app.store.actors import Work
from tests.factories import HOME, Scene

OPTIONS = [{"key": key, "text": f"Ý {key}"} for key in ("a", "b", "c", "d")]
#: One question of every type; each key is its type.
EVERY_TYPE: dict[str, Any] = {
    "title": "Chị cần gì, chị mong gì?",
    "introduction": "Hội muốn biết chị em cần gì để làm cho đúng.",
    "questions": [
        {"key": "section", "type": "section", "text": "Đôi nét về chị"},
        {"key": "single", "type": "single", "text": "Chọn một?", "options": OPTIONS},
        {"key": "multiple", "type": "multiple", "text": "Chọn nhiều?", "options": OPTIONS},
        {"key": "dropdown", "type": "dropdown", "text": "Chọn trong danh mục?", "options": OPTIONS},
        {"key": "yes_no", "type": "yes_no", "text": "Có hay không?"},
        {"key": "likert", "type": "likert", "text": "Chị có đồng ý không?"},
        {
            "key": "matrix_single",
            "type": "matrix_single",
            "text": "Từng dòng một ý?",
            "options": OPTIONS,
            "rows": [{"key": "r1", "text": "Dòng 1"}, {"key": "r2", "text": "Dòng 2"}],
        },
        {
            "key": "matrix_multiple",
            "type": "matrix_multiple",
            "text": "Từng dòng nhiều ý?",
            "options": OPTIONS,
            "rows": [{"key": "r1", "text": "Dòng 1"}, {"key": "r2", "text": "Dòng 2"}],
        },
        {"key": "rating", "type": "rating", "text": "Mấy sao?"},
        {"key": "nps", "type": "nps", "text": "Từ 0 đến 10?"},
        {"key": "number", "type": "number", "text": "Bao nhiêu?"},
        {"key": "short_text", "type": "short_text", "text": "Vài chữ?"},
        {"key": "long_text", "type": "long_text", "text": "Vài dòng?"},
        {"key": "date", "type": "date", "text": "Ngày nào?"},
        {"key": "time", "type": "time", "text": "Mấy giờ?"},
        {"key": "ranking", "type": "ranking", "text": "Xếp thứ tự?", "options": OPTIONS},
        {"key": "image_choice", "type": "image_choice", "text": "Ảnh nào?", "options": OPTIONS},
        {"key": "file", "type": "file", "text": "Gửi một ảnh?"},
        {"key": "consent", "type": "consent", "text": "Chị đồng ý không?"},
    ],
}


def question(key: str, kind: str = "single", **more: Any) -> dict[str, Any]:
    """A question of the schema; a type that needs options has `a` to `d`."""
    written = {"options": OPTIONS} if kind in ("single", "multiple", "dropdown", "ranking") else {}
    return {"key": key, "type": kind, "text": f"Câu {key}?", **written, **more}


def survey(
    work: Work,
    scene: Scene,
    form: Mapping[str, Any] = EVERY_TYPE,
    *,
    slug: str = HOME,
    identity: str = "identified",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    **more: Any,
) -> Survey:
    """A published survey with its first version."""
    keeper = scene.persons["contests" if slug == HOME else "other_contests"]
    read = reading.read(dict(form), lambda _: True)
    row = Survey(
        id=fresh_id(work),
        community_id=scene.communities[slug],
        identity=identity,
        title=read.title["vi"],
        code=new_code(),
        state="published",
        opens_at=opens_at or work.now - timedelta(minutes=30),
        closes_at=closes_at or work.now + timedelta(minutes=30),
        current=1,
        created_by=keeper,
        created_at=work.now,
        published_by=keeper,
        published_at=work.now,
        **more,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add(version_of(work, row, form, 1))
    work.session.add_all(_keys(row, read))
    work.session.flush()
    return row


def version_of(work: Work, of: Survey, form: Mapping[str, Any], number: int) -> SurveyVersion:
    written = json.dumps(form, ensure_ascii=False, sort_keys=True)
    return SurveyVersion(
        survey_id=of.id,
        number=number,
        form=dict(form),
        sha256=hashlib.sha256(written.encode()).hexdigest(),
        created_by=of.created_by,
        created_at=work.now,
        published_by=of.created_by,
        published_at=work.now,
    )


def _keys(of: Survey, read: Any) -> list[SurveyKey]:
    return [
        SurveyKey(
            survey_id=of.id,
            question=one.key,
            part=part,
            key=key,
            type=one.type,
            introduced=1,
            meaning=1,
        )
        for one in read.questions
        for part, keys in (
            ("question", [""]),
            ("option", one.option_keys),
            ("row", one.row_keys),
        )
        for key in keys
    ]
