"""A worker that dies while it converts a picture: run by test_conversions in a process of its own.

`SEN_*` name the place, `SEN_TEST_MARK` a file, `SEN_TEST_AT` where it stumbles: `decoding`, in the
process that decodes; `half`, when the small size is stored and the large one is not; `unsaid`, when
both are stored and no row says so. There it writes its process' id into the file and sleeps; where
the file is there already, it goes through. The lease is short.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.db import Database
from app.integrations import pictures, storage
from app.jobs import worker
from app.settings import Settings

SHORT = timedelta(seconds=1)
AT = os.environ.get("SEN_TEST_AT", "")


def stumble() -> None:
    mark = Path(os.environ["SEN_TEST_MARK"])
    if not mark.exists():
        mark.write_text(str(os.getpid()))
        time.sleep(60)


def _slow_decoder() -> None:
    """The program that decodes, asleep before it begins; its id goes into the mark."""
    mark = Path(os.environ["SEN_TEST_MARK"])
    if mark.exists():
        return
    source = Path(pictures.__file__).read_text(encoding="utf-8")
    told = f"import os, pathlib; pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))"
    slow = mark.with_suffix(".py")
    slow.write_text(
        source.replace("    _limit()\n", f"    {told}; import time; time.sleep(60)\n", 1)
    )
    pictures.__file__ = str(slow)


def main() -> None:
    settings = Settings()
    media = storage.of(settings)
    whole, stored = type(media).put, [0]

    def put(self: Any, key: str, data: bytes) -> None:
        stored[0] += 1
        if AT == "half" and stored[0] == 2:
            stumble()
        whole(self, key, data)
        if AT == "unsaid" and stored[0] == 2:
            stumble()

    vars(worker)["LEASE"] = SHORT
    type(media).put = put  # type: ignore[method-assign]
    if AT == "decoding":
        _slow_decoder()
    worker.Worker(Database(settings)).run()


if __name__ == "__main__":
    main()
