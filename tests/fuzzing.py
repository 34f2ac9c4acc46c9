"""Requests that schemathesis makes of the app's own document, sent to the app by several people.

Used by `tests/http/test_fuzz.py` for some seconds, on a share of the operations, and by
`python -m checks.fuzz` on all for as long as wanted. A fault is a 5xx, a status that the document
does not declare, or an answer that does not fit the schema that the document gives for it.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from tests.factories import HOME, Scene

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
#: Nobody, one who decides, and one who appoints; her own rights are the matrix' affair.
PEOPLE = ("", "moderator", "officer")


class Fuzz:
    """`run(examples)`: so many requests an operation; `faults` and `statuses` say what came."""

    def __init__(self, app: Any, scene: Scene) -> None:
        self.document = app.openapi()
        self.client = TestClient(
            app, base_url="http://testserver", follow_redirects=False, raise_server_exceptions=False
        )
        self.scene = scene
        self.faults: dict[str, str] = {}
        self.statuses: Counter[int] = Counter()
        self._turn = 0

    def run(self, examples: int, number: int = 0, share: int = 1) -> None:
        """Examples from what fits the document and from what does not, in equal shares; of one
        operation in `share`, beginning with the one at `number`."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for operation in islice(self._operations(), number % share, None, share):
                for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                    self._try(operation, mode, max(1, examples // 2), number)

    def _operations(self) -> Iterator[Any]:
        for result in schemathesis.openapi.from_dict(self.document).get_all_operations():
            if isinstance(result, Ok):
                yield result.ok()

    def _try(self, operation: Any, mode: GenerationMode, examples: int, number: int) -> None:
        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def knock(case: Any) -> None:
            self._turn += 1
            who = PEOPLE[self._turn % len(PEOPLE)]
            self._send(case, who, known=self._turn // len(PEOPLE) % 2 == 0)

        try:
            knock()
        except schemathesis.errors.SchemathesisError:
            return  # nothing can be wrong about this operation, e.g. it takes no parameters
        except Exception as error:
            if type(error).__name__ not in {"Unsatisfiable", "SkipTest"}:
                raise

    def _send(self, case: Any, who: str, *, known: bool) -> None:
        if known:
            case.path_parameters = {**(case.path_parameters or {}), **self._known(case)}
        given_ = case.as_transport_kwargs(base_url="http://testserver")
        allowed = {"method", "url", "headers", "params", "json", "data", "cookies", "files"}
        parts = {name: value for name, value in given_.items() if name in allowed}
        try:
            request = requests.Request(**parts).prepare()
        except (requests.RequestException, UnicodeError, ValueError):
            return  # no client could send this
        headers: Any = dict(request.headers)
        body: Any = request.body
        headers.pop("Authorization", None)
        if who:
            headers["Authorization"] = f"Bearer {self.scene.tokens[who]}"
        try:
            answer = self.client.request(
                request.method or "GET", request.url or "", headers=headers, content=body
            )
        except (UnicodeError, ValueError):
            return
        self.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except BaseException as failure:
            if isinstance(failure, KeyboardInterrupt):
                raise
            name = f"{case.method} {case.operation.path} {answer.status_code}"
            self.faults.setdefault(name, f"{request.url} {request.body!r}: {failure!r}"[:600])

    def _known(self, case: Any) -> Mapping[str, str]:
        """Things that exist, so that the handler is reached and not only the door."""
        path: str = case.operation.path
        values = {"slug": HOME, "kind": "group", "code": self.scene.codes["lan"]}
        if path.startswith("/members/"):
            values["id"] = self.scene.members["hoa"]
        if path.startswith("/units/"):
            values["id"] = self.scene.units["commune"]
        return {name: value for name, value in values.items() if f"{{{name}}}" in path}
