"""What waits for the desk is put together, and nothing is lost or changes its order."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.report import news
from bot.desk.room import card_call
from bot.desk.visible import block
from bot.gateway.bundles import BETWEEN, LONGEST, bundled
from bot.render.rich import bold
from bot.store import Outgoing

TICKETS = ("ACDEFH", "JKMNPR")
Json = dict[str, Any]


def run(*calls: Json) -> list[Outgoing]:
    """Calls as they wait."""
    return [Outgoing(number, -5, call) for number, call in enumerate(calls, start=1)]


def said(text: str, ticket: str = TICKETS[0]) -> Json:
    """A message about a ticket."""
    return news(ticket, bold("😀 said:") + "\n" + block(text))


def texts(waiting: list[Outgoing], ticket: str) -> list[str]:
    """The parts of what is said of a ticket, in order."""
    found = [w.call for w in waiting if w.call["do"] == "send" and w.call["ticket"] == ticket]
    return [part for call in found for part in call["content"]["text"].split(BETWEEN)]


def test_several_changes_of_a_card_are_one() -> None:
    """The first shows the ticket as it is by then."""
    card, other = card_call(TICKETS[0]), card_call(TICKETS[1])
    bundle = bundled(run(card, other, card, card))
    assert [each.id for each in bundle.run] == [1, 2]
    assert [each.id for each in bundle.spared] == [3, 4]


def test_messages_of_a_ticket_become_one_with_their_formatting() -> None:
    """The blocks stand where they stood, counted as Telegram counts."""
    bundle = bundled(run(said("one"), card_call(TICKETS[0]), said("two")))
    content = bundle.run[0].call["content"]
    units = content["text"].encode("utf-16-le")
    parts = [
        units[mark["offset"] * 2 : (mark["offset"] + mark["length"]) * 2].decode("utf-16-le")
        for mark in content["entities"]
    ]
    assert parts == ["😀 said:", "one", "😀 said:", "two"]
    assert [each.id for each in bundle.changed] == [1]


def test_what_was_tried_stays_as_it_is() -> None:
    """It may stand in the group already."""
    first, second = run(said("one"), said("two"))
    bundle = bundled([first._replace(tried=7), second])
    assert [each.id for each in bundle.run] == [1, 2]


def test_nothing_is_put_across_a_picture_or_a_closing() -> None:
    """What was said after it stays after it."""
    copy = {"do": "copy", "from": 7, "message": 3, "ticket": TICKETS[0]}
    shut = {"do": "shut", "ticket": TICKETS[0]}
    bundle = bundled(run(said("one"), copy, said("two"), shut, said("three")))
    assert [each.id for each in bundle.run] == [1, 2, 3, 4, 5]


def test_a_question_stays_alone() -> None:
    """Its answer has to find it."""
    bundle = bundled(run(said("one"), said("?") | {"alone": True}, said("two")))
    assert len(bundle.run) == 3


CALLS = st.one_of(
    st.builds(said, st.text("abc", min_size=1, max_size=1500), st.sampled_from(TICKETS)),
    st.builds(card_call, st.sampled_from(TICKETS)),
    st.builds(
        lambda ticket: {"do": "shut", "ticket": ticket},
        st.sampled_from(TICKETS),
    ),
)


@given(st.lists(CALLS, max_size=20))
def test_nothing_is_lost_and_the_order_stays(calls: list[Json]) -> None:
    """Each word is said once, in its order; no message grows too long; each ticket has its card."""
    waiting = run(*calls)
    bundle = bundled(waiting)
    for ticket in TICKETS:
        assert texts(bundle.run, ticket) == texts(waiting, ticket)
    assert all(
        len(each.call["content"]["text"]) <= LONGEST
        for each in bundle.run
        if "content" in each.call
    )
    cards = {each.call["ticket"] for each in waiting if each.call["do"] == "card"}
    assert {each.call["ticket"] for each in bundle.run if each.call["do"] == "card"} == cards
    assert len(bundle.run) + len(bundle.spared) == len(waiting)
