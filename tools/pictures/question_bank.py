"""The question bank as the chair sees it: a question with versions, one put away, an essay."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from app.domain.pictures import Arrival
from app.schemas.question_bank import (
    BankAgreement,
    BankQuestionChange,
    BankQuestionCreate,
    BankRetirement,
)
from app.services.question_bank import opening, writing
from app.store.actors import Work
from tools.pictures.deeds import send_empty

NONE = Arrival((), 0)
OPTIONS = ["Một cốc", "Bốn cốc", "Tám cốc, chia nhiều lần trong ngày, nhiều hơn khi trời nóng"]
TABLE = (
    "Chủ đề,Độ khó,Câu hỏi,A,B,C,Đáp án đúng,Điểm\n"
    'Khỏe mỗi ngày,dễ,Một tuần nên ăn cá mấy lần?,Một,Hai,Ba,"B,C",1\n'
    "Nuôi dạy con,trung bình,Trẻ nên được bú mẹ hoàn toàn trong bao lâu?,2 tháng,6 tháng,,B,1\n"
    "Tổ ấm,khó,Kể một việc chị đã làm để nhà cửa an toàn hơn.,,,,,5\n"
)
WRONG = "Bói toán,dễ,Hôm nay ngày gì?,Tốt,Xấu,,A,1\nTổ ấm,dở,Một?,x,y,,K,nhiều\n"


@dataclass(frozen=True, slots=True)
class Bank:
    changed: str
    retired: str
    essay: str


def furnish(desk: Work, slug: str) -> Bank:
    """`desk`: the chair's own work. The adviser has not opened the bank."""
    opening.agree(desk, slug, BankAgreement(agrees=True))
    changed = writing.create(desk, slug, _body("Nên uống mấy cốc nước mỗi ngày?"), NONE)
    more = {**_body("Người lớn nên uống mấy **cốc nước** mỗi ngày?").model_dump(), "version": 1}
    more["options"] = [
        {"key": had.key, "text": had.text, "right": had.key in (changed.answer or [])}
        for had in changed.options
    ]
    writing.change(desk, changed.id, BankQuestionChange.model_validate(more), NONE)
    retired = writing.create(desk, slug, _body("Năm nay là năm con gì?"), NONE)
    writing.retire(desk, retired.id, BankRetirement())
    essay = {"kind": "essay", "options": [], "points": 500, "difficulty": "hard"}
    told = writing.create(desk, slug, _body("Kể một việc tốt chị đã gặp.", **essay), NONE)
    return Bank(changed.id, retired.id, told.id)


def _body(text: str, **more: object) -> BankQuestionCreate:
    values = {
        "topic": "suc-khoe",
        "difficulty": "easy",
        "text": text,
        "options": [{"text": one, "right": one is OPTIONS[-1]} for one in OPTIONS],
        "explanation": "Uống đều trong ngày, không đợi khát.",
        "source": "Tài liệu dinh dưỡng (minh họa)",
    }
    return BankQuestionCreate.model_validate(values | more)


def paste_questions(page: Page) -> None:
    page.locator("textarea[name=text]").fill(TABLE)
    send_empty(page)


def paste_wrong_questions(page: Page) -> None:
    page.locator("textarea[name=text]").fill(TABLE + WRONG)
    send_empty(page)
