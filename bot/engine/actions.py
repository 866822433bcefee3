"""What the engine may ask for. Texts are English source texts; rendering translates them."""

from dataclasses import dataclass

from bot.engine.answers import Answers


@dataclass(frozen=True, slots=True)
class Button:
    """A choice as it is offered: its label and what comes back, or a link of the operator's.

    Attributes:
        label: its text in English.
        data: what comes back.
        link: the name of the operator's link that it opens instead.
        program: the mail program that it is named after, in place of the label.
    """

    label: str
    data: str = ""
    link: str = ""
    program: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """Show a state on the one living card: paragraphs of text and buttons.

    Attributes:
        paragraphs: what is said.
        rows: what can be chosen.
        answers: what the customer has said.
        shows: what is shown with it: of the facts "sources", "values" or "field"; "requests".
        lead: how many paragraphs stand before it.
        page: which field, from 0.
        requests: the customer's requests: number, kind, and where each stands.
        values: what the customer or an agent has typed, by the {names} that stand for it.
        keeps: whether it is a message of its own, which stays.
        finding: what the settings doctor has found.
    """

    paragraphs: tuple[str, ...]
    rows: Rows
    answers: Answers
    shows: str = ""
    lead: int = 1
    page: int = 0
    sends: str = ""
    requests: tuple[tuple[str, str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    keeps: bool = False
    finding: str = ""


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Send the settings as a message that stays.

    Attributes:
        heading: which settings these are.
        warnings: what has to be said above the values, in the same message.
        notes: what has to be said below them, in the same message.
        question: what the customer is asked next, with the buttons in `rows`.
        sends: the file that goes with them, for example "picture"; none when empty.
        address: the customer's, which they gave for this file.
    """

    answers: Answers
    heading: str
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    question: tuple[str, ...]
    rows: Rows
    sends: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Make a request of the customer a ticket; see bot.engine.ticket.Ticket."""

    number: str
    key: str
    kind: str
    language: str
    code: str
    program: str
    tried: tuple[str, ...]
    contact: str
    time: str
    note: str


@dataclass(frozen=True, slots=True)
class MoveTicket:
    """Make a move of the customer with a ticket; the words are those that go with it."""

    number: str
    move: str
    words: str = ""


Action = Ask | ShowSettings
"""What people see."""
Effect = OpenTicket | MoveTicket
"""What is carried out in the same transaction, or not at all."""
