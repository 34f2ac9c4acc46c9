"""What a machine thinks of: requests made from the app's own document, for some seconds.

One operation in eight, another one on each database; `python -m checks.fuzz` tries all.
"""

from __future__ import annotations

import logging
from typing import Any

import pytest
import structlog

from tests.conftest import POSTGRES
from tests.factories import Scene
from tests.fuzzing import Fuzz

EXAMPLES, SHARE = 2, 8


@pytest.mark.slow
def test_no_made_up_request_breaks_the_document(app: Any, scene: Scene) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    fuzz = Fuzz(app, scene)
    fuzz.run(EXAMPLES, number=int(POSTGRES), share=SHARE)
    structlog.reset_defaults()
    assert fuzz.faults == {}, "\n".join(["", *fuzz.faults.values()])
    assert sum(fuzz.statuses.values()) > 40
    assert {200, 401, 403, 404, 422} <= set(fuzz.statuses)
