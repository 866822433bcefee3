"""What every store does: what is kept of a chat, for how long, and what is left of it."""

from bot.retention import DAY, KEEP_BODIES, KEEP_IDS
from bot.store import Store, Taken, Update
from bot.store.protocol import TIDY_AT_ONCE, Json
from tests.store.stores import FIRST, OTHER, Clock, queued, waiting

NOTHING: Json = {"conversation": None, "updates": [], "waiting": [], "tickets": [], "asked": []}


def finished(store: Store, *updates: Update) -> None:
    """Take updates in and be done with them."""
    with store.transaction() as transaction:
        for update in updates:
            transaction.take(update)
            transaction.finish(update, Taken.DONE)


def tidied(store: Store, clock: Clock) -> int:
    """Tidy once, now."""
    with store.transaction() as transaction:
        return transaction.tidy(clock.now)


def test_what_an_update_said_is_kept_for_a_while(store: Store, clock: Clock) -> None:
    """After KEEP_BODIES what an update said is gone, and its id still known."""
    finished(store, FIRST)
    clock.now += KEEP_BODIES - 1
    assert tidied(store, clock) == 0
    clock.now += 2
    assert tidied(store, clock) == 1
    with store.transaction() as transaction:
        assert transaction.export(7)["updates"] == []
        assert not transaction.take(FIRST)


def test_the_id_of_an_update_is_kept_longer(store: Store, clock: Clock) -> None:
    """After KEEP_IDS nothing of an update is left, also of one that the bot had no use for."""
    finished(store, FIRST, Update(12, None, {}))
    clock.now += KEEP_IDS + 1
    assert tidied(store, clock) == 3
    assert tidied(store, clock) == 0
    with store.transaction() as transaction:
        assert transaction.take(FIRST)
        assert transaction.take(Update(12, None, {}))


def test_an_update_stays_while_its_answer_waits(store: Store, clock: Clock) -> None:
    """An update whose calls still wait keeps its id, however old it is."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
    clock.now += KEEP_IDS + DAY
    tidied(store, clock)
    with store.transaction() as transaction:
        assert not transaction.take(FIRST)
    assert waiting(store) == [(7, "a")]


def test_tidying_is_done_in_portions(store: Store, clock: Clock) -> None:
    """One run looks after so many updates at most; the next one after the rest."""
    finished(store, *(Update(number, 7, {"text": "x"}) for number in range(TIDY_AT_ONCE + 2)))
    clock.now += KEEP_BODIES + 1
    assert [tidied(store, clock) for _ in range(3)] == [TIDY_AT_ONCE, 2, 0]


def test_what_is_kept_of_a_chat_can_be_had(store: Store, clock: Clock) -> None:
    """An export holds conversation, updates and what waits, of this chat alone."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        queued(transaction, OTHER, "b")
        transaction.save(7, {"state": "x"})
        assert transaction.export(7) == {
            "conversation": {"state": "x"},
            "updates": [{"received": clock.now, "payload": {"text": "imap"}}],
            "waiting": [{"do": "a"}],
            "tickets": [],
            "asked": [],
        }
        assert transaction.export(9) == NOTHING


def test_a_chat_can_be_forgotten(store: Store) -> None:
    """After it nothing is kept of the chat; others stay."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        transaction.queue(FIRST, 7, [{"do": "send", "content": {"text": "imap"}}])
        queued(transaction, OTHER, "b")
        transaction.save(7, {"state": "x"})
        transaction.set_card(7, 5)
        transaction.save(8, {"state": "y"})
    with store.transaction() as transaction:
        transaction.forget(7)
    with store.transaction() as transaction:
        assert transaction.chat(7) is None
        assert transaction.export(7) == NOTHING | {"waiting": [{"do": "a"}]}
        assert transaction.export(8)["conversation"] == {"state": "y"}
    assert waiting(store) == [(7, "a"), (8, "b")]


def test_what_still_has_to_be_said_can_stay(store: Store) -> None:
    """Forgetting may leave the calls of a chat, and nothing else of it."""
    said = {"do": "send", "content": {"text": "done"}}
    with store.transaction() as transaction:
        transaction.take(FIRST)
        transaction.queue(FIRST, 7, [said])
        transaction.save(7, {"state": "x"})
        assert transaction.forget(7, calls=False) == []
        assert transaction.export(7) == NOTHING | {"waiting": [said]}


def test_an_update_of_a_forgotten_chat_counts_once(store: Store) -> None:
    """An update that comes again after its chat was forgotten changes nothing."""
    finished(store, FIRST)
    with store.transaction() as transaction:
        transaction.forget(7)
        assert not transaction.take(FIRST)


def test_the_card_of_a_forgotten_chat_is_forgotten(store: Store) -> None:
    """A message that is sent after a chat was forgotten leaves nothing behind."""
    with store.transaction() as transaction:
        transaction.save(7, {"state": "x"})
        transaction.forget(7)
        transaction.set_card(7, 5)
        assert transaction.chat(7) is None
        transaction.save(7, {"state": "y"})
        chat = transaction.chat(7)
        assert chat is not None
        assert chat.card is None
