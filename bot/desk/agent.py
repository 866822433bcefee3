"""What agents do in the desk: each update of the group, in its own transaction.

The rules:

1. Agents are the user ids that the operator has named; everything else in the group counts for
   nothing, and a stranger's press is told so.
2. Every move goes through bot/desk/act.py; one that is refused changes nothing, and says why.
3. Words without a command go to the customer when they are the owner's, in their ticket's topic or
   as an answer to a message of the bot's about it. All other words are the agents' own talk.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import structlog

from bot.desk import asked
from bot.desk.act import act
from bot.desk.asked import PLAIN, Asked
from bot.desk.command import REASONS, unfit
from bot.desk.hear import pass_on
from bot.desk.report import ONLY_A_FILE
from bot.desk.room import Room, card_call
from bot.desk.spoken import HELP, Spoken
from bot.desk.tell import Tell
from bot.engine.ticket import Actor, Life, Made, Refused, Ticket, make
from bot.errors import ContentError, TicketOpen
from bot.helpdesk import Helpdesk
from bot.store.protocol import Json, Transaction, Update

STRANGER: Final = (
    "Only agents of this helpdesk can do that. Are you one? Tell the operator your user id: {who}"
)
GONE: Final = "There is no ticket of that number."
NOWHERE: Final = (
    "Which ticket? Write it in its topic, as an answer to its card, or with its number."
)
MISTYPED: Final = "That is no command that I know: /help lists them. Nothing was passed on."
ALBUM: Final = "Of an album only what has words with it is passed on. Send this one by itself."
_SLASHES: Final = ("/", "\uff0f")
"""What begins a command, also one that is mistyped, which may be meant for agents alone."""
_PASSED: Final = ("ask", "answer", "offer")
"""The moves whose words, and files, are for the customer."""

log = structlog.get_logger()


@dataclass(frozen=True)
class AgentDesk:
    """Takes the updates of the desk.

    Attributes:
        helpdesk: the engine.
        room: the desk, and who the agents are.
        now: the time, in seconds since the epoch.
    """

    helpdesk: Helpdesk
    room: Room
    now: float

    @property
    def _life(self) -> Life:
        return self.helpdesk.flow.life

    def take(self, transaction: Transaction, update: Update, chat: int) -> None:
        """Do what an update of the desk asks for.

        Raises:
            TicketChanged: somebody else made a move at the same moment: take it again.
        """
        payload = update.payload
        tell = Tell(transaction, update, chat)
        if payload["desk"] == "moved":
            self.room.move(transaction, chat, payload["to"])
        else:
            self._by_person(transaction, tell, chat)

    def _by_person(self, transaction: Transaction, tell: Tell, chat: int) -> None:
        payload = tell.update.payload
        name = self.room.agents.get(payload["who"] or 0)
        if name is None:
            tell.refuse(STRANGER.format(who=payload["who"]))
            return
        wanted = self._wanted(transaction, payload, chat)
        if wanted is None:
            return
        if payload["desk"] == "words" and wanted.number and transaction.ticket(wanted.number):
            transaction.tie(chat, payload["id"], wanted.number)
        self._do(transaction, tell, wanted, name)

    def _wanted(self, transaction: Transaction, payload: Json, chat: int) -> Asked | None:
        if payload["desk"] == "press":
            return asked.pressed(payload)
        return asked.said(transaction, self._life, payload, chat)

    def customer(self, transaction: Transaction, update: Update, chat: int) -> int | None:
        """Whose ticket an update is about; None when it is about none. Nothing is changed."""
        payload = update.payload
        if payload["desk"] == "moved" or payload["who"] not in self.room.agents:
            return None
        wanted = self._wanted(transaction, payload, chat)
        ticket = transaction.ticket(wanted.number) if wanted and wanted.number else None
        return ticket.chat if ticket else None

    def _do(self, transaction: Transaction, tell: Tell, wanted: Asked, name: str) -> None:
        ticket = transaction.ticket(wanted.number) if wanted.number else None
        if wanted.what == PLAIN:
            self._plain(transaction, tell, wanted, ticket, name)
        elif wanted.what not in self._life.moves and wanted.what not in HELP:
            return  # a command of another bot, or a button of another time
        elif ticket is None and wanted.what not in ("help", "phrases", "paste"):
            tell.refuse(GONE if wanted.number else NOWHERE)
        elif wanted.what in self._life.moves and ticket is not None:
            self._move(transaction, tell, wanted, ticket, name)
        else:
            self._other(transaction, tell, wanted, ticket, name)

    def _plain(
        self, transaction: Transaction, tell: Tell, wanted: Asked, ticket: Ticket | None, name: str
    ) -> None:
        """Words without a command: the owner's go to the customer."""
        has_file = tell.update.payload["file"]
        if ticket is None or ticket.owner != name or not (wanted.words or has_file):
            return
        if wanted.words.startswith(_SLASHES):
            tell.refuse(MISTYPED)
            return
        if tell.update.payload["album"] and not wanted.words:
            tell.refuse(ALBUM)
            return
        answer = Asked("answer", ticket.number, wanted.words)
        self._made(transaction, tell, answer, ticket, name)

    def _move(
        self, transaction: Transaction, tell: Tell, wanted: Asked, ticket: Ticket, name: str
    ) -> None:
        """A move, asked for by its name."""
        words = self._life.moves[wanted.what].words
        if words == "required" and not wanted.words and not tell.has_file:
            actor = Actor(name, agent=True, source="desk")
            tried = make(self._life, ticket, wanted.what, actor, "...", self.now)
            if isinstance(tried, Refused):
                tell.refuse(reason(tried, name))
            else:
                tell.ask(ticket.number, asked.question(self._life, wanted.what, ticket.number))
            return
        if wanted.what == "answer":
            try:
                spoken = Spoken(self.helpdesk, _language(transaction, ticket))
                settings = spoken.settings(wanted.words, ticket.program)
            except ContentError as error:
                tell.refuse(str(error))
                return
            wanted = replace(wanted, words=settings or wanted.words)
        self._made(transaction, tell, wanted, ticket, name)

    def _made(
        self, transaction: Transaction, tell: Tell, wanted: Asked, ticket: Ticket, name: str
    ) -> None:
        """Make a move, tell everybody whom it concerns, and say that it is done."""
        words = wanted.words or (ONLY_A_FILE if tell.has_file else "")
        if problem := unfit(self.helpdesk, words):
            tell.refuse(f"{problem[0].upper()}{problem[1:]}. Nothing was passed on.")
            return
        actor, life = Actor(name, agent=True, source="desk"), self._life
        try:
            made = act(transaction, life, ticket.number, wanted.what, actor, words, self.now)
        except TicketOpen as error:
            tell.refuse(str(error))
            return
        if not isinstance(made, Made):
            tell.refuse(reason(made, name))
            return
        pass_on(transaction, self.helpdesk, tell.chat, made, self.now, tell.update)
        if tell.has_file and wanted.what in _PASSED and made.ticket.chat is not None:
            transaction.queue(tell.update, made.ticket.chat, [tell.copy()])
        tell.done(made.ticket, life.moves[wanted.what], passed=wanted.what in _PASSED)

    def _other(
        self,
        transaction: Transaction,
        tell: Tell,
        wanted: Asked,
        ticket: Ticket | None,
        name: str,
    ) -> None:
        """What is no move: help, phrases, settings to paste, and the card once more."""
        spoken = Spoken(self.helpdesk, _language(transaction, ticket) if ticket else "en")
        match wanted.what:
            case "help":
                tell.reply(spoken.help())
            case "paste":
                tell.reply(spoken.paste(wanted.words, ticket.program if ticket else ""))
            case "phrases" | "phrase" if wanted.words and ticket is not None:
                self._phrase(transaction, tell, spoken, wanted, ticket, name)
            case "phrases" | "phrase":
                tell.phrases(spoken, wanted.number)
            case _:
                if ticket is not None:
                    transaction.place_ticket(ticket.number, ticket.topic, None)
                    tell.queue([card_call(ticket.number)])

    def _phrase(  # noqa: PLR0913, PLR0917 - who says what to whom
        self,
        transaction: Transaction,
        tell: Tell,
        spoken: Spoken,
        wanted: Asked,
        ticket: Ticket,
        name: str,
    ) -> None:
        """A ready answer, in the customer's language."""
        words = spoken.phrase(wanted.words, ticket.number)
        if not words:
            tell.refuse(f"There is no phrase “{wanted.words}”: /phrases shows them all.")
            return
        self._made(transaction, tell, Asked("answer", ticket.number, words), ticket, name)


