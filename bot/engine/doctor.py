"""The settings doctor: what a customer says they have filled in, compared with what belongs there.

How a text is read:

1. It is cut into labels, values and words. Labels are those of the screen in any language, and what
   people call the fields; the longest that matches counts.
2. A label says which field comes; “Port”, which stands on a screen twice, means that of the server
   spoken of last. A value without a label goes to the next field of its kind.
3. A tick may stand before its label (☑, [x]) or after it, as a sign or in words.
4. The combination that fits best is taken, the one that was given before any other.
5. Of what differs, the first field on the screen is named; two ports that are each in the other's
   place are named together.

Nothing of the text is kept or repeated: a finding is the name of a field.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.engine.answers import Answers
from bot.engine.programs import Form, Program, Slot

SWAPPED: Final = "swapped"
"""The finding that the two ports are each in the other's place."""
RIGHT: Final = "right"
"""The finding that everything that was told is right."""

_ITEM: Final = re.compile(
    r"(?P<end>[\n;])|(?P<on>[☑✓✔✅]|\[[xXvV]\])|(?P<off>[☐✗✘❌]|\[ ?\])|(?P<is>[:=])"
    r"|(?P<address>[^\s@,;:=<>\"']+@[^\s@,;:=<>\"']*)"
    r"|(?P<host>(?:\w+://)?[\w-]+(?:\.[\w-]+)+(?::\d{2,5})?(?:/\S*)?|\w+://\S+)"
    r"|(?P<word>[^\W_]+)"
)
Told = str | bool
"""A value as it was written, or a tick."""
_USERS: Final = ("email_address", "user_name", "outgoing_user_name")
_PORT: Final = re.compile(r"\d{2,5}")


@dataclass(frozen=True, eq=False)
class DoctorWords:
    """What people call fields and ticks (flows/symptoms/settings.yaml): phrase -> class."""

    phrases: Mapping[tuple[str, ...], str] = field(default_factory=dict)


class Finding(NamedTuple):
    """What the doctor has found.

    Attributes:
        name: the field that is wrong, SWAPPED or RIGHT.
        answers: the combination that the text was compared with.
    """

    name: str
    answers: Answers


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text; case, accents and signs do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return tuple(re.findall(r"[^\W_]+", bare))


def examine(program: Program, said: Answers, text: str, words: DoctorWords) -> Finding | None:
    """Compare what a customer has filled in with what belongs there.

    Args:
        program: the mail program.
        said: what the customer has said so far.
        text: what was typed or pasted.
        words: what people call fields and ticks.

    Returns:
        What was found; None when the text tells of no field.
    """
    best: tuple[int, Finding] | None = None
    for answers in _candidates(program, said):
        form = program.forms[answers]
        told = _Reading(form, words).read(text)
        wrong = _wrong(form, told)
        first = best is None and bool(told)
        if first or (best and len(wrong) < best[0] and _whole(form, told, said)):
            best = len(wrong), Finding(_named(form, told, wrong), answers)
    return best[1] if best else None


def _whole(form: Form, told: Mapping[str, Told], said: Answers) -> bool:
    """Whether enough is told to say that another combination than the given one is meant."""
    return not said.complete or all(s.name in told for s in form if s.kind in ("port", "server"))


def _candidates(program: Program, said: Answers) -> list[Answers]:
    """The combinations that may be meant: the one that was given first, then those with SSL."""
    given = Answers(None, said.protocol, said.incoming_ssl, said.outgoing_ssl)
    usable = [one for one in program.forms if one.protocol in program.protocols]
    same = [one for one in program.forms if said.protocol in (None, one.protocol)]
    pool = same if said.protocol else (usable or same)
    return sorted(pool, key=lambda one: (one != given, not one.incoming_ssl, not one.outgoing_ssl))


