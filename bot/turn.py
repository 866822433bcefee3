"""A turn: an update, what it changes and what is answered, in one transaction."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import structlog

from bot.desk.agent import AgentDesk, admit
from bot.desk.customer import CustomerDesk
from bot.desk.forget import Forgetting
from bot.desk.number import Draw, draw
from bot.desk.report import EDITED, ONLY_A_FILE, report
from bot.desk.room import Room
from bot.engine.conversation import Conversation
from bot.engine.events import Event, Typed
from bot.errors import NumberTaken, StoreError, TicketChanged
from bot.gateway.inbound import SAID, event, leaked
from bot.gateway.outbound import ends_the_card, plan
from bot.helpdesk import Helpdesk
from bot.render.file import EXPORT, File
from bot.render.message import AWAY, SORRY, Message
from bot.render.rich import Rich
from bot.store import Taken, Transaction, Update
from bot.store.protocol import Json

TRIES: Final = 3
"""How often a step may raise before its update is parked."""

AGAIN: Final = "again"
"""How an update ends that was taken before."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Turns:
    """Takes updates in.

    Attributes:
        helpdesk: the engine.
        clock: the time, in seconds since the epoch.
        draw: gives random letters, for the numbers of tickets.
        room: the desk of the agents; None when there is none.
    """

    helpdesk: Helpdesk
    clock: Callable[[], float] = time.time
    draw: Draw = draw
    room: Room | None = None

    def take(self, transaction: Transaction, updates: Sequence[Update]) -> list[str]:
        """Take a batch in; an update that was taken before changes nothing.

        Returns:
            How each update ended: done, parked, or taken before.

        Raises:
            StoreError: the store failed; nothing of the batch counts.
        """
        admitted = [admit(self.room, transaction, update) for update in updates]
        transaction.lock(self.chats(transaction, admitted))
        return [self._taken(transaction, self._without_secret(update)) for update in admitted]

    def chats(self, transaction: Transaction, updates: Iterable[Update]) -> set[int]:
        """The chats that a batch changes: its own, and those of customers whom agents answer.

        Whose chats they are stays the same, so that it may be looked up before they are locked.
        """
        found = set()
        for update in (admit(self.room, transaction, each) for each in updates):
            found.add(update.chat)
            if self.room is not None and update.chat is not None and "desk" in update.payload:
                desk = AgentDesk(self.helpdesk, self.room, 0)
                found.add(desk.customer(transaction, update, update.chat))
        return {chat for chat in found if chat is not None}

    def _taken(self, transaction: Transaction, update: Update) -> str:
        if not transaction.take(update._replace(payload=_kept(update.payload))):
            return AGAIN
        ended = self._settle(transaction, update)
        transaction.finish(update, ended)
        return ended.value

    def come_back(self, transaction: Transaction, chat: int) -> None:
        """Show a chat its living card once more, after the service was away."""
        kept = transaction.chat(chat)
        if kept is None or kept.card is None:
            return
        try:
            here = Conversation.from_json(kept.conversation)
        except (ValueError, KeyError, TypeError):
            return  # it begins anew when the customer does something
        messages = self.helpdesk.again(self._told(transaction, chat, here), AWAY)
        calls = plan({"message": kept.card}, kept.card, messages)
        transaction.queue(None, chat, [call | {"quiet": True} for call in calls])

    def _without_secret(self, update: Update) -> Update:
        """The update without the text of a message that holds a password, before it is written."""
        if "desk" in update.payload:
            return update
        payload = {name: part for name, part in update.payload.items() if name != SAID}
        text = update.payload.get(SAID) or payload.get("text", "")
        if self.helpdesk.flow.vocabulary.secrets.given_away(text):
            payload = leaked(payload)
        return update._replace(payload=payload)

    def _settle(self, transaction: Transaction, update: Update) -> Taken:
        if update.chat is None:
            return Taken.DONE
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.savepoint():
                    self._one(transaction, update, update.chat)
            except StoreError:
                raise
            except (NumberTaken, TicketChanged) as error:
                log.info("a step is taken again", update=update.id, reason=str(error))
            except Exception:
                log.exception("an update could not be handled", update=update.id, attempt=attempt)
            else:
                return Taken.DONE
        if "desk" not in update.payload:
            self._apologise(transaction, update, update.chat)
        return Taken.PARKED

    def _one(self, transaction: Transaction, update: Update, chat: int) -> None:
        if "desk" not in update.payload:
            self._step(transaction, update, chat)
        elif self.room is not None:
            AgentDesk(self.helpdesk, self.room, self.clock()).take(transaction, update, chat)

    def _step(self, transaction: Transaction, update: Update, chat: int) -> None:
        now = self.clock()
        kept = transaction.chat(chat)
        wanted = [update.payload.get("language")]
        before = self.helpdesk.resume(kept.conversation if kept else None, wanted, now)
        before = self._told(transaction, chat, before)
        file = self._file(before, update)
        happened = self._happened(before, update, has_file=file is not None)
        step = self.helpdesk.step(before, happened, now)
        done = self._desk.carry_out(transaction, chat, step.effects, now)
        after = step.conversation
        card = kept.card if kept else None
        export = partial(transaction.export, chat)
        shown = self.helpdesk.render(step.actions, after.language)
        messages = tuple(_filled(message, export, now) for message in shown)
        desk, life = self._room_now(transaction), self.helpdesk.flow.life
        forgetting = Forgetting(life, desk, update)
        if after.forgotten:
            forgetting.forget(transaction, chat)
        over = [forgetting.if_over(transaction, ticket) for ticket, _ in done]
        if after.forgotten or any(over):
            card = update.payload.get("message", card)  # a double tap changes the same message
        else:
            transaction.save(chat, after.to_json())
        calls = plan(update.payload, card, messages)
        if any(map(ends_the_card, calls)):
            transaction.set_card(chat, None)
        transaction.queue(update, chat, calls)
        if desk is not None:
            for ticket, entry in done:
                report(transaction, desk, life, ticket, entry, update, file)

    def _room_now(self, transaction: Transaction) -> int | None:
        return self.room.here(transaction) if self.room is not None else None

    def _happened(self, here: Conversation, update: Update, *, has_file: bool) -> Event:
        """What an update means; words for the desk say what is not seen in them."""
        payload = update.payload
        if not has_file and not (payload.get("edited") and self._heard(here)):
            return event(payload)
        said = [ONLY_A_FILE, payload["file"]] if has_file else [payload.get("text", "")]
        edited = [EDITED] if payload.get("edited") else []
        return Typed(" ".join(filter(None, [*edited, *said]))) if any(said) else event(payload)

    def _heard(self, here: Conversation) -> bool:
        """Whether what a customer says now is for the desk."""
        state = self.helpdesk.flow.states.get(here.state)
        return state is not None and state.asks == "message"

    def _file(self, here: Conversation, update: Update) -> Json | None:
        """The call that passes a picture or a document on to the desk, where it is for that."""
        if self.room is None or "file" not in update.payload or not self._heard(here):
            return None
        return {"do": "copy", "from": update.chat, "message": update.payload["id"]}

    def _told(self, transaction: Transaction, chat: int, here: Conversation) -> Conversation:
        """The conversation, with what the desk knows of the customer."""
        if not self.helpdesk.operator.tickets:
            return here
        return replace(here, known=self._desk.known(transaction, chat, self.clock()))

    @property
    def _desk(self) -> CustomerDesk:
        return CustomerDesk(self.helpdesk.flow.life, self.draw)

    def _apologise(self, transaction: Transaction, update: Update, chat: int) -> None:
        wanted = [update.payload.get("language")]
        language = self.helpdesk.begin(wanted, 0).language
        text = Rich(self.helpdesk.catalog(language).text(SORRY))
        transaction.queue(update, chat, plan({}, None, [Message("keep", text, ())]))


def _kept(payload: Json) -> Json:
    """What is kept of an update: neither what agents write, nor what stands under a picture."""
    if "desk" in payload:
        return {}
    return {name: part for name, part in payload.items() if name != "file"}


def _filled(message: Message, export: Callable[[], Json], now: float) -> Message:
    """A message with what is kept of the customer, where that is the file it carries."""
    if message.file != EXPORT:
        return message
    content = json.dumps(export(), ensure_ascii=False, indent=2)
    name = time.strftime("postbode-%Y-%m-%d-%H%M%S.json", time.gmtime(now))
    return replace(message, file=File(EXPORT.kind, name, content=content))
