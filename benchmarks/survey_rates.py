"""Forms handed in to a real server, each by a personal link of its own, some at a time.

Each of those comes from a loopback address of its own, as phones do: of one address the server
takes thirty a second.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from app.db import Database
from app.models.survey_responses import SurveyResponse
from benchmarks import servers
from benchmarks.lines import Lines
from benchmarks.survey_places import answers, empty_survey, links, settings_of

AT_ONCE = 16
#: More than any machine here takes.
MOST_A_SECOND = 1500
PATIENCE = 20.0


@dataclass
class Rate:
    """`late`: seconds each waited. `stand`: responses that stand afterwards."""

    seconds: float = 0.0
    late: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stand: int = 0

    def __str__(self) -> str:
        shares = statistics.quantiles(self.late, n=100)
        waits = ", ".join(f"p{share} {shares[share - 1] * 1000:.0f} ms" for share in (50, 95, 99))
        return (
            f"{len(self.late):,} forms handed in, {len(self.late) / self.seconds:.0f}/s, {waits}; "
            f"{self.stand:,} stand, {len(self.refused)} refused"
        )

    @property
    def fault(self) -> str:
        if self.refused:
            return f"refused: {self.refused[0]}"
        return "" if self.stand == len(self.late) else "not every form stands once"


def measure(folder: Path, given: Mapping[str, str], seconds: float) -> Rate:
    settings = {**given, "SEN_LOG_LEVEL": "warning", "SEN_EMBEDDED_WORKER": "true"}
    database = Database(settings_of(given))
    try:
        survey = empty_survey(database)
        secrets = links(database, survey, int(MOST_A_SECOND * max(1, seconds)))
        with servers.sen(folder, settings) as port, ThreadPoolExecutor(1) as alone:
            # In a thread of its own: whoever calls may have a loop already.
            found = alone.submit(asyncio.run, _burst(port, survey, secrets, seconds)).result()
        rows = select(func.count()).where(col(SurveyResponse.survey_id) == survey)
        found.stand = database.read_now(lambda session: int(session.execute(rows).scalar_one()))
    finally:
        database.close()
    return found


async def _burst(port: int, survey: str, secrets: list[str], seconds: float) -> Rate:
    found, chance = Rate(), random.Random(1)
    phones = [Lines(port, 1, f"127.0.0.{n}") for n in range(2, AT_ONCE + 2)]
    left, path = iter(secrets), f"/surveys/{survey}/responses"
    bodies = [json.dumps(answers(chance)) for _ in range(1000)]
    started = time.perf_counter()

    async def one(lines: Lines) -> None:
        for number, secret in enumerate(left):
            begun = time.perf_counter()
            if begun > started + seconds:
                return
            body = f'{{"token": "{secret}", "answers": {bodies[number % 1000]}}}'.encode()
            status, said = await lines.post(path, "", body, within=PATIENCE)
            if status == 201:
                found.late.append(time.perf_counter() - begun)
            else:
                found.refused.append(f"{status} {said}")

    await asyncio.gather(*map(one, phones))
    found.seconds = time.perf_counter() - started
    for lines in phones:
        lines.close()
    return found
