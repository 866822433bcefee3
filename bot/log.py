"""Logs: structured, to standard error, without personal data and without the token."""

import logging
import sys
import threading
from collections.abc import Collection
from types import TracebackType
from typing import Literal

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

LIBRARIES = ("telegram", "asyncio", "transitions", "httpx", "uvicorn")


def silence() -> None:
    """Log nothing: for commands whose output is all that counts."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


_secrets: set[str] = set()
"""What this process must never print; `configure` fills it."""


def configure(form: Literal["text", "json"], secrets: Collection[str]) -> None:
    """Set up logging for this process.

    Args:
        form: text for people, json for machines.
        secrets: what must never be logged or printed; each is replaced by ***.
    """
    _secrets.clear()
    _secrets.update(filter(None, secrets))
    sys.excepthook = _ended
    threading.excepthook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.CRITICAL)
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _without_secrets,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def hidden(text: str) -> str:
    """A text as it may be printed: each secret is replaced by ***."""
    for secret in _secrets:
        text = text.replace(secret, "***")
    return text


def _without_secrets(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {
        key: value if isinstance(value, (int, float)) or value is None else hidden(str(value))
        for key, value in event.items()
    }


def _ended(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log what ends the process or a thread; Python itself would print the token with it."""
    if error is None or issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    structlog.get_logger().critical("a fault of our own", exc_info=(kind, error, trace))
