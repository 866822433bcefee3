"""Passwords that customers type, so that they are cut out before anything is written.

A word that names a password, followed by what may be one, gives it away; so does a word of letters
and digits anywhere behind such a name, or a long one anywhere in a message that speaks of passwords
or of logging in; and a message that is little else than a word with letters, digits and signs. In
doubt about such a word, it is one: a message too many that is deleted costs less than a password
that is kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Final

from bot.engine.letters import plain

SHORTEST: Final = 6
LONGEST: Final = 64
"""Characters of a word that is looked at; the mailbox takes passwords of 9 to 30."""
FEW: Final = 4
"""Words of a message that may be little else than a password."""
SHORTEST_PLAIN: Final = 4
"""Letters of a plain word that is a password only because it was called one."""
SHORTEST_APART: Final = 8
"""Characters of a word of letters and digits that no name for a password stands before."""
MOST_TOGETHER: Final = 8
"""Words of a password that is several."""
SIGNS: Final = "!@#$%^&*?_+=~"

_STANDS_OUT: Final = re.compile(rf"(?=.*[A-Za-z])(?=.*\d)(?=.*[{re.escape(SIGNS)}])\S{{8,}}")
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+|\S*://\S*|[\w.-]+\.[a-z]{2,}(:\d+)?", re.ASCII)
_LOGIN: Final = re.compile(r"@[^\s:/|@]+\.[a-z]+ ?[/:|] ?(?P<word>\S{6,})")
"""An address and, behind a sign, what may be its password."""
_CODE: Final = re.compile(r"0x[0-9a-f]+")
"""An error code, such as mail programs show."""
_BULLETS: Final = "-*>\u2022 "
_QUOTES: Final = "\"'\u201c\u201d\u2018\u2019"
_QUOTED: Final = re.compile(
    rf"[{_QUOTES}\u00ab\u201e](?P<held>[^{_QUOTES}\u00bb]{{4,64}})[{_QUOTES}\u00bb]"
    r"|\((?P<word>[^\s()]{4,64})\)"
)
"""Words in quotes, or one in brackets."""
_COLONS: Final = ":=;>"
"""What a sign between a name for a password and the password ends with: "->" too."""
_EDGES: Final = _QUOTES + "()<>[].,;:\u00ab\u00bb\u201e\u00bf\u00a1"


@dataclass(frozen=True, eq=False)
class SecretWords:
    """What gives a password away (flows/words/*.yaml, `secret`).

    Attributes:
        names: words for a password.
        links: words between such a word and the password, such as "is".
        ordinary: words that follow a link in ordinary sentences: "my password is wrong".
        known: words that are no password although they look like one: "Windows8", "POP3".
        polite: words that may follow a password: "please".
        logins: words that speak of logging in, in whose message a password may stand.
    """

    names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    ordinary: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    polite: frozenset[str] = frozenset()
    logins: tuple[str, ...] = ()

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[str]]) -> "SecretWords":
        """Words as they stand in the lists, in any case and with accents, by attribute."""
        words = {name: tuple(map(plain, lists.get(name, ()))) for name in cls.__match_args__}
        return cls(
            words["names"],
            words["links"],
            frozenset(words["ordinary"]),
            words["known"],
            frozenset(words["polite"]),
            words["logins"],
        )

    @cached_property
    def _given(self) -> re.Pattern[str]:
        """A name for a password, perhaps a link or a colon, a word, and what follows it."""
        names, links = _either(self.names), _either(self.links)
        told = rf"(?P<told>(?:(?:{links})(?![^\s:=;]))? ?(?:->|[:=;])?)"
        after = r" ?(?=(?P<word>\S+)(?P<rest>.*))"
        return re.compile(rf"\b(?:{names})\b ?{told}{after}")

    @cached_property
    def _before(self) -> re.Pattern[str]:
        """A word, a link and, perhaps behind "my", a name for a password."""
        links = _either(self.links)
        return re.compile(rf"(?P<word>\S+) (?:{links}) (?:\S+ ){{0,2}}(?:{self._named.pattern})")

    @cached_property
    def _open(self) -> re.Pattern[str]:
        """A name for a password at the end of a line, perhaps with a link or a colon."""
        return re.compile(
            rf"(?:{self._named.pattern})(?: (?:{_either(self.links)}))? ?(?:->|[:=;])?$"
        )

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """A name for a password; a long one may be the end of a word ("mailboxwachtwoord")."""
        long = [name for name in self.names if len(name) >= SHORTEST]
        return re.compile(rf"\b(?:{_either(self.names)})\b|(?:{_either(long)})\b")

    @cached_property
    def _speaks(self) -> re.Pattern[str]:
        """A name for a password, or a word of logging in, which may begin a longer one."""
        return re.compile(rf"{self._named.pattern}|\b(?:{_either(self.logins)})")

    def given_away(self, text: str) -> bool:
        """Whether a text holds a password."""
        text = plain(text)
        words = text.split()
        if len(words) <= FEW and any(map(self._stands_out, words)):
            return True
        if len(words) <= FEW and self._login(" ".join(words)):
            return True
        lines = [" ".join(words) for line in text.splitlines() if (words := line.split())]
        if not self.names or not self._speaks.search(text):
            return False
        bare = (word.strip(_EDGES).rstrip("!?") for word in words)
        apart = any(len(word) >= SHORTEST_APART and self._mixed(word) for word in bare)
        return apart or any(map(self._holds, self._whole(lines)))

    def _login(self, text: str) -> bool:
        """Whether a short text is an address and, behind a sign, a word of letters and digits."""
        found = _LOGIN.search(text)
        return found is not None and self._mixed(found["word"])

    def _whole(self, lines: list[str]) -> list[str]:
        """Lines; one that ends with a name goes on in the line below, where the password stands."""
        return [
            f"{line} {below.lstrip(_BULLETS)}" if self._open.search(line) else line
            for line, below in zip_longest(lines, lines[1:], fillvalue="")
        ]

    def _holds(self, line: str) -> bool:
        """Whether a line names a password and tells it."""
        named = self._named.search(line)
        if named is None:
            return False
        behind = line[named.end() :].split()
        before = (match["word"] for match in self._before.finditer(line))
        bare = (word.strip(_EDGES).rstrip("!?") for word in (*behind, *before))
        return any(map(self._mixed, bare)) or any(map(self._told, self._given.finditer(line)))

    def _mixed(self, word: str) -> bool:
        """Whether a word has letters and digits, and is no error code."""
        digits = any(char.isdigit() for char in word)
        return digits and self._looks(word) and not _CODE.fullmatch(word)

    def _told(self, match: re.Match[str]) -> bool:
        """Whether the word after a name for a password is one, or those to the end of the line."""
        word, told = match["word"].strip(_EDGES), match["told"].strip()
        if self._looks(word) or self._quoted(match["word"] + match["rest"]):
            return True
        if not told:
            return False
        behind = [
            w
            for part in match["rest"].split(maxsplit=MOST_TOGETHER)
            if (w := part.strip(_EDGES + "!?"))
        ]
        bare = word.rstrip("!?")
        if self.polite.issuperset(behind):
            return len(bare) >= SHORTEST_PLAIN and bare not in self.ordinary | self.polite
        return self._several(match["word"] + match["rest"], [bare, *behind], told)

    def _quoted(self, text: str) -> bool:
        """Whether a text begins with a word in quotes that is no ordinary one."""
        quoted = _QUOTED.match(text)
        words = (quoted["held"] or quoted["word"]).split() if quoted else []
        return bool(words) and self.ordinary.isdisjoint(words)

    def _several(self, text: str, words: list[str], told: str) -> bool:
        """Whether words told as a password are one together: in quotes, or behind a colon."""
        text = text.strip(" .!")
        if text[0] in _QUOTES and text[-1] in _QUOTES:
            return True
        if told[-1] not in _COLONS or text[-1] == "?" or ":" in text or len(words) > MOST_TOGETHER:
            return False
        return self.ordinary.isdisjoint(words) and not self._named.search(text)

    def _stands_out(self, word: str) -> bool:
        return bool(_STANDS_OUT.fullmatch(word)) and self._looks(word)

    def _looks(self, word: str) -> bool:
        """Whether a word has letters with digits or signs among them, as no word of a sentence."""
        if not SHORTEST <= len(word) <= LONGEST or _ADDRESS.fullmatch(word):
            return False
        odd = any(map(str.isdigit, word)) or any(char in SIGNS for char in word[:-1])
        letters = any(char.isalpha() for char in word)
        return letters and odd and not word.startswith(self.known)


def _either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(map(re.escape, ordered))
