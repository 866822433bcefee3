"""What can happen in a conversation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Started:
    """The customer opened the chat, perhaps through a deep link that carries a short code."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """The customer sent a command other than /start; `name` has no slash."""

    name: str


@dataclass(frozen=True, slots=True)
class Chose:
    """The customer pressed a button, of any message and of any age; `data` is what it carried."""

    data: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The customer typed words; the text is empty for a picture, a voice message and the like."""

    text: str


@dataclass(frozen=True, slots=True)
class Leaked:
    """The customer typed a password; it was cut out, and nothing of the text is left."""


@dataclass(frozen=True, slots=True)
class Told:
    """An agent did something with a request of the customer that they have to hear of.

    Attributes:
        number: the number of the request.
        text: what the customer reads, as an English text.
        words: what the agent wrote to them; empty when nothing.
        leads: the state it leads to; empty when the customer goes on where they are.
    """

    number: str
    text: str
    words: str = ""
    leads: str = ""


Event = Started | Commanded | Chose | Typed | Leaked | Told
