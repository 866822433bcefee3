"""What every store does: signs of life."""

from bot.store import Store, Transaction, Update
from tests.store.stores import Clock


def test_a_sign_of_life_is_remembered(store: Store) -> None:
    """Each sign is told the one before; the first has none."""
    with store.transaction() as transaction:
        assert [transaction.beat(now) for now in (1.0, 2.5, 3.0)] == [None, 1.0, 2.5]


def put(transaction: Transaction, number: int, chat: int, card: int | None) -> None:
    """A customer did something."""
    transaction.take(Update(number, chat, {"text": "x"}))
    transaction.save(chat, {"state": "x"})
    transaction.set_card(chat, card)


def test_the_active_have_a_living_card(store: Store, clock: Clock) -> None:
    """Private chats with a card whose customers did something since then, the latest first."""
    with store.transaction() as transaction:
        put(transaction, 1, 5, 50)
        clock.now += 100
        put(transaction, 2, 7, 70)
        put(transaction, 3, -9, 90)
        put(transaction, 4, 10, None)
        clock.now += 1
        put(transaction, 5, 8, 80)
        clock.now += 1
        put(transaction, 6, 7, 70)
        since = clock.now - 50
        assert transaction.active(since, 9) == [7, 8]
        assert transaction.active(since, 1) == [7]
        assert transaction.active(since - 100, 9) == [7, 8, 5]


def test_there_is_at_least_one_process(store: Store) -> None:
    """Whoever asks is one that uses the database."""
    with store.transaction() as transaction:
        assert transaction.processes() >= 1
