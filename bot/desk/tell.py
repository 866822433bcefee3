"""How the desk answers an agent: a pop-up for a press, a message below for words."""

from dataclasses import dataclass
from typing import Final

from bot.desk.capsule import data, in_rows
from bot.desk.report import news
from bot.desk.spoken import Spoken
from bot.engine.ticket import Move, Ticket
from bot.gateway.outbound import content
from bot.render.message import Button
from bot.render.rich import Rich, bold
from bot.store.protocol import Json, Transaction, Update

LONGEST: Final = 200
"""Characters of a pop-up (Bot API, answerCallbackQuery)."""


@dataclass(frozen=True)
class Tell:
    """Answers one update of the desk.

    Attributes:
        transaction: what it was taken in.
        update: the update.
        chat: the desk.
    """

    transaction: Transaction
    update: Update
    chat: int

    @property
    def has_file(self) -> bool:
        """Whether a picture or a document came with it."""
        return bool(self.update.payload.get("file"))

    def queue(self, calls: list[Json]) -> None:
        """Queue calls for the desk."""
        self.transaction.queue(self.update, self.chat, calls)

    def refuse(self, why: str) -> None:
        """Say that nothing was done. To words of a stranger, nothing is said."""
        payload = self.update.payload
        if payload["desk"] == "press":
            self._pop_up(why, alert=True)
        elif payload["who"] is not None:
            self.reply(Rich(why))

    def reply(self, text: Rich) -> None:
        """Answer words where they stand; a press is answered, and the message sent as well."""
        payload = self.update.payload
        at = {"message_thread_id": payload["topic"]} if payload["topic"] else {}
        if payload["desk"] == "press":
            self._pop_up("", alert=False)
        answered = payload.get("id") or payload.get("message")
        below = {"message_id": answered, "allow_sending_without_reply": True}
        call = {"do": "send", "place": "keep", "content": content(text, ())}
        self.queue([call | {"at": at | {"reply_parameters": below}}])

    def ask(self, number: str, first_line: str) -> None:
        """Ask for the words of a move."""
        if self.update.payload["desk"] == "press":
            self._pop_up("Answer the question below.", alert=False)
        text = bold(first_line) + "\nAnswer this message with the words."
        self.queue([news(number, text) | {"alone": True}])

    def done(self, ticket: Ticket, move: Move, *, passed: bool) -> None:
        """Say that a move was made."""
        said = f"{move.label}: {ticket.number}"
        if passed:
            said = "Passed on to the customer."
        if self.update.payload["desk"] == "press":
            self._pop_up(said, alert=False)
        else:
            self.queue([news(ticket.number, Rich(f"✓ {said}"))])

    def phrases(self, spoken: Spoken, number: str) -> None:
        """Show the ready answers, with buttons where they can be sent."""
        if not number:
            self.reply(spoken.phrases())
            return
        if self.update.payload["desk"] == "press":
            self._pop_up("", alert=False)
        keys = spoken.helpdesk.flow.phrases
        rows = in_rows(Button(key, data(number, "phrase", key)) for key in keys)
        self.queue([news(number, spoken.phrases(), rows)])

    def copy(self) -> Json:
        """The call that passes a picture or a document on, without its caption."""
        return {"do": "copy", "from": self.chat, "message": self.update.payload["id"]}

    def _pop_up(self, text: str, *, alert: bool) -> None:
        """Answer a press. It waits in the agent's own chat: the limits of a group are not its."""
        payload = self.update.payload
        said = {"text": text[:LONGEST], "alert": alert} if text else {}
        call = {"do": "answer", "query": payload["query"], **said}
        self.transaction.queue(self.update, payload["who"] or self.chat, [call])
