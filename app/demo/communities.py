"""The community of Plan 55 with its texts, hosts, platforms and invitations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app import content
from app.demo.stage import Stage, at
from app.models.communities import Community
from app.models.members import Invitation
from app.schemas.house import InvitationCreate
from app.services import communities, inviting
from app.services.deeds import fresh_id
from app.store import invitations
from app.store.actors import Work

#: The Facebook group was opened on 5 May 2024 (published); the hour is illustration.
OPENED_AT = datetime(2024, 5, 4, 23, 0, tzinfo=UTC)
INVITED_AT = datetime(2024, 5, 9, 3, 0, tzinfo=UTC)
#: Addresses that lead to nobody's group: the demonstration sends no one to a real place.
_PLATFORMS = (
    ("facebook", "Nhóm Facebook", "https://www.facebook.com/groups/vi-du-minh-hoa"),
    ("zalo", "Nhóm Zalo", "https://zalo.me/g/vi-du-minh-hoa"),
)


def found(work: Work, units: Mapping[str, str]) -> Community:
    """The community as the plan names it; its first host keeps the members' data."""
    mission = content.mission()
    community = Community(
        id=fresh_id(at(work, OPENED_AT)),
        slug=mission.slug,
        name=f"“{mission.name}”",
        mission=mission.mission.strip(),
        short_mission=mission.short_mission,
        audience=mission.audience,
        platforms=[
            {"kind": kind, "label": f"{label} ({content.illustration_mark()})", "url": url}
            for kind, label, url in _PLATFORMS
        ],
        demo=True,
        founded_on=mission.founded_on,
        created_at=OPENED_AT,
    )
    communities.establish(work, community, [units[key] for key in mission.host_units], "command")
    # The editor is the city Propaganda board's (seed §4): the plan's news has its view.
    community.settings = {
        **community.settings,
        "member_posts": True,
        "plan_review": {"role": "editor", "topics": []},
    }
    return community


@dataclass(frozen=True, slots=True)
class _Link:
    """`found_via`: the answer of those who came by it; `by`: key of the one who invites."""

    found_via: str
    channel: str
    label: str
    by: str


_LINKS = (
    _Link("chapter_head", "chapter", "Chi hội trưởng các xã, thị trấn", "huong"),
    _Link("friends", "in_person", "Chị em rủ nhau", "dao"),
    _Link("facebook", "facebook", "Bài ghim trên Facebook", "anh"),
    _Link("zalo", "zalo", "Các nhóm Zalo chi hội", "huong"),
    _Link("poster", "poster", "Áp phích ở nhà văn hóa", "duong"),
    _Link("loudspeaker", "loudspeaker", "Bản tin truyền thanh", "an"),
)


def invite(work: Work, stage: Stage) -> dict[str, Invitation]:
    """One link per channel, the day after the board was appointed; by the form's answer."""
    made: dict[str, Invitation] = {}
    for link in _LINKS:
        body = InvitationCreate(channel=link.channel, label=link.label)
        read = inviting.create(
            at(work, INVITED_AT, stage.actor(link.by)), stage.community.slug, body
        )
        invitation = invitations.by_code(work.session, read.code)
        assert invitation is not None
        made[link.found_via] = invitation
    return made
