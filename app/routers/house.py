"""The house's own addresses: home, health, problems, permissions, the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from app.domain.permissions import PERMISSIONS
from app.schemas.house import (
    AuditList,
    ClauseRead,
    HealthRead,
    HomeRead,
    PermissionList,
    PermissionRead,
    ProblemExplained,
)
from app.services import communities, health, log
from app.store.actors import Work
from app.web.nouns import Nouns
from app.web.paging import Paging, first_page
from app.web.problems import explained

router = Nouns()


@router.read("/", "house.read", "home.html")
def home(work: Work) -> HomeRead:
    """The communities of this installation; `next` goes on at `/communities`."""
    listed = communities.page(work, first_page())
    return HomeRead(communities=listed.items, next=listed.next)


@router.read("/health", "house.read", hot=lambda _request: True)
def read_health(work: Work) -> HealthRead:
    """The process answers."""
    return HealthRead(status="ok")


@router.read("/health/ready", "house.read")
def read_readiness(work: Work) -> HealthRead:
    """The database answers and its tables are there."""
    return health.ready(work)


@router.read("/problems/{code}", "house.read", "errors/explained.html")
def explain_problem(work: Work, code: str) -> ProblemExplained:
    """What an error's `type` means."""
    return ProblemExplained.model_validate(explained(code, work.lang))


@router.read("/permissions", "house.read", "house/permissions.html")
def read_permissions(work: Work) -> PermissionList:
    """The permission table, as it is applied."""
    return PermissionList(
        items=[
            PermissionRead(
                permission=name,
                scope=row.scope,
                public=row.public,
                clauses=[
                    ClauseRead(who=c.who, roles=sorted(c.roles), not_self=c.not_self)
                    for c in row.clauses
                ],
            )
            for name, row in PERMISSIONS.items()
        ]
    )


@router.read("/audit", "audit.read", "house/audit.html")
def read_audit(
    work: Work,
    paging: Paging,
    community: Annotated[str | None, Query(max_length=60)] = None,
    subject: Annotated[str, Query(max_length=32)] = "",
    action: Annotated[str, Query(max_length=60)] = "",
    batch: Annotated[str, Query(max_length=32)] = "",
) -> AuditList:
    """Who did what, newest first. A batch is one entry; `batch` opens what was done in it."""
    return log.page(work, community, subject, action, paging, batch)
