"""The named conditions that a flow may use in `when` and `to`; "not NAME" is the opposite."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.engine.doctor import SWAPPED
from bot.engine.known import A_DAY, Known
from bot.engine.programs import Program


@dataclass(frozen=True, slots=True)
class Context:
    """What a guard may look at.

    Attributes:
        answers: what the customer has said.
        program: the mail program that is spoken of.
        switches: what the operator has switched on.
        came_from: whether there is a way back.
        page: which page is shown, from 0.
        draft: what a form holds so far.
        known: what the desk knows of the customer.
        token: what the button carried that was pressed.
        finding: what the settings doctor has found.
    """

    answers: Answers
    program: Program
    switches: frozenset[str]
    came_from: bool = False
    page: int = 0
    draft: Mapping[str, str] = field(default_factory=dict)
    known: Known = Known()
    token: str = ""
    finding: str = ""


Guard = Callable[[Context], bool]


def _cannot_use(context: Context) -> bool:
    protocol = context.answers.protocol
    return protocol is not None and protocol not in context.program.protocols


def _unlisted(context: Context) -> bool:
    return not any(context.program.listed(context.answers))


def _lists(protocol: str, *, ssl: bool) -> Guard:
    return lambda context: Answers(None, protocol, ssl, ssl) in context.program.forms


def _ssl(incoming: bool, outgoing: bool) -> Guard:  # noqa: FBT001 - the pair is the point
    def guard(context: Context) -> bool:
        answers = context.answers
        return (answers.incoming_ssl, answers.outgoing_ssl) == (incoming, outgoing)

    return guard


def _left(answers: Answers, open_slot: str, known_slot: str) -> bool:
    """Whether only one direction is still to be asked."""
    return getattr(answers, open_slot) is None and getattr(answers, known_slot) is not None


def _imports(kind: str) -> Guard:
    return lambda context: kind in context.program.imports


def _switch(name: str) -> Guard:
    return lambda context: name in context.switches


def _asked(name: str) -> Guard:
    return lambda context: name in context.draft


def _given(name: str) -> Guard:
    return lambda context: bool(context.draft.get(name))


def _may(move: str) -> Guard:
    def guard(context: Context) -> bool:
        request = context.known.spoken_of(context.draft, context.token)
        return request is not None and move in request.moves

    return guard


def _found(context: Context) -> str:
    """Which kind of finding the doctor's is; empty when it is none for these answers."""
    if context.finding == SWAPPED:
        return "swapped"
    form = context.program.form(context.answers)
    slot = next((slot for slot in form if slot.name == context.finding), None)
    if slot is None:
        return ""
    ticked = {True: "ticked", False: "unticked"}
    kinds = {"text": "address", "checkbox": ticked[bool(slot.value)]}
    return kinds.get(slot.kind, slot.kind)


def _finds(kind: str) -> Guard:
    return lambda context: _found(context) == kind


FINDINGS: Final = ("swapped", "server", "port", "ticked", "unticked", "address", "choice")
"""The kinds of what the settings doctor finds; each is a guard behind "found_"."""
SWITCHES: Final = (
    "paid_offered",
    "paid_link",
    "paid_price",
    "paid_terms",
    "paid_offer",
    "helpdesk",
    "tickets",
)
"""What the operator can switch on or configure; each is a guard of the same name."""

GUARDS: Final[Mapping[str, Guard]] = {
    "protocol_known": lambda context: context.answers.protocol is not None,
    "ssl_known": lambda context: context.answers.ssl_known,
    "incoming_left": lambda context: _left(context.answers, "incoming_ssl", "outgoing_ssl"),
    "outgoing_left": lambda context: _left(context.answers, "outgoing_ssl", "incoming_ssl"),
    "complete": lambda context: context.answers.complete,
    "imap": lambda context: context.answers.protocol == "imap",
    "pop": lambda context: context.answers.protocol == "pop",
    "cannot_use": _cannot_use,
    "both_ssl": _ssl(incoming=True, outgoing=True),
    "no_ssl": _ssl(incoming=False, outgoing=False),
    "incoming_ssl_only": _ssl(incoming=True, outgoing=False),
    "outgoing_ssl_only": _ssl(incoming=False, outgoing=True),
    "unlisted": _unlisted,
    "lists_imap_ssl": _lists("imap", ssl=True),
    "lists_pop_ssl": _lists("pop", ssl=True),
    "lists_pop_plain": _lists("pop", ssl=False),
    "lists_ssl": lambda context: _lists(context.answers.protocol or "", ssl=True)(context),
    "lists_imap": lambda context: any(context.program.listed(Answers(None, "imap"))),
    "one_combination": lambda context: len(context.program.forms) == 1,
    "default_program": lambda context: context.answers.program in (None, DEFAULT_PROGRAM),
    "authentication_box": lambda context: "outgoing_authentication" in context.program.fields,
    "same_box": lambda context: "same_credentials" in context.program.fields,
    "found": lambda context: bool(_found(context)),
    **{f"found_{kind}": _finds(kind) for kind in FINDINGS},
    "path_known": lambda context: context.answers.protocol in context.program.path,
    "more_fields": lambda context: context.page + 1 < len(context.program.form(context.answers)),
    **{f"imports_{kind}": _imports(kind) for kind in ("profile", "autoconfig", "qr")},
    "came_from": lambda context: context.came_from,
    **{f"{name}_asked": _asked(name) for name in ("contact", "time", "note")},
    **{f"{name}_given": _given(name) for name in ("contact", "time", "note")},
    "request_known": lambda context: bool(context.known.requests),
    "request_open": lambda context: context.known.open is not None,
    "enough_today": lambda context: context.known.today >= A_DAY,
    "key_fits": lambda context: context.token == context.draft.get("key") != "",
    "key_used": lambda context: context.known.of_key(context.token) is not None,
    **{f"may_{move}": _may(move) for move in ("withdraw", "add", "accept", "decline")},
    **{name: _switch(name) for name in SWITCHES},
}


def known(name: str) -> bool:
    """Whether a flow may use this guard."""
    return name.removeprefix("not ") in GUARDS


def hold(names: Iterable[str], context: Context) -> bool:
    """Whether all these guards hold."""
    return all(
        GUARDS[name.removeprefix("not ")](context) != name.startswith("not ") for name in names
    )
