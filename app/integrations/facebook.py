"""The Graph API of a Facebook *Page*: check, publish, schedule, look up.

Groups have no API (removed on 22/4/2024, domain.md §5.3). Requests and answers are those of
developers.facebook.com/docs/pages-api and /docs/graph-api/guides/error-handling. Nothing here
repeats a publication: `Lost` says that nobody knows whether it happened, and `find` looks.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

import httpx

from app.domain.page_postings import Trouble, same_words, trouble_of

CONNECT, ANSWER = 5.0, 20.0
"""Seconds; all calls of one posting together stay below a job's lease (`LONGEST`)."""
LONGEST = 45.0
#: Facebook's clock and ours may differ; what was published a little earlier is looked at too.
SKEW = timedelta(minutes=5)
RECENT = 50


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Published:
    """`id`: PAGE_POST, as Facebook names it."""

    id: str

    @property
    def address(self) -> str:
        return f"https://www.facebook.com/{self.id}"


class PageTrouble(Exception):
    """Facebook said no, or could not be reached: certainly nothing was published."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


class Lost(Exception):
    """The answer of a publication was lost: it may stand on the Page or not."""


class PageClient:
    """One Page with its token. The token travels in a header: addresses are logged, headers not."""

    def __init__(self, base: str, page_id: str, token: str) -> None:
        self.page_id = page_id
        self._until = time.monotonic() + LONGEST
        self._http = httpx.Client(
            base_url=base.rstrip("/"),
            headers={"Authorization": f"Bearer {token}"},
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> PageClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def check(self) -> Page:
        """The Page as the token sees it. Raises `PageTrouble`, also for another Page's token."""
        found = self._read(f"/{self.page_id}", {"fields": "id,name"})
        if str(found.get("id")) != self.page_id:
            raise PageTrouble(Trouble("page-permission"))
        return Page(self.page_id, str(found.get("name", "")))

    def publish(
        self,
        message: str,
        link: str,
        pictures: Sequence[tuple[str, bytes]],
        at: datetime | None = None,
    ) -> Published:
        """Post now, or hand it to Facebook's own schedule. `pictures`: (name, bytes).

        Raises `PageTrouble` where nothing was published, `Lost` where nobody knows.
        """
        form = {"message": shown(message, link, with_pictures=bool(pictures))}
        if link and not pictures:
            form["link"] = link
        for place, picture in enumerate(pictures):
            form[f"attached_media[{place}]"] = json.dumps({"media_fbid": self._upload(picture)})
        if at is not None:
            form |= {"published": "false", "scheduled_publish_time": str(int(at.timestamp()))}
        return Published(self._publish(f"/{self.page_id}/feed", form))

    def find(
        self, message: str, since: datetime, known: Collection[str], *, scheduled: bool
    ) -> Published | None:
        """A recent posting of exactly these words, made since then and not one of the known."""
        edge = "scheduled_posts" if scheduled else "feed"
        query = {"fields": "id,message,created_time", "limit": str(RECENT)}
        rows = self._read(f"/{self.page_id}/{edge}", query).get("data", [])
        for row in rows if isinstance(rows, list) else []:
            made, row_id = _moment(row.get("created_time")), str(row.get("id", ""))
            fresh = made is None or made >= since - SKEW
            unknown = row_id and row_id not in known
            if fresh and unknown and same_words(str(row.get("message", "")), message):
                return Published(row_id)
        return None

    def _left(self) -> httpx.Timeout:
        """What is left of the time of one posting; without any nothing more is sent."""
        left = self._until - time.monotonic()
        if left < 1:
            raise PageTrouble(Trouble("page-unreachable", again=True))
        return httpx.Timeout(min(ANSWER, left), connect=min(CONNECT, left))

    def _upload(self, picture: tuple[str, bytes]) -> str:
        """An unpublished photo: nobody sees it, so an upload that was lost does no harm."""
        name, content = picture
        try:
            answer = self._http.post(
                f"/{self.page_id}/photos",
                data={"published": "false"},
                files={"source": (name, content)},
                timeout=self._left(),
            )
        except httpx.HTTPError:
            raise PageTrouble(Trouble("page-unreachable", again=True)) from None
        return str(_said(answer).get("id", ""))

    def _read(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        try:
            return _said(self._http.get(path, params=query, timeout=self._left()))
        except httpx.HTTPError:
            raise PageTrouble(Trouble("page-unreachable", again=True)) from None

    def _publish(self, path: str, form: Mapping[str, str]) -> str:
        try:
            answer = self._http.post(path, data=form, timeout=self._left())
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            # Nothing was sent.
            raise PageTrouble(Trouble("page-unreachable", again=True)) from None
        except httpx.HTTPError:
            raise Lost from None
        try:
            found = _said(answer)
        except PageTrouble as error:
            if error.trouble.code == "page-unreachable":
                # An error page of something between, or "an unknown error": it may have happened.
                raise Lost from None
            raise
        if not found.get("id"):
            raise Lost
        return str(found["id"])


def shown(message: str, link: str, *, with_pictures: bool) -> str:
    """Facebook shows a link's card or pictures: beside pictures the link stands in the text."""
    return f"{message}\n{link}" if link and with_pictures else message


def _said(answer: httpx.Response) -> dict[str, Any]:
    """The answer's object. An error object says why not, whatever the status."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise PageTrouble(Trouble("page-unreachable", again=True))
    error = found.get("error")
    if isinstance(error, dict):
        raise PageTrouble(trouble_of(_number(error.get("code"))))
    if answer.status_code >= 300:
        raise PageTrouble(Trouble("page-unreachable", again=True))
    return found


def _number(code: Any) -> int:
    try:
        return int(code)
    except (TypeError, ValueError):
        return 1


def _moment(text: Any) -> datetime | None:
    """Facebook writes 2026-11-27T08:00:00+0000."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
