"""A connection to PostgreSQL that is lost, slow, or cut by the server."""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest

from bot.errors import DatabaseUnreachable, StoreError
from bot.store import Transaction, Update
from bot.store.opening import open_store
from bot.store.postgres import PostgresStore
from bot.store.writer import Writer
from tests.postgres import Server
from tests.store.stores import FIRST, OTHER, queued, waiting


def cut(postgres: Server) -> None:
    """Cut every connection, as a network does."""
    postgres.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name LIKE 'postbode %'"
    )


def test_a_lost_connection_is_made_again(one: PostgresStore, postgres: Server) -> None:
    """A transaction in which the connection is lost counts for nothing; the next one works."""
    with pytest.raises(StoreError), one.transaction() as transaction:
        queued(transaction, FIRST, "a")
        cut(postgres)
        transaction.take(OTHER)
    assert waiting(one) == []
    with one.transaction() as transaction:
        queued(transaction, FIRST, "a")
    assert waiting(one) == [(7, "a")]


def test_a_busy_chat_is_held_again_after_a_lost_connection(
    one: PostgresStore, other: PostgresStore, postgres: Server
) -> None:
    """A chat that is being served while the connection is lost stays with its process."""
    with one.transaction() as transaction:
        queued(transaction, FIRST, "a")
    assert waiting(one) == [(7, "a")]
    cut(postgres)
    with pytest.raises(StoreError):
        waiting(one)
    assert waiting(one, frozenset({7})) == []
    with pytest.raises(StoreError):
        waiting(other)
    assert waiting(other) == []


def test_a_chat_that_was_taken_over_is_not_settled_twice(
    one: PostgresStore, other: PostgresStore, postgres: Server
) -> None:
    """Who lost a chat with its connection is told that its call was settled by another."""
    with one.transaction() as transaction:
        queued(transaction, FIRST, "a")
    with one.transaction() as transaction:
        call = transaction.waiting(1, frozenset())[0][0]
    cut(postgres)
    with pytest.raises(StoreError):
        waiting(other)
    with other.transaction() as transaction:
        assert transaction.settle(transaction.waiting(1, frozenset())[0][0])
    with pytest.raises(StoreError):
        waiting(one, frozenset({7}))
    with one.transaction() as transaction:
        assert not transaction.settle(call)
        assert transaction.waiting(1, frozenset({7})) == []


def test_a_process_that_stops_in_a_transaction_holds_up_nobody_for_ever(
    one: PostgresStore, postgres: Server, bot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends a transaction that goes on with nothing, and its chat is free."""
    monkeypatch.setattr("bot.store.postgres_session.IDLE_IN_TRANSACTION", 100)
    stopped = PostgresStore(postgres.address, bot, polling=False)
    with pytest.raises(StoreError), closing(stopped), stopped.transaction() as transaction:
        transaction.lock([7])
        with one.transaction() as mine:
            mine.lock([7])
        transaction.save(7, {})
    with one.transaction() as transaction:
        assert transaction.chat(7) is None


def test_nobody_waits_for_ever(
    one: PostgresStore, postgres: Server, bot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who does not get a chat in time is told so, and can try again."""
    monkeypatch.setattr("bot.store.postgres_session.LOCK", 50)
    with closing(PostgresStore(postgres.address, bot, polling=False)) as hurried:
        with one.transaction() as transaction:
            transaction.lock([7])
            with pytest.raises(StoreError, match="lock timeout"), hurried.transaction() as mine:
                mine.lock([7])
        with hurried.transaction() as mine:
            mine.lock([7])


def test_an_unused_session_is_ended(
    postgres: Server, bot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stopped between transactions gives up what it holds, and recovers."""
    monkeypatch.setattr("bot.store.postgres_session.IDLE", 100)
    with closing(PostgresStore(postgres.address, bot, polling=True)) as stopped:
        monkeypatch.undo()
        open_store(postgres.address, bot).close()
        with pytest.raises(StoreError), stopped.transaction() as transaction:
            transaction.save(7, {})
        with stopped.transaction() as transaction:
            transaction.save(7, {})


def test_a_server_that_is_not_there_is_named() -> None:
    """An unreachable server is named without the password, in one line."""
    with pytest.raises(DatabaseUnreachable) as caught:
        open_store("postgresql://me:canary@127.0.0.1:9/postbode", bot=1)
    text = str(caught.value)
    assert text.startswith("The database postgresql://127.0.0.1:9/postbode can't be reached (")
    assert "canary" not in text
    assert "\n" not in text


def count(transaction: Transaction, update: Update) -> None:
    """Count the updates of a chat in its conversation."""
    assert update.chat is not None
    if transaction.take(update):
        kept = transaction.chat(update.chat)
        transaction.save(update.chat, {"n": kept.conversation["n"] + 1 if kept else 1})


async def give(writer: Writer, update: Update) -> None:
    """Give an update until it is taken, as Telegram does."""
    while True:
        try:
            await writer.run(partial(count, update=update), {update.chat or 0})
        except StoreError:
            await asyncio.sleep(0.02)
        else:
            return


async def test_a_restart_under_load_loses_and_doubles_nothing(
    postgres: Server, opened: Callable[[], PostgresStore]
) -> None:
    """While the server crashes and comes back, each update of two processes is taken once."""
    writers = [Writer(opened()), Writer(opened())]
    numbers, stop = itertools.count(), asyncio.Event()

    async def customer(writer: Writer, chat: int) -> int:
        done = 0
        while not stop.is_set():
            await give(writer, Update(next(numbers), chat, {}))
            done += 1
        return done

    chats = [1, 1, 2, 2, 3, 4]
    work = asyncio.gather(*(customer(writers[n % 2], chat) for n, chat in enumerate(chats)))
    for _ in range(2):
        await asyncio.sleep(0.1)
        await asyncio.to_thread(postgres.stop)
        await asyncio.sleep(0.1)
        await asyncio.to_thread(postgres.start)
    stop.set()
    done = sum(await work)
    kept = [await writers[0].run(lambda tx, c=c: tx.chat(c)) for c in set(chats)]  # type: ignore[misc]
    for writer in writers:
        writer.close()
    assert sum(chat.conversation["n"] for chat in kept if chat) == done > len(chats)
