"""What typed words are taken to mean, written down for people and for programs."""

import json
from typing import Final

from bot.engine.intent import Intent
from bot.engine.understand import SETTINGS

_TICKS: Final = {True: "with SSL", False: "without SSL", None: "not said"}


def to_json(intent: Intent) -> str:
    """One line of JSON; null is what was not said."""
    answers = intent.answers
    read = {
        "intent": intent.name,
        "protocol": answers.protocol,
        "incoming_ssl": answers.incoming_ssl,
        "outgoing_ssl": answers.outgoing_ssl,
    }
    return json.dumps(read)


def to_text(intent: Intent) -> str:
    """One line, such as "settings: imap, incoming with SSL, outgoing not said"."""
    answers = intent.answers
    said = (answers.protocol, answers.incoming_ssl, answers.outgoing_ssl)
    if said == (None, None, None) and intent.name != SETTINGS:
        return intent.name
    protocol = answers.protocol or "protocol not said"
    incoming, outgoing = _TICKS[answers.incoming_ssl], _TICKS[answers.outgoing_ssl]
    return f"{intent.name}: {protocol}, incoming {incoming}, outgoing {outgoing}"
