"""What HTTP tests share: bodies, the two languages of a refusal, and what was written."""

from __future__ import annotations

import re
from typing import Any

from httpx2 import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from app import clock
from app.models.base import SQLModel
from tests.factories import HOME

MEMBERS = f"/communities/{HOME}/members"
PROBLEM = "application/problem+json"
VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")
PAGE = {"accept": "text/html"}
FRAGMENT = {"accept": "text/html", "hx-request": "true"}


def join(**more: Any) -> dict[str, Any]:
    """A join form that is good."""
    return {
        "full_name": "Đỗ Thị Nga",
        "phone": "0912000123",
        "accepted_regulation": 1,
        "consents": ["management"],
        **more,
    }


def refused(
    client: TestClient, method: str, url: str, status: int, code: str, **request: Any
) -> dict[str, Any]:
    """The same refusal twice, in Vietnamese and in English; the Vietnamese one comes back."""
    headers = request.pop("headers", {})
    said: dict[str, dict[str, Any]] = {}
    for lang in ("vi", "en"):
        answer = client.request(
            method, url, headers={**headers, "accept-language": lang}, **request
        )
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == PROBLEM
        said[lang] = answer.json()
        assert said[lang]["type"] == f"/problems/{code}"
        assert said[lang]["status"] == status
        assert "instance" not in said[lang]
    _in_both_languages(said["vi"], said["en"])
    return said["vi"]


def _in_both_languages(vi: dict[str, Any], en: dict[str, Any]) -> None:
    for name in ("title", "detail"):
        assert VIETNAMESE.search(vi[name].lower()), vi[name]
        assert en[name]
        assert not VIETNAMESE.search(en[name].lower()), en[name]
    for one, other in zip(vi.get("errors", []), en.get("errors", []), strict=True):
        assert one["pointer"] == other["pointer"]
        assert VIETNAMESE.search(one["detail"].lower()), one["detail"]
        assert not VIETNAMESE.search(other["detail"].lower()), other["detail"]


def errors(problem: dict[str, Any]) -> dict[str, str]:
    """pointer → code"""
    return {error["pointer"]: error["code"] for error in problem.get("errors", [])}


def written(client: TestClient, *but: str) -> dict[str, int]:
    """How many rows each table has, those in `but` apart."""

    def count(session: Session) -> dict[str, int]:
        return {
            name: int(session.execute(select(func.count()).select_from(table)).scalar_one())
            for name, table in SQLModel.metadata.tables.items()
            if name not in but
        }

    database = client.app.state.house.database  # type: ignore[attr-defined]
    rows: dict[str, int] = database.read_now(count)
    return rows


def shown_before(client: TestClient, seconds: int = 60) -> dict[str, str]:
    """The hidden field of a form that was shown so long ago (the time trap)."""
    house = client.app.state.house  # type: ignore[attr-defined]
    moment = int(clock.now().timestamp()) - seconds
    return {"_shown": str(house.signer.dumps(moment, salt="shown"))}


def same_but_ids(one: Response, other: Response) -> bool:
    """Byte for byte the same, `Date` and the request id apart."""

    def told(answer: Response) -> tuple[int, bytes, list[tuple[str, str]]]:
        apart = {"date", "x-request-id"}
        headers = [(k, v) for k, v in answer.headers.items() if k.lower() not in apart]
        return answer.status_code, answer.content, headers

    return told(one) == told(other)
