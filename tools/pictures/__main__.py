"""`python -m tools.pictures [--only WORD ...] [--readme]`: see the package."""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

from app.commands.serving import document
from app.settings import Settings
from app.web import logs
from tools.pictures import readme
from tools.pictures.camera import ROOT, Camera, Finding, launch
from tools.pictures.deeds import PASSWORD
from tools.pictures.demonstration import Demonstration, furnish, served
from tools.pictures.screens import LOOKING, SELDOM, Screen, from_addresses, states

FOLDER = ROOT / "pictures"
#: Two browsers fill two cores.
BROWSERS = 2


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    asked.add_argument(
        "--only", nargs="+", default=[""], metavar="WORD", help="screens named with one of these"
    )
    asked.add_argument("--readme", action="store_true", help="the README's six pictures")
    options = asked.parse_args()
    logs.set_up("error")
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(data_dir=Path(home), port=free_port(), log_level="error")
        given = furnish(settings, PASSWORD)
        with served(settings):
            if options.readme:
                readme.write(settings.address, given)
                return 0
            return _all(settings.address, given, options.only)


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _all(address: str, given: Demonstration, only: list[str]) -> int:
    started = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    found: list[Finding] = []
    plain = list(_pages(address, given, only, found))
    after = [one for one in states(given) if _wanted(one.name, only)]
    for (name, role), times in Counter((one.name, one.role) for one in plain + after).items():
        if times > 1:  # one picture would lie over the other
            found.append(Finding("same name", f"{times} screens as {role}", name))
    with ThreadPoolExecutor(BROWSERS) as pool:
        # All persons' pictures of a page by the same browser, so that axe reads it once.
        half = len(plain) // BROWSERS + 1
        shares = (plain[start : start + half] for start in range(0, len(plain), half))
        for some in pool.map(lambda share: _take(address, given, share), shares):
            found += some
    # One after the other: what one does, the next one shows.
    found += _take(address, given, after)
    minutes = (time.monotonic() - started) / 60
    print(f"{len(plain) + len(after)} screens, {len(list(FOLDER.iterdir()))} pictures in")
    print(f"{FOLDER.relative_to(ROOT)}/, {minutes:.1f} minutes")
    return _report(found)


def _wanted(name: str, only: list[str]) -> bool:
    return any(word in name for word in only)


def _pages(
    address: str, given: Demonstration, only: list[str], found: list[Finding]
) -> Iterator[Screen]:
    """Every page for everyone who may see it; who seldom looks, where none of the others may."""
    paths = [path for path, methods in document()["paths"].items() if "get" in methods]
    for name, page in from_addresses(paths, given):
        if not _wanted(name, only):
            continue
        open_to = [role for role in LOOKING if _may_see(address, given, role, page)]
        open_to = open_to or [role for role in SELDOM if _may_see(address, given, role, page)]
        if not open_to:
            found.append(Finding("nobody", page, name))
        yield from (Screen(name, role, page) for role in open_to)


def _may_see(address: str, given: Demonstration, role: str, page: str) -> bool:
    cookies = {"sen": given.cookies[role]} if role in given.cookies else {}
    answer = httpx.get(address + page, cookies=cookies, headers={"Accept": "text/html"})
    # A page that fails is looked at too: then its status is found.
    shown = answer.status_code == 200 or answer.status_code >= 500
    return shown and answer.headers["content-type"].startswith("text/html")


def _take(address: str, given: Demonstration, screens: Iterable[Screen]) -> list[Finding]:
    found: list[Finding] = []
    with sync_playwright() as playwright, launch(playwright) as browser:
        camera = Camera(browser, address, given, FOLDER)
        for screen in screens:
            try:
                found += camera.take(screen)
            except Exception as error:  # one broken screen must not hide the others
                found.append(Finding("broken", str(error).split("\n")[0], screen.name))
    return found


def _report(found: list[Finding]) -> int:
    """One line for each thing found, with the screens that show it; 1 where something fails."""
    places: dict[tuple[bool, str, str], list[str]] = defaultdict(list)
    for one in found:
        places[not one.fails, one.kind, one.text].append(one.screen)
    for (only_said, kind, text), screens in sorted(places.items()):
        more = f" and {len(screens) - 3} more" if len(screens) > 3 else ""
        print(f"{'note: ' if only_said else ''}{kind}: {text}\n    {', '.join(screens[:3])}{more}")
    failing = Counter(one.kind for one in found if one.fails)
    print(", ".join(f"{count} {kind}" for kind, count in failing.items()) or "nothing found")
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
