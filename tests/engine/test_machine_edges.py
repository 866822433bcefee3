"""What forged, old and doubled events do, wherever the customer stands."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Operator
from bot.engine.actions import Ask, ShowSettings
from bot.engine.answers import Answers
from bot.engine.conversation import Conversation, Visit
from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.engine.flow import Flow
from bot.engine.machine import explain, step
from bot.engine.place import begin
from bot.helpdesk import load_helpdesk
from tests.engine.walks import Place, buttons, go, places, reread, started
from tests.known_values import COMBINATIONS

OPERATORS = {
    "nothing configured": Operator(),
    "all configured": Operator("https://x.example", "call", True, "https://y.example", "10"),
    "no paid service": Operator(paid_offered=False),
}


@cache
def flow_of(operator: str) -> Flow:
    """The flow as this operator has set it up."""
    return load_helpdesk(OPERATORS[operator]).flow


@cache
def places_of(operator: str, language: str) -> list[Place]:
    """Every place that can be reached by pressing buttons."""
    return list(places(flow_of(operator), language))


spots = st.tuples(st.sampled_from(sorted(OPERATORS)), st.sampled_from(["en", "nl"]))
forged = st.builds(
    lambda version, state, choice, code, more: f"{version}.{state}:{choice}:{code}{more}",
    st.sampled_from(["1", "1", "1", "2", ""]),
    st.sampled_from([*flow_of("all configured").states, "old.state", ""]),
    st.sampled_from(["back", "restart", "paid", "request", "settings", "read_nl", "use_ssl", "x"]),
    st.sampled_from(["", "imap-ssl", "pop-plain-ssl", "any-any-ssl", "windows8-pop", "x-y", "en"]),
    st.sampled_from(["", "", "", ":", "\0", "x" * 5000]),
)
events: st.SearchStrategy[Event] = (
    forged.map(Chose)
    | st.text().map(Chose)
    | st.text().map(Typed)
    | st.text(st.characters(categories=["Mn", "Cf", "Co", "Lo", "Sm", "Nd"])).map(Typed)
    | st.text().map(Commanded)
    | st.text().map(Started)
)


@given(spots, st.integers(0), events)
@settings(max_examples=400, deadline=None)
def test_any_event_in_any_reachable_place(spot: tuple[str, str], number: int, event: Event) -> None:
    """Whatever happens anywhere, there is an action, and the new place survives JSON."""
    flow, reached = flow_of(spot[0]), places_of(*spot)
    here, _ = reached[number % len(reached)]
    after, actions = step(flow, here, event, here.since + 60)
    assert len(actions) == 1
    assert after.state in flow.states
    assert reread(after) == after


@given(spots, st.lists(st.integers(0), max_size=15))
@settings(max_examples=150, deadline=None)
def test_any_buttons_in_any_order_are_legal(spot: tuple[str, str], presses: list[int]) -> None:
    """However somebody presses what is offered, each press is taken and no hint comes."""
    flow = flow_of(spot[0])
    here, actions = started(flow, spot[1])
    for press in presses:
        offered = buttons(actions)
        result = explain(
            flow, reread(here), Chose(offered[press % len(offered)].data), here.since + 9
        )
        assert result.taken
        here, actions = result.conversation, result.actions


@pytest.mark.parametrize("operator", OPERATORS)
def test_the_paid_service_is_offered_where_it_is_switched_on(operator: str) -> None:
    """Each place offers the paid service, unless the operator has switched it off."""
    for here, actions in places_of(operator, "en"):
        offered = {b.data.split(":")[1] for b in buttons(actions)}
        wanted = OPERATORS[operator].paid_offered and here.state != "paid.start"
        assert ("paid" in offered) is wanted, here.state


def test_asking_for_the_paid_service_gets_a_person_where_it_is_off() -> None:
    """“Set it up for me” leads to a person where the paid service is not offered."""
    flow = flow_of("no paid service")
    here, _ = go(flow, begin(flow, "en", 0), Started(), Typed("set it up for me"))
    assert here.state == "person.start"


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_deep_link_opens_its_answer(
    flow: Flow, protocol: str, incoming: bool, outgoing: bool, language: str
) -> None:
    """Each code with each language opens exactly that answer, whatever was said before."""
    answers = Answers(None, protocol, incoming, outgoing)
    before, _ = started(flow, "en", "pop-plain")
    after, (action,) = go(flow, before, Started(f"{answers.code()}-{language}"))
    assert isinstance(action, ShowSettings)
    assert (action.answers, after.language) == (answers, language)


@pytest.mark.parametrize("code", ["", "rubbish", "imap-ssl-ssl-ssl", "-", "x" * 64, "IMAP_SSL"])
def test_a_link_that_says_nothing_is_a_start(flow: Flow, code: str) -> None:
    """A deep link that is no code starts at the start, with nothing answered."""
    before, _ = started(flow, "en", "pop-plain")
    after, _ = go(flow, before, Started(code))
    assert (after.state, after.answers, after.trail) == (flow.start, Answers(), ())


def test_empty_data_is_no_double_tap(flow: Flow) -> None:
    """A press without data right after typed words gets an answer."""
    here, _ = started(flow)
    _, actions = step(flow, here, Chose(""), here.since + 1)
    assert actions


@pytest.mark.parametrize("name", ["", " ", "imap", "Help", "start", "help please", "x" * 5000])
def test_a_command_that_no_choice_has_changes_nothing(flow: Flow, name: str) -> None:
    """A command without a name, or with one that is no choice's, gets a hint."""
    here, _ = started(flow)
    after, (action,) = step(flow, here, Commanded(name), here.since + 60)
    assert after == here
    assert isinstance(action, Ask)
    assert action.paragraphs[0] == flow.states[here.state].hint


