"""The customer's side of the desk: what a step has to know, and what it asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.desk.act import act
from bot.desk.number import KEY, LENGTH, Draw, draw
from bot.engine.actions import Effect, MoveTicket, OpenTicket
from bot.engine.known import Known, Request
from bot.engine.ticket import CUSTOMER, Entry, Life, Made, Ticket, legal
from bot.errors import MoveRefused, NumberTaken
from bot.retention import DAY
from bot.store.protocol import Transaction

MOST: Final = 20
"""Tickets of a customer that a step knows of; older ones are never spoken of."""


@dataclass(frozen=True)
class CustomerDesk:
    """What customers do with tickets.

    Attributes:
        life: the life of a ticket.
        draw: gives random letters, for numbers and keys.
    """

    life: Life
    draw: Draw = draw

    def known(self, transaction: Transaction, chat: int, now: float) -> Known:
        """What the desk knows of a customer, with a number and a key that are not used yet."""
        tickets = transaction.tickets_of(chat, MOST)
        return Known(
            requests=tuple(map(self._request, tickets)),
            today=transaction.asked(chat, now - DAY),
            number=self.draw(LENGTH),
            key=self.draw(KEY),
        )

    def _request(self, ticket: Ticket) -> Request:
        stage = self.life.stages.get(ticket.state)
        return Request(
            number=ticket.number,
            key=ticket.key,
            kind=ticket.kind,
            title=stage.title if stage else ticket.state,
            is_open=stage is None or not stage.ends,
            moves=legal(self.life, ticket, CUSTOMER),
            offer=ticket.offer if ticket.state == "offered" else "",
        )

    def carry_out(
        self, transaction: Transaction, chat: int, effects: Iterable[Effect], now: float
    ) -> list[tuple[Ticket, Entry]]:
        """Carry out what a step asks for, in its transaction.

        Returns:
            Each ticket as it is now, with what was added to its log: the desk has to hear of it.

        Raises:
            NumberTaken: the number or the key was used in between: take the step again.
            TicketChanged: somebody else made a move at the same moment: take the step again.
            MoveRefused: the step asked for what is not legal, which is our own mistake.
        """
        return [self._one(transaction, chat, effect, now) for effect in effects]

    def _one(
        self, transaction: Transaction, chat: int, effect: Effect, now: float
    ) -> tuple[Ticket, Entry]:
        match effect:
            case OpenTicket():
                return self._open(transaction, chat, effect, now)
            case MoveTicket(number, move, words):
                made = act(transaction, self.life, number, move, CUSTOMER, words, now)
                if not isinstance(made, Made):
                    raise MoveRefused(number=number, reason=made.reason)
                return made.ticket, made.entry

    def _open(
        self, transaction: Transaction, chat: int, request: OpenTicket, now: float
    ) -> tuple[Ticket, Entry]:
        ticket = Ticket(
            number=request.number,
            key=request.key,
            kind=request.kind,
            state=self.life.start,
            chat=chat,
            language=request.language,
            code=request.code,
            program=request.program,
            tried=request.tried,
            contact=request.contact,
            time=request.time,
            note=request.note,
            opened=now,
            changed=now,
        )
        entry = Entry(now, CUSTOMER.name, CUSTOMER.source, "open", "", ticket.state)
        if not transaction.add_ticket(ticket, entry):
            raise NumberTaken(number=request.number)
        return ticket, entry
