"""Payloads in every text field, seen by every role: nothing that was typed becomes markup.

Each round fills a place of its own: every write that the matrix knows is sent with payloads in each
text field of its schema, then every page is read as every principal. What shows a payload is opened
in a real browser without the site's content policy: the markup alone has to hold. Used by
`test_stored_xss.py` for one round and by `python -m checks.xss` for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from playwright.sync_api import Page
from starlette.testclient import TestClient

from app.db import Database
from tests.factories import Scene
from tests.http import world as place
from tests.http.world import PRINCIPALS, TARGETS, World

MARK = "pwned"
RUN = f"window.{MARK}=1"
_EVENTS = (
    "img src=x onerror",
    "svg onload",
    "body onload",
    "input autofocus onfocus",
    "select autofocus onfocus",
    "textarea autofocus onfocus",
    "video src=x onerror",
    "audio src=x onerror",
    "video><source onerror",
    "details open ontoggle",
    "marquee onstart",
    "iframe onload",
    "object data=x onerror",
    "style onload",
    "link rel=stylesheet href=x onerror",
    "button autofocus onfocus",
    "a autofocus tabindex=0 onfocus",
    "div tabindex=0 autofocus onfocus",
    "p style=animation-name:x onanimationstart",
    "svg><animate onbegin",
    "image src=x onerror",
    "meter onmouseover",
)
_AROUND = ("<{}={}>", "<{}='{}'>", '"><{}={}>', "'><{}={}>")
_WRITTEN = (
    "<script>{}</script>",
    "<ScRiPt>{}</sCrIpT>",
    "<script/x>{}</script>",
    "</script><script>{}</script>",
    "</textarea><script>{}</script>",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "--><script>{}</script>",
    "<svg><script>{}</script></svg>",
    "<math><mtext><script>{}</script>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<a href='javascript:{}' autofocus>x</a>",
    "<a href='&#106;avascript:{}'>x</a>",
    "<form action='javascript:{}'><button autofocus>x",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>",
    "<base href='javascript:{}//'>",
    "[x](javascript:{})",
    "[x](JaVaScRiPt:{})",
    "[x](data:text/html,<script>{}</script>)",
    "[x](&#x6A;avascript:{})",
    '![x](x"onerror="{})',
    "[x]: javascript:{}",
    "<javascript:{}>",
    "**<script>{}</script>**",
    "`</code><script>{}</script>`",
    "{{{{ {} }}}}",
    "{{% set x = {} %}}",
    "' onmouseover='{}",
    '" onmouseover="{}',
    '" autofocus onfocus="{}',
    "');{}//",
    '");{}//',
)
PAYLOADS: tuple[str, ...] = (
    *(form.format(event, RUN) for form in _AROUND for event in _EVENTS),
    *(form.format(RUN) for form in _WRITTEN),
)
#: What a text field's name says when it holds no text of a person's own.
NO_TEXT = frozenset(
    "slug key kind platform state decision level unit_level role person main substitute unit member"
    " into other host_unit way status source finding to channel invitation topic file content"
    " cursor phone login password code proof_kind accepted_regulation".split()
)
#: Elements and attributes that no page of Sen has; a block of data is none that runs.
FOREIGN = """() => [...document.querySelectorAll('*')].filter((one) =>
  (one.tagName === 'SCRIPT' && !one.src && one.type !== 'application/json')
  || /^(IFRAME|OBJECT|EMBED|BASE|MARQUEE|MATH)$/.test(one.tagName)
  || [...one.attributes].some((a) => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value)))
  .map((one) => one.outerHTML.slice(0, 120))"""


@dataclass(slots=True)
class Found:
    """`planted`: payloads that were taken, by route and field; `seen`: pages that showed one."""

    planted: Counter[str] = field(default_factory=Counter)
    seen: int = 0
    pages: int = 0
    faults: list[str] = field(default_factory=list)


def one_round(
    app: Any,
    scene: Scene,
    payloads: Sequence[str],
    browser: Page,
    found: Found,
    principals: Sequence[str] = PRINCIPALS,
    *,
    by_all: bool = True,
) -> None:
    """Plant these payloads everywhere in one place, and look at everything: at each page as every
    principal who may, or as one of them in turn."""
    database: Database = app.state.house.database
    world = database.write_now(lambda session: place.furnish(session, scene))
    client = TestClient(app, base_url="http://testserver", follow_redirects=False)
    _plant(app, client, world, "\n".join(payloads), found)
    for principal, address, html in _pages(app, client, world, principals, by_all):
        found.pages += 1
        if address.endswith((".atom", ".rss")):
            ElementTree.fromstring(html)
        elif MARK in html:
            found.seen += 1
            found.faults += _executes(browser, html, f"{principal} {address}")


def _plant(app: Any, client: TestClient, world: World, text: str, found: Found) -> None:
    document = app.openapi()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            fields = _text_fields(document, operation)
            if method in {"post", "put", "patch"} and fields:
                _send(app, client, world, method.upper(), path, fields, text, found)


def _send(
    app: Any,
    client: TestClient,
    world: World,
    method: str,
    path: str,
    fields: dict[str, int],
    text: str,
    found: Found,
) -> None:
    """As the first principal who may: all fields at once, else one after the other."""
    names = place.names_of(path)
    base = place.bodies(world.scene, "same").get((method, path), {})
    whole = {name: text[:length] for name, length in fields.items()}
    bodies = [{**base, **whole}, *({**base, name: value} for name, value in whole.items())]
    for principal in ("chair", "member", "officer", "moderator", "nobody", "administrator"):
        for target in ("own", "same"):
            values = world.parameters(target, principal, names)
            if values is None:
                continue
            headers = place.headers_of(world.scene, principal, "json", bearer=True)
            for number, body in enumerate(bodies):
                place.forget_throttles(app.state.house)
                address = place.filled(path, names, values)
                answer = client.request(method, address, headers=headers, json=body)
                if answer.status_code < 300:
                    taken = fields if number == 0 else [list(whole)[number - 1]]
                    found.planted.update(f"{method} {path} {name}" for name in taken)
                    if number == 0:
                        return
                elif answer.status_code in {401, 403, 404, 409}:
                    break  # refused, whatever was typed


def _text_fields(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, int]:
    """Names of a body's free texts, with how long they may be."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    reference = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    properties = document["components"]["schemas"].get(reference, {}).get("properties", {})
    found = {}
    for name, schema in properties.items():
        kinds = [schema, *schema.get("anyOf", [])]
        text = next((one for one in kinds if one.get("type") == "string"), None)
        if text is None or name in NO_TEXT or "enum" in text or "format" in text or "const" in text:
            continue
        found[name] = text.get("maxLength", 4000)
    return found


