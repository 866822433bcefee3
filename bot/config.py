"""What the operator can set, from the environment. Built in main(), never at import."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.desk.room import Room
from bot.errors import SettingWrong, TokenMissing, TokenUnreadable
from bot.retention import KEEP_TICKETS
from bot.store.opening import secret

PREFIX: Final = "POSTBODE_"
TELEGRAM: Final = "https://api.telegram.org"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in value:
        message = "give a web address such as https://example.com/mail"
        raise ValueError(message)
    return value.rstrip("/") if parts.path == "/" else value


def _host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) >= 1 << 16:
        message = "give a host and a port such as 127.0.0.1:8080"
        raise ValueError(message)
    return value


def _group(value: int) -> int:
    if value >= 0:
        message = "the number of a group is negative, such as -1001234567890"
        raise ValueError(message)
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


def _agents(value: str) -> list[tuple[int, str]]:
    """`123:Anna, 456` -> ids and names.

    Raises:
        ValueError: an id is no number, or a name stands for two.
    """
    parts = [part.strip().partition(":") for part in value.split(",") if part.strip()]
    found = [(int(number), name.strip() or number) for number, _, name in parts]
    if len({number for number, _ in found}) < len(found) or len(set(dict(found).values())) < len(
        found
    ):
        message = "each agent has an id and a name of their own"
        raise ValueError(message)
    return found


def _agents_checked(value: str) -> str:
    try:
        _agents(value)
    except ValueError as error:
        reason = str(error) if "own" in str(error) else "give ids such as 123:Anna,456:Bob"
        raise ValueError(reason) from error
    return value


Agents = Annotated[str, AfterValidator(_agents_checked)]


@dataclass(frozen=True, slots=True)
class Operator:
    """What the operator tells customers; an empty text is "not configured"."""

    control_panel: str = ""
    helpdesk: str = ""
    paid_offered: bool = True
    paid_link: str = ""
    paid_price: str = ""
    paid_terms: str = ""
    paid_offer: str = ""
    tickets: bool = False
    ticket_days: int = KEEP_TICKETS

    @property
    def switches(self) -> frozenset[str]:
        """What is on or configured, by the names that flows use as guards."""
        names = {field.name for field in fields(self)} - {"control_panel", "ticket_days"}
        return frozenset(name for name in names if getattr(self, name))


class Config(BaseSettings):
    """Every setting; the environment variable is the name in capitals after POSTBODE_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = Field(None, description="The bot token from @BotFather.")
    token_file: Path | None = Field(None, description="A file that holds the token.")
    api_url: WebAddress = Field(TELEGRAM, description="The root of the Bot API.")
    database: SecretStr | None = Field(
        None,
        description="The SQLite file, or postgresql://...; by default in the user's state folder.",
    )
    control_panel: WebAddress | None = Field(
        None, description="Where customers set the password of a mailbox."
    )
    helpdesk: str = Field("", description="How customers reach a person, in your own words.")
    paid: bool = Field(default=True, description="Whether the paid set-up service is offered.")
    paid_link: WebAddress | None = Field(None, description="The page about the paid service.")
    paid_price: str = Field("", description="What the paid service costs, in your own words.")
    http: Annotated[str, AfterValidator(_host_and_port)] | None = Field(
        None, description="HOST:PORT of /health and /metrics, and of the webhook."
    )
    webhook_url: WebAddress | None = Field(
        None, description="The public address to which Telegram posts, with `run --webhook`."
    )
    webhook_secret: SecretStr | None = Field(
        None, description="What Telegram proves itself with; by default made from the token."
    )
    paid_terms: WebAddress | None = Field(None, description="The terms of the paid service.")
    paid_offer: str = Field("", description="What is done in the paid service, in your own words.")
    desk_chat: Annotated[int, AfterValidator(_group)] | None = Field(
        None, description="The Telegram group in which your agents work on requests."
    )
    agents: Agents = Field(
        "", description="The agents: their Telegram user ids, with a name if you like: 123:Anna."
    )
    tickets: bool | None = Field(
        None, description="Whether requests are taken without a desk; somebody has to read them."
    )
    ticket_days: int = Field(
        KEEP_TICKETS, ge=1, le=3650, description="How many days a request is kept after its end."
    )
    messages_per_second: float = Field(
        30, ge=0, description="How many messages the bot sends in a second at most; 0: no limits."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="How the log is written: text or json."
    )

    @property
    def operator(self) -> Operator:
        """What the operator tells customers."""
        return Operator(
            control_panel=self.control_panel or "",
            helpdesk=self.helpdesk.strip(),
            paid_offered=self.paid,
            paid_link=self.paid_link or "",
            paid_price=self.paid_price.strip(),
            paid_terms=self.paid_terms or "",
            paid_offer=self.paid_offer.strip(),
            tickets=self.desk_chat is not None if self.tickets is None else self.tickets,
            ticket_days=self.ticket_days,
        )

    @property
    def agent_names(self) -> dict[int, str]:
        """The agents by their Telegram user id; one without a name is called by the id."""
        return dict(_agents(self.agents))

    @property
    def room(self) -> Room | None:
        """The desk; None when no group is configured."""
        return None if self.desk_chat is None else Room(self.desk_chat, self.agent_names)

    def bot_token(self) -> str:
        """The bot token.

        Raises:
            TokenMissing: neither setting is there, or the file is empty.
            TokenUnreadable: the file can't be read.
        """
        token = self.token.get_secret_value() if self.token else self._token_from_file()
        if not token.strip():
            raise TokenMissing
        return token.strip()

    def _token_from_file(self) -> str:
        if self.token_file is None:
            return ""
        try:
            return self.token_file.read_text(encoding="utf-8")
        except OSError as error:
            raise TokenUnreadable(path=self.token_file, reason=error.strerror) from error
        except UnicodeDecodeError as error:
            raise TokenUnreadable(path=self.token_file, reason="it is not text") from error

    def secrets(self) -> list[str]:
        """What must never be logged."""
        given = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        return [self.bot_token(), secret(self.database_address()), given]

    def database_address(self) -> str:
        """The SQLite file, or the address of a PostgreSQL server; that may hold a password."""
        from platformdirs import user_state_path  # noqa: PLC0415 - only `run` needs it

        if self.database:
            return self.database.get_secret_value().strip()
        return str(user_state_path("postbode") / "postbode.sqlite3")


def load_config() -> Config:
    """Read the environment.

    Raises:
        SettingWrong: a setting is not usable; says which one and why.
    """
    try:
        return Config()  # type: ignore[call-arg]  # mypy without pydantic's plugin
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        setting = PREFIX + str(first["loc"][0]).upper().removeprefix(PREFIX)
        raise SettingWrong(setting=setting, reason=first["msg"]) from None
