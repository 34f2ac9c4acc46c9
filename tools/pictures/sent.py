"""Pictures that the prepared member sent: one ready, one that waits, one that cannot be used."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw
from sqlalchemy import delete
from sqlmodel import col

from app.domain.pictures import Arrival, Arrived, Limits, look
from app.integrations import pictures as converting
from app.integrations import storage
from app.integrations.storage import Media
from app.models.machinery import Job
from app.services import picture_files, pictures
from app.settings import Settings
from app.store.actors import Work


@dataclass(frozen=True, slots=True)
class Sent:
    ready: str
    waiting: str
    failed: str


def furnish(work: Work, settings: Settings, community_id: str) -> Sent:
    media, limits = storage.of(settings), Limits(2**24, 10**7, 10, heic=False)
    arrived = [_arrived(media, drawn(n), limits) for n in range(3)]
    ready, waiting, failed = pictures.keep(work, community_id, Arrival(tuple(arrived), 10))
    # It waits as long as anyone looks.
    work.session.execute(delete(Job).where(col(Job.slot) == waiting.id))
    ready.alt, ready.shows = "Sen nở ở hồ đình làng", "nobody"
    result = converting.convert(drawn(0), "image/jpeg", limits.pixels)
    keys = {name: storage.new_key(".jpg") for name in ("small", "large")}
    if result.small is None or result.large is None:
        raise RuntimeError(result.failure)
    media.put(keys["small"], result.small.content)
    media.put(keys["large"], result.large.content)
    picture_files.converted(work, ready.id, result, keys)
    broken = converting.Converted(failure="picture-broken")
    picture_files.converted(work, failed.id, broken, {})
    return Sent(ready.id, waiting.id, failed.id)


def drawn(number: int) -> bytes:
    """A lotus, more or less: nobody's picture."""
    picture = Image.new("RGB", (1600, 1200), (205 - number * 30, 228, 235))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 760, 1600, 1200), fill=(70, 130, 110))
    for at, turn in enumerate((-260, -130, 0, 130, 260)):
        shade = (236 - at * 6, 120 + at * 12, 165)
        draw.ellipse((700 + turn, 420 + abs(turn) // 3, 900 + turn, 860), fill=shade)
    draw.ellipse((740, 640, 860, 760), fill=(245, 205, 90))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _arrived(media: Media, data: bytes, limits: Limits) -> Arrived:
    key = storage.new_key()
    media.put(key, data)
    return Arrived(key, "", len(data), look(data, limits))
