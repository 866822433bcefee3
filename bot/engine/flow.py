"""What a flow is made of, once it is read: frozen data, checked by the loader (bot/flow.py)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.engine.doctor import DoctorWords
from bot.engine.errors import ErrorPattern
from bot.engine.programs import Program
from bot.engine.ticket import Life
from bot.engine.vocabulary import Vocabulary

TYPED: Final = "typed"
"""The choice that words make which answer what a state asks."""
BACK: Final = "back"
"""The target that is not a state: where the customer came from."""


@dataclass(frozen=True, slots=True)
class Target:
    """One place where a choice may lead: the first whose guards all hold is taken.

    Attributes:
        state: the name of a state, or BACK.
        when: what the choice asks for, with what the state needs.
        opens: the kind of request that is made on this way; none when empty.
        moves: what is done with a request on this way (flows/ticket.yaml); nothing when empty.
    """

    state: str
    when: tuple[str, ...] = ()
    opens: str = ""
    moves: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the customer can do in a state.

    Attributes:
        key: its name within the state, and the trigger in the machine.
        label: the button's text in English; empty for a choice that is only typed.
        targets: where it leads.
        when: guards that must hold for it to be offered.
        records: what choosing it says.
        fills: whether it only says what is still open, while something is.
        language: the language it switches to.
        program: the mail program that its button is named after.
        words: the classes of typed words that mean it.
        command: the bot command that means it, without the slash.
        link: the name of an operator's link that it opens instead of leading anywhere.
        clears: whether it forgets all answers, and what a form holds.
        turns: whether it turns to the next page of the state that it leads to.
        writes: what it writes into a form.
        where: FILE:LINE of its definition.
    """

    key: str
    label: str = ""
    targets: tuple[Target, ...] = ()
    when: tuple[str, ...] = ()
    records: Answers = Answers()
    fills: bool = False
    language: str = ""
    program: str = ""
    words: tuple[str, ...] = ()
    command: str = ""
    link: str = ""
    clears: bool = False
    turns: bool = False
    writes: Mapping[str, str] = field(default_factory=dict)
    where: str = ""

    @property
    def opens(self) -> bool:
        """Whether it may make a request."""
        return any(target.opens for target in self.targets)

    @property
    def moves(self) -> bool:
        """Whether it may do something with a request."""
        return any(target.moves for target in self.targets)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text that is said when its guards hold."""

    text: str
    when: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A step of a conversation.

    Attributes:
        name: `file.state`.
        needs: guards that must hold before it can be entered.
        texts: the paragraphs on its card.
        rows: its own buttons, row by row.
        ways: the buttons that every state has, and that it does not place itself.
        typed: its choices that have no button.
        hint: what is said when typed words are not understood here.
        hint_where: FILE:LINE of the hint.
        shows: what is shown with the text: "settings" as a message of their own, "sources",
            "values", or "field": one on each page; "requests": those of the customer.
        asks: what typed words are the answer to (bot/engine/forms.py); nothing when empty.
        keeps: whether it is said in a message that stays, instead of on the card.
        sends: the file that goes with it: "picture" with the settings, "export" with what is kept
            of the customer; none when empty.
        forgets: whether nothing is kept any more of a customer who has come here.
        hears: what is typed here is taken as: "errors" a message of the mail program, "settings"
            what the customer has filled in.
        tries: what is tried here, in a few English words for a ticket.
        heading: the headings of the settings; the first whose guards hold is used.
        warnings: what is said above the settings, in the same message.
        notes: what is said below them, in the same message.
        where: FILE:LINE of its definition.
    """

    name: str
    texts: tuple[Text, ...]
    rows: tuple[tuple[Choice, ...], ...]
    ways: tuple[Choice, ...] = ()
    needs: tuple[str, ...] = ()
    typed: tuple[Choice, ...] = ()
    hint: str = ""
    hint_where: str = ""
    shows: str = ""
    asks: str = ""
    keeps: bool = False
    sends: str = ""
    forgets: bool = False
    hears: str = ""
    tries: str = ""
    heading: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    where: str = ""

    def choices(self) -> Iterator[Choice]:
        """Every choice, those with a button first."""
        for row in self.rows:
            yield from row
        yield from self.ways
        yield from self.typed

    def all_texts(self) -> Iterator[Text]:
        """Every paragraph that may be shown here."""
        yield from (*self.heading, *self.warnings, *self.notes, *self.texts)

    def choice(self, key: str) -> Choice | None:
        """The choice of that name."""
        return next((choice for choice in self.choices() if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Profile:
    """What people see of the bot before they write to it.

    Attributes:
        name: what it is called.
        description: what an empty chat with it says.
        short_description: what its page and its links say.
        commands: what each command does, by its name, in the order of the menu.
    """

    name: Text
    description: Text
    short_description: Text
    commands: Mapping[str, Text] = field(default_factory=dict)

    def texts(self) -> Iterator[Text]:
        """Every text."""
        yield from (self.name, self.description, self.short_description, *self.commands.values())


@dataclass(frozen=True, eq=False)
class Flow:
    """All conversations together, with what the engine needs to know of facts and operator.

    Attributes:
        start: the state a new conversation is in.
        states: every state by its name.
        vocabulary: what typed words mean.
        languages: the languages there are texts for.
        programs: the mail programs, by name.
        warning: what is said to a customer who types a password.
        warning_where: FILE:LINE of the warning.
        profile: what people see of the bot before they write to it.
        switches: what the operator has switched on or configured, for guards.
        renamed: old names of states -> today's.
        life: the life of a ticket.
        errors: what error messages mean.
        doctor: what people call the fields of a screen.
        phrases: ready answers that agents let the bot send, by their key.
    """

    start: str
    states: Mapping[str, State]
    vocabulary: Vocabulary
    languages: tuple[str, ...]
    programs: Mapping[str, Program]
    warning: str = ""
    warning_where: str = ""
    profile: Profile | None = None
    switches: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    life: Life = Life("new")
    errors: tuple[ErrorPattern, ...] = ()
    doctor: DoctorWords = field(default_factory=DoctorWords)
    phrases: Mapping[str, Text] = field(default_factory=dict)

    def program(self, answers: Answers) -> Program:
        """The mail program that is spoken of."""
        return self.programs[answers.program or DEFAULT_PROGRAM]

    def turned_to(self, answers: Answers, program: str | None) -> Answers:
        """The answers for another program: what only the one before demanded is open again."""
        if program in (None, answers.program or DEFAULT_PROGRAM):
            return answers
        return self.program(answers).freed(answers)
