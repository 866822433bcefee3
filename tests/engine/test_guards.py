"""The named conditions of flows."""

import itertools
from dataclasses import replace

import pytest

from bot.engine.answers import Answers
from bot.engine.forms import DRAFTED
from bot.engine.guards import FINDINGS, GUARDS, SWITCHES, Context, hold, known
from bot.engine.known import Known, Request
from bot.engine.programs import Program, Slot

NOTHING = Answers()
IMAP = Answers(None, "imap")
POP = Answers(None, "pop")
SSL = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=True)
PLAIN = Answers(None, "pop", incoming_ssl=False, outgoing_ssl=False)
INCOMING = Answers(None, "imap", incoming_ssl=True, outgoing_ssl=False)
OUTGOING = Answers(None, "imap", incoming_ssl=False, outgoing_ssl=True)
HALF = Answers(None, "imap", incoming_ssl=True)
LAST = Answers(None, "imap", outgoing_ssl=False)
OPEN = Answers(None, None, incoming_ssl=True, outgoing_ssl=True)
ELSEWHERE = Answers("other", "pop")
WRONG = Answers("other", "imap")
ALL = (NOTHING, IMAP, POP, SSL, PLAIN, INCOMING, OUTGOING, HALF, LAST, OPEN, ELSEWHERE, WRONG)
HERE = set(ALL) - {ELSEWHERE, WRONG}

HOLDS = {
    "protocol_known": set(ALL) - {NOTHING, OPEN},
    "incoming_left": {LAST},
    "outgoing_left": {HALF},
    "ssl_known": {SSL, PLAIN, INCOMING, OUTGOING, OPEN},
    "complete": {SSL, PLAIN, INCOMING, OUTGOING},
    "imap": {IMAP, SSL, INCOMING, OUTGOING, HALF, LAST, WRONG},
    "pop": {POP, PLAIN, ELSEWHERE},
    "cannot_use": {POP, PLAIN, WRONG},
    "unlisted": {INCOMING, OUTGOING, LAST, WRONG},
    "lists_imap": HERE,
    "one_combination": set(ALL) - HERE,
    "lists_imap_ssl": HERE,
    "lists_pop_ssl": set(),
    "lists_pop_plain": set(ALL),
    "lists_ssl": {IMAP, SSL, INCOMING, OUTGOING, HALF, LAST},
    "default_program": HERE,
    "authentication_box": HERE,
    "same_box": set(),
    "found": set(),
    **{f"found_{kind}": set() for kind in FINDINGS},
    "path_known": {IMAP, SSL, INCOMING, OUTGOING, HALF, LAST},
    "more_fields": {SSL, PLAIN},
    "imports_profile": {ELSEWHERE, WRONG},
    "imports_autoconfig": set(),
    "imports_qr": {ELSEWHERE, WRONG},
    "both_ssl": {SSL, OPEN},
    "no_ssl": {PLAIN},
    "incoming_ssl_only": {INCOMING},
    "outgoing_ssl_only": {OUTGOING},
}


OPEN_ONE = Request("ACDEFH", "k1", "paid", "new", is_open=True, moves=frozenset({"add"}))
DONE_ONE = Request("HKMNPR", "k2", "paid", "done", is_open=False)
OFFERED = replace(OPEN_ONE, offer="20 euro", moves=frozenset({"accept", "decline"}))

OF_REQUESTS: dict[str, tuple[tuple[dict[str, str], Known, str], ...]] = {
    **{f"{name}_asked": (({name: ""}, Known(), ""),) for name in DRAFTED},
    **{f"{name}_given": (({name: "x"}, Known(), ""),) for name in DRAFTED},
    "request_known": (({}, Known((DONE_ONE,)), ""), ({}, Known((OPEN_ONE,)), "")),
    "request_open": (({}, Known((DONE_ONE, OPEN_ONE)), ""),),
    "enough_today": (({}, Known(today=3), ""),),
    "key_fits": (({"key": "k3"}, Known((OPEN_ONE,)), "k3"),),
    "key_used": (({"key": "k3"}, Known((OPEN_ONE,)), "k1"),),
    "may_add": (
        ({}, Known((OPEN_ONE,)), ""),
        ({"about": "ACDEFH"}, Known((DONE_ONE, OPEN_ONE)), ""),
        ({}, Known((DONE_ONE, OPEN_ONE)), "ACDEFH"),
    ),
    "may_withdraw": (({}, Known((replace(OPEN_ONE, moves=frozenset({"withdraw"})),)), ""),),
    "may_accept": (({}, Known((OFFERED,)), OFFERED.token),),
    "may_decline": (({}, Known((OFFERED,)), OFFERED.token),),
}
"""For each guard about requests: drafts, what is known, and tokens, for which it holds."""

NOT_SO: dict[str, tuple[tuple[dict[str, str], Known, str], ...]] = {
    "request_known": (({}, Known(), ""),),
    "request_open": (({}, Known((DONE_ONE,)), ""),),
    "enough_today": (({}, Known(today=2), ""),),
    "key_fits": (({}, Known(), ""), ({"key": "k3"}, Known(), ""), ({"key": "k3"}, Known(), "k2")),
    "key_used": (({}, Known((OPEN_ONE,)), ""), ({}, Known((replace(OPEN_ONE, key=""),)), "")),
    "may_add": (
        ({"about": "HKMNPR"}, Known((DONE_ONE, OPEN_ONE)), ""),
        ({}, Known((OPEN_ONE,)), "HKMNPR"),
        ({"about": "XXXXXX"}, Known((OPEN_ONE,)), ""),
    ),
    "may_accept": (
        ({}, Known((OFFERED,)), "ACDEFH"),
        ({}, Known((replace(OFFERED, offer="30 euro"),)), OFFERED.token),
    ),
}
"""The same, for which it does not hold: another request, an offer that has changed."""


