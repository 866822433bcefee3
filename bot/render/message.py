"""Actions -> messages: text with spans and buttons, in the customer's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as part
from functools import lru_cache
from typing import Final, Literal

from bot.config import Operator
from bot.engine import actions as engine
from bot.engine.actions import Action, Ask, ShowSettings
from bot.engine.answers import DEFAULT_PROGRAM, Answers
from bot.facts import SHOWN_PROTOCOL, Facts, Settings, settings_for
from bot.render import aloud
from bot.render.aloud import read_aloud
from bot.render.answer import TEXT_UNTICKED, Answer, Line
from bot.render.catalog import Catalog
from bot.render.file import EXPORT, File
from bot.render.recipe import file_of
from bot.render.rich import Rich, code, fill, join, markup
from bot.render.takeaway import PLACE
from bot.retention import KEEP_BODIES, KEEP_IDS, days

Place = Literal["card", "keep"]
"""A card is replaced by the next one; what is kept stays in the chat."""

SCREENS: Final = 512
"""Messages that are remembered; some 3 kB each."""
COPIED_KINDS: Final = ("server", "port")
SAID: Final = ("text", "password")
"""The kinds of fields whose value is told in words."""
BOXES: Final = ("outgoing_authentication", "same_credentials")
"""The boxes on screen that a text may name."""
PORTS: Final = ("incoming_port", "outgoing_port")
"""The ports that a text may name."""
STEPS: Final = ("app", "settings", "accounts", "add_account", "other_account", "connect")
"""What is chosen on the way through the Mail app of Windows 8, which a text may name."""
KINDS: Final = {"paid": "the paid set-up service", "person": "help by a person"}
"""What a customer may ask for, as they read it."""
SORRY: Final = "I'm sorry, something went wrong on my side. Please send /start to begin again."
ENGLISH_LABELS: Final = (
    "The fields have the English names of the guide here: on your screen they may have others."
)
ALSO: Final = "{source} also lists:"
AWAY: Final = "I was away for a while. If you have tapped a button since, please tap it again."
TEXTS: Final = (
    TEXT_UNTICKED,
    ENGLISH_LABELS,
    ALSO,
    SORRY,
    AWAY,
    *KINDS.values(),
    *aloud.TEXTS,
)
"""The texts that stand in the code, for the catalogs."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button: it sends `data` back, copies `copy`, or opens `link`."""

    label: str
    data: str = ""
    copy: str = ""
    link: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be shown, for any front end.

    Attributes:
        place: whether the next card replaces it.
        text: what it says.
        rows: its buttons.
        file: a picture or a document that it carries; `text` is its caption then.
        own: whether it may hold what this customer alone has typed or read, so that nothing of it
            is remembered.
    """

    place: Place
    text: Rich
    rows: Rows
    file: File | None = None
    own: bool = part(default=False, compare=False)


@dataclass(frozen=True)
class Voice:
    """What a text needs to be said: the catalog, the facts and the operator's own details."""

    catalog: Catalog
    facts: Facts
    operator: Operator

    def values(self, answers: Answers, finding: str = "") -> Mapping[str, str]:
        """What the {names} in a text stand for."""
        program = answers.program or DEFAULT_PROGRAM
        protocol = answers.protocol or "imap"
        language = self.catalog.language
        return {
            "program": self.facts.name(program, language),
            "protocol": SHOWN_PROTOCOL[protocol],
            "code": answers.code(),
            **{name: self.facts.label(program, name, protocol, language) for name in BOXES},
            **{name: self.facts.label(DEFAULT_PROGRAM, name, "imap", language) for name in STEPS},
            **self._found(answers, finding),
            "path": " > ".join(self.facts.programs[program].path.get(protocol, [])),  # type: ignore[call-overload]
            "control_panel": self.operator.control_panel or self.facts.control_panel,
            "helpdesk": self.operator.helpdesk,
            "paid_price": self.operator.paid_price,
            "days_kept": days(KEEP_BODIES),
            "days_known": days(KEEP_IDS),
            "days_request": str(self.operator.ticket_days),
            "autoconfig_place": PLACE,
            "paid_offer": self.operator.paid_offer,
        }

    def _found(self, answers: Answers, finding: str) -> Mapping[str, str]:
        """What names of servers, ports and of the field that is wrong stand for."""
        said = {"server": self.facts.server, "other_port": str(self.facts.other_port)}
        program = self.facts.abilities[answers.program or DEFAULT_PROGRAM]
        if not program.form(answers):
            return said | dict.fromkeys(("incoming_port", "outgoing_port", "field", "value"), "")
        lines = {line.field.name: line for line in _lines(settings_for(self.facts, answers), self)}
        found = lines.get(finding)
        joint = {name: name.replace("_port", "_server_port") for name in PORTS}
        shown = {name: lines.get(name) or lines.get(joint[name]) for name in PORTS}
        ports = {name: line.shown if line else "" for name, line in shown.items()}
        field = _full_label(found, list(lines.values())) if found else ""
        return said | ports | {"field": field, "value": found.shown if found else ""}

    def label(self, button: engine.Button) -> str:
        """The label of a button in the customer's language."""
        if button.program:
            return self.facts.name(button.program, self.catalog.language)
        return self.catalog.text(button.label)

    def say(
        self,
        english: str,
        answers: Answers,
        typed: Iterable[tuple[str, str]] = (),
        finding: str = "",
    ) -> Rich:
        """A text in the customer's language; what was typed is filled in, and is never markup."""
        said = {
            name: self.catalog.text(value) if name == "standing" else value for name, value in typed
        }
        return markup(self.catalog.text(english), {**self.values(answers, finding), **said})


