"""What every store does: the outbox."""

from bot.store import Store, Update
from bot.store.protocol import LONGEST_RUN
from tests.store.stores import FIRST, OTHER, Clock, queued, runs, waiting


def test_calls_wait_in_order(store: Store) -> None:
    """The calls of a chat are given together, in order; one that is settled is gone."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
    assert waiting(store) == [(7, "a"), (7, "b")]
    with store.transaction() as transaction:
        assert transaction.settle(transaction.waiting(1, frozenset())[0][0])
    assert waiting(store) == [(7, "b")]


def test_a_call_is_settled_once(store: Store) -> None:
    """Who settles a call that is gone already is told so."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        call = transaction.waiting(1, frozenset())[0][0]
        assert transaction.settle(call)
        assert not transaction.settle(call)


def test_a_mark_outlives_the_transaction(store: Store) -> None:
    """A call that was marked as tried says so to the next who takes it."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
    (outgoing,) = runs(store)
    assert outgoing.tried is None
    with store.transaction() as transaction:
        transaction.mark(outgoing, 41)
    assert [o.tried for o in runs(store)] == [41]


def test_the_newest_message_of_a_chat_is_known(store: Store) -> None:
    """With each call comes the highest id that was sent to its chat; a group counts for itself."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        transaction.queue(None, -5, [{"do": "b"}])
        transaction.sent(7, 41)
        transaction.sent(7, 40)
        transaction.sent(-5, 3)
    assert [(o.chat, o.latest) for o in runs(store)] == [(7, 41), (-5, 3)]
    with store.transaction() as transaction:
        transaction.drop(7)
        transaction.forget(7)
        transaction.queue(None, 7, [{"do": "c"}])
    assert [(o.chat, o.latest) for o in runs(store)] == [(-5, 3), (7, 0)]


def test_the_newest_message_of_customers_is_known(store: Store) -> None:
    """The highest id among the updates of private chats is known; groups count for themselves."""
    with store.transaction() as transaction:
        assert transaction.newest() == 0
        for number, chat, message in ((1, 7, 50), (2, 8, 49), (3, -5, 900), (4, 7, None)):
            transaction.take(Update(number, chat, {"id": message}))
        transaction.take(Update(5, None, {}))
        assert transaction.newest() == 50


def test_chats_wait_side_by_side(store: Store) -> None:
    """Each chat has its own calls; the chat whose call is oldest comes first."""
    with store.transaction() as transaction:
        queued(transaction, OTHER, "c")
        queued(transaction, FIRST, "a", "b")
        assert [[o.call["do"] for o in run] for run in transaction.waiting(9, frozenset())] == [
            ["c"],
            ["a", "b"],
        ]


def test_busy_chats_are_left_out(store: Store) -> None:
    """A chat that is being served is passed over."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        queued(transaction, OTHER, "c")
    assert waiting(store, frozenset({7})) == [(8, "c")]


def test_a_limit_is_of_chats(store: Store) -> None:
    """No more chats are given than were asked for."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        queued(transaction, OTHER, "c")
        assert [len(run) for run in transaction.waiting(1, frozenset())] == [2]
        assert transaction.waiting(0, frozenset()) == []


def test_a_run_has_an_end(store: Store) -> None:
    """A chat with very many calls gives some at a time."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, *map(str, range(LONGEST_RUN + 5)))
    assert [text for _, text in waiting(store)] == [str(n) for n in range(LONGEST_RUN)]


def test_a_chat_that_was_given_stays_ours_until_it_is_released(store: Store) -> None:
    """A chat that was given is given again, whether it was released or only not busy any more."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
    assert waiting(store) == [(7, "a")]
    assert waiting(store) == [(7, "a")]
    with store.transaction() as transaction:
        transaction.release(7)
        transaction.release(7)
    assert waiting(store) == [(7, "a")]


def test_a_chat_that_is_gone_is_emptied(store: Store) -> None:
    """Dropping a chat takes out its calls and no others."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        queued(transaction, OTHER, "c")
        assert transaction.drop(7) == 2
    assert waiting(store) == [(8, "c")]


def test_an_update_may_lead_to_calls_for_other_chats(store: Store) -> None:
    """What one update leads to may be queued in parts, for several chats."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a")
        transaction.queue(FIRST, -100, [{"do": "ticket"}])
        transaction.queue(FIRST, 7, [{"do": "b"}, {"do": "c"}])
    assert waiting(store) == [(7, "a"), (7, "b"), (7, "c"), (-100, "ticket")]


def test_calls_may_come_from_no_update(store: Store) -> None:
    """A notice that no update led to waits as others do, any number of times."""
    with store.transaction() as transaction:
        transaction.queue(None, 7, [{"do": "refresh"}])
        transaction.queue(None, 7, [{"do": "again"}])
        transaction.queue(None, 7, [])
    assert waiting(store) == [(7, "refresh"), (7, "again")]


def test_the_newest_message_of_one_who_is_forgotten_is_not_kept(store: Store) -> None:
    """It is known while more waits for them, and goes with the last call; a group's stays."""

    def latest(chat: int) -> int:
        with store.transaction() as transaction:
            transaction.queue(None, chat, [{"do": "x"}])
            runs = transaction.waiting(9, frozenset())
            found = next(run[-1] for run in runs if run[0].chat == chat)
            transaction.settle(found)
            transaction.release(chat)
        return found.latest

    with store.transaction() as transaction:
        transaction.queue(None, 7, [{"do": "a"}])
        transaction.sent(7, 41)
    assert latest(7) == 41
    with store.transaction() as transaction:
        transaction.drop(7)
        transaction.sent(7, 42)
        transaction.sent(-5, 3)
    assert (latest(7), latest(-5)) == (0, 3)
    with store.transaction() as transaction:
        transaction.save(7, {"state": "x"})
        transaction.sent(7, 43)
    assert latest(7) == 43


def test_chats_may_be_locked(store: Store) -> None:
    """Any chats may be locked, known or not, once or twice."""
    with store.transaction() as transaction:
        transaction.lock([8, 7, 8])
        transaction.lock([7])
        transaction.lock([])


def test_the_backlog_tells_what_waits(store: Store, clock: Clock) -> None:
    """Updates that are not finished and calls are counted; the oldest call says since when."""
    with store.transaction() as transaction:
        assert transaction.backlog() == (0, 0, None)
        queued(transaction, FIRST, "a", "b")
    clock.now += 60
    with store.transaction() as transaction:
        transaction.take(Update(12, None, {}))
        transaction.queue(None, 9, [{"do": "x"}])
        assert transaction.backlog() == (2, 3, clock.now - 60)


def test_a_call_is_rewritten_in_its_place(store: Store) -> None:
    """Another call takes the place of one that can't be made, and keeps its turn."""
    with store.transaction() as transaction:
        queued(transaction, FIRST, "a", "b")
        transaction.rewrite(transaction.waiting(1, frozenset())[0][0], {"do": "c"})
    assert waiting(store) == [(7, "c"), (7, "b")]
