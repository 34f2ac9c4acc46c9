"""A survey with answers, some of its results let out, one waiting for a second person."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from app.models.survey_responses import SurveyResponse
from app.schemas.survey_results import ReleaseCreate
from app.schemas.surveys import ChannelCreate, SurveyCreate, SurveyPublication
from app.services.surveys import answering, channels, publishing, releasing, writing
from app.store.actors import Work

FORM: dict[str, Any] = {
    "title": "Chị em cần gì để lên mạng dễ hơn?",
    "questions": [
        {
            "key": "phone",
            "type": "single",
            "text": "Chị đang dùng điện thoại loại nào?",
            "options": [
                {"key": "smart", "text": "Điện thoại thông minh của riêng chị"},
                {
                    "key": "shared",
                    "text": "Điện thoại thông minh dùng chung với chồng, con trong nhà",
                },
                {"key": "plain", "text": "Điện thoại chỉ nghe, gọi"},
                {"key": "none", "text": "Không có điện thoại"},
            ],
        },
        {
            "key": "wants",
            "type": "multiple",
            "text": "Chị muốn học gì trước?",
            "options": [
                {"key": "zalo", "text": "Gọi hình, nhắn tin Zalo"},
                {"key": "bank", "text": "Chuyển tiền, trả tiền điện"},
                {"key": "safe", "text": "Nhận ra tin giả, lừa đảo"},
                {"key": "sell", "text": "Bán hàng qua mạng"},
            ],
        },
        {"key": "age", "type": "number", "text": "Năm nay chị bao nhiêu tuổi?"},
        {
            "key": "likes",
            "type": "likert",
            "text": "Tôi thấy dễ hỏi Hội khi gặp việc khó trên mạng.",
        },
        {
            "key": "times",
            "type": "matrix_single",
            "text": "Chị rảnh lúc nào để học?",
            "options": [{"key": "yes", "text": "Rảnh"}, {"key": "no", "text": "Bận"}],
            "rows": [
                {"key": "noon", "text": "Buổi trưa"},
                {"key": "night", "text": "Buổi tối sau 19 giờ 30"},
            ],
        },
        {"key": "nps", "type": "nps", "text": "Chị có muốn rủ bạn vào nhóm không?"},
        {"key": "hope", "type": "long_text", "text": "Chị mong Hội làm gì thêm?"},
    ],
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A survey by name, and one response to it."""

    survey: str
    response: str


def furnish(desk: Work, slug: str, second: str) -> Answered:
    """`desk`: the chair's own work; `second`: another person of her board."""
    body = SurveyCreate.model_validate({"identity": "identified", "schema": FORM})
    survey = writing.create(desk, slug, body)
    publishing.publish(desk, survey.id, SurveyPublication())
    ways = [
        channels.create(desk, survey.id, ChannelCreate(name=name)).id
        for name in ("Nhóm Zalo chi hội 3", "Áp phích ở nhà văn hóa", "Phát tại buổi họp")
    ]
    chance = random.Random(20)
    responses = [
        SurveyResponse(
            id=answering.by_chance(),
            survey_id=survey.id,
            number=1,
            channel_id=chance.choices([*ways, None], [60, 30, 2, 40])[0],
            answers=_answers(chance),
            submitted_at=desk.now,
        )
        for _ in range(132)
    ]
    desk.session.add_all(responses)
    desk.session.flush()
    other = replace(desk, actor=replace(desk.actor, person_id=second))
    for question, audience, people in (
        ("phone", "public", (desk, other)),
        ("phone", "members", (desk, other)),
        ("wants", "members", (other,)),
    ):
        asked = ReleaseCreate.model_validate({"question": question, "audience": audience})
        for who in people:
            releasing.release(who, survey.id, asked)
    return Answered(survey.id, responses[0].id)


def _answers(chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {
        "phone": chance.choices(["smart", "shared", "plain", "none"], [80, 30, 15, 2])[0],
        "age": round(chance.triangular(19, 74, 44)),
        "likes": chance.choices("12345", [6, 8, 20, 40, 30])[0],
        "times": {"noon": chance.choice(["yes", "no"]), "night": "yes"},
        "nps": chance.choices(range(11), [6, 1, 0, 6, 0, 8, 9, 12, 20, 24, 30])[0],
    }
    wants = [one for one in ("zalo", "bank", "safe", "sell") if chance.random() < 0.5]
    if wants:
        found["wants"] = wants
    if chance.random() < 0.3:
        found["hope"] = "Mở thêm lớp buổi tối."
    return found
