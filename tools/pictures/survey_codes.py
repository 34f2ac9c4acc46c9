"""Free texts of a survey: two have coded the first of them and compared; the chair goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.paging import Page
from app.domain.permissions import Actor, Post
from app.models.survey_responses import SurveyResponse
from app.schemas.survey_codes import CodesGiven, ComparisonCreate, SurveyCodeCreate
from app.schemas.surveys import SurveyCreate, SurveyPublication
from app.services.surveys import coding, coding_agreement, coding_book, coding_texts
from app.services.surveys import publishing, writing
from app.services.surveys.answering import by_chance
from app.store import communities
from app.store.actors import Work

FORM = {
    "title": "Chị cần gì để tham gia nhóm đều hơn?",
    "questions": [
        {"key": "dieu-kho", "type": "long_text", "text": "Điều gì khiến chị khó tham gia?"},
        {"key": "gop-y", "type": "short_text", "text": "Chị góp ý một câu cho Ban Quản trị"},
    ],
}
CODES = {
    "Giờ họp chưa hợp": "Trùng giờ đón con, giờ làm, nấu cơm.",
    "Đi lại": "Đường xa, đường tối, không có xe.",
    "Điện thoại, mạng": "Máy cũ, hết dung lượng, chưa quen dùng.",
    "Ngại nói trước đông người": "",
}
TEXTS = (
    ("Họp buổi chiều trùng giờ em đón con ở trường mầm non, nhờ bà mãi cũng ngại.", "0", "0"),
    ("Đường ngoài bãi chưa có đèn, tối đi một mình em sợ.", "1", "1"),
    ("Máy của tôi cũ, vào nhóm hay bị treo. Có gì nhắn tôi số 0912 345 678.", "2", "2"),
    ("Nhà xa, lại hay họp đúng giờ nấu cơm.", "01", "0"),
    ("Tôi ngại phát biểu, sợ nói sai các chị cười.", "3", "3"),
    ("Cháu nhỏ ốm suốt, chưa thu xếp được.", "", "0"),
    ("Không có gì khó, chị em vui lắm.", "", ""),
    ("Xe buýt ít chuyến quá.", None, None),
    ("Chưa quen dùng điện thoại thông minh, mong có người chỉ từng bước.", None, None),
    ("Tối thứ bảy em đi làm ca, họp chủ nhật thì được.", None, None),
    ("Gửi thư cho em theo hoa.nguyen@thu.example nhé.", None, None),
    ("Đăng ký 3G hết nhanh, xem phim tập không đủ.", None, None),
    ("Em mới về làm dâu, chưa quen ai.", None, None),
    ("Trời mưa ngõ ngập, đi lại khổ.", None, None),
)


@dataclass(frozen=True, slots=True)
class Coding:
    """`code`: the first of the codebook; `empty`: a survey whose texts are too few to be shown."""

    survey: str
    code: str
    empty: str


def furnish(desk: Work, slug: str, second: str) -> Coding:
    """`desk`: the chair's own work; `second`: the person who codes beside her."""
    key = FORM["questions"][0]["key"]  # type: ignore[index]
    survey = _survey(desk, slug, "identified", len(TEXTS))
    made = [
        coding_book.create(
            desk, survey, SurveyCodeCreate(question=key, label=label, description=description)
        )
        for label, description in CODES.items()
    ]
    here = frozenset({communities.get(desk.session, slug).id})
    other = replace(desk, actor=Actor(second, posts=(Post("vice_chair", here),)))
    whole = Page(100, None, str)
    names = {one.text[:12]: one.id for one in coding_texts.page(desk, survey, whole, key).items}
    for words, hers, others in TEXTS:
        if hers is None or others is None:
            continue
        for work, given in ((desk, hers), (other, others)):
            body = CodesGiven(codes=[made[int(place)].key for place in given])
            coding.code(work, survey, key, names[words[:12]], body)
    coding_agreement.compare(desk, survey, ComparisonCreate(question=key), whole)
    return Coding(survey, made[0].id, _survey(desk, slug, "anonymous", 3))


def _survey(desk: Work, slug: str, identity: str, many: int) -> str:
    asked = SurveyCreate(identity=identity, schema=FORM)  # type: ignore[arg-type]
    survey = writing.create(desk, slug, asked).id
    publishing.publish(desk, survey, SurveyPublication())
    for words, *_ in TEXTS[:many]:
        desk.session.add(
            SurveyResponse(id=by_chance(), survey_id=survey, number=1, answers={"dieu-kho": words})
        )
    desk.session.flush()
    return survey
