"""The documentation keeps up with the program."""

import re
from io import StringIO
from pathlib import Path

import pytest

import bot
from bot.cli import main
from bot.config import PREFIX, Config
from bot.engine.guards import GUARDS
from bot.helpdesk import Helpdesk
from bot.render.message import NAMES
from bot.terminal import Screen, chat, lines_of

ROOT = Path(bot.__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLOWS = (ROOT / "docs" / "writing-flows.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", Config.model_fields)
def test_every_setting_is_documented(setting: str) -> None:
    """README.md tells what each environment variable does."""
    assert f"| `{PREFIX}{setting.upper()}` |" in README


@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_documented(command: str) -> None:
    """README.md lists each command."""
    assert f"| `postbode {command}` |" in README


@pytest.mark.parametrize("guard", GUARDS)
def test_every_guard_is_documented(guard: str) -> None:
    """docs/writing-flows.md tells what each guard means."""
    assert f"`{guard}`" in FLOWS


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_in_a_text_is_documented(name: str) -> None:
    """docs/writing-flows.md lists each {name} that a text may use."""
    assert f"`{{{name}}}`" in FLOWS


def test_the_conversation_in_the_readme_is_real(helpdesk: Helpdesk) -> None:
    """What README.md shows is what the bot says today."""
    shown = re.search(r"```console\n\$ printf.*?\n(.*?)```", README, re.DOTALL)
    assert shown
    written: list[str] = []
    lines = lines_of(StringIO("1\nyes\n"), written.append)
    chat(helpdesk, "en", lines, Screen(written.append))
    told = "\n".join(written)
    for paragraph in shown[1].replace("     ...\n", "").split("\n\n"):
        assert paragraph.rstrip() in told


def test_links_between_documents_lead_somewhere() -> None:
    """Each link from one document to another is to a file that exists."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    for document in documents:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text("utf-8")):
            if "address" not in target:
                assert (document.parent / target).exists(), (document, target)
