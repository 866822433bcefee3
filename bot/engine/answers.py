"""What the customer has said so far, and the short code that stands for it.

The code is the same in buttons, deep links, inline queries and commands: `imap-ssl`, `pop-plain`,
`imap-ssl-plain` (incoming with SSL, outgoing without), `any-ssl` while the protocol is still open.
A program other than the default stands in front, a language at the end.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Final

DEFAULT_PROGRAM: Final = "windows8"
PROTOCOLS: Final = ("imap", "pop")
SLOTS: Final = ("protocol", "incoming_ssl", "outgoing_ssl")
"""The answers that make a combination; the program is the screen it is shown for."""
_SSL_WORDS: Final = {"ssl": True, "plain": False, "any": None}
_SSL_TOKENS: Final = {value: word for word, value in _SSL_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the bot's questions; None is "not said yet"."""

    program: str | None = None
    protocol: str | None = None
    incoming_ssl: bool | None = None
    outgoing_ssl: bool | None = None

    @property
    def ssl_known(self) -> bool:
        """Whether SSL is settled for both directions."""
        return self.incoming_ssl is not None and self.outgoing_ssl is not None

    @property
    def complete(self) -> bool:
        """Whether the settings can be given."""
        return self.protocol is not None and self.ssl_known

    def merged(self, later: "Answers") -> "Answers":
        """These answers, overwritten by what `later` says."""
        said = {f.name: getattr(later, f.name) for f in fields(later)}
        return replace(self, **{name: value for name, value in said.items() if value is not None})

    def code(self) -> str:
        """The short code; empty when nothing was said."""
        program = () if self.program in (None, DEFAULT_PROGRAM) else (self.program,)
        incoming, outgoing = _SSL_TOKENS[self.incoming_ssl], _SSL_TOKENS[self.outgoing_ssl]
        ssl = (incoming,) if incoming == outgoing else (incoming, outgoing)
        tokens = [self.protocol or "any", *ssl]
        if ssl == ("any",):
            tokens.pop()
        if tokens == ["any"]:
            tokens.pop()
        return "-".join([*filter(None, program), *tokens])


def parse_code(
    code: str, programs: Collection[str], languages: Collection[str]
) -> tuple[Answers, str | None] | None:
    """Read a short code.

    Args:
        code: for example `imap-ssl` or `thunderbird-pop-plain-nl`; case does not matter.
        programs: the programs there are facts for.
        languages: the languages there are texts for.

    Returns:
        The answers and the language, if the code names one; None when it is not a code.
    """
    tokens = code.lower().split("-") if code else []
    program = tokens.pop(0) if tokens and tokens[0] in programs else None
    language = tokens.pop() if tokens and tokens[-1] in languages else None
    protocol = tokens.pop(0) if tokens else "any"
    ssl = [_SSL_WORDS.get(token, token) for token in tokens]
    if protocol not in (*PROTOCOLS, "any") or len(ssl) > 2 or any(isinstance(s, str) for s in ssl):  # noqa: PLR2004
        return None
    incoming = ssl[0] if ssl else None
    outgoing = ssl[-1] if ssl else None
    said = Answers(program, None if protocol == "any" else protocol, incoming, outgoing)  # type: ignore[arg-type]
    return said, language
