"""Files that go with a message: what is to be made, never the bytes.

A message waits in the outbox as JSON. Its file is made when it is sent, in a thread, and once:
Telegram keeps it, and knows it by an id from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

FileKind = Literal["photo", "document"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message; the text of the message says the same, for those who can't see it.

    Attributes:
        kind: how it is shown: a picture, or a document to be opened.
        name: what the file is called.
        recipe: what is to be made; the same recipe gives the same file to everybody.
        content: the content itself, for a file that is one customer's own and has no recipe.
        drawn: whether that content is drawn as a QR code.
    """

    kind: FileKind
    name: str
    recipe: str = ""
    content: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that can be made.

    Attributes:
        version: it changes with the content; knowing it costs little.
        make: gives the content; it may take a while, and any thread may call it.
    """

    version: str
    make: Callable[[], bytes]


EXPORT: Final = File("document", "postbode.json", recipe="export")
"""What is kept of a customer; whoever keeps it puts it in the place of the recipe."""

Drafts = Callable[[str], Draft]
"""Recipe -> what it makes. Raises LookupError for a recipe that is no longer known."""
