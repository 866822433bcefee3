"""What the bot did, in the words of a transcript."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.transcript import INDENT

DESK: Final = "in the desk"
"""Who sees what happens in the group of the agents."""
FILES: Final = "files"
"""The folder beside a transcript with the pictures and documents that it names."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that the bot did, as a person sees it.

    Attributes:
        to: the person who sees it, or DESK.
        did: what it did: empty for a new message, or "edits", "pops up", "sends a picture" ...
        text: the visible text.
        rows: the labels of the buttons, row by row.
        file: the name of the picture or document that was sent.
        content: its bytes.
    """

    to: str
    did: str = ""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    content: bytes = b""

    @property
    def _same(self) -> str:
        return f"{self.did}: {self.file}"

    @property
    def _other(self) -> str:
        return f"{self._same}, which is not {FILES}/{self.file}"

    def lines(self, speaker: str, folder: Path) -> tuple[str, ...]:
        """In the words of a transcript.

        Args:
            speaker: who acted; what others see is told apart.
            folder: where the transcript is; a file is compared with the one beside it.
        """
        to = "" if self.to == speaker else f" to {self.to}"
        to = f" {DESK}" if self.to == DESK else to
        did = self.did if not self.file else self._compared(folder)
        head = f"Bot{to} {did}".rstrip()
        text = self.text.split("\n") if self.text else []
        buttons = [" ".join(f"[{label}]" for label in row) for row in self.rows]
        if text and not self.file:
            head, text = f"{head}: {text[0]}", text[1:]
        return (head, *(f"{INDENT}{line}" if line.strip() else "" for line in [*text, *buttons]))

    def _compared(self, folder: Path) -> str:
        path = folder / FILES / self.file
        same = path.is_file() and path.read_bytes() == self.content
        return self._same if same else self._other

    def accepted(self, line: str) -> str:
        """A line, with a file that differs taken as the one that is meant."""
        return line.replace(self._other, self._same) if self.file else line