def test_a_clock_that_went_back_is_no_double_tap(flow: Flow) -> None:
    """The same press at an earlier time is done again."""
    once, _ = step(flow, started(flow)[0], Chose("1.setup.start:imap:"), 100.0)
    assert step(flow, once, Chose("1.setup.start:imap:"), 50.0)[1]


def test_back_walks_the_trail_to_its_end(flow: Flow) -> None:
    """Back leads through each state that was left, with its answers, to the start."""
    here, _ = go(
        flow,
        begin(flow, "nl", 0),
        *(Started(), Typed("weet ik niet"), Typed("imap"), Typed("ja"), Typed("waarom")),
    )
    walked = []
    for _ in range(6):
        here, _ = go(flow, here, Typed("terug"))
        walked.append((here.state, here.answers.code()))
    assert walked[:4] == [
        ("setup.answer", "imap-ssl"),
        ("setup.ssl", "imap"),
        ("setup.which_protocol", ""),
        ("setup.start", ""),
    ]
    assert set(walked[4:]) == {("setup.start", "")}


@pytest.mark.parametrize("code", ["pop-plain", "imap-ssl", "imap"])
def test_an_old_card_keeps_its_own_answers(flow: Flow, code: str) -> None:
    """A button of an old card counts with the answers of its card, not with later ones."""
    here, _ = started(flow, "en", "imap-ssl-plain")
    after, _ = go(flow, here, Chose(f"1.setup.ssl:no:{code}"))
    assert after.answers.code() == f"{code.split('-', maxsplit=1)[0]}-plain"


def test_a_program_that_is_gone_starts_again(flow: Flow) -> None:
    """A stored answer about a mail program without facts starts the conversation again."""
    gone = Answers("gone", "pop", incoming_ssl=True, outgoing_ssl=True)
    stored = Conversation("setup.answer", "en", gone, (Visit("setup.answer", gone),))
    for event in (Typed("back"), Typed("ja"), Started(), Chose("1.setup.answer:why:")):
        after, actions = step(flow, stored, event, 60)
        assert actions
        assert after.answers.program is None
