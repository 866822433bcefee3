"""Where a customer can be: in a state that exists and whose needs are met."""

from dataclasses import replace

from bot.engine.answers import PROTOCOLS, Answers
from bot.engine.conversation import Conversation, Visit
from bot.engine.flow import Flow
from bot.engine.guards import Context, hold


def begin(flow: Flow, language: str, now: float) -> Conversation:
    """A new conversation at the start of the flow."""
    return Conversation(flow.start, language, since=now)


def current(flow: Flow, conversation: Conversation) -> Conversation:
    """The conversation in a state that exists, whichever version of the flow it was saved under."""
    name = flow.renamed.get(conversation.state, conversation.state)
    if lasting(flow, name, conversation.answers, conversation.trail):
        page = page_of(flow, name, conversation.answers, conversation.page)
        return replace(conversation, state=name, page=page, forgotten=False)
    return begin(flow, conversation.language, conversation.since)


def enterable(flow: Flow, name: str, answers: Answers, trail: tuple[Visit, ...]) -> bool:
    """Whether a customer with these answers can be in a state of that name."""
    state = flow.states.get(name)
    known = answers.program in (None, *flow.programs) and answers.protocol in (None, *PROTOCOLS)
    return state is not None and known and hold(state.needs, context(flow, answers, trail))


def lasting(flow: Flow, name: str, answers: Answers, trail: tuple[Visit, ...]) -> bool:
    """Whether a customer can still be there; who was forgotten begins anew."""
    return enterable(flow, name, answers, trail) and not flow.states[name].forgets


def context(flow: Flow, answers: Answers, trail: tuple[Visit, ...], page: int = 0) -> Context:
    """What guards look at."""
    return Context(answers, flow.program(answers), flow.switches, bool(trail), page)


def page_of(flow: Flow, name: str, answers: Answers, wanted: int) -> int:
    """The page of a state that comes nearest to the wanted one; a state without fields has one."""
    if flow.states[name].shows != "field":
        return 0
    return min(wanted, len(flow.program(answers).form(answers)) - 1)
