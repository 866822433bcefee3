"""Prints each measurement as a ratio of medians; no number here is a test."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.engine.events import Chose, Typed
from bot.engine.machine import step, table
from bot.helpdesk import load_helpdesk
from bot.store import Update
from bot.store.sqlite import SqliteStore

ROUNDS = 7
CALLS = 300


def median(call: Callable[[], object], calls: int = CALLS) -> float:
    """The median time of a call over all rounds, in microseconds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        rounds.append((time.perf_counter() - start) / calls)
    return statistics.median(rounds) * 1e6


def show(title: str, times: dict[str, float]) -> None:
    """Print a table; the first row is the measure of the others."""
    base = next(iter(times.values()))
    sys.stdout.write(f"\n{title}\n")
    for name, value in times.items():
        sys.stdout.write(f"  {name:<48}{value:>10.1f} µs   x {value / base:.2f}\n")


def engine() -> None:
    """What a step costs, against `transitions` used with a model per conversation."""
    helpdesk = load_helpdesk()
    flow, machine = helpdesk.flow, table(helpdesk.flow).machine
    conversation = helpdesk.begin(["nl"], 0)
    press = Chose("1.setup.ssl:yes:imap")
    typed = Typed("ik gebruik imap, en ssl is niet beschikbaar")

    class Model:
        state: str

    def with_models() -> None:
        model = Model()
        machine.add_model(model, initial="setup.start")
        machine.remove_model(model)

    show(
        "One step",
        {
            "step, a button": median(lambda: step(flow, conversation, press, 0)),
            "step, a typed sentence": median(lambda: step(flow, conversation, typed, 0)),
            "step and render, a button": median(lambda: helpdesk.turn(conversation, press, 0)),
            "add_model + remove_model alone": median(with_models),
        },
    )


def store() -> None:
    """What a durable turn costs, committed alone and in batches of 100."""
    with tempfile.TemporaryDirectory() as folder:
        database = SqliteStore(Path(folder) / "bench.sqlite3", bot=1)
        numbers = iter(range(10**9))

        def write(count: int) -> None:
            with database.transaction() as transaction:
                for _ in range(count):
                    update = Update(next(numbers), 1, {"text": "imap"})
                    transaction.take(update)
                    transaction.save(1, {"state": "setup.ssl"})

        alone = median(lambda: write(1), calls=100)
        together = median(lambda: write(100), calls=5) / 100
        database.close()
    show("One stored update (SQLite, WAL, FULL)", {"100 in a commit": together, "alone": alone})


def show_all() -> None:
    """Print every table."""
    engine()
    store()
