"""Which channel plays which part: the real ones, the sandbox's process, or the stand-in."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from ..service.channel_notices import Notice, Notified, Sandbox
from ..service.ports import Channel, Clock
from . import channel_limits
from .alipay import AlipayChannel
from .channel_keys import AlipayKeys, ChannelSettings, WechatKeys
from .purse import BalanceChannel, UnopenedChannel
from .sandbox_channel import LocalSandbox, SandboxChannel
from .sandbox_control import AtTheDesk, RemoteSandbox
from .wechat import WechatChannel

NAMES = ("wechat", "alipay", "bank")
log = structlog.get_logger()


@dataclass(frozen=True)
class Channels:
    """`notified` are those that call us; `sandbox` is None in production."""

    by_name: Mapping[str, Channel]
    notified: Mapping[str, Notified]
    sandbox: Sandbox | None

    async def close(self) -> None:
        if self.sandbox is not None:
            await self.sandbox.close()


def open_channels(given: ChannelSettings, clock: Clock, take: Callable[[str, Notice], Awaitable[Any]]) -> Channels:
    """`take` is handed the stand-in's notices; the others come in by `POST /v1/channel/{channel}/notify`."""
    purse = BalanceChannel(clock)
    if given.sandbox and given.sandbox_url is None:
        played = {name: SandboxChannel(name, given.books, clock) for name in NAMES}
        return Channels({**played, "balance": purse}, {}, LocalSandbox(played, given.books, clock, take))
    by_name: dict[str, Channel] = {"balance": purse}
    wired = {name: channel for name in NAMES if (channel := _wired(name, given, clock)) is not None}
    for name in NAMES:
        if name not in wired:
            log.warning("channel_without_keys", channel=name)
            by_name[name] = UnopenedChannel()
    if not given.sandbox or given.sandbox_url is None:
        return Channels(by_name | wired, wired, None)
    sandbox = RemoteSandbox(given.sandbox_url, given.sandbox_key)
    return Channels(by_name | {name: AtTheDesk(channel, sandbox) for name, channel in wired.items()}, wired, sandbox)


def _wired(name: str, given: ChannelSettings, clock: Clock) -> WechatChannel | AlipayChannel | None:
    """The channel as it is spoken to on the wire; None without keys."""
    keys: WechatKeys | AlipayKeys | None = getattr(given, name)
    if isinstance(keys, WechatKeys):
        notify_url = f"{given.notify_url}/v1/channel/{name}/notify" if given.notify_url else None
        if not given.sandbox:
            return WechatChannel(keys, clock, notify_url=notify_url)
        url = given.sandbox_url
        return WechatChannel(keys, clock, notify_url=notify_url, gateway=url, limits=channel_limits.SANDBOX)
    if isinstance(keys, AlipayKeys):
        if not given.sandbox:
            return AlipayChannel(keys, clock)
        return AlipayChannel(keys, clock, gateway=f"{given.sandbox_url}/gateway.do", limits=channel_limits.SANDBOX)
    return None
