"""Logs: on standard error, structured, without secrets."""

import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot import log

TOKEN = "123456:ABC-DEF"


@pytest.fixture(autouse=True)
def undo() -> Iterator[None]:
    """Put logging back as it was."""
    levels = {name: logging.getLogger(name).level for name in log.LIBRARIES}
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_is_never_logged(
    form: Literal["text", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    """The token is replaced wherever it stands: message, values, inside others, tracebacks."""
    log.configure(form, [TOKEN])
    try:
        message = f"GET /bot{TOKEN}/getMe"
        raise ValueError(message)
    except ValueError as error:
        structlog.get_logger().exception(
            f"failed with {TOKEN}", url=f"/bot{TOKEN}", error=error, nested={"a": [TOKEN]}
        )
    shown = capsys.readouterr()
    assert TOKEN not in shown.out + shown.err
    assert "***" in shown.err


def test_json_lines_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line of the JSON form is one object with event, level and time; numbers stay numbers."""
    log.configure("json", [TOKEN])
    structlog.get_logger().warning("update.parked", update=7, name="één")
    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "update.parked", "level": "warning", "update": 7, "name": "één"}


def test_text_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """The text form is one line without colours."""
    log.configure("text", [])
    structlog.get_logger().info("started", bot="postbode")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "started" in line
    assert "\x1b" not in line


def test_an_empty_secret_hides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A secret that is empty does not turn the log into asterisks."""
    log.configure("text", [""])
    structlog.get_logger().info("started")
    assert "*" not in capsys.readouterr().err


@pytest.mark.parametrize("library", log.LIBRARIES)
def test_libraries_are_silent(library: str) -> None:
    """Libraries that log addresses with the token in them are silenced."""
    log.configure("text", [TOKEN])
    assert not logging.getLogger(library).isEnabledFor(logging.ERROR)


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_ends_the_process_is_logged_without_secrets(
    form: Literal["text", "json"], capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault that nobody catches is logged with its traceback, and the token is not in it."""
    log.configure(form, [TOKEN])
    try:
        message = f"GET /bot{TOKEN}/getMe"
        raise ValueError(message)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "GET /bot***/getMe" in shown
    assert TOKEN not in shown


def test_what_ends_a_thread_is_logged_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    """The same in a thread."""
    log.configure("text", [TOKEN])

    def fail() -> None:
        message = f"GET /bot{TOKEN}/getMe"
        raise ValueError(message)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    shown = capsys.readouterr().err
    assert "/bot***/getMe" in shown
    assert TOKEN not in shown


def test_what_is_printed_holds_no_secret() -> None:
    """A line for the terminal is freed of secrets too."""
    log.configure("text", [TOKEN, ""])
    assert log.hidden(f"see /bot{TOKEN}/getMe") == "see /bot***/getMe"
