"""Typed words -> answers, from phrase lists. Deterministic; where words disagree, it asks.

How a text is read:

1. It is cut into words. The language is the customer's, or another one of which it holds more words
   (`vocabulary.py`). A word one slip of the finger away from just one known word counts as that.
2. A text that is nothing but a short answer means that answer.
3. The longest phrases become marks. What a sentence asks for, such as a person, counts anywhere.
4. Clause by clause, negations are applied (`clauses.py`); then it is heard what is said about the
   settings (`said.py`) and what goes wrong (`symptoms.py`).
5. What the words of a sentence mean together counts where nothing else was said (`together.py`).
6. Where the text could be in another language and would say something else there, it is in doubt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Final

from bot.engine.answers import PROTOCOLS, Answers
from bot.engine.clauses import (
    BLURRED,
    CONCLUDES,
    DIRECTIONS,
    NAMED,
    NEGATIONS,
    SSL_NAMES,
    STRANGE,
    SYMPTOMS,
    Mark,
    bare,
    clauses,
    completed,
    negate,
)
from bot.engine.letters import PAUSES, Words, tokens
from bot.engine.phrases import Phrases
from bot.engine.said import Said
from bot.engine.symptoms import TROUBLE, TROUBLES, Complaint, complains
from bot.engine.together import FEWEST, SURE
from bot.engine.vocabulary import Vocabulary

SETTINGS: Final = "settings"
"""The class that stands for what was said about protocol and SSL."""
DOUBTS: Final = "doubts"
"""The class of words that put SSL in doubt: "SSL is missing", "it is off and I want it on"."""
WALKTHROUGH: Final = "walkthrough"
"""The class of those who want to be shown the steps."""
BOTH: Final = {"imap_ssl": ("imap", "ssl"), "pop_ssl": ("pop", "ssl")}
"""Classes of words that name a protocol and SSL at once: “imaps”."""
SETTINGS_CLASSES: Final = frozenset(
    {*PROTOCOLS, *BOTH, "ssl", "plain", "starttls", *NEGATIONS, *DIRECTIONS, *SYMPTOMS}
    | {
        "affirmation",
        "contrast",
        "failing",
        "no_mail",
        "unsure",
        "asks",
        "compares",
        "praises",
        "values",
        DOUBTS,
        CONCLUDES,
        "neutral",
        "or",
        "and",
    }
)
"""The classes of words that are read together; "neutral" phrases deny nothing; "unsure" ones
name without saying, "asks" too where the clause is a question, "compares" in the whole text;
"praises" compare where two protocols are named or something is asked; who asks for "values" names
the protocol that they are for; "doubts" leave open whether SSL is on: "SSL is missing"."""
HOWTO: Final = "howto"
"""The class of those who ask how to set it up: the steps, unless they say which settings."""
NOTHING: Final = "nothing"
"""The class of texts that are not for us, such as commands to a computer."""
_FIRST: Final = ("paid", "person", *TROUBLES, TROUBLE)
"""What is taken up before anything else that the same text says."""
_VAGUE: Final = frozenset({SETTINGS, HOWTO, TROUBLE})
"""Classes that leave open what is asked for; so do those of programs."""
_LONGEST_ANSWER: Final = 16
"""Words and pauses of a short answer."""
_SHORTEST_PROTOCOL: Final = 3
"""Letters of a word that may be a protocol typed wrongly."""
_MOST_READ: Final = 2000
_MOST_WORDS: Final = 100
"""Letters and words that are read of one text; nobody says what they want after that many."""
_MOST_LETTERS: Final = 40
"""Letters that are read of one word."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a typed text says.

    Attributes:
        meant: classes of the vocabulary, what comes first first; SETTINGS stands for `answers`.
        answers: what was said about the settings.
        doubted: the slots of `answers` that were spoken of in two ways.
        names: whether a setting is named at all, if only in a question.
    """

    meant: tuple[str, ...]
    answers: Answers = Answers()
    doubted: frozenset[str] = frozenset()
    names: bool = False


def understand(vocabulary: Vocabulary, text: str, language: str | None) -> Understood:
    """Read a typed text of a customer who reads `language`; None when that is not known."""
    typed = [word[:_MOST_LETTERS] for word in tokens(text[:_MOST_READ])[:_MOST_WORDS]]
    best, rivals = vocabulary.spoken(typed, language)
    understood = _read(vocabulary, typed, best)
    for rival in rivals:
        understood = _compared(understood, _read(vocabulary, typed, rival))
    return understood


def _compared(one: Understood, other: Understood) -> Understood:
    """The first reading, in doubt where the second says something else."""
    differ = {f.name for f in fields(Answers) if _differ(one.answers, other.answers, f.name)}
    doubted = differ | other.doubted
    return replace(
        one,
        meant=one.meant or other.meant,
        answers=replace(one.answers, **dict.fromkeys(doubted)),
        doubted=one.doubted | doubted,
    )


def _differ(one: Answers, other: Answers, slot: str) -> bool:
    values = (getattr(one, slot), getattr(other, slot))
    return None not in values and values[0] != values[1]


def _read(vocabulary: Vocabulary, typed: list[str], language: str) -> Understood:
    phrases = vocabulary.phrases(language)
    if alone := _alone(vocabulary, phrases, typed, language):
        return Understood((alone,), names=bool(_named(phrases, typed)))
    parted = [part for word in typed for part in phrases.parted(word, vocabulary.ports)]
    words = tuple(phrases.repaired(word) for word in parted)
    asked = {f.kind for f in phrases.look_up(words, "anywhere")} - PAUSES - {""}
    if NOTHING in asked:
        return Understood(())
    said, complaint = Said(), Complaint()
    marks = list(_marks(vocabulary, phrases, words))
    parts = list(clauses(marks))
    compares = _compares({mark.kind for mark in marks}) or sum(map(_asks_what, parts)) > 1
    for clause in parts:
        _hear(clause, said, complaint, compares=compares)
    complained = set(complaint.meant())
    if all(map(_vague, asked)) and not said.ticked:
        fewest = SURE if complained - {TROUBLE} else FEWEST
        kinds = ((mark.at, mark.kind) for mark in marks)
        complained = phrases.together.meant(phrases.ways(words), kinds, fewest) or complained
    meant = tuple(_ordered(asked | complained, settings=not said.silent))
    if not meant and complaint.names_password:
        meant = ("trouble_password", TROUBLE)
    doubted = said.doubted()
    if said.answers().protocol and _nearly(phrases, words) - {said.answers().protocol}:
        doubted |= {"protocol"}
    return Understood(
        meant,
        replace(said.answers(), **dict.fromkeys(doubted)),
        doubted,
        names=not said.silent,
    )


def _vague(kind: str) -> bool:
    """Whether a class leaves open what is asked for, so that a pattern may say more."""
    return kind in _VAGUE or kind.startswith("program")


def _alone(vocabulary: Vocabulary, phrases: Phrases, words: list[str], language: str) -> str | None:
    if len(words) > _LONGEST_ANSWER:
        return None
    plain = tuple(word for word in words if word not in PAUSES or len(words) == 1)
    bare = tuple(word for word in plain if word not in phrases.filler)
    repaired = tuple(map(phrases.repaired, bare))
    found = (vocabulary.alone(answer, language) for answer in (plain, bare, repaired) if answer)
    return next(filter(None, found), None)


def _marks(vocabulary: Vocabulary, phrases: Phrases, words: Words) -> Iterator[Mark]:
    """The phrases of a text; of several words, the place is that of the last."""
    for found in phrases.look_up(words, "settings"):
        at = found.at + len(found.words) - 1
        port = vocabulary.ports.get(found.words[0])
        if port and not found.kind:
            yield Mark("port", at, port=port)
            continue
        if not found.kind and not phrases.knows(found.words[0]):
            yield Mark(BLURRED if phrases.blurred(found.words[0]) else STRANGE, at)
            continue
        for kind in BOTH.get(found.kind, (found.kind,)):
            yield Mark(kind, at)
        if found.kind in ("unsure", DOUBTS):  # "is ssl available" names what it asks about
            yield from (Mark(kind, at) for kind in _named(phrases, found.words))


def _nearly(phrases: Phrases, words: Words) -> set[str]:
    """The protocols that words may name which the language does not know: "popd", "imape"."""
    return {
        kind
        for word in words
        if len(word) >= _SHORTEST_PROTOCOL and not phrases.knows(word)
        for name in phrases.near(word)
        for kind in phrases.kinds(name)
        if kind in PROTOCOLS
    }


def _named(phrases: Phrases, words: Iterable[str]) -> list[str]:
    """The settings that words name, each by itself."""
    return [kind for word in words for kind in phrases.kinds(word) if kind in NAMED]


def _hear(clause: list[Mark], said: Said, complaint: Complaint, *, compares: bool) -> None:
    if said.ssl or any(mark.kind == "ssl" for mark in clause):
        clause = completed(clause)
    kinds = {mark.kind for mark in clause}
    names_ssl = said.ssl or not kinds.isdisjoint({"ssl", "plain", "starttls"})
    told = negate([m for m in clause if m.kind != "values"], directions=not names_ssl)
    wonders = compares or "unsure" in kinds or {"asks", "?"} <= kinds
    length = sum(mark.kind not in PAUSES and mark.kind != "contrast" for mark in clause)
    heard = [mark for mark in told if mark.kind != "contrast"]
    if complains(told) and kinds.isdisjoint(PROTOCOLS):  # of SSL, maybe
        heard = [m._replace(doubted=True) for m in heard]
    if DOUBTS in kinds:
        heard = _doubting(heard, spoken=said.ssl)
    if wonders and "values" in kinds and not compares:
        wonders, heard = False, [mark for mark in heard if mark not in set(bare(heard))]
    said.hear(heard, wonders=wonders, length=length)
    complaint.hear(told)


def _doubting(clause: list[Mark], *, spoken: bool) -> list[Mark]:
    """The clause with its SSL in doubt; with none, the SSL that was spoken of before it."""
    heard = [m._replace(doubted=m.doubted or m.kind in SSL_NAMES) for m in clause]
    named = any(m.kind in SSL_NAMES for m in clause)
    return heard if named or not spoken else [*heard, Mark("ssl", doubted=True)]


def _asks_what(clause: list[Mark]) -> bool:
    """Whether a clause only names a thing and asks: two such are not understood: "imap? pop?"."""
    kinds = [mark.kind for mark in clause if mark.kind]
    return kinds[1:] == ["?"] and kinds[0] in NAMED


def _compares(kinds: set[str]) -> bool:
    """Whether a text of these kinds compares: one protocol that is praised is wanted."""
    if "praises" in kinds and not kinds.isdisjoint({"?", "or", "asks", "unsure"}):
        return True
    return "compares" in kinds or ("praises" in kinds and kinds.issuperset(PROTOCOLS))


def _ordered(meant: set[str], *, settings: bool) -> Iterator[str]:
    """What a text means, what is taken up first first."""
    if not meant.isdisjoint(TROUBLES):
        meant = meant | {TROUBLE}
    yield from (kind for kind in _FIRST if kind in meant)
    if WALKTHROUGH in meant:
        yield WALKTHROUGH
    yield from sorted(meant - {*_FIRST, WALKTHROUGH, HOWTO, SETTINGS})
    if settings:
        yield SETTINGS
    if HOWTO in meant and WALKTHROUGH not in meant:
        yield WALKTHROUGH
    if SETTINGS in meant and not settings:
        yield SETTINGS
