"""The group outside as the board has told of it: figures by day, who holds rights, one pasted list.

The figures of the days that were published are the published ones; all else is illustration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from app import clock, content
from app.demo.stage import Deed, Stage, at
from app.schemas.platform_figures import PlatformFigureCreate
from app.schemas.platforms import RightCreate
from app.schemas.rosters import RosterCreate
from app.services import holding, measuring, pasting
from app.store import rosters
from app.store.actors import Work

_EVENING = timedelta(hours=20)
_RIGHTS_AT = datetime(2024, 5, 8, 3, 0, tzinfo=UTC)
_PASTED_AGO = timedelta(days=6)
#: Of the pilot's size the list of the group; of a large demonstration only its beginning.
_MOST = 1450
#: Shown names of women without a file: invented, as everything here.
_NICKNAMES = ("Mẹ Bống", "Hoa Sen Trắng", "Lan Bốn Mùa", "Nhà Của Gấu", "Cô Tấm Đa Tốn")
#: key of the official → (platform, right, level of the Union)
_RIGHTS = (
    ("nguyet", "facebook", "admin", "central"),
    ("thuong", "facebook", "admin", "province"),
    ("huong", "facebook", "owner", "district"),
    ("dao", "facebook", "moderator", "commune"),
    ("huong", "zalo", "owner", "district"),
    ("dao", "zalo", "admin", "commune"),
)


def deeds(work: Work, stage: Stage) -> Iterator[Deed]:
    for point in content.growth():
        moment = clock.day_start(point.on) + _EVENING
        yield Deed(moment, _figure(stage, point.participants, published=point.published))
    yield Deed(_RIGHTS_AT, lambda now: _give_rights(now, stage))
    pasted = clock.day_start(work.today - _PASTED_AGO) + _EVENING
    yield Deed(pasted, lambda now: _paste(now, stage))


def _figure(stage: Stage, members: int, *, published: bool) -> Callable[[Work], None]:
    def note(now: Work) -> None:
        mark = "" if published else content.illustration_mark()
        body = PlatformFigureCreate(as_of=now.today, members=members, note=mark)
        measuring.note(at(now, now.now, stage.actor("anh")), stage.community.slug, body)

    return note


def _give_rights(now: Work, stage: Stage) -> None:
    chair = at(now, now.now, stage.actor("nguyet"))
    for key, platform, level, unit_level in _RIGHTS:
        person = stage.officials[key].person
        body = RightCreate.model_validate(
            {
                "platform": platform,
                "account_name": f"{person.full_name} ({content.illustration_mark()})",
                "person": person.id,
                "level": level,
                "unit_level": unit_level,
                "since": now.today,
            }
        )
        holding.give(chair, stage.community.slug, body)


def _paste(now: Work, stage: Stage) -> None:
    files = rosters.files(now.session, stage.community.id)
    names = [file.full_name for file in files if file.state == "approved"][:_MOST]
    names += [f"{name} {number}" for number in range(1, 13) for name in _NICKNAMES]
    body = RosterCreate(platform="facebook", text="\n".join(names))
    pasting.save(at(now, now.now, stage.actor("huong")), stage.community.slug, body)
