"""What agents let the bot say: exact settings, ready answers, and help for themselves."""

from dataclasses import dataclass, replace
from typing import Final

from bot.desk.visible import block
from bot.engine.answers import Answers, parse_code
from bot.engine.understand import understand
from bot.errors import ContentError
from bot.helpdesk import Helpdesk
from bot.render.rich import Rich, bold, fill, join

MOST_WORDS: Final = 5
"""Words that may name settings; a longer text is an answer of the agent's own."""
PROGRAM: Final = "program_"
"""What the classes of words that name a mail program begin with."""
UNCLEAR: Final = "Name the settings, for example: /paste imap ssl"
HELP: Final = {
    "help": "this list",
    "card": "show the card of a ticket once more",
    "phrases": "the ready answers; /phrase KEY sends one in the customer's language",
    "phrase": "",
    "paste": "the exact settings as text to paste: /paste imap ssl",
}
"""The commands that are no moves, and what they do."""


@dataclass(frozen=True)
class Spoken:
    """What is said in a language.

    Attributes:
        helpdesk: the engine.
        language: what the customer reads.
    """

    helpdesk: Helpdesk
    language: str

    def settings(self, words: str, program: str = "") -> str:
        """The exact settings that are named by a short code or in words; empty when none are.

        Args:
            words: what the agent typed.
            program: the customer's mail program, where the words name none.

        Raises:
            ContentError: no source gives them for that program.
        """
        answers = self._answers(words)
        if answers is None or not answers.complete:
            return ""
        wanted = replace(answers, program=answers.program or program or None)
        return self.helpdesk.answer(wanted, self.language).to_text()

    def _answers(self, words: str) -> Answers | None:
        flow = self.helpdesk.flow
        if found := parse_code(words.strip(), flow.programs, self.helpdesk.languages):
            return found[0]
        sentence = len(words.split()) > MOST_WORDS or any(sign in words for sign in ".,;:!?")
        if not words or sentence:
            return None
        understood = understand(flow.vocabulary, words, None)
        named = (m.removeprefix(PROGRAM) for m in understood.meant if m.startswith(PROGRAM))
        program = next((name for name in named if name in flow.programs), None)
        return replace(understood.answers, program=understood.answers.program or program)

    def paste(self, words: str, program: str = "") -> Rich:
        """The settings for the agent, to be pasted; or how to ask for them."""
        try:
            text = self.settings(words, program)
        except ContentError as error:
            return Rich(str(error))
        return block(text) if text else Rich(UNCLEAR)

    def phrase(self, key: str, number: str) -> str:
        """A ready answer; empty when there is none of that name."""
        phrase = self.helpdesk.flow.phrases.get(key.strip().lower())
        if phrase is None:
            return ""
        return fill(self.helpdesk.catalog(self.language).text(phrase.text), {"number": number})

    def phrases(self) -> Rich:
        """Every ready answer with its key, in English."""
        found = self.helpdesk.flow.phrases.items()
        return join((bold(key) + f": {phrase.text}" for key, phrase in found), "\n")

    def help(self) -> Rich:
        """What agents can do here."""
        moves = self.helpdesk.flow.life.moves.items()
        lines = [
            bold(f"/{name}")
            + (f" WORDS: {move.label}" if move.words != "none" else f": {move.label}")
            for name, move in moves
            if move.label
        ]
        lines += [bold(f"/{name}") + f": {what}" for name, what in HELP.items() if what]
        head = Rich("In a ticket's topic, as an answer to its card, or with its number behind it:")
        tail = Rich("What the owner writes there without a command goes to the customer.")
        return join((head, *lines, tail), "\n")
