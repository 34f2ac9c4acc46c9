"""Letters to the board, an address that waits to be confirmed, a settled sheet: for pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain import weeks
from app.integrations import mail_links
from app.models.notices import NoticePreference
from app.schemas.weekly_sheets import Settlement, WeeklySheetChange
from app.services import delivering, telling, weekly_sheets
from app.services.notice_wishes import CONFIRM, UNSUBSCRIBE
from app.services.telling import Event
from app.settings import Settings
from app.store import communities
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Letters:
    """`unsubscribe`, `confirm`: what stands in the links of letters; `settled`: a week."""

    unsubscribe: str
    confirm: str
    settled: str
    open: str


def furnish(chair: Work, settings: Settings, slug: str, member: str) -> Letters:
    community, email = communities.get(chair.session, slug), "hoa@thu.example"
    chair.session.add(NoticePreference(person_id=member, email=email, changed_at=chair.now))
    told = Event("takedown.clock", "takedown:picture", "board", path=f"/communities/{slug}/today")
    telling.tell_board(chair, community, told, han="15 giờ ngày mai", con_lai="20 giờ")
    chair.session.flush()
    delivering.plan(replace(chair, now=chair.now + timedelta(minutes=1)), ())
    settled = weeks.name(chair.today - 2 * weeks.WEEK)
    body = WeeklySheetChange(
        praise="Lớp yoga tối thứ Ba vui, chị em mong có thêm một lớp.",
        suggestion="Bài dài thì để tóm tắt ở trên.",
        conclusion="Mời chị Lan Hương gọi ba chị chờ lâu nhất trước thứ Tư.",
    )
    weekly_sheets.change(chair, slug, settled, body)
    weekly_sheets.settle(chair, slug, settled, Settlement())
    return Letters(
        unsubscribe=mail_links.seal(settings, UNSUBSCRIBE, member),
        confirm=mail_links.seal(settings, CONFIRM, member, email),
        settled=settled,
        open=weeks.name(chair.today - weeks.WEEK),
    )
