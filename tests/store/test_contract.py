"""What every store does: transactions, updates, conversations."""

import pytest

from bot.store import Store, Taken, Update
from tests.store.stores import queued, waiting

FIRST = Update(10, 7, {"text": "imap"})


class Broken(Exception):
    """Raised in the middle of a block."""


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


def test_an_update_without_a_chat_is_taken(store: Store) -> None:
    """An update that the bot has no use for is known all the same."""
    with store.transaction() as transaction:
        assert transaction.take(Update(12, None, {}))
        transaction.finish(Update(12, None, {}), Taken.DONE)
        assert not transaction.take(Update(12, None, {}))
