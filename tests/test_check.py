"""`postbode check`: every kind of fault, shown by a broken file."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.check import check
from tests.broken import Broken, all_broken, lay

ALL = all_broken()
BY_NAME = {broken.name: broken for broken in ALL}
PACKAGE = Path(bot.__file__).parent
MAKERS = {"fault": 0, "_fault": 1, "_at": 1, "Fault": 2}
"""The functions that make a fault, with the place of the message in their arguments."""


def found(root: Path, *broken: Broken) -> list[str]:
    """What the check says about a copy with these files laid over it."""
    return [str(fault) for fault in check(*lay(root, *broken))]


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)
def test_a_broken_file_has_its_fault_alone(broken: Broken, tmp_path: Path) -> None:
    """Each broken file gets exactly the message of its first line, with file and line."""
    if "msgfmt: " in broken.message and shutil.which("msgfmt") is None:
        pytest.skip("GNU gettext is not installed")
    assert found(tmp_path, broken) == [broken.message]


def test_the_flows_have_no_fault() -> None:
    """The bot's own flows, facts and locales are without fault."""
    assert not check()


def test_faults_of_several_files_are_reported_at_once(tmp_path: Path) -> None:
    """Faults of a conversation and of a catalog are told together."""
    broken = [BY_NAME[name] for name in ("unreachable.yaml", "names-differ.po")]
    assert found(tmp_path, *broken) == sorted(one.message for one in broken)


def test_every_broken_file_is_told_of_each_wrong_shape(tmp_path: Path) -> None:
    """Conversations of the wrong shape are told together, each with its own line."""
    flows, locales = lay(tmp_path)
    for name in ("person", "paid"):
        text = "states:\n  start:\n    text: Of course.\n    colour: red\n    needs: [1]\n"
        (flows / f"{name}.yaml").write_text(text, encoding="utf-8")
    told = [(fault.file, fault.line) for fault in check(flows, locales)]
    assert told == [(f"flows/{name}.yaml", line) for name in ("paid", "person") for line in (4, 5)]


def test_what_cannot_be_read_hides_nothing_else(tmp_path: Path) -> None:
    """Files that can't be read at all, of every kind, are told together."""
    flows, locales = lay(tmp_path)
    wrong = [flows / "facts" / "mailbox.yaml", flows / "paid.yaml", flows / "words" / "en.yaml"]
    for path in wrong:
        path.write_text("{", encoding="utf-8")
    (locales / "nl.po").write_text("rubbish\n", encoding="utf-8")
    assert [fault.file for fault in check(flows, locales)] == [
        "flows/facts/mailbox.yaml",
        "flows/paid.yaml",
        "flows/words/en.yaml",
        "locales/nl.po",
    ]


def test_faults_are_told_once_and_in_order(tmp_path: Path) -> None:
    """Several faults of one file come by line, each once."""
    flows, locales = lay(tmp_path)
    (flows / "person.yaml").write_text(
        "states:\n  start:\n    text: Of {weather}, {weather} and {colour}.\n"
        "  island:\n    text: Nobody comes here.\n",
        encoding="utf-8",
    )
    lines = [(fault.line, fault.message) for fault in check(flows, locales)]
    assert lines == [
        (3, "unknown name {colour} in a text"),
        (3, "unknown name {weather} in a text"),
        (4, "no choice leads to “person.island”"),
    ]


def modules(start: str = "bot.check") -> set[Path]:
    """The files of bot/ that the check is made of: what it imports, directly or not."""
    ahead, seen = [start], set[Path]()
    while ahead:
        path = PACKAGE.parent / f"{ahead.pop().replace('.', '/')}.py"
        if not path.is_file() or path in seen:
            continue
        seen.add(path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
        ahead += [node.module or "" for node in imports]
    return seen


def templates(path: Path) -> Iterator[tuple[str, str]]:
    """The messages of the faults that a file makes, as patterns, with the line of each."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        yields = "Iterator[str]" in ast.unparse(function.returns or ast.Constant(""))
        if function.name in MAKERS or not (yields or _makes_faults(function)):
            continue
        for node in ast.walk(function):
            message: ast.AST | None = None
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                message = node.args[MAKERS[name]] if name in MAKERS else None
            elif (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "message") or (
                isinstance(node, ast.Yield) and yields
            ):
                message = node.value
            if isinstance(message, ast.expr) and not isinstance(message, ast.Name):
                yield f"{path.name}:{message.lineno}", _pattern(message)


def _makes_faults(function: ast.FunctionDef) -> bool:
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(getattr(call, "attr", getattr(call, "id", "")) in MAKERS for call in calls)


def _pattern(message: ast.AST) -> str:
    match message:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(
                ".+" if isinstance(p, ast.FormattedValue) else _pattern(p) for p in parts
            )
    pytest.fail(f"a fault's message must be written out: {ast.unparse(message)}")


FAULT_SITES = dict(sorted(site for path in modules() for site in templates(path)))


def test_every_kind_of_fault_has_a_broken_file() -> None:
    """Each place in the code that makes a fault is shown by a broken file of its own."""
    shown: set[str] = set()
    for broken in ALL:
        text = broken.message.split(": ", 1)[1]
        fitting = [site for site, pattern in FAULT_SITES.items() if re.fullmatch(pattern, text)]
        closest = max(len(FAULT_SITES[site]) for site in fitting)
        shown |= {site for site in fitting if len(FAULT_SITES[site]) == closest}
    assert set(FAULT_SITES) - shown == set()


def test_no_kind_of_fault_is_overlooked() -> None:
    """The places that make faults are found by reading the code; there are dozens."""
    assert len(FAULT_SITES) > 30
