"""The life of a ticket: who may do what, when."""

from dataclasses import replace

import pytest

from bot.desk.life import load_life
from bot.engine.ticket import CUSTOMER, Actor, Made, Refused, Ticket, legal, make

LIFE = load_life()
NEW = Ticket("ACDEFH", "k1", "paid", "new", 7, "en")
ANNA, BOB = (Actor(name, agent=True, source="desk") for name in ("Anna", "Bob"))
CLAIMED = replace(NEW, state="claimed", owner="Anna")
PEOPLE = {"customer": CUSTOMER, "owner": ANNA, "agent": BOB}


def done(ticket: Ticket, name: str, actor: Actor, words: str = "words") -> Ticket:
    """The ticket after a move that is legal."""
    made = make(LIFE, ticket, name, actor, words, 5.0)
    assert isinstance(made, Made), made
    return made.ticket


def refused(ticket: Ticket, name: str, actor: Actor, words: str = "words") -> str:
    """Why a move is refused."""
    found = make(LIFE, ticket, name, actor, words, 5.0)
    assert isinstance(found, Refused)
    assert found.ticket == ticket
    return found.reason


def test_a_paid_request_from_beginning_to_end() -> None:
    """Claimed, asked, answered, offered, accepted, done: each move leads where it should."""
    ticket, states = NEW, []
    for actor, move in (
        (ANNA, "claim"),
        (ANNA, "ask"),
        (CUSTOMER, "add"),
        (ANNA, "offer"),
        (CUSTOMER, "accept"),
        (ANNA, "done"),
    ):
        ticket = done(ticket, move, actor, "20 euro" if move == "offer" else "words")
        states.append(ticket.state)
    assert states == ["claimed", "asked", "claimed", "offered", "accepted", "done"]
    assert (ticket.owner, ticket.offer, ticket.version) == ("Anna", "20 euro", 6)


def test_an_entry_says_who_when_and_from_where() -> None:
    """Each move leaves a line for the log."""
    made = make(LIFE, NEW, "claim", ANNA, "", 5.0)
    assert isinstance(made, Made)
    assert made.entry == (5.0, "Anna", "desk", "claim", "new", "claimed", "")


def test_of_two_who_claim_one_has_it() -> None:
    """A ticket that somebody owns can't be claimed, by its owner neither."""
    assert refused(CLAIMED, "claim", BOB) == "owned"
    assert refused(CLAIMED, "claim", ANNA) == "owned"


def test_a_ticket_is_taken_over_and_released() -> None:
    """Another agent takes a ticket over; a released one is free."""
    assert done(CLAIMED, "takeover", BOB).owner == "Bob"
    assert refused(CLAIMED, "takeover", ANNA) == "owned"
    assert refused(replace(CLAIMED, owner=""), "takeover", BOB) == "state"
    free = done(CLAIMED, "release", ANNA)
    assert (free.owner, free.state) == ("", "new")


def test_an_acceptance_is_not_lost_by_a_release() -> None:
    """What the customer has accepted stays accepted when another agent goes on."""
    accepted = replace(CLAIMED, state="accepted", offer="20 euro")
    freed = done(accepted, "release", ANNA)
    assert (freed.state, freed.owner) == ("accepted", "")
    assert done(freed, "claim", BOB).state == "accepted"


def test_a_closed_ticket_is_reopened_by_any_agent() -> None:
    """Who reopens a ticket has it, whoever had it before."""
    again = done(replace(CLAIMED, state="done"), "reopen", BOB)
    assert (again.state, again.owner) == ("claimed", "Bob")
    assert refused(replace(NEW, state="withdrawn"), "reopen", BOB) == "state"


def test_a_request_is_withdrawn_only_before_anybody_has_begun() -> None:
    """From the claim on a customer can't withdraw."""
    assert done(NEW, "withdraw", CUSTOMER).state == "withdrawn"
    assert refused(CLAIMED, "withdraw", CUSTOMER) == "state"


@pytest.mark.parametrize("name", [m.key for m in LIFE.moves.values() if m.words == "required"])
def test_a_move_that_needs_words_is_refused_without(name: str) -> None:
    """An empty question, answer, note or offer is none."""
    actor = CUSTOMER if "customer" in LIFE.moves[name].by else ANNA
    assert refused(CLAIMED, name, actor, " ") == "words"


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", LIFE.moves)
def test_only_who_may_make_a_move_makes_it(name: str, who: str) -> None:
    """In every state, each kind of person makes the moves that are theirs, and no other."""
    move, actor = LIFE.moves[name], PEOPLE[who]
    for stage in LIFE.stages.values():
        ticket = replace(CLAIMED, state=stage.name, owner="" if move.when == "free" else "Anna")
        allowed = name in legal(LIFE, ticket, actor)
        theirs = who in move.by or (who == "owner" and "agent" in move.by and move.when != "others")
        theirs |= move.when == "free" and who == "owner"
        assert allowed == (theirs and name in stage.moves), (stage.name, ticket.owner)


def test_a_move_that_nobody_knows_is_refused() -> None:
    """A name that is no move says so."""
    assert refused(NEW, "explode", ANNA) == "unknown"
    assert refused(replace(NEW, state="gone"), "claim", ANNA) == "state"
    assert legal(LIFE, replace(NEW, state="gone"), ANNA) == frozenset()


def test_every_open_ticket_can_be_claimed_or_is_somebodys() -> None:
    """No ticket is stuck: a free one can be claimed, any other taken over, in every open state."""
    for stage in LIFE.stages.values():
        if not stage.ends:
            assert "claim" in legal(LIFE, replace(NEW, state=stage.name), BOB)
            owned = replace(CLAIMED, state=stage.name)
            assert stage.name == "new" or "takeover" in legal(LIFE, owned, BOB)
