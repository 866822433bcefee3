"""What the operator can set."""

from pathlib import Path

import pytest

from bot.config import PREFIX, TELEGRAM, Config, Operator, load_config
from bot.engine.guards import SWITCHES
from bot.errors import SettingWrong, TokenMissing, TokenUnreadable

TOKEN = "123456:ABC-DEF"
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start without any setting."""
    for name in Config.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def with_settings(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Config:
    """The configuration with these settings."""
    for name, value in settings.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)
    return load_config()


def test_nothing_needs_to_be_set() -> None:
    """Without settings there are defaults: Telegram itself, the paid service on, a text log."""
    config = load_config()
    assert (config.api_url, config.log_format) == (TELEGRAM, "text")
    assert config.operator == Operator(paid_offered=True)


def test_an_empty_setting_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is set to nothing counts as not set."""
    config = with_settings(monkeypatch, api_url="", paid="", helpdesk="", log_format="")
    assert config == load_config()
    assert config.operator.switches == {"paid_offered"}


def test_every_setting_reaches_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operator tells customers comes from the environment, trimmed."""
    config = with_settings(
        monkeypatch,
        control_panel="https://example.com/panel",
        helpdesk=" call us ",
        paid="false",
        paid_link="https://example.com/paid",
        paid_price=" 10 ",
    )
    assert config.operator == Operator(
        "https://example.com/panel",
        "call us",
        paid_offered=False,
        paid_link="https://example.com/paid",
        paid_price="10",
    )


def test_switches_are_guards() -> None:
    """Each switch of the operator is a guard that flows may use."""
    everything = Operator(
        "p", "h", paid_link="l", paid_price="1", paid_terms="t", paid_offer="o", tickets=True
    )
    assert everything.switches == set(SWITCHES)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("api_url", "localhost:8081", "give a web address"),
        ("api_url", "https://", "give a web address"),
        ("control_panel", "ftp://example.com", "give a web address"),
        ("paid_link", "https://example.com/a page", "give a web address"),
        ("paid", "perhaps", "valid boolean"),
        ("paid_terms", "example.com", "give a web address"),
        ("desk_chat", "@desk", "valid integer"),
        ("desk_chat", "1001", "the number of a group is negative"),
        ("agents", "Anna", "give ids such as"),
        ("agents", "1:Anna,1:Bob", "of their own"),
        ("agents", "1:Anna,2:Anna", "of their own"),
        ("log_format", "xml", "'text' or 'json'"),
    ],
)
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    """A setting that is not usable is called by the name of its variable, with the reason."""
    with pytest.raises(SettingWrong) as caught:
        with_settings(monkeypatch, **{name: value})
    assert caught.value.details["setting"] == PREFIX + name.upper()
    assert reason in str(caught.value)


def test_a_slash_after_the_host_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """The root of the Bot API may be given with or without a slash at its end."""
    assert with_settings(monkeypatch, api_url="http://localhost:8081/").api_url.endswith("1")


def test_the_token_comes_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token is taken from the environment, without the space around it."""
    assert with_settings(monkeypatch, token=f" {TOKEN}\n").bot_token() == TOKEN


def test_the_token_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The token is taken from a file, without the line's end."""
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    assert with_settings(monkeypatch, token_file=str(file)).bot_token() == TOKEN


@pytest.mark.parametrize("content", [None, b"", b" \n"])
def test_no_token_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    """Neither setting, or an empty file, is a missing token."""
    if content is not None:
        (tmp_path / "token").write_bytes(content)
        monkeypatch.setenv("POSTBODE_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(TokenMissing):
        load_config().bot_token()


@pytest.mark.parametrize(
    ("name", "reason"), [("gone", "No such file"), ("", "directory"), ("binary", "not text")]
)
def test_a_token_file_that_can_not_be_read_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, reason: str
) -> None:
    """A token file that is missing, a folder or not text is named with the reason."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    config = with_settings(monkeypatch, token_file=str(tmp_path / name))
    with pytest.raises(TokenUnreadable, match=reason):
        config.bot_token()


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token stands in no printed form of the configuration."""
    config = with_settings(monkeypatch, token=TOKEN)
    assert TOKEN not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"


def test_agents_are_ids_with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent without a name is called by the id; nobody is one when none is set."""
    assert with_settings(monkeypatch, agents=" 12:Anna, 34 ").agent_names == {12: "Anna", 34: "34"}
    assert with_settings(monkeypatch, agents="").agent_names == {}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({}, False),
        ({"desk_chat": "-100"}, True),
        ({"tickets": "true"}, True),
        ({"desk_chat": "-100", "tickets": "false"}, False),
    ],
)
def test_requests_are_taken_when_somebody_sees_them(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], *, taken: bool
) -> None:
    """With a desk, or when the operator says so, requests are taken; otherwise they are not."""
    assert with_settings(monkeypatch, **given).operator.tickets is taken


@pytest.mark.parametrize("name", Config.model_fields)
def test_every_setting_is_documented(name: str) -> None:
    """Each setting stands in the table of the README, and has a description."""
    assert f"| `{PREFIX}{name.upper()}` |" in README
    assert Config.model_fields[name].description


def test_the_database_has_a_sensible_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The database is in the state folder of the user, or where the setting says."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert Path(load_config().database_address()).name == "postbode.sqlite3"
    config = with_settings(monkeypatch, database=str(tmp_path / "own.sqlite3"))
    assert config.database_address() == str(tmp_path / "own.sqlite3")


def test_the_password_of_a_database_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens a PostgreSQL server stands in no printed form of the configuration."""
    config = with_settings(monkeypatch, database="postgresql://bot:canary@db.example/postbode")
    assert config.database_address().endswith("canary@db.example/postbode")
    assert "canary" not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"
