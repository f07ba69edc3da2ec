"""Not understood: the likeliest three to tap, the open question again, and the second time a person too."""

from ..door import Door
from ..names import WISHES
from ..registry import FLOWS, HANDLERS, answers, go_on
from ..reply import FILE, PERSON, PROGRESS, Reply, choice, say
from ..turn import FALLBACK, Turn

LIKELIEST = 3


@answers(FALLBACK)
async def clarify(turn: Turn, door: Door) -> Reply:
    """`action_clarify`: also what runs when no rule fits."""
    if turn.intent != FALLBACK and turn.intent in HANDLERS:
        return await HANDLERS[turn.intent](turn, door)
    again = turn.unsure >= 1
    act = "fallback" if again else "clarify"
    if turn.agenda.get("doing") in FLOWS:
        return await _back_to_question(turn, door, act, again)
    guesses = [name for name in turn.ranking if name in WISHES and name != "request_human"][:LIKELIEST]
    choices = [choice(WISHES[name], name) for name in guesses] or [FILE, PROGRESS]
    if again:
        text = "不好意思，我还是没听明白。您可以点一个最接近的，或者直接请人工客服来看。"
        return say(act, text, choices=[*choices, PERSON])
    text = "我没太听明白，您是想办下面哪件事？也可以换个说法再讲一次。"
    return say(act, text, choices=[*choices, PERSON])


async def _back_to_question(turn: Turn, door: Door, act: str, again: bool) -> Reply:
    question = await go_on(turn.quiet(), door, turn.agenda)
    text = "不好意思，我还是没听明白，换人工客服来看也行。" if again else "这句我没太听明白，我们先把这一步办完。"
    last = question.bubbles[-1]
    if again and last.act != "ask_confirm" and PERSON not in last.choices:
        last = type(last)(last.act, last.text, last.facts, (*last.choices, PERSON), last.card)
    return Reply((*say(act, text).bubbles, last), question.agenda)
