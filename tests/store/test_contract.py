"""What every store does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Outgoing, Store, Taken, Transaction, Update
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore

FIRST = Update(10, 7, {"text": "imap"})
OTHER = Update(11, 8, {"text": "pop"})


class Broken(Exception):
    """Raised in the middle of a block."""


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each kind of store, empty."""
    kind = request.param
    opened: Store = (
        MemoryStore() if kind == "memory" else SqliteStore(tmp_path / "a.sqlite3", bot=1)
    )
    yield opened
    opened.close()


def queued(transaction: Transaction, update: Update, *texts: str) -> None:
    """Take an update in and queue a call for each text."""
    transaction.take(update)
    transaction.queue(update, [{"do": text} for text in texts])


def waiting(store: Store, busy: frozenset[int] = frozenset()) -> list[tuple[int, str]]:
    """The chat and text of what waits."""
    with store.transaction() as transaction:
        return [(o.chat, o.call["do"]) for o in transaction.waiting(100, busy)]


def first(store: Store) -> Outgoing:
    """The call that is next."""
    with store.transaction() as transaction:
        return transaction.waiting(1, frozenset())[0]


def test_an_update_is_taken_once(store: Store) -> None:
    """The same update is known when it comes again."""
    with store.transaction() as transaction:
        assert transaction.take(FIRST)
    with store.transaction() as transaction:
        assert not transaction.take(FIRST)


def test_a_transaction_that_raises_changes_nothing(store: Store) -> None:
    """Nothing of a transaction that raises is kept."""
    with pytest.raises(Broken), store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        transaction.save(7, {"state": "x"})
        raise Broken
    with store.transaction() as transaction:
        assert transaction.chat(7) is None
        assert transaction.take(FIRST)
    assert waiting(store) == []


def test_a_savepoint_that_raises_undoes_its_own_changes(store: Store) -> None:
    """A savepoint undoes what is inside it, and nothing before it."""
    with store.transaction() as transaction:
        transaction.save(7, {"state": "before"})
        with pytest.raises(Broken), transaction.savepoint():
            transaction.save(7, {"state": "inside"})
            raise Broken
        transaction.save(8, {"state": "after"})
    with store.transaction() as transaction:
        kept = transaction.chat(7), transaction.chat(8)
    assert [chat and chat.conversation for chat in kept] == [
        {"state": "before"},
        {"state": "after"},
    ]


def test_savepoints_nest(store: Store) -> None:
    """A savepoint in a savepoint undoes only itself."""
    with store.transaction() as transaction, transaction.savepoint():
        transaction.save(7, {"state": "outer"})
        with pytest.raises(Broken), transaction.savepoint():
            transaction.save(7, {"state": "inner"})
            raise Broken
    with store.transaction() as transaction:
        chat = transaction.chat(7)
    assert chat is not None
    assert chat.conversation == {"state": "outer"}


def test_a_conversation_is_kept(store: Store) -> None:
    """A conversation comes back as it was saved, with letters of any script."""
    saved = {"state": "setup.ssl", "language": "nl", "text": "äß🐟", "answers": [None, True]}
    with store.transaction() as transaction:
        transaction.save(7, saved)
    with store.transaction() as transaction:
        chat = transaction.chat(7)
    assert chat is not None
    assert chat.conversation == saved


def test_the_card_is_remembered(store: Store) -> None:
    """The living card survives a new conversation and can be forgotten."""
    with store.transaction() as transaction:
        transaction.save(7, {"state": "a"})
        transaction.set_card(7, 99)
        transaction.save(7, {"state": "b"})
        chat = transaction.chat(7)
        assert chat is not None
        assert chat.card == 99
        transaction.set_card(7, None)
        chat = transaction.chat(7)
        assert chat is not None
        assert chat.card is None


def test_calls_wait_in_order(store: Store) -> None:
    """Only the oldest call of a chat waits to be made; the next follows when it is settled."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
    assert waiting(store) == [(7, "a")]
    outgoing = first(store)
    with store.transaction() as transaction:
        transaction.settle(outgoing)
    assert waiting(store) == [(7, "b")]


def test_a_mark_outlives_the_transaction(store: Store) -> None:
    """A call that was marked as tried says so to the next who takes it."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
    outgoing = first(store)
    assert outgoing.tried is None
    with store.transaction() as transaction:
        transaction.mark(outgoing, 41)
    assert first(store).tried == 41


def test_chats_wait_side_by_side(store: Store) -> None:
    """Each chat has its own first call."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        queued(transaction, OTHER, "c")
    assert waiting(store) == [(7, "a"), (8, "c")]


def test_busy_chats_are_left_out(store: Store) -> None:
    """A chat that is being served is passed over."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        queued(transaction, OTHER, "c")
    assert waiting(store, frozenset({7})) == [(8, "c")]


def test_a_limit_is_kept(store: Store) -> None:
    """No more calls are given than were asked for."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        queued(transaction, OTHER, "c")
        assert len(transaction.waiting(1, frozenset())) == 1


def test_a_chat_that_is_gone_is_emptied(store: Store) -> None:
    """Dropping a chat takes out its calls and no others."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        queued(transaction, OTHER, "c")
        assert transaction.drop(7) == 2
    assert waiting(store) == [(8, "c")]


def test_an_update_without_a_chat_is_taken(store: Store) -> None:
    """An update that the bot has no use for is known all the same."""
    with store.transaction() as transaction:
        assert transaction.take(Update(12, None, {}))
        transaction.finish(Update(12, None, {}), Taken.DONE)
        assert not transaction.take(Update(12, None, {}))
