"""Tickets in a database: the same statements, by name, in each one's SQL."""

import json
from typing import Any

from bot.engine.ticket import Entry, Ticket
from bot.errors import TicketChanged, TicketOpen
from bot.store.protocol import EVERY, Json, exported


class SqlTickets:
    """The part of a Transaction that is about tickets."""

    def _run(self, name: str, **values: Any) -> Any:  # noqa: ANN401 - SQL values
        raise NotImplementedError

    def add_ticket(self, ticket: Ticket, entry: Entry) -> bool:
        """See Transaction."""
        added: bool = self._run("add_ticket", **_values(ticket), open=1).rowcount > 0
        if added:
            self._add_entry(ticket, entry)
        return added

    def change_ticket(self, ticket: Ticket, entry: Entry, *, is_open: bool) -> None:
        """See Transaction."""
        others = self._run("open_of", chat=ticket.chat, number=ticket.number).fetchone()
        if is_open and others:
            raise TicketOpen(number=ticket.number, other=others[0])
        changed = self._run(
            "change_ticket",
            number=ticket.number,
            state=ticket.state,
            open=int(is_open),
            offer=ticket.offer,
            owner=ticket.owner,
            changed=ticket.changed,
            version=ticket.version,
        )
        if changed.rowcount == 0:
            raise TicketChanged(number=ticket.number)
        self._add_entry(ticket, entry)

    def _add_entry(self, ticket: Ticket, entry: Entry) -> None:
        self._run("add_entry", number=ticket.number, n=ticket.version, **entry._asdict())

    def ticket(self, number: str) -> Ticket | None:
        """See Transaction."""
        row = self._run("ticket", number=number).fetchone()
        return _ticket(row) if row else None

    def tickets_of(self, chat: int, limit: int) -> list[Ticket]:
        """See Transaction."""
        return [_ticket(row) for row in self._run("tickets_of", chat=chat, limit=limit)]

    def tickets(self, limit: int, *, only_open: bool) -> list[Ticket]:
        """See Transaction."""
        return [_ticket(row) for row in self._run("tickets", limit=limit, open=int(only_open))]

    def ticket_in(self, topic: int) -> str | None:
        """See Transaction."""
        row = self._run("ticket_of_topic", topic=topic).fetchone()
        return str(row[0]) if row else None

    def place_ticket(self, number: str, topic: int | None, card: int | None) -> None:
        """See Transaction."""
        self._run("place_ticket", number=number, topic=topic, card=card)

    def entries(self, number: str) -> list[Entry]:
        """See Transaction."""
        return [Entry(*row) for row in self._run("entries", number=number)]

    def tie(self, chat: int, message: int, number: str) -> None:
        """See Transaction."""
        self._run("tie", chat=chat, message=message, number=number)

    def tied(self, chat: int, message: int) -> str | None:
        """See Transaction."""
        row = self._run("tied", chat=chat, message=message).fetchone()
        return str(row[0]) if row else None

    def asked(self, chat: int, since: float) -> int:
        """See Transaction."""
        return int(self._run("asked_since", chat=chat, since=since).fetchone()[0])

    def ended(self, before: float, limit: int) -> list[Ticket]:
        """See Transaction."""
        return [_ticket(row) for row in self._run("ended", before=before, limit=limit)]

    def empty_ticket(self, number: str) -> None:
        """See Transaction."""
        for name in ("keep_count", "empty_words", "forget_messages", "empty_ticket"):
            self._run(name, number=number)

    def _export_tickets(self, chat: int) -> list[Json]:
        found = self.tickets_of(chat, EVERY)
        return [exported(ticket, self.entries(ticket.number)) for ticket in found]

    def _export_counts(self, chat: int) -> list[float]:
        return [at for (at,) in self._run("counts_of", chat=chat)]

    def _forget_tickets(self, chat: int) -> list[str]:
        self._run("mark_open_of", chat=chat)
        closed = [number for (number,) in self._run("closed_of", chat=chat).fetchall()]
        for number in closed:
            self.empty_ticket(number)
        return closed


def _values(ticket: Ticket) -> dict[str, Any]:
    """The columns of a ticket; `time` is a word of SQL."""
    values = {name: getattr(ticket, name) for name in Ticket.__dataclass_fields__}
    values["suits"] = values.pop("time")
    values["forget_when_closed"] = int(ticket.forget_when_closed)
    return values | {"tried": json.dumps(ticket.tried, ensure_ascii=False)}


def _ticket(row: tuple[Any, ...]) -> Ticket:
    columns = list(row)
    columns[8], columns[-1] = tuple(json.loads(columns[8])), bool(columns[-1])
    return Ticket(*columns)
