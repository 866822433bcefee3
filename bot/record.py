"""`postbode chat --record`: a conversation in the terminal becomes a transcript."""

from pathlib import Path
from types import TracebackType
from typing import Self

from bot.play import accept, checkout_theatre, rehearse
from bot.transcript import CUSTOMER
from bot.walked import Walked


class Recorder:
    """Writes what the customer does as it is done, and what the bot does at the end.

    The end plays the transcript on the offline Telegram, so that what is written is what a customer
    sees there.
    """

    def __init__(self, path: Path, language: str) -> None:
        """Begin a transcript.

        Args:
            path: the file; a conversation is added when it exists.
            language: what the customer's Telegram is set to.

        Raises:
            CheckoutMissing: this is not a checkout.
        """
        checkout_theatre(Walked())  # says at once, not after the conversation, that it is missing
        self._path, self._speaker = path, f"{CUSTOMER} ({language})"

    def __enter__(self) -> Self:
        number = self._path.read_text("utf-8").count("Conversation:") if self._path.exists() else 0
        name = self._path.stem.replace("-", " ").replace("_", " ")
        self._write(f"Conversation: {name} {number + 1}" if number else f"Conversation: {name}")
        self.hear("/start")
        return self

    def hear(self, words: str) -> None:
        """Write down what the customer did: what they typed, or `[the label they pressed]`."""
        self._write(f"{self._speaker}: {words}")
        self._speaker = CUSTOMER

    def _write(self, line: str) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n\n")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        accept(rehearse([self._path]).mismatches)
