"""Files on their way in: read, looked at and stored before any transaction begins."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any

from app.domain.pictures import Arrival, Arrived, Unfit, look
from app.domain.refusals import FieldError, Invalid, Refusal
from app.domain.seals import Seals
from app.web.seals import seals

if TYPE_CHECKING:
    from app.web.house import House
    from app.web.passage import Passage


async def sheets(passage: Passage, body: Any, **_given: Any) -> Any:
    """The sheets of the body's file, where it brought one; what cannot be read is told beside."""
    if body.file is None:
        return []
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(None, passage.house.read_sheets, body.file.content)
    except Refusal as error:
        raise Invalid.at("/file", error.code, **error.facts) from None


async def xlsform(passage: Passage, body: Any, **_given: Any) -> Any:
    """The sheets of an XLSForm; what cannot be read is told beside the field."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(None, passage.house.read_xlsform, body.file.content)
    except Refusal as error:
        raise Invalid.at("/file", error.code, **error.facts) from None


async def digest(_passage: Passage, body: Any, **_given: Any) -> str:
    """SHA-256 of the body's file, where it brought one."""
    if body.file is None:
        return ""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, _digest, body.file.content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def pictures(passage: Passage, body: Any, **_given: Any) -> Arrival:
    """The pictures of the body's `files`, as they now lie in the storage; all of them or none.

    A door with this `before` has `undo=uploads.drop`, so that a refused request keeps no file.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, _taken, passage.house, body.files or [])


async def answer_picture(passage: Passage, body: Any, **given: Any) -> tuple[Seals, Arrival]:
    """The house's seals with the picture of an answer. It is decoded before it is kept: the answer
    may be sent before the job has made it anew, and then nobody can choose another."""
    if passage.actor.signed_in:
        loop, house = asyncio.get_running_loop(), passage.house
        await loop.run_in_executor(house.drawing, _decoded, house, body.files)
    return await seals(passage, **given), await pictures(passage, body)


def _decoded(house: House, files: list[Any]) -> None:
    """Raises Invalid for what looks like a picture and is none, or only a part of one."""
    for file in files:
        try:
            seen = look(file.content, house.pictures)
        except Unfit:
            continue  # Said where it is taken.
        failure = house.fault(file.content, seen.media_type, house.pictures.pixels)
        if failure:
            raise Invalid(FieldError("/files", failure, {"name": file.name}))


async def drop_answer_picture(passage: Passage, prepared: tuple[Seals, Arrival]) -> None:
    await drop(passage, prepared[1])


async def drop(passage: Passage, arrival: Arrival) -> None:
    """The transaction kept none of them. What cannot be dropped now is swept within a day."""
    keys = [one.key for one in arrival.pictures]
    if keys:
        await asyncio.get_running_loop().run_in_executor(None, passage.house.media.drop, keys)


def _taken(house: House, files: list[Any]) -> Arrival:
    looks, errors = [], []
    for file in files:
        try:
            looks.append(look(file.content, house.pictures))
        except Unfit as error:
            errors.append(FieldError("/files", error.code, {"name": file.name, **error.facts}))
    if errors:
        raise Invalid(*errors)
    arrived: list[Arrived] = []
    try:
        for file, seen in zip(files, looks, strict=True):
            one = Arrived(
                key=house.new_key(),
                sha256=hashlib.sha256(file.content).hexdigest(),
                bytes=len(file.content),
                look=seen,
            )
            house.media.put(one.key, file.content)
            arrived.append(one)
    except BaseException:
        house.media.drop([one.key for one in arrived])
        raise
    return Arrival(tuple(arrived), house.pictures.per_day)
