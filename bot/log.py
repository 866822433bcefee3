"""Logs: structured, to standard error, without personal data and without the token."""

import logging
import sys
from collections.abc import Collection
from typing import Literal

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

LIBRARIES = ("telegram", "aiohttp", "asyncio", "transitions", "httpx", "uvicorn")


def silence() -> None:
    """Log nothing: for commands whose output is all that counts."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def configure(form: Literal["text", "json"], secrets: Collection[str]) -> None:
    """Set up logging for this process.

    Args:
        form: text for people, json for machines.
        secrets: what must never be logged; each is replaced by ***.
    """
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
            _without(secrets),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _without(secrets: Collection[str]) -> Processor:
    def hide(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        return {key: _hidden(value, secrets) for key, value in event.items()}

    return hide


def _hidden(value: object, secrets: Collection[str]) -> object:
    if isinstance(value, (int, float)) or value is None:
        return value
    text = str(value)
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return text
