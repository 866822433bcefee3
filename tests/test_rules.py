"""The rules of the house, read from the source itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from ruamel.yaml import YAML

import bot
from tests.known_values import HOST, INCOMING, OUTGOING

ROOT = Path(bot.__file__).parent.parent
MODULES = sorted((ROOT / "bot").rglob("*.py"))
ENGINE = [path for path in MODULES if path.parent.name == "engine"]
PORTS = {str(port) for port in (*INCOMING.values(), *OUTGOING.values())}
NUMBER = re.compile(r"(?<![\w.])\d+(?!\.?\w)")
MAIL_HOST = re.compile(r"ovh\.net|\b(?:imap|pop3?|smtp|mail|ssl0)\.[\w-]+\.\w+", re.IGNORECASE)


def shown(path: Path) -> str:
    """How a test names a file."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}: imports are absolute"
            module = node.module or ""
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def packages(path: Path) -> set[str]:
    """The packages that a file imports."""
    return {module.partition(".")[0] for module in imported(path)}


def importers(package: str) -> set[str]:
    """The files of bot/ that import a package."""
    return {shown(path) for path in MODULES if package in packages(path)}


@pytest.mark.parametrize("path", ENGINE, ids=shown)
def test_the_engine_is_pure(path: Path) -> None:
    """The engine imports the standard library, `transitions` and itself, nothing else."""
    own = {name for name in imported(path) if name.startswith("bot")}
    assert all(name.startswith("bot.engine") for name in own)
    assert packages(path) - {"bot", "transitions"} <= sys.stdlib_module_names


@pytest.mark.parametrize("path", ENGINE, ids=shown)
def test_the_engine_does_no_io_and_has_no_clock(path: Path) -> None:
    """The engine imports nothing of the standard library that reads the world."""
    worldly = {"asyncio", "datetime", "io", "logging", "os", "pathlib", "random", "socket", "time"}
    assert not packages(path) & worldly
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input"}


def test_one_file_imports_transitions() -> None:
    """Only the table knows the library of state machines."""
    assert importers("transitions") == {"bot/engine/table.py"}


@pytest.mark.parametrize("package", ["telegram", "httptools", "httpx"])
def test_only_the_gateway_knows_telegram(package: str) -> None:
    """The Bot API and what speaks HTTP to it are imported in bot/gateway/ alone."""
    assert all(name.startswith("bot/gateway/") for name in importers(package))


def test_one_file_reads_the_facts() -> None:
    """No file but bot/facts.py opens the files that hold hosts and ports."""
    named = {
        shown(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("facts", "mailbox.yaml")
    }
    assert named == {"bot/facts.py"}


def values_in(text: str) -> list[str]:
    """The ports and mail hosts that stand in a text."""
    ports = [number for number in NUMBER.findall(text) if number in PORTS]
    return ports + [match[0] for match in MAIL_HOST.finditer(text)]


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_code_holds_a_value(path: Path) -> None:
    """No port and no mail host stands in the code, comments included."""
    assert not values_in(path.read_text(encoding="utf-8"))


def words_of(node: object) -> Iterator[str]:
    """Every text and number in a YAML file, comments left out."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from (*words_of(key), *words_of(value))
    elif isinstance(node, list):
        for value in node:
            yield from words_of(value)
    else:
        yield str(node)


@pytest.mark.parametrize(
    "path", sorted({*(ROOT / "flows").glob("*.yaml"), *(ROOT / "flows/words").iterdir()}), ids=shown
)
def test_no_flow_holds_a_value(path: Path) -> None:
    """No port and no mail host stands in a conversation or in the lists of words."""
    data = YAML(typ="safe").load(path)
    assert not [found for text in words_of(data) for found in values_in(text)]


@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*.po")), ids=shown)
def test_no_translation_holds_a_value(path: Path) -> None:
    """No port and no mail host stands in a translation or in the text that it translates."""
    with path.open("rb") as file:
        texts = [(str(m.id), str(m.string)) for m in read_po(file) if m.id]
    assert not [found for pair in texts for text in pair for found in values_in(text)]


def tracked() -> list[Path]:
    """The text files of the repository; without git, those of its folders."""
    done = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = done.stdout.split("\0")[:-1] if done.returncode == 0 else []
    found = [ROOT / name for name in names] or [*ROOT.glob("*.*"), *MODULES]
    return [path for path in found if path.is_file()]


def test_one_test_file_holds_values() -> None:
    """In the tests, the values stand in tests/known_values.py and nowhere else."""
    holding = {
        shown(path)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if values_in(path.read_text(encoding="utf-8"))
    }
    assert holding <= {"tests/known_values.py", "tests/test_rules.py"}
    assert HOST in (ROOT / "tests/known_values.py").read_text(encoding="utf-8")


def test_nothing_names_a_place_on_a_machine() -> None:
    """No file of the repository holds a path that exists on its author's machine alone."""
    place = re.compile(r"(?<![\w.}])/(?:home/(?!you/)|root/|Users/|work/|tmp/|mnt/)\w")
    found = [
        f"{shown(path)}:{number}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", "ignore").splitlines(), 1)
        if place.search(line)
    ]
    assert not found


def test_settings_are_not_read_at_import() -> None:
    """Importing every module of the bot reads no setting: a wrong one does no harm yet."""
    names = [shown(path)[:-3].replace("/", ".") for path in MODULES]
    wanted = [name for name in names if not name.endswith(("__main__", "__init__"))]
    code = f"import importlib\nfor name in {wanted}: importlib.import_module(name)"
    wrong = {"POSTBODE_LOG_FORMAT": "smoke", "POSTBODE_API_URL": "smoke"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**wrong, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
