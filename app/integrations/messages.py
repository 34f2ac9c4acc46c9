"""Messages to phones behind one interface: an SMS gateway over HTTP, and Zalo ZNS.

Neither has been tried against the real service: no contract, no account. Both are tested against a
server on this machine that behaves as domain.md §5.3 and the services' documents say.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx

from app.domain.deliveries import AWAY, REFUSED, UNCERTAIN, NotSent
from app.domain.phones import Phone
from app.settings import Settings

TIMEOUT_S = 10.0
#: Nothing had left when these were raised: nobody there, or a setting that no request can hold.
UNSENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.LocalProtocolError,
    httpx.UnsupportedProtocol,
)
#: Zalo's own codes: the access token is wrong or has run out; the number has no Zalo.
ZNS_TOKEN_ENDED = frozenset({-124, -216})
ZNS_BUSY = frozenset({-100, -144, -147})


@dataclass(frozen=True, slots=True)
class Template:
    """Values for a text that the provider holds and approved; a plain SMS ignores it."""

    values: Mapping[str, str] = field(default_factory=dict)
    tracking: str = ""


class Gateway(Protocol):
    def send(self, to: str, text: str, template: Template) -> str:
        """The provider's receipt. `to` is a stored phone number. Raises NotSent."""
        ...


@dataclass(frozen=True, slots=True)
class Sms:
    """POST {"to", "from", "text", "reference"} with a bearer token; answers {"id": …}."""

    url: str
    token: str
    sender: str

    def send(self, to: str, text: str, template: Template) -> str:
        body = {
            "to": Phone(to).international,
            "from": self.sender,
            "text": text,
            "reference": template.tracking,
        }
        answer = _post(
            self.url, "sms", json=body, headers={"Authorization": f"Bearer {self.token}"}
        )
        if answer.status_code // 100 != 2:
            raise NotSent(_kind(answer.status_code), f"sms-{answer.status_code}")
        return str(_object(answer).get("id", ""))[:200]


@dataclass(frozen=True, slots=True)
class Zns:
    """A template message of an Official Account. The refresh token changes with every use.

    What is current stands in `file`, written before it is used; one process refreshes at a time.
    """

    url: str
    oauth_url: str
    app_id: str
    app_secret: str
    first_refresh_token: str
    template_id: str
    file: Path

    def send(self, to: str, text: str, template: Template) -> str:
        access = self._tokens().get("access_token") or self._refresh("")
        answer = self._attempt(access, to, template)
        if answer.get("error") in ZNS_TOKEN_ENDED:
            answer = self._attempt(self._refresh(access), to, template)
        code = answer.get("error")
        if code == 0:
            return str((answer.get("data") or {}).get("msg_id", ""))[:200]
        away = code in ZNS_BUSY or code in ZNS_TOKEN_ENDED
        raise NotSent(AWAY if away else REFUSED, f"zns{code}")

    def _attempt(self, access: str, to: str, template: Template) -> dict[str, Any]:
        body = {
            "phone": Phone(to).zalo,
            "template_id": self.template_id,
            "template_data": dict(template.values),
            "tracking_id": template.tracking,
        }
        answer = _post(self.url, "zns", json=body, headers={"access_token": access})
        if answer.status_code != 200:
            raise NotSent(_kind(answer.status_code), f"zns-{answer.status_code}")
        return _object(answer)

    def _refresh(self, ended: str) -> str:
        """A new access token, unless another process has fetched one meanwhile."""
        with self._alone():
            kept = self._tokens()
            if kept.get("access_token", ended) != ended:
                return kept["access_token"]
            form = {
                "app_id": self.app_id,
                "refresh_token": kept.get("refresh_token") or self.first_refresh_token,
                "grant_type": "refresh_token",
            }
            try:
                answer = _post(
                    self.oauth_url, "zns", data=form, headers={"secret_key": self.app_secret}
                )
            except NotSent as error:
                raise NotSent(AWAY, error.outcome.problem) from None
            found = _object(answer) if answer.status_code == 200 else {}
            if not found.get("access_token"):
                raise NotSent(AWAY, "zns-sign-in")
            self._keep(found)
            return str(found["access_token"])

    def _tokens(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self.file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return {}
        return found

    def _keep(self, found: dict[str, Any]) -> None:
        new = self.file.with_suffix(".new")
        new.touch(0o600)
        new.write_text(
            json.dumps({name: found.get(name, "") for name in ("access_token", "refresh_token")}),
            encoding="ascii",
        )
        new.replace(self.file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def gateways_of(settings: Settings) -> dict[str, Gateway]:
    """channel → gateway, as far as this installation has any."""
    found: dict[str, Gateway] = {}
    if settings.zns_app_id:
        found["zalo"] = Zns(
            url=settings.zns_url,
            oauth_url=settings.zns_oauth_url,
            app_id=settings.zns_app_id,
            app_secret=settings.zns_app_secret,
            first_refresh_token=settings.zns_refresh_token,
            template_id=settings.zns_template,
            file=settings.data_dir / "zns.json",
        )
    if settings.sms_url:
        found["sms"] = Sms(settings.sms_url, settings.sms_token, settings.sms_sender)
    return found


def _post(url: str, name: str, **more: Any) -> httpx.Response:
    """No connection: surely not sent. One that breaks or falls silent: nobody knows."""
    try:
        return httpx.post(url, timeout=TIMEOUT_S, follow_redirects=False, **more)
    except (*UNSENT, httpx.InvalidURL):
        raise NotSent(AWAY, f"{name}-away") from None
    except httpx.HTTPError:
        raise NotSent(UNCERTAIN, f"{name}-broken") from None


def _kind(status: int) -> str:
    """What a gateway refuses is refused; where it fails itself it may have sent."""
    if status == 429 or status == 503:
        return AWAY
    return UNCERTAIN if status >= 500 else REFUSED


def _object(answer: httpx.Response) -> dict[str, Any]:
    """An answer that cannot be read says nothing about what was sent."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotSent(UNCERTAIN, "unreadable-answer")
    return found
