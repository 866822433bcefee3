"""The desk on a stage: a group with agents in it, what they do there, and what the bot does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.desk.room import Room
from bot.play import ImpossibleAct
from bot.seen import DESK, Seen
from bot.transcript import Act
from tests.telegram import Button, Customer, Deed, Group, Message, Telegram

TOPICS = "topics"
_KINDS = {"photo": "picture", "document": "document"}


@dataclass
class Floor:
    """A group in which people work, and others are.

    Attributes:
        group: the group.
        room: what the bot knows of it.
        done: how many of the bot's deeds were told.
    """

    group: Group
    room: Room
    done: int = field(default=0)

    @classmethod
    def opened(cls, telegram: Telegram, agents: Mapping[str, Customer], *, topics: bool) -> "Floor":
        """A fresh group, in which the bot may do what it needs."""
        group = telegram.group("Helpdesk", *agents.values(), forum=topics)
        group.role = "administrator"
        names = {person.id: name.removeprefix("Agent ") for name, person in agents.items()}
        return cls(group, Room(group.id, names))

    def act(self, person: Customer, act: Act) -> None:
        """Let somebody do something in the group.

        Raises:
            ImpossibleAct: it can't be done.
        """
        topic = 0 if act.where == "beside the tickets" else self._topic()
        reply = self._newest().id if act.where == "answering in the desk" else 0
        if act.verb == "presses":
            for _ in range(1 + act.twice):
                self.group.press(person, act.value, act.number)
        elif act.verb == "forges":
            self.group.pressed(person, act.value, self._newest().id)
        elif act.verb == "says":
            flat = not topic and act.where == "in the desk"
            self.group.send(person, act.value, topic, reply or (self._first_card() if flat else 0))
        elif act.verb in ("sends a picture", "sends a document"):
            kind = {name: kind for kind, name in _KINDS.items()}[act.verb.rpartition(" ")[2]]
            self.group.share(person, kind, topic=topic, caption=act.value.partition("\n")[2])
        else:
            reason = f"nobody “{act.verb}” in the desk"
            raise ImpossibleAct(reason)

    def event(self, what: str) -> bool:
        """What happens to the group; False when it is nothing that is known."""
        if what == "deletes the topics of the desk":
            gone = set(self.group.topics)
            self.group.topics.clear()
            self.group.messages[:] = [m for m in self.group.messages if m.topic not in gone]
        elif what == "makes the desk a supergroup":
            self.group = self.group.upgrade()
            self.done = 0
        else:
            return False
        return True

    def seen(self) -> Iterator[Seen]:
        """What the bot has done here since it was asked last."""
        deeds, self.done = self.group.deeds[self.done :], len(self.group.deeds)
        for deed in deeds:
            if deed.what == "answers":
                continue
            rows = tuple(tuple(button.label for button in row) for row in deed.rows)
            yield Seen(DESK, _did(deed), _text(self.group.message(deed.message), deed), rows)

    def _topic(self) -> int:
        return max(self.group.topics, default=0)

    def _newest(self) -> Message:
        if not self.group.seen:
            reason = "the bot has not said anything in the desk"
            raise ImpossibleAct(reason)
        return self.group.seen[-1]

    def _first_card(self) -> int:
        cards = [message for message in self.group.seen if any(_buttons(message))]
        return cards[-1].id if cards else 0


def _buttons(message: Message) -> Iterator[Button]:
    return (button for button in message.buttons() if button.data.startswith("desk:"))


def _did(deed: Deed) -> str:
    if deed.what == "sends":
        return f"passes on a {_KINDS[deed.file.kind]}" if deed.file else ""
    return deed.what


def _text(message: Message | None, deed: Deed) -> str:
    """What is read there; what stands in a block of its own is set off."""
    if message is None or message.text != deed.text:
        return deed.text
    text = deed.text
    blocks = [mark for mark in message.entities if mark["type"] == "pre"]
    units = text.encode("utf-16-le")
    for mark in sorted(blocks, key=lambda mark: -mark["offset"]):
        start, end = mark["offset"] * 2, (mark["offset"] + mark["length"]) * 2
        inner = units[start:end].decode("utf-16-le").replace("\n", "\n| ")
        units = units[:start] + f"| {inner}".encode("utf-16-le") + units[end:]
    return "\n".join(line.rstrip() for line in units.decode("utf-16-le").split("\n"))
