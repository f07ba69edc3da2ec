"""What went wrong, in the page's own words; sentences that only warn of it do not count."""

import re

from .layout import Bit, Layout

_FAILED = re.compile(
    r"失败|错误|异常|无法|无效|失效|未到账|没到账|未到帐|没到帐|未激活|未开通|未生效|不存在|不可用|不能使用|不能用|用不了|已过期|过期了|被使用|"
    r"使用过|已兑换|已激活过|已核销|封禁|被封|封号|冻结|禁用|停用|注销|掉线|断开|中断|超时|报错|闪退|崩溃|黑屏|卡死|拒绝访问|受限|故障|"
    r"不合格|不符|有误|缺失|损坏|\berror\b|\bfailed\b|\binvalid\b|\bexpired\b|\bdenied\b|\btimeout\b|not found",
    re.IGNORECASE,
)  # fmt: skip
# Help texts and conditions speak of failures that did not happen.
_ONLY_IF = re.compile(
    r"(?<!例)如(?![下上图此同意约期])|若|万一|假如|请勿|切勿|谨防|防止|避免|以免|可能会|可能导致|将会|否则|是否|疑问|不得|禁止|须知|规则|协议|"
    r"^\s*\d[.、]|超过\s*\d+\s*(?:个?小时|天|分钟)|逾期|有效期内|无异常|未见异常|未发现|没有异常|正常"
)
_CLAUSE = re.compile(r"[。；;！!？?]")
MOST = 3


def failures(layout: Layout) -> list[Bit]:
    """The sentences that say what failed, in reading order, one for each place."""
    found = []
    for bit in layout.paragraphs:
        clauses = [c.strip() for c in _CLAUSE.split(bit.text)]
        told = [c for c in clauses if _FAILED.search(c) and not _ONLY_IF.search(c)]
        if told and bit.confidence >= 0.75:
            found.append(Bit("；".join(told), bit.lines))
    return found


def in_words(bits: list[Bit]) -> str:
    """For a person: the first few sentences, each once."""
    return "；".join(list(dict.fromkeys(bit.text for bit in bits))[:MOST])
