"""The desk on PostgreSQL: two workers at once, as two processes have it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from threading import Barrier
from typing import Final

import pytest

from bot.store.postgres import PostgresStore
from tests.desk.office import ANNA, BOB, CUSTOMER, DESK, NUMBER, Office, person
from tests.postgres import Server

ROUNDS: Final = 12
_bots = count(900_000)


class Noting(PostgresStore):
    """A store that notes what each transaction locks, one list for each call of the server."""

    locked: list[set[int]]

    def lock(self, chats: Iterable[int]) -> None:
        """Note what is locked now and was not before."""
        wanted = set(chats) - self._locked
        if wanted:
            self.locked.append(wanted)
        super().lock(chats)


@pytest.fixture
def worker(postgres: Server) -> Iterator[Callable[[], Noting]]:
    """Makes workers of one bot."""
    made: list[Noting] = []
    bot = next(_bots)

    def another() -> Noting:
        made.append(Noting(postgres.address, bot, polling=False))
        made[-1].locked = []
        return made[-1]

    yield another
    for store in made:
        store.close()


@pytest.fixture
def office(worker: Callable[[], Noting]) -> Office:
    """A desk with a ticket that nobody has."""
    return Office(worker())


def beside(office: Office, store: Noting) -> Office:
    """The same desk, at which another worker works; its updates have numbers of their own."""
    other = Office.__new__(Office)
    other.store, other.turns, other.ids = store, office.turns, count(1_000_000)
    return other


def customer(office: Office, text: str) -> None:
    """The customer types something."""
    chat = {"id": CUSTOMER, "type": "private"}
    message = {"message_id": next(office.ids), "chat": chat, "from": person(CUSTOMER), "text": text}
    office.take({"message": message})


def together(*jobs: Callable[[], object]) -> None:
    """Run jobs at the same moment; what one raises is raised."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        barrier.wait()
        job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for future in [pool.submit(run, job) for job in jobs]:
            future.result(30)


def last(office: Office, agent: int) -> str:
    """What an agent was told last."""
    with office.store.transaction() as transaction:
        return str(transaction.export(agent)["waiting"][-1]["text"])


def test_the_life_of_a_ticket(office: Office) -> None:
    """Claimed, answered, added to, done, reopened and, once the customer wishes it, forgotten."""
    office.press(ANNA, "claim")
    office.say("Welk programma is het?")
    customer(office, "Thunderbird")
    assert office.log == [
        ("Anna", "claim", ""),
        ("Anna", "answer", "Welk programma is het?"),
        ("customer", "add", "Thunderbird"),
    ]
    office.press(ANNA, "done")
    office.press(ANNA, "reopen")
    customer(office, "/forget")
    customer(office, "yes")
    assert (office.ticket.state, office.ticket.forget_when_closed) == ("claimed", True)
    office.press(ANNA, "done")
    assert office.ticket.chat is None
    assert "Thunderbird" not in str(office.log)


def test_of_two_agents_at_once_one_has_it(office: Office, worker: Callable[[], Noting]) -> None:
    """On two workers as on one: the other is told who was first, and each claim is in the log."""
    other = beside(office, worker())
    owners = []
    for _ in range(ROUNDS):
        together(lambda: office.press(ANNA, "claim"), lambda: other.press(BOB, "claim"))
        owners.append(office.ticket.owner)
        first, second = (ANNA, BOB) if owners[-1] == "Anna" else (BOB, ANNA)
        assert last(office, first) == f"Claim: {NUMBER}"
        assert last(office, second).endswith(f"it is already with {owners[-1]}.")
        office.press(first, "release")
    claims = [who for who, move, _ in office.log if move == "claim"]
    assert claims == owners


def test_all_that_an_agent_changes_is_locked_at_once(
    office: Office, worker: Callable[[], Noting]
) -> None:
    """The desk and the customer's chat, by button and by words: so nobody waits in a circle."""
    store = worker()
    other = beside(office, store)
    acts: list[Callable[[], None]] = [
        partial(other.press, ANNA, "claim"),
        partial(other.say, "Hello"),
        partial(other.say, f"/note {NUMBER} x"),
        partial(other.say, "/done"),
    ]
    for act in acts:
        store.locked.clear()
        act()
        assert store.locked == [{DESK, CUSTOMER}]


def test_agents_and_customers_at_once_lose_nothing(
    office: Office, worker: Callable[[], Noting]
) -> None:
    """What both say at the same moment is kept, once each, and none of them has to try again."""
    other = beside(office, worker())
    office.press(ANNA, "claim")
    office.say("Hello")
    for n in range(ROUNDS):
        together(
            partial(office.say, f"answer {n}"),
            partial(customer, other, f"word {n}"),
        )
    words = [words for _, _, words in office.log[2:]]
    wanted = [f"{what} {n}" for n in range(ROUNDS) for what in ("answer", "word")]
    assert sorted(words) == sorted(wanted)
