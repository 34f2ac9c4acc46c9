"""One result, three shapes: JSON by the response model, a page, or the page's fragment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from app import i18n
from app.store.actors import Work
from app.web import access, traps
from app.web.door import Door
from app.web.forms import FormState
from app.web.frames import Frame, Message, View, Who
from app.web.pages import static_url
from app.web.shapes import VARY, Shape, json_media_type

if TYPE_CHECKING:
    from app.web.passage import Passage

HTML = "text/html; charset=utf-8"
#: What stands in an address as it is; everything else is percent-encoded.
ADDRESS = "/?&=#%:,;@+~!$'()*[]-._"


def answer(passage: Passage, work: Work, result: Any) -> Response:
    """The successful answer of a route, in the shape that was asked for."""
    door = passage.door
    if door.file:
        return _shown(passage, result) if door.shown else _file(door, result)
    value = None if door.adapter is None else door.adapter.validate_python(result)
    shape = passage.shape if door.page or door.goes_to else Shape.JSON
    if shape is Shape.JSON:
        response = _json(passage, value)
    elif passage.request.method != "GET" and _leads_on(door, shape):
        response = _see_other(passage, value)
    else:
        response = page(passage, work, door.page or "", value, status=_shown_status(door.status))
    if door.found and work.effects and response.status_code == door.status:
        response.status_code = 200
    if door.after is not None:
        door.after(passage, response, result, work)
    return response


def _file(door: Door, result: Any) -> Response:
    """Saved, never shown: the name is ASCII for old programs and whole for the others."""
    return Response(
        result.content, door.status, media_type=door.file, headers=saved_as(result.name)
    )


def saved_as(name: str) -> dict[str, str]:
    """The headers of a file that is saved under this name."""
    plain = name.encode("ascii", "ignore").decode().replace('"', "")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": named, "Cache-Control": "no-store"}


def _shown(passage: Passage, result: Any) -> Response:
    """A picture or a feed: kept by whoever fetched it, and asked about each time."""
    tag = _tag(result.content)
    kept = "private, no-cache" if passage.actor.signed_in else "no-cache"
    headers = {"ETag": tag, "Cache-Control": kept, "Vary": VARY}
    if passage.request.headers.get("if-none-match") == tag:
        return _unchanged(headers)
    return Response(result.content, passage.door.status, headers, passage.door.file)


def _tag(content: bytes) -> str:
    """Weak: what is sent may be packed, and then its bytes are others."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'


def _unchanged(headers: dict[str, str]) -> Response:
    """304 says what 200 would have: that one was packed, or not, as the browser can."""
    return Response(status_code=304, headers={**headers, "Vary": f"{VARY}, Accept-Encoding"})


def _leads_on(door: Door, shape: Shape) -> bool:
    """A browser goes to the resource, unless the answer is shown only here, as a token is."""
    return door.page is None or (shape is Shape.PAGE and door.goes_to is not None)


def page(
    passage: Passage,
    work: Work,
    template: str,
    value: Any,
    *,
    form: FormState | None = None,
    status: int = 200,
    frame: Frame | None = None,
) -> Response:
    """One template as page or fragment; nothing but the validated value reaches it."""
    whole = passage.shape is Shape.PAGE
    if frame is None:
        frame = passage.house.frame(passage, work, value) if whole else Frame()
    state = form or FormState()
    state.shown = traps.stamp(passage.house.signer)
    if whole and status == 200 and passage.request.method == "GET":
        program = passage.headers.get("user-agent", "")
        passage.house.meter.saw(
            passage.actor, access.address_of(passage.request), program, work.today
        )
    html = passage.house.pages.render(
        template,
        passage.lang,
        base="page.html" if whole else "fragment.html",
        it=value,
        view=_view(passage, frame),
        form=state,
    )
    return Response(html, status, media_type=HTML, headers=_html_headers(passage))


def _view(passage: Passage, frame: Frame) -> View:
    actor, request = passage.actor, passage.request
    return View(
        lang=passage.lang,
        path=request.url.path,
        frame=frame,
        static=static_url,
        actor=Who(actor.name, _role(passage)) if actor.signed_in else None,
        who=actor,
        message=_message(passage),
        query=dict(request.query_params),
        address=passage.house.settings.address,
    )


def _role(passage: Passage) -> str:
    roles = sorted(passage.actor.roles_in(None))
    if not roles:
        return ""
    return i18n.role(roles[0], passage.lang)


def _message(passage: Passage) -> Message | None:
    """A short word about what has just been done, named in `?done=` by the redirect."""
    done = passage.request.query_params.get("done", "")
    text = i18n.done(done, passage.lang)
    return Message("done", text) if text else None


def _json(passage: Passage, value: Any) -> Response:
    door = passage.door
    headers = {"Vary": VARY, "Cache-Control": "no-cache" if door.etag else "no-store"}
    body = b"" if door.adapter is None else door.adapter.dump_json(value, by_alias=True)
    if door.etag:
        headers["ETag"] = _tag(body + passage.lang.encode())
        if passage.request.headers.get("if-none-match") == headers["ETag"]:
            return _unchanged(headers)
    if door.status == 201 and door.goes_to is not None:
        # What a browser is told on arriving there is no part of the address.
        headers["Location"] = door.goes_to(value).partition("?done=")[0]
    media_type = json_media_type(passage.request.headers)
    if door.status == 204:
        return Response(status_code=204, headers=headers)
    return Response(body, door.status, media_type=media_type, headers=headers)


def _see_other(passage: Passage, value: Any) -> Response:
    """Post, redirect, get. A fragment is told where to go by htmx's own header."""
    door = passage.door
    target = door.goes_to(value) if door.goes_to else passage.request.url.path.rpartition("/")[0]
    for name, value_in_path in passage.request.path_params.items():
        target = target.replace("{" + name + "}", str(value_in_path))
    target = quote(target, safe=ADDRESS)
    noun = passage.request.url.path.rstrip("/").rpartition("/")[2]
    if i18n.done(noun, "vi") and "?" not in target and passage.request.method == "POST":
        target += f"?done={noun}"
    headers = _html_headers(passage)
    if passage.shape is Shape.FRAGMENT:
        return Response(status_code=200, headers={**headers, "HX-Redirect": target})
    return Response(status_code=303, headers={**headers, "Location": target})


def _html_headers(passage: Passage) -> Mapping[str, str]:
    """What is signed in is never stored; the rest asks again each time."""
    private = passage.actor.signed_in or passage.request.cookies
    return {"Vary": VARY, "Cache-Control": "no-store" if private else "no-cache"}


def _shown_status(status: int) -> int:
    return 200 if status == 204 else status
