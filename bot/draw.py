"""`postbode draw`: the conversations as Mermaid diagrams, one for each file of flows/."""

from collections.abc import Iterator
from itertools import groupby

from bot.engine.flow import BACK, Choice, Flow, State, Target

HEADER = """\
# The conversations

Drawn from flows/ by `postbode draw`; do not edit. Every state also has the ways of
flows/common.yaml: {ways}.
"""


def draw(flow: Flow) -> str:
    """The diagrams as one Markdown document."""
    states = sorted(flow.states.values(), key=lambda state: state.name.partition(".")[0])
    files = groupby(states, key=lambda state: state.name.partition(".")[0])
    parts = [HEADER.format(ways=", ".join(_ways(flow)))]
    parts += [f"## {name}\n\n{_diagram(flow, list(group))}\n" for name, group in files]
    return "\n".join(parts)


def _ways(flow: Flow) -> list[str]:
    start = flow.states[flow.start]
    return [choice.key for choice in (*start.ways, *start.typed) if not choice.language]


def _diagram(flow: Flow, states: list[State]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    [*] --> {_id(s.name)}" for s in states if s.name == flow.start]
    lines += [f'    state "{s.name}" as {_id(s.name)}' for s in states]
    lines += [line for state in states for line in _arrows(state)]
    return "\n".join([*lines, "```"])


def _arrows(state: State) -> Iterator[str]:
    for choice in (choice for row in state.rows for choice in row):
        if choice in state.ways:
            continue
        for target in choice.targets:
            if target.state != BACK:
                yield f"    {_id(state.name)} --> {_id(target.state)}: {_label(choice, target)}"


def _label(choice: Choice, target: Target) -> str:
    guards = dict.fromkeys((*choice.when, *target.when))
    return f"{choice.key} [{', '.join(guards)}]" if guards else choice.key


def _id(name: str) -> str:
    return name.replace(".", "_")
