"""Wiring: settings, database, house, routers, middleware. No rule lives here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import structlog
from fastapi import FastAPI
from itsdangerous import URLSafeTimedSerializer
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app import clock, i18n
from app.areas import AREAS
from app.db import Database
from app.domain.outside_posts import KIND as OUTSIDE
from app.domain.pictures import Limits
from app.integrations import passwords, pictures, sheet_picture, sheets, storage, xlsform
from app.integrations.page_desk import PageDesk
from app.jobs.worker import Worker
from app.services import import_reading, page_connections, sign_ins, takedown_subjects
from app.services.comments import deciding as on_comments
from app.services.outside_posts import deciding as on_outside_posts
from app.services.posts import deciding as on_posts
from app.settings import Settings
from app.store import accounts, codes, frames, visits
from app.store.actors import Work
from app.web.frames import CommunityName, Frame
from app.web.house import House
from app.web.meter import Meter
from app.web.packing import Packing
from app.web.pages import STATIC, Pages
from app.web.passage import Passage
from app.web.places import places
from app.web.remembered import Remembered
from app.web.signing import safe_next
from app.web.static import Static, queue_worker
from app.web.stray import stray, unforeseen
from app.web.wire import MethodOverride, Wire

log = structlog.get_logger("sen")
YEAR_SECONDS = 365 * 24 * 3600
DESCRIPTION = "Sen: the software of the Women's Union's online communities."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application of one installation."""
    settings = settings or Settings()
    takedown_subjects.register("post", on_posts.taken_down)
    takedown_subjects.register("comment", on_comments.taken_down)
    takedown_subjects.listen(OUTSIDE, on_outside_posts.taken_down)
    app = FastAPI(
        title="Sen",
        version="1",
        description=DESCRIPTION,
        openapi_url="/openapi.json" if settings.shows_openapi else None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.house = make_house(settings)
    for area in AREAS:
        app.include_router(area.router)
    app.add_route("/language/{lang}", _choose_language, include_in_schema=False)
    app.add_route("/sw.js", queue_worker, include_in_schema=False)
    app.mount("/static", Static(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, stray)
    app.add_exception_handler(Exception, unforeseen)
    app.add_middleware(MethodOverride, cookie=settings.cookie)
    app.add_middleware(Packing)
    app.add_middleware(Remembered)
    app.add_middleware(Wire, settings=settings)
    return app


def make_house(settings: Settings) -> House:
    """What the requests of one installation find on `app.state`."""
    secret = settings.secret()
    hasher: Any = SimpleNamespace(
        check_new=sign_ins.check_new,
        hashed=passwords.hashed,
        fits=passwords.fits,
        normal_login=sign_ins.normal_login,
        secret_of=accounts.secret_of,
    )
    pages_outside: Any = SimpleNamespace(
        allow=page_connections.allow, checked=PageDesk(settings).checked
    )
    return House(
        settings=settings,
        database=Database(settings),
        pages=Pages(reload=not settings.production),
        frame=_frame,
        hasher=hasher,
        codes=codes,
        read_sheets=lambda data: import_reading.as_headed(sheets.read(data)),
        read_xlsform=xlsform.read,
        pages_outside=pages_outside,
        media=storage.of(settings),
        new_key=storage.new_key,
        pictures=Limits(
            bytes=settings.picture_megabytes * 2**20,
            pixels=settings.picture_megapixels * 10**6,
            per_day=settings.pictures_per_day,
            heic=pictures.reads_heic(),
        ),
        fault=pictures.fault,
        draw=sheet_picture.draw,
        signer=URLSafeTimedSerializer(secret),
        secret=secret.encode(),
        meter=Meter(secret.encode()),
    )


def _frame(passage: Passage, work: Work, value: Any) -> Frame:
    """The page's surroundings: the community is named by the result or by the address."""
    slug = getattr(value, "community", None) or passage.request.path_params.get("slug")
    found = frames.around(
        work.session, work.actor, slug if isinstance(slug, str) else None, work.now
    )
    community = found.community
    return Frame(
        community=_name(community) if community else None,
        communities=tuple(_name(c) for c in found.communities),
        places=places(
            work.actor,
            community.slug if community else None,
            community.id if community else None,
            passage.request.url.path,
            found.waiting,
            found.unread,
        ),
        demo=found.demo,
        unread=found.unread,
    )


def _name(community: Any) -> CommunityName:
    return CommunityName(
        community.slug, community.name, community.short_mission, demo=community.demo
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    the_house: House = app.state.house
    worker = Worker(the_house.database) if the_house.settings.embedded_worker else None
    if worker is not None:
        worker.start()
    metering = asyncio.create_task(_count_visits(the_house))
    try:
        yield
    finally:
        metering.cancel()
        await _write_visits(the_house)
        if worker is not None:
            worker.stop()
        the_house.close()


async def _count_visits(the_house: House) -> None:
    """Every server process writes what it saw, once a minute and when it stops."""
    while True:
        await asyncio.sleep(60)
        await _write_visits(the_house)


async def _write_visits(the_house: House) -> None:
    marks = the_house.meter.take()
    if not marks:
        return
    try:
        await the_house.database.write(lambda session: visits.keep(session, marks, clock.today()))
    except Exception as error:
        the_house.meter.put_back(marks)
        log.warning("visits_not_written", error=error)


async def _choose_language(request: Request) -> Response:
    """Her own choice of language, kept in a cookie; no account needed."""
    lang = request.path_params["lang"]
    response = RedirectResponse(safe_next(request.query_params.get("next", "/")), 303)
    if lang in i18n.LANGUAGES:
        response.set_cookie("lang", lang, max_age=YEAR_SECONDS, samesite="lax", path="/")
    return response