def _language(transaction: Transaction, ticket: Ticket) -> str:
    """What the customer reads now; they may have chosen another language since they asked."""
    kept = transaction.chat(ticket.chat) if ticket.chat is not None else None
    return str(kept.conversation.get("language", ticket.language)) if kept else ticket.language


def reason(refused: Refused, name: str) -> str:
    """Why a move was not made, for an agent."""
    why = REASONS[refused.reason].format(owner=refused.ticket.owner)
    if refused.reason == "owned" and refused.ticket.owner == name:
        why = "it is yours already"
    return f"{refused.ticket.number} stays as it is: {why}."


@lru_cache(maxsize=100)
def _elsewhere(chat: int | None) -> None:
    """Tell the operator of a group, once: it is how they learn the number of theirs."""
    log.info("the bot is in a group that is not POSTBODE_DESK_CHAT", group=chat)


def admit(room: Room | None, transaction: Transaction, update: Update) -> Update:
    """An update as it counts: one of another group, and the words of a stranger, are nothing."""
    payload = update.payload
    if "desk" not in payload:
        return update
    known = room is not None and update.chat in (room.chat, room.here(transaction))
    if known and room is not None:
        words_of_stranger = payload["desk"] == "words" and payload["who"] not in room.agents
        if not words_of_stranger:
            return update
    else:
        _elsewhere(update.chat)
    return Update(update.id, None, {})
