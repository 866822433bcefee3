"""Sentences of customers, what they mean, and how many of them are understood."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from bot.engine.answers import Answers
from bot.engine.intent import INTENTS, intent
from bot.engine.vocabulary import Vocabulary

FOLDER: Final = Path(__file__).parent / "utterances"
LANGUAGES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.tsv")))
LEAST: Final = 0.95
"""The share of sentences that must be understood in each language."""
TICKS: Final = {(True, True): "on", (False, False): "off", (None, None): "-"}
HALF: Final = "half"
"""SSL was said of one direction only: the other is asked."""


class Meaning(NamedTuple):
    """What a sentence means, in the words of the files."""

    intent: str
    protocol: str
    ssl: str


@dataclass(frozen=True)
class Heard:
    """A sentence, what it means, and what it was taken to mean."""

    text: str
    meant: Meaning
    taken: Meaning

    @property
    def right(self) -> bool:
        """Whether it was understood."""
        return self.meant == self.taken

    @property
    def wrong_value(self) -> bool:
        """Whether it was taken for another protocol or SSL than it says, with confidence."""
        protocol = self.taken.protocol not in ("-", self.meant.protocol)
        return protocol or self.taken.ssl not in ("-", HALF, self.meant.ssl)


def meaning(name: str, answers: Answers) -> Meaning:
    """What was understood, in the words of the files."""
    ssl = (answers.incoming_ssl, answers.outgoing_ssl)
    unsettled = HALF if None in ssl else "mixed"
    return Meaning(name, answers.protocol or "-", TICKS.get(ssl, unsettled))


def sentences(language: str) -> Iterator[tuple[str, Meaning]]:
    """The sentences of a language with their meaning."""
    for line in (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            text, _, *meant = line.split("\t")
            yield text, Meaning(*meant)


def listen(vocabulary: Vocabulary, language: str, *, told: bool = True) -> list[Heard]:
    """How each sentence of a language is understood.

    Args:
        vocabulary: the words.
        language: the language of the sentences.
        told: whether the language is known beforehand.
    """
    heard = []
    for text, meant in sentences(language):
        read = intent(vocabulary, text, language if told else None)
        heard.append(Heard(text, meant, meaning(read.name, read.answers)))
    return heard


def report(heard: dict[str, list[Heard]]) -> Iterator[str]:
    """A table of the share that is right, and of the intents that were confused."""
    for language, sentences in heard.items():
        right = sum(sentence.right for sentence in sentences)
        values = sum(sentence.wrong_value for sentence in sentences)
        share = f"{right} of {len(sentences)} right ({right / len(sentences):.1%})"
        yield f"{language}: {share}, {values} with a wrong protocol or SSL"
    yield from _confusions([sentence for language in heard.values() for sentence in language])


def _confusions(heard: Iterable[Heard]) -> Iterator[str]:
    counts = Counter((sentence.meant.intent, sentence.taken.intent) for sentence in heard)
    width = max(map(len, INTENTS))
    yield ""
    yield f"{'meant, taken for':{width}} " + " ".join(f"{name[-8:]:>8}" for name in INTENTS)
    for meant in INTENTS:
        row = (counts[meant, taken] for taken in INTENTS)
        yield f"{meant:{width}} " + " ".join(f"{count or '.':>8}" for count in row)
