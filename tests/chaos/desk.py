"""People and agents at a desk while the bot dies again and again.

A client asks for the paid service with a note, two agents claim it at the same moment, the one who
has it answers, the client writes back, and the agent is done with it. Half of the clients ask to be
forgotten before that. There must be each move once, and of who was forgotten nothing may be left.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import ClassVar, Final

from tests.chaos.people import Person, Requester, Town, _offered, _repeated
from tests.chaos.stores import Kept
from tests.chaos.tally import Tally
from tests.telegram import Customer, Group, Message

MOVES: Final = ("open", "claim", "answer", "add", "done")
"""What happens to each ticket, once."""
CANARY: Final = "quokka"
"""A word that clients write."""
SIZE: Final = 3
"""Clients who are there at one time."""


@dataclass
class Client(Requester):
    """Asks for the service, answers what an agent writes, and may ask to be forgotten.

    Attributes:
        forgetful: whether they ask to be forgotten.
        step: how many of the things after the request they have done.
    """

    forgetful: bool = False
    step: int = 0

    CHOICES: ClassVar = ("paid", "begin", "here", "any", "nothing", "request")
    DONE: ClassVar = " is done."

    @property
    def ready(self) -> bool:
        """Whether the agent may be done with it."""
        return self.confirmed and self.step == len(self._steps())

    @property
    def done(self) -> bool:
        """Whether they have heard that it is done."""
        return self.ready and self._heard(self.DONE)

    def act(self) -> None:
        """Do the next thing, once what it answers is there."""
        at_note = not self.confirmed and self.CHOICES[self.pressed] == "nothing"
        if at_note and _offered(self.customer, "nothing"):
            self.pressed += 1
            self.customer.send(f"{CANARY} {self.customer.name}")
        elif not self.confirmed:
            super().act()
        elif self.step < len(self._steps()):
            awaited, said = self._steps()[self.step]
            if self._heard(awaited):
                self.step += 1
                self.customer.send(said)

    def count(self, tally: Tally) -> None:
        """They hear of everything, once."""
        super().count(tally)
        tally.updates += self.step
        tally.lost += not self.done
        tally.doubled += _repeated([d.text for d in self.customer.deeds if d.what == "sends"])

    def _steps(self) -> list[tuple[str, str]]:
        """What has to be heard first, and what is said then."""
        number = self.number
        steps = [(f"answer {number}", f"{CANARY} reply {number}")]
        if self.forgetful:
            steps += [("Passed on to our team", "/forget"), ("Shall I forget you?", "yes")]
            steps += [("I have forgotten you", "/privacy")]
        return steps

    def _heard(self, words: str) -> bool:
        return any(words in deed.text for deed in self.customer.deeds)


@dataclass
class Agents:
    """Two agents in a group with topics.

    Attributes:
        group: the desk.
        people: the agents.
        stage: how far each ticket is: claimed by both, answered, done.
    """

    group: Group
    people: tuple[Customer, Customer]
    stage: dict[str, int] = field(default_factory=dict)
    acts: int = 0

    def act(self, clients: list[Person]) -> None:
        """Look at each card, and do what is next."""
        for client in clients:
            if isinstance(client, Client) and (card := self._card(client.number)):
                self._work(client, card)

    def _work(self, client: Client, card: Message) -> None:
        number, stage = client.number, self.stage.get(client.number, 0)
        owner = next((one for one in self.people if f"with {one.name}" in card.text), None)
        if stage == 0:
            for person in self.people:
                self.group.pressed(person, f"desk:{number}:claim", card.id)
        elif stage == 1 and owner:
            self.group.send(owner, f"answer {number}", card.topic)
        elif stage == 2 and owner and client.ready:
            self.group.pressed(owner, f"desk:{number}:done", card.id)
        else:
            return
        self.stage[number] = stage + 1
        self.acts += 1 + (stage == 0)

    def _card(self, number: str) -> Message | None:
        cards = (m for m in self.group.seen if number and m.text.startswith(f"{number} · "))
        return next(cards, None)


@dataclass
class DeskTown(Town):
    """Clients and agents.

    Attributes:
        agents: those who work at the desk.
    """

    size: int = SIZE
    agents: Agents = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        anna, bob = (self.telegram.customer(name) for name in ("Anna", "Bob"))
        group = self.telegram.group("Helpdesk", anna, bob, forum=True)
        group.role = "administrator"
        self.agents = Agents(group, (anna, bob))

    @property
    def settings(self) -> dict[str, str]:
        """See Town."""
        names = ",".join(f"{person.id}:{person.name}" for person in self.agents.people)
        return {"POSTBODE_DESK_CHAT": str(self.agents.group.id), "POSTBODE_AGENTS": names}

    def live(self, *, newcomers: bool = True) -> None:
        """See Town."""
        super().live(newcomers=newcomers)
        self.agents.act(self.here)

    def compare(self, kept: Kept) -> Tally:
        """Each move once; of who was forgotten nothing but the number; one card for each ticket."""
        tally = Tally(updates=self.agents.acts)
        clients = [p for p in (*self.gone, *self.here) if isinstance(p, Client) and p.confirmed]
        wanted = Counter({(client.number, move): 1 for client in clients for move in MOVES})
        made = Counter(kept.moves)
        tally.moves = wanted.total()
        tally.moves_lost = (wanted - made).total()
        tally.moves_doubled = (made - wanted).total()
        numbers = {number for number, _ in kept.moves}
        tally.tickets_lost = sum(client.number not in numbers for client in clients)
        tally.tickets_doubled = len(numbers - {client.number for client in clients})
        forgotten = [client for client in clients if client.forgetful and client.done]
        tally.forgotten = len(forgotten)
        tally.half_forgotten = kept.half_forgotten
        known = kept.chats | {chat for chat, _ in kept.tickets}
        tally.half_forgotten += sum(client.customer.id in known for client in forgotten)
        sent = [deed.text for deed in self.agents.group.deeds if deed.what == "sends"]
        cards = Counter(text[:6] for text in sent if text[6:9] == " · ")
        tally.doubled += sum(times - 1 for times in cards.values())
        return tally

    def _newcomer(self) -> Person:
        customer = self.telegram.customer(f"C{len(self.telegram.customers)}", "en")
        return Client(customer, forgetful=self._coin())

    def _coin(self) -> bool:
        chance: random.Random = self.chance
        return chance.random() < 0.5