def _named(form: Form, told: Mapping[str, Told], wrong: list[str]) -> str:
    right = {slot.name: str(slot.value) for slot in form}
    for part in ("port", "server_port"):
        incoming, outgoing = f"incoming_{part}", f"outgoing_{part}"
        crossed = (right.get(outgoing), right.get(incoming))
        if incoming in wrong and (told.get(incoming), told.get(outgoing)) == crossed:
            return SWAPPED
    return wrong[0] if wrong else RIGHT


def _wrong(form: Form, told: Mapping[str, Told]) -> list[str]:
    """The fields that differ, in on-screen order."""
    heard = (slot for slot in form if slot.name in told)
    return [slot.name for slot in heard if not _fits(slot, told[slot.name], told)]


def _fits(slot: Slot, value: Told, told: Mapping[str, Told]) -> bool:
    if slot.name in _USERS:
        address = told.get("email_address", value)
        return value == address and bool(re.fullmatch(r"[^@]+@[^@]+\.[^@.]+", str(value)))
    if slot.name.endswith("_encryption"):
        return value is (slot.value != "None")
    if slot.kind == "choice":
        return words_of(str(value))[:2] == words_of(str(slot.value))[:2]
    return value == slot.value if isinstance(value, bool) else str(value) == str(slot.value)