def _pages(
    app: Any, client: TestClient, world: World, principals: Sequence[str], by_all: bool
) -> Iterator[tuple[str, str, str]]:
    """(principal, address, page) of every page."""
    paths = [path for path, operations in app.openapi()["paths"].items() if "get" in operations]
    for number, path in enumerate(paths):
        turn = number % len(principals)
        for principal in (*principals[turn:], *principals[:turn]):
            seen = False
            for address in _addresses(world, path, principal):
                place.forget_throttles(app.state.house)
                headers = place.headers_of(world.scene, principal, "page", bearer=False)
                answer = client.get(address, headers=headers)
                seen = seen or answer.status_code == 200
                if answer.headers.get("content-type", "").startswith(("text/html", "application/")):
                    yield principal, address, answer.text
            if seen and not by_all:
                break


def _addresses(world: World, path: str, principal: str) -> Iterator[str]:
    """Of her own thing and of another's."""
    names = place.names_of(path)
    for target in TARGETS[:2] if names else ("same",):
        values = world.parameters(target, principal, names)
        if not names or values is not None:
            yield place.filled(path, names, values or {})


def _executes(browser: Page, html: str, where: str) -> list[str]:
    """What of a page runs, or stands there as only markup could."""
    browser.set_content(html, wait_until="domcontentloaded")
    ran = browser.evaluate(f"() => window.{MARK}")
    foreign = browser.evaluate(FOREIGN)
    faults = [f"{where}: it ran"] if ran else []
    return faults + [f"{where}: {markup}" for markup in foreign]


def rounds(size: int) -> Iterator[tuple[str, ...]]:
    """The payloads, so many at a time that the shortest text field holds them."""
    for start in range(0, len(PAYLOADS), size):
        yield PAYLOADS[start : start + size]
