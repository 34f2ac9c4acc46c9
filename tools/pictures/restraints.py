"""For the pictures alone: rules over texts, a reminder, an appeal against a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.permissions import Actor, Membership
from app.schemas.posts import PostCreate
from app.schemas.rules import ContentRuleCreate
from app.schemas.sanctions import AppealCreate, SanctionCreate
from app.services import appeals, content_rules, sanctions
from app.services.posts import writing
from app.store import members
from app.store.actors import Work

SELLING = "Nhóm hẹn nhau không bán hàng trong bài; chị bỏ phần bán rồi gửi lại nhé."


@dataclass(frozen=True, slots=True)
class Restraints:
    """Ids: of a rule, of a reminder and an appeal of the prepared member, of a masked post."""

    rule: str
    sanction: str
    appeal: str
    masked: str


def furnish(chair: Work, slug: str, member_id: str) -> Restraints:
    """`chair`: the work, done by the chair; `member_id`: of the prepared member."""
    rules = [
        ContentRuleCreate(
            label="Bán kem trộn", action="refuse", words=["kem trộn", "cho vay"], message=SELLING
        ),
        ContentRuleCreate(label="Số điện thoại trong bài", action="mask", numbers=["phone"]),
        ContentRuleCreate(label="Đường dẫn rút gọn", action="flag", links="shorteners"),
    ]
    rule, _, _ = [content_rules.create(chair, slug, body).id for body in rules]
    member = members.again(chair.session, member_id)
    membership = Membership(member.id, member.community_id, member.state)
    herself = replace(chair, actor=Actor(member.person_id, memberships=(membership,)))
    masked = writing.create(
        herself,
        slug,
        PostCreate(
            title="Ai cần giống rau thơm",
            body="Nhà em dư giống rau thơm, chị nào cần gọi em 0912 345 678 hoặc xem bit.ly/rau nhé.",
        ),
    ).id
    refused = writing.create(
        herself,
        slug,
        PostCreate(title="Kem nhà làm", body="Em có k.e.m t.r.ộ.n nhà làm, ai mua ạ?"),
    ).id
    appeal = appeals.of_post(
        herself, refused, AppealCreate(text="Em chỉ kể cách làm kem ăn cho con, không bán ạ.")
    ).id
    sanction = sanctions.impose(
        chair,
        member_id,
        SanctionCreate(
            kind="pre_reading", reason="X-2", words="có hai bài chia sẻ lại tin chưa rõ nguồn"
        ),
    ).id
    return Restraints(rule, sanction, appeal, masked)
