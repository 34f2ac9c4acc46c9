"""Posts that stand on Facebook or Zalo in several states: what the demonstration lacks."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.pictures import Arrival
from app.schemas.base import Versioned
from app.schemas.members import Decision, ReasonedDecision
from app.schemas.outside_posts import OutsidePostCreate
from app.services.outside_posts import deciding, recording
from app.store.actors import Work

GROUP = "https://www.facebook.com/groups/gialamkhoedep/posts/"
SALE = (
    "Chị em ơi, em mới về lô kem dưỡng, ai lấy nhắn em nhé. Giá rẻ hơn ngoài chợ, dùng ba ngày là "
    "thấy. Ship tận nhà trong xã."
)


@dataclass(frozen=True, slots=True)
class Outside:
    """`waits`: to be judged; `hand`: refused, to be taken down there; `done`: approved and done."""

    waits: str
    hand: str
    done: str
    withdrawn: str


def furnish(desk: Work, slug: str, member: str) -> Outside:
    """`desk`: the chair's own work; `member`: a file that one of them is linked to."""
    waits = _record(
        desk,
        slug,
        "Sáng mai đội dân vũ tập ở nhà văn hóa lúc 5 giờ, chị em nhớ mang nước nhé.",
        address=f"{GROUP}1000000000001",
        author_name="Nguyễn Hà (minh họa)",
    )
    hand = _record(desk, slug, SALE, there="standing", address=f"{GROUP}1000000000002")
    deciding.refuse(desk, hand, ReasonedDecision(words="Nhóm mình không đăng bài bán hàng."))
    done = _record(desk, slug, "Công thức nộm hoa chuối đây ạ.", platform="zalo", member=member)
    deciding.approve(desk, done, Decision())
    deciding.tick(desk, done, Versioned())
    slip = _record(desk, slug, "Ghi nhầm nhóm khác.", platform="zalo", kind="comment")
    recording.withdraw(desk, slip, Decision())
    return Outside(waits=waits, hand=hand, done=done, withdrawn=slip)


def _record(desk: Work, slug: str, body: str, **more: str) -> str:
    said = {"author_name": "Hoa Sen (minh họa)", "there": "waiting", "body": body, **more}
    made = recording.create(desk, slug, OutsidePostCreate.model_validate(said), Arrival((), 0))
    return made.id
