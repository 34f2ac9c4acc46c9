"""The contract: every route declares its right, the document is committed and only grows."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from app.commands.serving import document
from app.domain.permissions import PERMISSIONS
from app.main import create_app
from app.settings import Settings
from tests.additions import losses, operations

pytestmark = pytest.mark.once

COMMITTED = Path(__file__).parent.parent / "docs" / "api" / "openapi.json"
#: contract.md, "HTTP": what the first journey needs.
ADDRESSES = """
GET /
GET /health
GET /health/ready
GET /problems/{code}
GET /permissions
POST /sessions
GET /sessions
DELETE /sessions/{id}
POST /tokens
DELETE /tokens/{id}
GET /units
GET /units/{id}
POST /units
GET /communities
POST /communities
GET /communities/{slug}
PATCH /communities/{slug}
POST /communities/{slug}/members
GET /communities/{slug}/members
GET /communities/{slug}/members/new
GET /members/{id}
POST /members/{id}/approval
DELETE /members/{id}/approval
POST /members/{id}/refusal
DELETE /members/{id}/refusal
POST /members/{id}/information-request
POST /members/{id}/suspension
POST /members/{id}/reinstatement
POST /members/{id}/removal
POST /members/{id}/withdrawal
POST /members/{id}/leaving
POST /members/{id}/reversal
POST /members/{id}/escalation
POST /members/{id}/claim
DELETE /members/{id}/claim
POST /applications/{code}/visits
GET /applications/{code}
POST /applications/{code}/answers
POST /applications/{code}/withdrawal
POST /applications/{code}/password
GET /communities/{slug}/review
POST /communities/{slug}/review/batch
GET /communities/{slug}/invitations
POST /communities/{slug}/invitations
GET /i/{code}
GET /audit
GET /me
GET /me/data
GET /me/consents
""".strip().splitlines()


@pytest.fixture(scope="module")
def served() -> dict[str, Any]:
    return document()


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return found


def test_every_route_names_a_permission_of_the_table(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, embedded_worker=False))
    doors: list[Any] = [
        door
        for context in iter_route_contexts(app.routes)
        if (door := getattr(context.endpoint, "door", None)) is not None
    ]
    unknown = {door.permission for door in doors} - set(PERMISSIONS)
    app.state.house.close()
    assert unknown == set()
    assert len(doors) == len(operations(app.openapi()))


def test_nothing_is_served_beside_the_document(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, embedded_worker=False))
    beside = {
        context.path
        for context in iter_route_contexts(app.routes)
        if not hasattr(context.endpoint, "door")
    }
    app.state.house.close()
    assert beside == {"/openapi.json", "/language/{lang}", "/sw.js", "/static"}


def test_every_permission_is_asked_for_by_a_route_or_a_service(served: dict[str, Any]) -> None:
    sources = "".join(path.read_text("utf-8") for path in Path("app").rglob("*.py"))
    unused = {name for name in PERMISSIONS if sources.count(f'"{name}"') < 2}
    assert unused == set()


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_of_the_contract_is_served(address: str, served: dict[str, Any]) -> None:
    method, path = address.split()
    assert (method.lower(), path) in operations(served)


def test_the_committed_document_is_the_served_one(
    served: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert kept == json.loads(json.dumps(served)), "run: sen openapi > docs/api/openapi.json"


def test_nothing_of_the_committed_document_is_taken_away(
    served: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert losses(kept, served) == []


def test_every_answer_with_a_body_says_what_it_holds(served: dict[str, Any]) -> None:
    silent = [
        f"{method.upper()} {path} {code}"
        for (method, path), operation in operations(served).items()
        for code, response in operation["responses"].items()
        if code in {"200", "201"} and not response.get("content")
    ]
    assert silent == []


# -- the comparator itself ----------------------------------------------------------------------


def _without_address(after: dict[str, Any]) -> None:
    del after["paths"]["/members/{id}/approval"]["post"]


def _without_parameter(after: dict[str, Any]) -> None:
    parameters = after["paths"]["/communities/{slug}/members"]["get"]["parameters"]
    parameters.remove(next(p for p in parameters if p["name"] == "q"))


def _with_needed_parameter(after: dict[str, Any]) -> None:
    parameters = after["paths"]["/communities/{slug}/members"]["get"]["parameters"]
    next(p for p in parameters if p["name"] == "q")["required"] = True


def _without_status(after: dict[str, Any]) -> None:
    del after["paths"]["/communities/{slug}/members"]["post"]["responses"]["201"]


def _without_field(after: dict[str, Any]) -> None:
    del after["components"]["schemas"]["MemberRead"]["properties"]["version"]


def _with_other_type(after: dict[str, Any]) -> None:
    after["components"]["schemas"]["MemberRead"]["properties"]["version"] = {"type": "string"}


def _with_needed_field(after: dict[str, Any]) -> None:
    after["components"]["schemas"]["MemberCreate"]["required"].append("birth_year")


def _without_schema(after: dict[str, Any]) -> None:
    del after["components"]["schemas"]["MemberRead"]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_without_address, "POST /members/{id}/approval is gone"),
        (_without_parameter, "GET /communities/{slug}/members lost the parameter q"),
        (_with_needed_parameter, "GET /communities/{slug}/members now needs the parameter q"),
        (_without_status, "POST /communities/{slug}/members no longer answers 201"),
        (_without_field, "MemberRead.version is gone"),
        (_with_other_type, "MemberRead.version changed its type"),
        (_with_needed_field, "MemberCreate.birth_year is now required"),
        (_without_schema, "the schema MemberRead is gone"),
    ],
)
def test_the_comparator_sees_a_loss(served: dict[str, Any], harm: Any, said: str) -> None:
    after = copy.deepcopy(served)
    harm(after)
    assert losses(served, after) == [said]


def test_the_comparator_lets_additions_pass(served: dict[str, Any]) -> None:
    after = copy.deepcopy(served)
    after["paths"]["/new"] = {"get": {"responses": {"200": {}}}}
    after["components"]["schemas"]["MemberRead"]["properties"]["more"] = {"type": "string"}
    after["components"]["schemas"]["New"] = {"type": "object"}
    assert losses(served, after) == []
