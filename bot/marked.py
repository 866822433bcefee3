"""YAML -> plain data with the line of every entry."""

from typing import Any, NamedTuple

from bot.remembered import remembered


class NotYaml(Exception):
    """A text is not YAML.

    Attributes:
        line: where it stops to be, from 1.
        reason: why.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


class Marked(NamedTuple):
    """A YAML file as it was read.

    Attributes:
        data: its content as plain JSON types; keys are texts.
        marks: for a mapping, by key, and for a list, by place: the line of the entry, from 1, and
            the marks of its value; None for anything else.
    """

    data: Any
    marks: Any


def load(text: str, name: str) -> Marked:
    """Read YAML 1.2.

    Args:
        text: the YAML.
        name: under which it is remembered; empty for not at all.

    Raises:
        NotYaml: it is not YAML.
    """
    if not name:
        return parsed(text)
    return Marked(*remembered(name, text, lambda: list(parsed(text))))


def parsed(text: str) -> Marked:
    """Parse YAML 1.2.

    Raises:
        NotYaml: it is not YAML.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - slow to import, and rarely needed
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - the same

    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise NotYaml(line, str(error.problem)) from error
    except YAMLError as error:
        raise NotYaml(1, " ".join(str(error).split())) from error
    return Marked(_plain(tree), _marks(tree))


def _plain(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def _marks(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        lines: Any = node.lc  # type: ignore[attr-defined]  # ruamel.yaml puts it there
        return {str(key): [lines.key(key)[0] + 1, _marks(value)] for key, value in node.items()}
    if isinstance(node, list):
        lines = node.lc  # type: ignore[attr-defined]
        return [[lines.item(at)[0] + 1, _marks(value)] for at, value in enumerate(node)]
    return None
