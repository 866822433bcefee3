"""The PostgreSQL store, beyond the contract: several processes that share it."""

import itertools
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.errors import DatabaseInUse
from bot.store import Update
from bot.store.opening import open_store
from bot.store.postgres import PostgresStore
from tests.postgres import Server
from tests.store.stores import FIRST, OTHER, queued, waiting

POLL = """
import sys
from bot.store.opening import open_store
store = open_store(sys.argv[1], bot=int(sys.argv[2]))
print("polling", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("known", [True, False])
def test_a_chat_that_is_held_is_waited_for(
    one: PostgresStore, other: PostgresStore, pool: ThreadPoolExecutor, known: bool
) -> None:
    """Who wants a chat that another is at waits until it is done, known or not; others go on."""
    if known:
        with one.transaction() as transaction:
            transaction.save(7, {"n": 0})
    got = threading.Event()

    def add_one() -> None:
        with other.transaction() as transaction:
            transaction.lock([8])
        with other.transaction() as transaction:
            transaction.lock([7, 9])
            got.set()
            kept = transaction.chat(7)
            transaction.save(7, {"n": kept.conversation["n"] + 1 if kept else 0})

    with one.transaction() as transaction:
        transaction.lock([7])
        job = pool.submit(add_one)
        assert not got.wait(0.1)
        transaction.save(7, {"n": 10})
    job.result(10)
    with one.transaction() as transaction:
        assert transaction.chat(7) == ({"n": 11}, None)


def test_nobody_waits_for_each_other(
    opened: Callable[[], PostgresStore], pool: ThreadPoolExecutor
) -> None:
    """Processes that want the same chats in any order all get them in the end."""
    chats = list(range(6))

    def work(store: PostgresStore, shift: int) -> None:
        for turn in range(20):
            wanted = itertools.islice(itertools.cycle(chats), turn + shift, turn + shift + 4)
            with store.transaction() as transaction:
                transaction.lock(wanted)
                for chat in chats:
                    transaction.set_card(chat, turn)

    jobs = [pool.submit(work, opened(), shift) for shift in (0, 2, 4)]
    for job in jobs:
        job.result(30)


@pytest.mark.parametrize("locking", [True, False])
def test_an_update_is_taken_by_one(
    opened: Callable[[], PostgresStore], pool: ThreadPoolExecutor, locking: bool
) -> None:
    """The same updates, given to several processes at once, are taken by one each."""
    stores = [opened() for _ in range(3)]
    together = threading.Barrier(len(stores))

    def take(store: PostgresStore) -> list[int]:
        taken = []
        for number in range(30):
            together.wait(10)
            with store.transaction() as transaction:
                if locking:
                    transaction.lock([7])
                if transaction.take(Update(number, 7, {})):
                    taken.append(number)
                    transaction.queue(Update(number, 7, {}), 7, [{"do": str(number)}])
        return taken

    taken = [number for numbers in pool.map(take, stores) for number in numbers]
    assert sorted(taken) == list(range(30))


def test_a_chat_is_served_by_one(one: PostgresStore, other: PostgresStore) -> None:
    """A chat that one process was given is given to no other, until it is released."""
    with one.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        queued(transaction, OTHER, "c")
    with one.transaction() as transaction:
        assert [run[0].chat for run in transaction.waiting(1, frozenset())] == [7]
    assert waiting(other) == [(8, "c")]
    with one.transaction() as transaction:
        transaction.release(7)
    assert waiting(other) == [(7, "a"), (7, "b"), (8, "c")]
    assert waiting(one) == []


def test_a_chat_of_a_process_that_ended_is_served(one: PostgresStore, other: PostgresStore) -> None:
    """What a process held when it ended is free."""
    with one.transaction() as transaction:
        queued(transaction, FIRST, "a")
    assert waiting(one) == [(7, "a")]
    one.close()
    wait_for(lambda: waiting(other) == [(7, "a")])


def test_one_process_polls(postgres: Server, bot: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second poller of a bot is told which process is the first; other bots are not."""
    monkeypatch.setattr("bot.store.postgres_session.TAKE_OVER", 0)
    with closing(open_store(postgres.address, bot)):
        with pytest.raises(DatabaseInUse, match=r"another Postbode \(process postbode \S+:\d+\)"):
            open_store(postgres.address, bot)
        open_store(postgres.address, -bot).close()
        open_store(postgres.address, bot, polling=False).close()


def test_a_killed_poller_frees_its_place(postgres: Server, bot: int) -> None:
    """After kill -9 of a poller the next one starts."""
    with subprocess.Popen(
        [sys.executable, "-c", POLL, postgres.address, str(bot)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"polling\n"
        process.kill()
        open_store(postgres.address, bot).close()


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so; the server hears of a closed connection a moment later."""
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.01)
    pytest.fail("it did not happen")
