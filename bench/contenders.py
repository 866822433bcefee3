"""What is measured side by side, and how each is started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.database import PostgreSQL
from bench.place import cores, started_on
from bench.stage import ROOT, STOP, order

Json = dict[str, Any]
HERE: Final = Path(__file__).parent
PEERS_PYTHON: Final = ROOT / ".venv-bench/bin/python"


@dataclass(frozen=True)
class Contender:
    """One way to write the bot.

    Attributes:
        letter: how it is chosen on the command line.
        name: what it is called in the tables.
        peer: the file in peers/; empty for Postbode.
        postgresql: whether Postbode keeps its data there.
    """

    letter: str
    name: str
    peer: str = ""
    postgresql: bool = False


CONTENDERS: Final = (
    Contender("a", "python-telegram-bot, ConversationHandler + PicklePersistence", "ptb.py"),
    Contender("b", "aiogram, FSM in memory", "fsm.py"),
    Contender("c", "Postbode, SQLite, every update flushed to disk"),
    Contender("d", "Postbode, PostgreSQL", postgresql=True),
    Contender("e", "bare aiohttp: the floor", "floor.py"),
)


@dataclass
class Running:
    """A contender that runs.

    Attributes:
        process: its process.
        started: when it was started, on the clock of the machine, in seconds.
        database: the server that keeps its data.
    """

    process: "subprocess.Popen[bytes]"
    started: float
    database: PostgreSQL | None = None

    def numbers(self) -> Json:
        """The processes whose CPU time is measured."""
        databases = self.database.processes() if self.database else []
        return {"bots": [self.process.pid], "databases": databases}


@contextmanager
def running(
    contender: Contender, script: Path, api: str, folder: Path, **settings: str
) -> Iterator[Running]:
    """A contender on a core of its own; it is ended afterwards."""
    database = PostgreSQL.start(folder / "postgresql", cores()[1]) if contender.postgresql else None
    try:
        order(api, {"do": "reset"})
        began, command = time.monotonic(), _command(contender, script, api, folder)
        settings = environment(api, folder, database) | settings
        with started(command, settings, folder / "log", cores()[0]) as process:
            yield Running(process, began, database)
    finally:
        if database:
            database.stop()


@contextmanager
def started(
    command: list[str], settings: dict[str, str], log: Path, where: set[int]
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process on these cores; it is ended afterwards."""
    with log.open("wb") as out, started_on(where):
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=out)
    try:
        yield process
    finally:
        _stop(process)


def _command(contender: Contender, script: Path, api: str, folder: Path) -> list[str]:
    if not contender.peer:
        return [sys.executable, "-m", "bot", "run"]
    peer = HERE / "peers" / contender.peer
    return [str(PEERS_PYTHON), str(peer), str(script), api, str(folder / "kept.pickle")]


def environment(api: str, folder: Path, database: PostgreSQL | None) -> dict[str, str]:
    """The settings of Postbode; the peers need none."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "POSTBODE_TOKEN": "42:bench",
        "POSTBODE_API_URL": api,
        "POSTBODE_MESSAGES_PER_SECOND": "0",  # what it can do, not what Telegram allows
        "POSTBODE_DATABASE": database.address if database else str(folder / "kept.sqlite3"),
    }


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
