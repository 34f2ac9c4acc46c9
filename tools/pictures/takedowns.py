"""Requests to take content down in several states: what the demonstration lacks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from app.domain.permissions import Actor
from app.schemas.base import FileWrite
from app.schemas.takedowns import (
    TakedownCompletion,
    TakedownCreate,
    TakedownHandover,
    TakedownStepCreate,
)
from app.services import takedown_clock, takedowns, taking_down
from app.store.actors import Work

POST = "https://www.facebook.com/groups/gialamkhoedep/posts/1000000000000"


@dataclass(frozen=True, slots=True)
class Takedowns:
    """`open`: urgent, with a proof; `late`: overdue; `closed`: taken down; `away`: handed over."""

    open: str
    late: str
    closed: str
    away: str


def furnish(desk: Work, slug: str) -> Takedowns:
    """`desk`: the chair's own work."""
    urgent = _receive(desk, slug, 2, asked_by="Công an xã Gia Lâm (minh họa)", urgent=True)
    late = _receive(desk, slug, 51, kind="complaint", asked_by="Chị Hà (minh họa)")
    away = _receive(desk, slug, 5, asked_by="Phòng Văn hóa - Xã hội (minh họa)")
    unit = TakedownHandover(unit="Đoàn Thanh niên xã (minh họa)", receipt="Anh Minh nhận 9 giờ")
    taking_down.hand_over(desk, away, unit)
    closed = [_closed(desk, slug, number) for number in range(4)]
    _prove(desk, urgent, "before")
    takedown_clock.remind(replace(desk, actor=Actor()))
    return Takedowns(open=urgent, late=late, closed=closed[-1], away=away)


def _receive(desk: Work, slug: str, hours: int, **more: object) -> str:
    values = {
        "kind": "authority",
        "received_at": desk.now - timedelta(hours=hours),
        "address": POST,
        "document": "15/CV-CAX",
        "text_found": "Bài chia sẻ tin chưa kiểm chứng về một loại thuốc.",
        "grounds": "Tin sai về thuốc chữa bệnh.",
        **more,
    }
    return takedowns.receive(desk, slug, TakedownCreate.model_validate(values)).id


def _closed(desk: Work, slug: str, number: int) -> str:
    one = _receive(desk, slug, 20 + number, asked_by="Sở Văn hóa và Thể thao (minh họa)")
    _prove(desk, one, "before")
    _prove(desk, one, "after")
    taking_down.complete(desk, one, TakedownCompletion(finding="founded"))
    return one


def _prove(desk: Work, request: str, kind: Literal["before", "after"]) -> None:
    content = f"{request} {kind}".encode()
    file = FileWrite.model_construct(name=f"man-hinh-{kind}.png", content=content)
    body = TakedownStepCreate.model_construct(
        kind=kind, text="", seen_at=None, file=file, version=None
    )
    taking_down.step(desk, request, body, hashlib.sha256(content).hexdigest())
