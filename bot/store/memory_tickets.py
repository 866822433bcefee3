"""Tickets in memory."""

from dataclasses import dataclass, field, replace

from bot.engine.ticket import Entry, Ticket
from bot.errors import TicketChanged, TicketOpen
from bot.store.protocol import Json, exported


@dataclass
class TicketTables:
    """Tickets, which of them are open, their logs, and the messages that belong to them."""

    tickets: dict[str, Ticket] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    messages: dict[tuple[int, int], str] = field(default_factory=dict)
    asked: tuple[tuple[int, float], ...] = ()

    def copy(self) -> "TicketTables":
        """The same rows, which never change, in tables of their own."""
        tables = dict(self.tickets), self.open, dict(self.entries), dict(self.messages)
        return TicketTables(*tables, self.asked)


class MemoryTickets:
    """The part of a Transaction that is about tickets."""

    @property
    def _desk(self) -> TicketTables:
        raise NotImplementedError

    def add_ticket(self, ticket: Ticket, entry: Entry) -> bool:
        """See Transaction."""
        desk = self._desk
        same = ticket.number in desk.tickets
        same |= any(other.key == ticket.key for other in desk.tickets.values())
        if same or self._open_of(ticket):
            return False
        desk.tickets[ticket.number] = ticket
        desk.open |= {ticket.number}
        desk.entries[ticket.number] = (entry,)
        return True

    def change_ticket(self, ticket: Ticket, entry: Entry, *, is_open: bool) -> None:
        """See Transaction."""
        desk, number = self._desk, ticket.number
        if is_open and (other := self._open_of(ticket)):
            raise TicketOpen(number=number, other=other)
        if desk.tickets[number].version != ticket.version - 1:
            raise TicketChanged(number=number)
        kept = desk.tickets[number]
        own = {n: getattr(kept, n) for n in ("topic", "card", "forget_when_closed")}
        desk.tickets[number] = replace(ticket, **own)
        desk.open = desk.open | {number} if is_open else desk.open - {number}
        desk.entries[number] = (*desk.entries[number], entry)

    def _open_of(self, ticket: Ticket) -> str | None:
        """The number of another ticket of the same customer that is open."""
        others = (n for n in self._desk.open if self._desk.tickets[n].chat == ticket.chat)
        known = ticket.chat is not None  # two who were forgotten are not the same
        return next((n for n in others if known and n != ticket.number), None)

    def ticket(self, number: str) -> Ticket | None:
        """See Transaction."""
        return self._desk.tickets.get(number)

    def tickets_of(self, chat: int, limit: int) -> list[Ticket]:
        """See Transaction."""
        found = [ticket for ticket in self._desk.tickets.values() if ticket.chat == chat]
        return sorted(found, key=lambda ticket: (-ticket.opened, ticket.number))[:limit]

    def tickets(self, limit: int, *, only_open: bool) -> list[Ticket]:
        """See Transaction."""
        desk = self._desk
        found = [t for t in desk.tickets.values() if t.number in desk.open or not only_open]
        return sorted(found, key=lambda ticket: (ticket.opened, ticket.number))[:limit]

    def ticket_in(self, topic: int) -> str | None:
        """See Transaction."""
        found = [ticket for ticket in self._desk.tickets.values() if ticket.topic == topic]
        newest = sorted(found, key=lambda ticket: -ticket.opened)
        return newest[0].number if newest else None

    def place_ticket(self, number: str, topic: int | None, card: int | None) -> None:
        """See Transaction."""
        placed = replace(self._desk.tickets[number], topic=topic, card=card)
        self._desk.tickets[number] = placed

    def entries(self, number: str) -> list[Entry]:
        """See Transaction."""
        return list(self._desk.entries.get(number, ()))

    def tie(self, chat: int, message: int, number: str) -> None:
        """See Transaction."""
        self._desk.messages[chat, message] = number

    def tied(self, chat: int, message: int) -> str | None:
        """See Transaction."""
        return self._desk.messages.get((chat, message))

    def _export_tickets(self, chat: int) -> list[Json]:
        found = self.tickets_of(chat, len(self._desk.tickets))
        return [exported(ticket, self.entries(ticket.number)) for ticket in found]

    def asked(self, chat: int, since: float) -> int:
        """See Transaction."""
        tickets = ((t.chat, t.opened) for t in self._desk.tickets.values())
        return sum(who == chat and at > since for who, at in (*tickets, *self._desk.asked))

    def ended(self, before: float, limit: int) -> list[Ticket]:
        """See Transaction."""
        desk = self._desk
        closed = (t for t in desk.tickets.values() if t.number not in desk.open)
        found = [t for t in closed if t.chat is not None and self._end(t.number) < before]
        return sorted(found, key=lambda ticket: (ticket.opened, ticket.number))[:limit]

    def _end(self, number: str) -> float:
        """When a ticket came into the state that it is in."""
        return max(entry.at for entry in self.entries(number) if entry.before != entry.after)

    def empty_ticket(self, number: str) -> None:
        """See Transaction."""
        desk, ticket = self._desk, self._desk.tickets[number]
        if ticket.chat is not None:
            desk.asked = (*desk.asked, (ticket.chat, ticket.opened))
        desk.tickets[number] = replace(
            ticket,
            chat=None,
            language="",
            code="",
            program="",
            tried=(),
            contact="",
            time="",
            note="",
            offer="",
            forget_when_closed=False,
        )
        desk.entries[number] = tuple(e._replace(words="") for e in desk.entries[number])
        gone = {key for key, tied in desk.messages.items() if tied == number}
        desk.messages = {k: v for k, v in desk.messages.items() if k not in gone}

    def _export_counts(self, chat: int) -> list[float]:
        return sorted(at for who, at in self._desk.asked if who == chat)

    def _forget_counts(self, before: float) -> None:
        self._desk.asked = tuple(each for each in self._desk.asked if each[1] > before)

    def _forget_tickets(self, chat: int) -> list[str]:
        desk, closed = self._desk, []
        for ticket in self.tickets_of(chat, len(desk.tickets)):
            if ticket.number in desk.open:
                desk.tickets[ticket.number] = replace(ticket, forget_when_closed=True)
            else:
                self.empty_ticket(ticket.number)
                closed.append(ticket.number)
        return sorted(closed)
