"""Where a customer can be: in a state that exists and whose needs are met."""

from dataclasses import replace

from bot.engine.answers import PROTOCOLS, Answers
from bot.engine.conversation import Conversation
from bot.engine.flow import Flow
from bot.engine.guards import Context, hold


def begin(flow: Flow, language: str, now: float) -> Conversation:
    """A new conversation at the start of the flow."""
    return Conversation(flow.start, language, since=now)


def current(flow: Flow, conversation: Conversation) -> Conversation:
    """The conversation in a state that exists, whichever version of the flow it was saved under."""
    name = flow.renamed.get(conversation.state, conversation.state)
    here = replace(conversation, state=name)
    if lasting(flow, here):
        page = page_of(flow, name, conversation.answers, conversation.page)
        return replace(here, page=page, forgotten=False)
    return replace(begin(flow, conversation.language, conversation.since), known=conversation.known)


def enterable(flow: Flow, here: Conversation) -> bool:
    """Whether a customer can be where this conversation says."""
    state, answers = flow.states.get(here.state), here.answers
    known = answers.program in (None, *flow.programs) and answers.protocol in (None, *PROTOCOLS)
    return state is not None and known and hold(state.needs, context(flow, here))


def lasting(flow: Flow, here: Conversation) -> bool:
    """Whether a customer can still be there; who was forgotten begins anew."""
    return enterable(flow, here) and not flow.states[here.state].forgets


def context(flow: Flow, here: Conversation, token: str = "") -> Context:
    """What guards look at; `token` is what the button carried that was pressed."""
    return Context(
        here.answers,
        flow.program(here.answers),
        flow.switches,
        came_from=bool(here.trail),
        page=here.page,
        draft=here.draft,
        known=here.known,
        token=token,
        finding=here.finding,
    )


def page_of(flow: Flow, name: str, answers: Answers, wanted: int) -> int:
    """The page of a state that comes nearest to the wanted one; a state without fields has one."""
    if flow.states[name].shows != "field":
        return 0
    return min(wanted, len(flow.program(answers).form(answers)) - 1)
