"""Structured logs without personal data: codes, counts, route templates, exception frames.

An exception's message may quote a row ("Key (phone)=(…) already exists"), so only its class and
the frames it passed are written.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from typing import Any

import structlog

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def set_up(level: str) -> None:
    """Every line is JSON on standard error; standard output belongs to results."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Frames())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _frames_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


class _Frames(logging.Formatter):
    """Libraries' own lines, without the messages of exceptions or of their arguments."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        line: dict[str, Any] = {"event": record.name, "level": record.levelname.lower()}
        if error is not None:
            line |= _frames_of(error)
        return json.dumps(line)


def _frames_of(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "frames": [f"{frame.name}:{frame.lineno}" for frame in frames[-12:]],
    }


def _frames_only(_logger: Any, _method: str, event: Any) -> Any:
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        event |= _frames_of(error)
    return event
