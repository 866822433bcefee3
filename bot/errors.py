"""Everything that can go wrong and whose fault it is. Each error says what to do.

    PostbodeError
    ├── ConfigError             the operator's: a setting is missing or wrong
    │   ├── TokenMissing
    │   ├── TokenUnreadable
    │   ├── TokenRefused
    │   ├── ApiUnreachable
    │   ├── ProxyNotUsed
    │   ├── AnotherInstance
    │   ├── WebhookMissing
    │   ├── WebhookRefused
    │   ├── AddressTaken
    │   └── SettingWrong
    ├── ContentError            an author's: flows, facts or texts are wrong
    │   ├── ContentBroken
    │   ├── LanguageUnknown
    │   ├── LanguageUnheard
    │   ├── LanguageThere
    │   ├── ProgramUnknown
    │   ├── CombinationUnlisted
    │   └── CheckoutMissing
    ├── DeskError               an agent's: a move that can't be made
    │   ├── TicketUnknown
    │   ├── TicketOpen
    │   ├── MoveRefused
    │   ├── AgentUnknown
    │   ├── TicketChanged
    │   └── NumberTaken
    └── StoreError              the database's
        ├── DatabaseForeign
        ├── DatabaseNewer
        ├── DatabaseUnusable
        ├── DatabaseUnreachable
        ├── DatabaseInUse
        ├── DatabaseFailed
        ├── BackupExists
        ├── BackupFailed
        └── BackupElsewhere

The docstring of a class is its message, a line for each paragraph; {names} in it are filled in from
its arguments.
"""

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bot.source import Fault


class PostbodeError(Exception):
    """Something went wrong."""

    exit_code: ClassVar[int] = 1

    def __init__(self, **details: object) -> None:
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        paragraphs = (inspect.getdoc(type(self)) or "").split("\n\n")
        return "\n".join(" ".join(p.split()) for p in paragraphs).format(**self.details)


class ConfigError(PostbodeError):
    """A setting is missing or wrong."""


class TokenMissing(ConfigError):
    """No bot token: set POSTBODE_TOKEN, or POSTBODE_TOKEN_FILE to a file that holds it.

    To get a token, open a chat with @BotFather in Telegram, send /newbot and follow its questions.
    """

    exit_code = 2


class TokenUnreadable(ConfigError):
    """The token file {path} can't be read ({reason}): check POSTBODE_TOKEN_FILE."""

    exit_code = 2


class TokenRefused(ConfigError):
    """Telegram does not accept the bot token: copy it again from @BotFather into POSTBODE_TOKEN."""


class ApiUnreachable(ConfigError):
    """The Bot API at {url} can't be reached ({reason}): check the network and POSTBODE_API_URL."""


class ProxyNotUsed(ConfigError):
    """The Bot API at {url} can't be reached ({reason}); no proxy is used: set POSTBODE_API_URL."""


class AnotherInstance(ConfigError):
    """Another program is polling with the same bot token: stop it, then start this one again."""


class WebhookMissing(ConfigError):
    """No address for the webhook: set POSTBODE_WEBHOOK_URL to where Telegram reaches this bot."""

    exit_code = 2


class WebhookRefused(ConfigError):
    """Telegram refuses the webhook {url} ({reason}): check POSTBODE_WEBHOOK_URL."""


class AddressTaken(ConfigError):
    """The address {address} can't be served ({reason}): set POSTBODE_HTTP to a free HOST:PORT."""


class SettingWrong(ConfigError):
    """{setting} is not usable: {reason}."""

    exit_code = 2


class ContentError(PostbodeError):
    """Flows, facts or texts are wrong."""


class ContentBroken(ContentError):
    """Flows, facts or texts have faults; each stands as FILE:LINE: what is wrong."""

    def __init__(self, faults: "Sequence[Fault]") -> None:
        super().__init__()
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class LanguageUnknown(ContentError):
    """There are no texts in “{language}”. Choose one of: {languages}."""

    exit_code = 2


class LanguageUnheard(ContentError):
    """“{code}” is no language: choose a code of two letters, for example fr."""

    exit_code = 2


class LanguageThere(ContentError):
    """There are files for “{code}” already: run postbode languages to see what they lack."""

    exit_code = 2


class ProgramUnknown(ContentError):
    """There are no facts about “{program}”. Choose one of: {programs}."""

    exit_code = 2


class CombinationUnlisted(ContentError):
    """No source gives {code} for “{program}”. Choose one of: {codes}."""

    exit_code = 2


class CheckoutMissing(ContentError):
    """This works in a checkout of the repository only: run it there ({reason})."""

    exit_code = 2


class DeskError(PostbodeError):
    """A ticket can't be changed like that."""

    exit_code = 2


class TicketUnknown(DeskError):
    """There is no ticket {number}: run `postbode tickets` to see those there are."""


class TicketOpen(DeskError):
    """The customer of {number} has another ticket that is open: {other}. Go on with that one."""


class MoveRefused(DeskError):
    """{number} stays as it is: {reason}. Run `postbode ticket {number}` to see what can be done."""


class AgentUnknown(DeskError):
    """Say who you are: --as NAME."""


class TicketChanged(DeskError):
    """{number} was changed by somebody else at the same moment: read it again."""


class NumberTaken(DeskError):
    """{number} was used by somebody else at the same moment: choose another number."""


class StoreError(PostbodeError):
    """The database can't be used."""


class DatabaseForeign(StoreError):
    """{path} is not a Postbode database and was left as it is.
    Set POSTBODE_DATABASE to another file.
    """  # noqa: D205 - one line when it is printed


class DatabaseNewer(StoreError):
    """{path} was written by a newer Postbode (schema {found}, not {known}): upgrade it."""


class DatabaseUnusable(StoreError):
    """The database {path} can't be opened ({reason}): check POSTBODE_DATABASE and its rights."""


class DatabaseFailed(StoreError):
    """The database did not take a change ({reason}): check the disk; it is tried again."""


class DatabaseUnreachable(StoreError):
    """The database {where} can't be reached ({reason}): check POSTBODE_DATABASE and the server."""


class DatabaseInUse(StoreError):
    """{where} is in use by another Postbode (process {process}): stop it, then start this one."""


class BackupExists(StoreError):
    """{path} is there already and was left as it is: choose another name for the backup."""


class BackupFailed(StoreError):
    """The backup can't be written to {path} ({reason}): check the disk; nothing was left there."""


class BackupElsewhere(StoreError):
    """{where} is a PostgreSQL database: run pg_dump to back it up; docs/operating.md tells how."""
