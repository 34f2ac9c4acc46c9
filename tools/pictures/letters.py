"""Letters to the board for the pictures: an ordinary one, a private one, and its case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.permissions import Actor, Membership
from app.models.members import Member
from app.schemas.care import CareChange, CareStepCreate
from app.schemas.questions import QuestionAnswer, QuestionCreate
from app.services import care, questions
from app.store import care as store
from app.store.actors import Work

ORDINARY = "Tôi vào nhóm rồi thì có phải đóng tiền, có phải đi họp không?"
ANSWER = (
    "Chị yên tâm: vào nhóm không mất tiền và không phải đi họp. Nhóm và Hội là hai việc; khi nào "
    "chị muốn tìm hiểu về Hội, Ban Quản trị nói rõ để chị tự quyết định."
)
PRIVATE = (
    "Đêm qua em lại phải bế con sang nhà hàng xóm ngủ. Sáng về anh ấy xin lỗi, em không biết nên "
    "tin không. Em không dám kể với ai."
)


@dataclass(frozen=True, slots=True)
class Letters:
    """Ids: an answered question, a thread of the closed circle, the case behind it."""

    question: str
    private: str
    case: str


def furnish(board: Work, slug: str, member_id: str) -> Letters:
    """`board`: the work of one who answers; the member writes first."""
    member = board.session.get(Member, member_id)
    if member is None:
        raise LookupError(member_id)
    mine = Membership(member.id, member.community_id, member.state)
    hers = replace(board, actor=Actor(member.person_id, memberships=(mine,)))
    asked = QuestionCreate(title="Vào nhóm có mất tiền không", text=ORDINARY)
    question = questions.ask(hers, slug, asked).id
    questions.answer(board, question, QuestionAnswer(text=ANSWER))
    waiting = QuestionCreate(title="Lớp yoga", text="Lớp yoga tối thứ mấy ạ?", anonymous=True)
    questions.ask(hers, slug, waiting)
    told = QuestionCreate(text=PRIVATE, safe_contact="call", call_hours="Trưa thứ Ba, thứ Năm")
    private = questions.ask(hers, slug, told.model_copy(update={"about_harm": True})).id
    case = store.of_question(board.session, private)
    if case is None:
        raise LookupError(private)
    care.look(board, case.id)
    care.change(board, case.id, CareChange(danger="yes"))
    care.take_step(board, case.id, CareStepCreate(kind="called", note="Đúng giờ chị hẹn."))
    return Letters(question, private, case.id)
