"""What the tests of stores share."""

from bot.store import Outgoing, Store, Transaction, Update

FIRST = Update(10, 7, {"text": "imap"})
OTHER = Update(11, 8, {"text": "pop"})


class Clock:
    """A clock that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def queued(transaction: Transaction, update: Update, *texts: str) -> None:
    """Take an update in and queue a call for each text."""
    transaction.take(update)
    assert update.chat is not None
    transaction.queue(update, update.chat, [{"do": text} for text in texts])


def runs(store: Store, busy: frozenset[int] = frozenset(), limit: int = 100) -> list[Outgoing]:
    """What waits, in one list."""
    with store.transaction() as transaction:
        return [o for run in transaction.waiting(limit, busy) for o in run]


def waiting(store: Store, busy: frozenset[int] = frozenset()) -> list[tuple[int, str]]:
    """The chat and text of what waits."""
    return [(o.chat, o.call["do"]) for o in runs(store, busy)]
