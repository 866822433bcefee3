"""`postbode draw`: the conversations as Mermaid diagrams, one for each file of flows/."""

from collections.abc import Iterator
from itertools import groupby

from bot.engine.flow import BACK, TYPED, Choice, Flow, State, Target
from bot.engine.ticket import Life

HEADER = """\
# The conversations

Drawn from flows/ by `postbode draw`; do not edit. Every state also has the ways of
flows/common.yaml: {ways}.
"""

LIFE = """\
## The life of a ticket

From flows/ticket.yaml: each move with those who may make it.

"""


def draw(flow: Flow) -> str:
    """The diagrams as one Markdown document."""
    states = sorted(flow.states.values(), key=lambda state: state.name.partition(".")[0])
    files = groupby(states, key=lambda state: state.name.partition(".")[0])
    parts = [HEADER.format(ways=", ".join(_ways(flow)))]
    parts += [f"## {name}\n\n{_diagram(flow, list(group))}\n" for name, group in files]
    return "\n".join([*parts, *_life(flow.life)])


def _life(life: Life) -> Iterator[str]:
    """The life of a ticket; a move that leads nowhere else stands in its own line."""
    if not life.stages:
        return
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_id(f'ticket.{life.start}')}"]
    names = [f"ticket.{name}" for name in life.stages]
    lines += [f'    state "{name}" as {_id(name)}' for name in names]
    for stage in life.stages.values():
        here, ways = _id(f"ticket.{stage.name}"), dict[str, list[str]]()
        for move, target in stage.moves.items():
            said = f"{move} ({', '.join(life.moves[move].by)})"
            ways.setdefault(_id(f"ticket.{target}"), []).append(said)
        lines += [f"    {here} --> {target}: {', '.join(said)}" for target, said in ways.items()]
        lines += [f"    {here} --> [*]"] if stage.ends else []
    yield LIFE + "\n".join([*lines, "```"]) + "\n"


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
    typed = [choice for choice in state.typed if choice.key == TYPED]
    for choice in (*(choice for row in state.rows for choice in row), *typed):
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