class _Reading:
    """Reads a text for one form."""

    def __init__(self, form: Form, words: DoctorWords) -> None:
        self._fields = {slot.name: slot for slot in form}
        self._labels: dict[tuple[str, ...], list[str]] = {}
        for slot in form:
            for label in slot.labels:
                self._labels.setdefault(words_of(label), []).append(slot.name)
        self._words = words.phrases
        self._longest = max(map(len, (*self._labels, *self._words)), default=1)
        self._hosts = {str(s.value) for s in form if s.kind == "server"}
        self._told: dict[str, Told] = {}
        self._direction = ""
        self._pending = ""
        self._tick: bool | None = None
        self._equals = False

    def read(self, text: str) -> Mapping[str, Told]:
        """What is told of each field: a tick, or a value as it was written."""
        items = [(match.lastgroup or "", match[0]) for match in _ITEM.finditer(self._joined(text))]
        at = 0
        while at < len(items):
            at += self._take(items, at)
        return self._told

    def _joined(self, text: str) -> str:
        """The text, with a server's name that has spaces in it kept together, as a wrong one."""
        for host in self._hosts:
            apart = "[ \t]*".join(map(re.escape, host))
            whole = re.compile(rf"(?<![\w.-]){apart}(?![\w-])", re.IGNORECASE)
            text = whole.sub(lambda match: "-.-" if len(match[0].split()) > 1 else match[0], text)
        return text

    def _take(self, items: list[tuple[str, str]], at: int) -> int:
        kind, text = items[at]
        match kind:
            case "end":
                self._pending, self._tick, self._equals = "", None, False
            case "is":
                self._equals = True
            case "on" | "off":
                self._mark(ticked=kind == "on")
            case "address" | "host":
                self._value(kind, text)
            case _:
                return self._word(items, at)
        return 1

    def _word(self, items: list[tuple[str, str]], at: int) -> int:
        """A label or a word that is known, the longest first; or a value in words."""
        run = [words_of(text) for kind, text in _words_from(items, at)]
        flat = [word for words in run[: self._longest] for word in words]
        for n in range(min(self._longest, len(flat)), 0, -1):
            phrase = tuple(flat[:n])
            if self._pending_choice() and self._equals:
                break
            if phrase in self._labels:
                self._label(self._labels[phrase])
                return _items_of(run, n)
            if phrase in self._words:
                self._meant(self._words[phrase])
                return _items_of(run, n)
        self._value("word", items[at][1])
        return 1

    def _pending_choice(self) -> bool:
        slot = self._fields.get(self._pending)
        return slot is not None and slot.kind == "choice" and not slot.name.endswith("_encryption")

    def _label(self, names: list[str]) -> None:
        """A label was read: its field comes next."""
        own = [name for name in names if len(names) == 1 or name.startswith(self._direction)]
        free = [name for name in own or names if name not in self._told] or own or names
        self._point(free[0])

    def _point(self, name: str) -> None:
        if name.startswith(("incoming", "outgoing")) and name != "outgoing_authentication":
            self._direction = name.partition("_")[0]
        self._pending, self._equals = name, False
        if self._tick is not None and self._boxed(name):
            self._told[name], self._tick = self._tick, None

    def _meant(self, meaning: str) -> None:
        """A word that people use: of a direction, of a field, or of a tick."""
        if meaning in ("incoming", "outgoing"):
            self._direction = meaning
        elif meaning in ("ticked", "unticked"):
            self._mark(ticked=meaning == "ticked")
        elif meaning == "ssl" and self._boxed(self._pending) and self._equals:
            self._mark(ticked=True)
        elif names := list(self._called(meaning)):
            self._label(names)

    def _called(self, meaning: str) -> Iterator[str]:
        """The fields that a word may mean."""
        parts = {
            "server": ("server", "server_port"),
            "port": ("port",),
            "ssl": ("ssl", "encryption"),
        }.get(meaning, ())
        wanted = [f"{d}_{part}" for d in ("incoming", "outgoing") for part in parts]
        return (name for name in self._fields if name in (wanted or (meaning,)))

    def _boxed(self, name: str) -> bool:
        slot = self._fields.get(name)
        return slot is not None and (slot.kind == "checkbox" or name.endswith("_encryption"))

    def _mark(self, *, ticked: bool) -> None:
        """A tick, or that there is none: of the box just named, or of the next one."""
        if self._boxed(self._pending) and self._pending not in self._told:
            self._told[self._pending] = ticked
        else:
            self._tick = ticked

    def _value(self, kind: str, text: str) -> None:
        """A value: of the field just named, or of the next one of its kind."""
        pending = self._fields.get(self._pending)
        if kind == "address":
            self._set(self._pending if self._pending in _USERS else "", text.rstrip(".").casefold())
        elif kind == "host":
            self._host(text)
        elif _PORT.fullmatch(text) and (pending is None or pending.kind in ("port", "server")):
            self._set(self._free("port"), text)
        elif pending and self._equals and self._pending not in self._told:
            if pending.kind in ("text", "server"):
                self._set(self._pending, text.casefold())
            elif pending.kind == "port":
                self._set(self._pending, text)
            elif pending.kind == "choice":
                self._told[self._pending] = text
        elif pending and self._pending_choice() and self._pending in self._told:
            self._told[self._pending] = f"{self._told[self._pending]} {text}"

    def _host(self, text: str) -> None:
        host, _, port = text.rstrip(".,/").casefold().rpartition(":")
        if not port.isdigit() or f"{self._direction or 'incoming'}_server_port" in self._fields:
            host, port = text.rstrip(".,").casefold(), ""
        if self._pending in _USERS:
            self._set(self._pending, host)
            return
        self._set(self._free("server") or self._free("server_port"), host)
        if port:
            self._set(self._free("port"), port)

    def _free(self, part: str) -> str:
        """The field of that kind that a value without a name belongs to."""
        if self._pending.endswith(f"_{part}"):
            return self._pending
        ways = (self._direction,) if self._direction else ("incoming", "outgoing")
        names = [f"{way}_{part}" for way in ways if f"{way}_{part}" in self._fields]
        return next((name for name in names if name not in self._told), "")

    def _set(self, name: str, value: str) -> None:
        if name and name not in self._told:
            self._told[name] = value


def _words_from(items: list[tuple[str, str]], at: int) -> Iterator[tuple[str, str]]:
    for item in items[at:]:
        if item[0] != "word":
            return
        yield item


def _items_of(run: Iterable[tuple[str, ...]], words: int) -> int:
    """How many items hold that many words."""
    count = 0
    for number, found in enumerate(run, 1):
        count += len(found)
        if count >= words:
            return number
    return 1
