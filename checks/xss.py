"""Stored markup: `python -m checks.xss`.

Every payload of `tests/http/stored_xss.py` in every text field, some at a time, each round in a
place of its own; every page as every principal, in a real browser without the content policy.
Prints what was planted and seen, and ends with 1 where something ran.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.db import Database
from app.main import create_app
from app.migrations import migrate
from app.settings import Settings
from app.web import logs
from tests import factories
from tests.http import stored_xss
from tools.pictures.camera import launch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=4, help="payloads a round")
    parser.add_argument("--rounds", type=int, default=1000)
    wanted = parser.parse_args()
    logs.set_up("error")
    found = stored_xss.Found()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        for number, payloads in enumerate(stored_xss.rounds(wanted.size)):
            if number == wanted.rounds:
                break
            with tempfile.TemporaryDirectory(prefix="sen-xss-") as folder:
                settings = Settings(
                    data_dir=Path(folder), embedded_worker=False, public_url="http://testserver"
                )
                migrate(settings)
                database = Database(settings)
                scene = database.write_now(factories.people)
                database.close()
                app = create_app(settings)
                stored_xss.one_round(app, scene, payloads, page, found)
                app.state.house.close()
            sys.stdout.write(f"round {number + 1}: {found.seen} pages showed a payload\n")
            sys.stdout.flush()
        browser.close()
    sys.stdout.write(
        f"{len(stored_xss.PAYLOADS)} payloads, {len(found.planted)} text fields, "
        f"{found.pages:,} pages read, {found.seen:,} showed a payload, {len(found.faults)} faults\n"
    )
    for fault in found.faults[:30]:
        sys.stdout.write(fault + "\n")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
