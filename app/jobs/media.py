"""Tasks on files: slow work beside the database, then one short transaction."""

from __future__ import annotations

from typing import Any

from app import clock
from app.integrations import pictures, storage
from app.integrations.pictures import Converted
from app.jobs.outside import Bench, Outside
from app.services import picture_files
from app.services.picture_files import LOOSE_KEPT
from app.store.actors import Work


def _convert(bench: Bench, payload: dict[str, Any]) -> tuple[Converted, dict[str, str]]:
    original = bench.media.get(payload["original"])
    if original is None:
        return Converted(failure="picture-not-made"), {}
    pixels = bench.settings.picture_megapixels * 10**6
    made = pictures.convert(original, payload["media_type"], pixels)
    keys = {}
    for name, size in (("small", made.small), ("large", made.large)):
        if size is not None:
            keys[name] = storage.new_key(".jpg")
            bench.media.put(keys[name], size.content)
    return made, keys


def _converted(
    work: Work, payload: dict[str, Any], result: tuple[Converted, dict[str, str]]
) -> None:
    picture_files.converted(work, payload["picture"], *result)


def _not_converted(work: Work, payload: dict[str, Any]) -> None:
    picture_files.given_up(work, payload["picture"])


def _drop(bench: Bench, payload: dict[str, Any]) -> None:
    bench.media.drop(payload["keys"])


def _old(bench: Bench, _payload: dict[str, Any]) -> list[str]:
    return list(bench.media.keys(clock.now() - LOOSE_KEPT))


def _sweep(work: Work, _payload: dict[str, Any], keys: list[str]) -> None:
    picture_files.sweep(work, keys)


convert_picture = Outside(_convert, _converted, give_up=_not_converted)
#: Files that no row points to any more. Dropping twice is dropping once.
drop_files = Outside(_drop)
sweep_media = Outside(_old, _sweep)
