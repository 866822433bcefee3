"""What many tests share, and transcripts as tests."""

import asyncio
import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings

import bot.marked
from bot.engine.flow import Flow
from bot.facts import Facts
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.play import Mismatch, accept, play
from bot.transcript import Script, read
from bot.walked import Walked
from tests.postgres import Server, running
from tests.stage import theatre
from tests.utterances import Heard, report

settings.register_profile("postbode", derandomize=True, deadline=None)
settings.load_profile("postbode")  # the same examples in every run, however slow the machine

WALKED = pytest.StashKey[Walked]()
HEARD = pytest.StashKey[dict[str, list[Heard]]]()
WRONG = pytest.StashKey[list[Mismatch]]()


@pytest.fixture(autouse=True)
def log_speaks() -> Iterator[None]:
    """A command that silences the log silences no other test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def yaml_is_read_once() -> Iterator[None]:
    """Copies of flows/ differ in a file or two; the others are not parsed again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.marked, "parsed", lru_cache(maxsize=None)(bot.marked.parsed))
        yield


@pytest.fixture(scope="session")
def helpdesk() -> Helpdesk:
    """The bot's own flows, facts and texts, with nothing configured."""
    return load_helpdesk()


@pytest.fixture(scope="session")
def heard(request: pytest.FixtureRequest) -> dict[str, list[Heard]]:
    """Where tests of typed words put what was understood, for the summary."""
    return request.config.stash[HEARD]


@pytest.fixture(scope="session")
def flow(helpdesk: Helpdesk) -> Flow:
    """The bot's own conversations."""
    return helpdesk.flow


@pytest.fixture(scope="session")
def facts(helpdesk: Helpdesk) -> Facts:
    """The bot's own facts."""
    return helpdesk.facts


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server, shared by all tests that need one."""
    with running() as server:
        yield server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --accept."""
    words = "write into the transcripts what the bot does now; review the difference"
    parser.addoption("--accept", action="store_true", help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to gather what transcripts walk, and what is to be accepted."""
    config.stash[WALKED] = Walked()
    config.stash[HEARD] = {}
    config.stash[WRONG] = list[Mismatch]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what is accepted, once all lines of a file are known; hand on what was gathered."""
    stash = session.config.stash
    wrong = stash[WRONG]
    accept(wrong)
    if (handed := getattr(session.config, "workeroutput", None)) is not None:
        handed["gathered"] = pickle.dumps((stash[WALKED], stash[HEARD]))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401 - pytest-xdist has no types
    """Take over what one of the processes that run the tests has gathered."""
    if error is None and (handed := node.workeroutput.get("gathered")):
        walked, heard = pickle.loads(handed)  # noqa: S301 - our own process wrote it
        node.config.stash[WALKED].take(walked)
        node.config.stash[HEARD].update(heard)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell how much was understood, and name what no transcript walked, when it was tried."""
    if heard := config.stash[HEARD]:
        terminalreporter.section("typed words that are understood")
        for line in report(heard):
            terminalreporter.line(line)
    walked = config.stash[WALKED]
    missing = walked.missing(load_helpdesk().flow) if walked.states else ()
    if missing:
        terminalreporter.section("what no transcript walks")
    for fault in missing:
        terminalreporter.line(str(fault))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ChatFile | None":
    """Each *.chat file holds conversations; those that others include are no tests."""
    if file_path.suffix != ".chat" or file_path.parent.name == "included":
        return None
    return ChatFile.from_parent(parent, path=file_path)


class ChatFile(pytest.File):
    """A transcript file."""

    def collect(self) -> Iterator["ChatItem"]:
        """Its conversations, by name."""
        for script in read(self.path):
            yield ChatItem.from_parent(self, name=script.name, script=script)


class DifferentError(Exception):
    """The bot did something else than a transcript says."""

    def __init__(self, mismatches: list[Mismatch]) -> None:
        super().__init__()
        self.mismatches = mismatches


class ChatItem(pytest.Item):
    """One conversation of a transcript."""

    def __init__(self, *, script: Script, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.script = script

    def runtest(self) -> None:
        """Play it."""
        played = asyncio.run(play(self.script, theatre(self.config.stash[WALKED])))
        mismatches = [wrong for _, wrong in played if wrong]
        if self.config.getoption("--accept"):
            self.config.stash[WRONG] += mismatches
            mismatches = [wrong for wrong in mismatches if wrong.impossible]
        if mismatches:
            raise DifferentError(mismatches)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """What was expected and what came."""
        if isinstance(excinfo.value, DifferentError):
            return "\n\n".join(wrong.report() for wrong in excinfo.value.mismatches)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        return self.path, self.script.acts[0].line - 1 if self.script.acts else 0, self.name
