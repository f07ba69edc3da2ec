"""A talk between buyer and merchant: bubbles left and right, and who said what."""

import re

from .layout import Bit, Layout
from .rows import level

_SPEECH = re.compile(
    r"亲[,，~ 爱]|^亲|您好|你好|在吗|在不在|在的|请问|麻烦|稍等|老板|谢谢|感谢|不好意思|抱歉|哦|呢|吗|吧|呀|哈|"
    r"帮您|帮我|给我|我[的买要付们就]|你们|怎么|什么时候|能不能|可不可以|可以退|不能退|不支持|退一下|没到账|核实|"
    r"反馈|嗯|好的|收到|发我|发一下"
)
_CLOCK = re.compile(r"(?:上午|下午|凌晨|晚上|中午|昨天|今天|前天|星期.|周.)?\s*\d{1,2}:\d{2}(?::\d{2})?")
_STAMP = re.compile(
    rf"^[\d年月日/.\-\s]*{_CLOCK.pattern}$|^(?:20\d\d年)?\d{{1,2}}月\d{{1,2}}日.{{0,12}}$|^已读$|^以下是新消息$"
)
_NAMED = re.compile(r"^(?:商家|卖家|客服|店主|掌柜|店铺|店小二|人工客服)[^:]{0,10}:\s*(.+)")
MIN_BUBBLES = 2  # on each side


def bubbles(layout: Layout) -> tuple[list[Bit], list[Bit]]:
    """What stands on the left and on the right of the page, each alone in its row."""
    alone = [bit for bit in layout.paragraphs if _alone(bit, layout)]
    start = min((bit.box[0] for bit in alone), default=0.0)
    end = max((bit.lines[0].right for bit in alone), default=0.0)
    slack = 0.02 * (end - start)
    left = [bit for bit in alone if bit.lines[0].x - start <= end - bit.lines[0].right + slack]
    return left, [bit for bit in alone if bit not in left]


def _alone(bit: Bit, layout: Layout) -> bool:
    """Whether it may be a bubble: not a time, a title in the middle, or one of several things in a row."""
    x, _, wide, _ = bit.box
    width = layout.page.width or 1
    before, after = x / width, (width - x - wide) / width
    if len(bit.text) < 2 or _STAMP.match(bit.text.strip()) or (abs(before - after) < 0.06 and before > 0.25):
        return False
    return not any(line not in bit.lines and level(line, bit.lines[0]) for line in layout.page.lines)


def spoken(layout: Layout) -> int:
    """How many sentences of the page are said to somebody."""
    return sum(1 for bit in layout.paragraphs if _SPEECH.search(bit.text))


def is_talk(layout: Layout) -> bool:
    """Bubbles on both sides with people's words in them, or a written-out talk with names before the words."""
    left, right = bubbles(layout)
    words = spoken(layout)
    alone = len(left) + len(right)
    if min(len(left), len(right)) >= MIN_BUBBLES - 1 and words >= 3 and alone >= 0.4 * len(layout.paragraphs):
        return True
    return sum(1 for bit in layout.paragraphs if _NAMED.match(bit.text)) >= 2


def merchant_words(layout: Layout) -> list[Bit]:
    """What the other side said: its bubbles stand left on the buyer's screen."""
    named = [Bit(m.group(1), bit.lines) for bit in layout.paragraphs if (m := _NAMED.match(bit.text))]
    left, _ = bubbles(layout)
    said = named or [bit for bit in left if bit.confidence >= 0.75]
    return [bit for bit in said if len(bit.text) >= 2 and not re.fullmatch(r"[\d%:\sGg.<>‹×]+", bit.text)]