NAMES: Final = frozenset(
    {
        *BOXES,
        *STEPS,
        "program",
        "protocol",
        "code",
        "path",
        "server",
        "other_port",
        "field",
        "value",
        *PORTS,
        "control_panel",
        "helpdesk",
        "paid_price",
        "days_kept",
        "days_known",
        "days_request",
        "autoconfig_place",
        "paid_offer",
        "contact",
        "time",
        "note",
        "number",
        "offer",
        "standing",
        "words",
    }
)
"""The {names} that a text may use."""
OWN_NAMES: Final = frozenset({"label", "source"})
"""The {names} that only the texts of the code use."""


def render(
    actions: Iterable[Action], catalog: Catalog, facts: Facts, operator: Operator
) -> tuple[Message, ...]:
    """Turn actions into messages.

    Args:
        actions: what the engine asks for.
        catalog: the texts of the customer's language.
        facts: the values and on-screen labels.
        operator: the links and texts that the operator has configured.
    """
    voice = Voice(catalog, facts, operator)
    return tuple(_own(action, voice) or _render(action, voice) for action in actions)


def _own(action: Action, voice: Voice) -> Message | None:
    """A screen that is one customer's own; None for one that many see, which is remembered."""
    own = action.address if isinstance(action, ShowSettings) else action.values
    return replace(_once(action, voice), own=True) if own else None


def _once(action: Action, voice: Voice) -> Message:
    """One action."""
    rows = _rows(action.rows, voice)
    match action:
        case Ask():
            if action.sends:
                return Message("keep", _card(action, voice), rows, EXPORT)
            return Message("keep" if action.keeps else "card", _card(action, voice), rows)
        case ShowSettings():
            answer = build_answer(action, voice)
            question = [voice.say(text, action.answers) for text in action.question]
            text = join([answer.rich(), *question], "\n\n")
            if action.sends:
                said = action.answers, voice.catalog.language, action.address
                file = file_of(action.sends, *said, voice.facts)
                return Message("keep", text, rows, file)
            return Message("keep", text, (*_copy_rows(answer), *rows))


@lru_cache(maxsize=SCREENS)
def _render(action: Action, voice: Voice) -> Message:
    """The same action is the same message, so that most screens are made once."""
    return _once(action, voice)


def _card(action: Ask, voice: Voice) -> Rich:
    told = action.values, action.finding
    paragraphs = [voice.say(text, action.answers, *told) for text in action.paragraphs]
    if action.shows:
        paragraphs[action.lead : action.lead] = _shown(action, voice)
    return join(paragraphs, "\n\n")