WINDOWS = Program(
    "Windows",
    frozenset({"imap"}),
    {form: (Slot("outgoing_authentication", "checkbox", value=True),) * 2 for form in (SSL, PLAIN)},
    frozenset({"imap"}),
)
OTHER = Program("Other", frozenset({"pop"}), {PLAIN: ()}, imports=frozenset({"profile", "qr"}))


def program_of(answers: Answers) -> Program:
    """The program that answers speak of."""
    return OTHER if answers.program else WINDOWS


def context(answers: Answers, *switches: str, came_from: bool = False) -> Context:
    """What a guard looks at, with a program that can do IMAP alone."""
    return Context(answers, program_of(answers), frozenset(switches), came_from)


@pytest.mark.parametrize("guard", HOLDS)
def test_a_guard_holds_for_its_answers_alone(guard: str) -> None:
    """Each guard about answers holds for exactly those of the table."""
    assert {answers for answers in ALL if hold([guard], context(answers))} == HOLDS[guard]


def test_the_table_names_every_guard() -> None:
    """No guard is without a test."""
    assert set(GUARDS) == {*HOLDS, *OF_REQUESTS, *SWITCHES, "came_from"}


def of_requests(draft: dict[str, str], told: Known, token: str) -> Context:
    """What a guard about requests looks at."""
    return replace(context(NOTHING), draft=draft, known=told, token=token)


@pytest.mark.parametrize("guard", OF_REQUESTS)
def test_a_guard_about_requests_holds_when_it_should(guard: str) -> None:
    """Each guard about forms and requests holds in its cases, and not in the others."""
    assert all(hold([guard], of_requests(*case)) for case in OF_REQUESTS[guard])
    nothing: tuple[tuple[dict[str, str], Known, str], ...] = (({}, Known(), ""),)
    assert not any(hold([guard], of_requests(*case)) for case in NOT_SO.get(guard, nothing))


@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_is_a_guard(switch: str) -> None:
    """A switch holds when the operator has set it, and only then."""
    assert hold([switch], context(NOTHING, switch))
    others = [other for other in SWITCHES if other != switch]
    assert not hold([switch], context(NOTHING, *others))


@pytest.mark.parametrize("came_from", [True, False])
def test_came_from_tells_whether_there_is_a_way_back(*, came_from: bool) -> None:
    """The guard `came_from` is what the context says."""
    assert hold(["came_from"], context(NOTHING, came_from=came_from)) is came_from


@pytest.mark.parametrize(("guard", "answers"), list(itertools.product(HOLDS, ALL)))
def test_not_is_the_opposite(guard: str, answers: Answers) -> None:
    """“not NAME” holds exactly when NAME does not."""
    here = context(answers)
    assert hold([f"not {guard}"], here) is not hold([guard], here)


def test_several_guards_must_all_hold() -> None:
    """A list holds when each of its guards does; an empty one always."""
    assert hold([], context(NOTHING))
    assert hold(["imap", "both_ssl"], context(SSL))
    assert not hold(["imap", "both_ssl"], context(INCOMING))


@pytest.mark.parametrize("name", ["imap", "not imap", "not paid_offered"])
def test_a_guard_and_its_opposite_are_known(name: str) -> None:
    """A flow may use a guard and its opposite."""
    assert known(name)


@pytest.mark.parametrize("name", ["", "not", "not ", "IMAP", "not not imap", "sunny"])
def test_other_names_are_not_guards(name: str) -> None:
    """A name that stands for no guard is told apart."""
    assert not known(name)


FORM = (
    Slot("incoming_server", "server", "mail.example"),
    Slot("incoming_port", "port", 1),
    Slot("on", "checkbox", value=True),
    Slot("off", "checkbox", value=False),
    Slot("user_name", "text", "yours"),
    Slot("how", "choice", "So"),
)
FOUND = {
    "swapped": "swapped",
    "incoming_server": "server",
    "incoming_port": "port",
    "on": "ticked",
    "off": "unticked",
    "user_name": "address",
    "how": "choice",
}


@pytest.mark.parametrize("finding", FOUND)
def test_a_finding_has_one_kind(finding: str) -> None:
    """What the doctor has found is of the kind of its field, and of no other."""
    program = Program("Any", frozenset({"imap"}), {SSL: FORM})
    seen = Context(SSL, program, frozenset(), finding=finding)
    assert [kind for kind in FINDINGS if hold([f"found_{kind}"], seen)] == [FOUND[finding]]
    assert hold(["found"], seen)


def test_a_finding_of_another_screen_is_none() -> None:
    """A field that this screen does not have was not found wrong."""
    program = Program("Any", frozenset({"imap"}), {SSL: FORM[:1]})
    assert not hold(["found"], Context(SSL, program, frozenset(), finding="incoming_port"))