def _shown(action: Ask, voice: Voice) -> list[Rich]:
    """What is shown on a card: of the facts, or the customer's requests."""
    if action.shows == "requests":
        told = [_request(*one, voice) for one in action.requests]
        return [join(told, "\n")] if told else []
    lines = _lines(settings_for(voice.facts, action.answers), voice)
    match action.shows:
        case "sources":
            return [*_by_source(lines), *_confirmed(lines, voice)]
        case "field":
            return [read_aloud(lines, action.page, voice.catalog)]
        case _:
            return [join((line.rich() for line in lines), "\n")]


def _request(number: str, kind: str, standing: str, voice: Voice) -> Rich:
    """A line about one request."""
    told = join([code(number), Rich(voice.catalog.text(KINDS[kind]))], ", ")
    return join([told, Rich(voice.catalog.text(standing))], ": ")


def _by_source(lines: Iterable[Line]) -> list[Rich]:
    """For each source the lines that come from it."""
    sources: dict[str, list[Line]] = {}
    for line in lines:
        sources.setdefault(line.source, []).append(line)
    return [
        join([Rich(f"{source}:"), *(line.rich() for line in found)], "\n")
        for source, found in sources.items()
    ]


def _confirmed(lines: Iterable[Line], voice: Voice) -> list[Rich]:
    """For each further source the lines that it lists too."""
    sources: dict[str, list[Line]] = {}
    for line in lines:
        for source in line.field.also:
            sources.setdefault(voice.catalog.text(source), []).append(line)
    also = voice.catalog.text(ALSO)
    return [
        join([Rich(fill(also, {"source": source})), *(line.rich() for line in found)], "\n")
        for source, found in sources.items()
    ]


def build_answer(action: ShowSettings, voice: Voice) -> Answer:
    """The answer that an action asks for."""
    settings = settings_for(voice.facts, action.answers)
    return Answer(
        settings=settings,
        code=action.answers.code(),
        language=voice.catalog.language,
        heading=voice.say(action.heading, action.answers).plain,
        lines=_lines(settings, voice),
        warnings=tuple(voice.say(warning, action.answers) for warning in action.warnings),
        notes=tuple(voice.say(note, action.answers) for note in _notes(action, voice)),
    )


def _notes(action: ShowSettings, voice: Voice) -> Iterator[str]:
    """What is said below the values: what the flow says, then what the program's file says."""
    program = action.answers.program or DEFAULT_PROGRAM
    yield from action.notes
    yield from voice.facts.programs[program].notes
    if not voice.facts.labelled(program, voice.catalog.language):
        yield ENGLISH_LABELS


def _lines(settings: Settings, voice: Voice) -> tuple[Line, ...]:
    catalog, facts = voice.catalog, voice.facts
    name = facts.name(settings.program, catalog.language)
    lines = []
    for field in settings.fields:
        label = facts.label(settings.program, field.name, settings.protocol, catalog.language)
        lines.append(
            Line(
                field=field,
                label=label,
                value=catalog.text(str(field.value)) if field.kind in SAID else field.value,
                source=fill(catalog.text(field.source), {"program": name}),
                unticked=fill(catalog.text(TEXT_UNTICKED), {"label": label}),
            )
        )
    return tuple(lines)


def _full_label(line: Line, lines: list[Line]) -> str:
    """A label; one that stands twice on the screen with that of the server before it."""
    if sum(other.label == line.label for other in lines) == 1:
        return line.label
    before = [other for other in lines[: lines.index(line)] if other.field.kind == "server"]
    return f"{before[-1].label} > {line.label}" if before else line.label


def _copy_rows(answer: Answer) -> Rows:
    """One row of buttons that copy a value."""
    values = (line.shown for line in answer.lines if line.field.kind in COPIED_KINDS)
    row = tuple(Button(f"⧉ {value}", copy=value) for value in dict.fromkeys(values))
    return (row,) if row else ()


def _rows(rows: engine.Rows, voice: Voice) -> Rows:
    return tuple(tuple(_button(button, voice) for button in row) for row in rows)


def _button(button: engine.Button, voice: Voice) -> Button:
    link = getattr(voice.operator, button.link) if button.link else ""
    return Button(voice.label(button), data=button.data, link=link)
