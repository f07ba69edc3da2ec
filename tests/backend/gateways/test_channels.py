"""Which channel plays which part, by the settings alone: the sandbox cannot reach a real gateway."""

from pathlib import Path

import pytest

from backend.gateways.alipay import AlipayChannel
from backend.gateways.channel_limits import ALIPAY, WECHAT
from backend.gateways.channels import open_channels
from backend.gateways.purse import UnopenedChannel
from backend.gateways.sandbox_channel import SandboxChannel
from backend.gateways.wechat import WechatChannel
from backend.service.ports import ChannelSilent
from backend.settings import SettingsError, load, make_channel_keys, read_env
from tests.backend.desk import BOOK, Watch

from .wired import _env, _never, a_payout


def real(folder: Path, *names: str) -> dict[str, str]:
    """A production environment with the keys of these channels, in files named by absolute paths."""
    keys = folder / "channel-keys"
    given = {k: v for k, v in read_env(keys / "merchant.env").items() if k.split("_")[0].lower() in names}
    files = {name: str(keys / value) for name, value in given.items() if name.endswith("_FILE")}
    return _env(folder) | {"REFUND_MODE": "production"} | given | files


async def test_stand_in_without_a_url(keyed: Path) -> None:
    env = real(keyed, "wechat") | {"REFUND_MODE": "sandbox"}
    found = open_channels(load(env).channels, Watch(), _never)
    assert isinstance(found.by_name["wechat"], SandboxChannel)
    assert found.notified == {}
    await found.close()


def test_sandbox_url_without_keys_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="secrets"):
        load(_env(tmp_path) | {"SANDBOX_CHANNEL_URL": "http://127.0.0.1:5999"})


def test_sandbox_never_uses_real_keys(keyed: Path) -> None:
    env = real(keyed, "wechat") | {"REFUND_MODE": "sandbox", "SANDBOX_CHANNEL_URL": "http://127.0.0.1:5999"}
    keys = load(env | {"WECHAT_MCHID": "1111"}).channels.wechat
    assert keys is not None
    assert keys.mchid != "1111"


async def test_production_speaks_to_the_real_gateways(keyed: Path) -> None:
    env = real(keyed, "wechat", "alipay") | {"CHANNEL_NOTIFY_URL": "https://desk.example"}
    found = open_channels(load(env).channels, Watch(), _never)
    wechat, alipay = found.by_name["wechat"], found.by_name["alipay"]
    assert isinstance(wechat, WechatChannel)
    assert isinstance(alipay, AlipayChannel)
    assert wechat._sdk._core._gate_way == "https://api.mch.weixin.qq.com"
    assert wechat._sdk._notify_url == "https://desk.example/v1/channel/wechat/notify"
    assert alipay._sdk._gateway == "https://openapi.alipay.com/gateway.do"
    assert found.sandbox is None
    assert set(found.notified) == {"wechat", "alipay"}
    # What was not set up says nothing: a refusal might let what was sent before be paid again.
    assert isinstance(found.by_name["bank"], UnopenedChannel)
    for call in (found.by_name["bank"].refund, found.by_name["bank"].query):
        with pytest.raises(ChannelSilent):
            await call(a_payout("RF1", channel="bank"))


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("WECHAT_MCHID", "", "missing: WECHAT_MCHID"),
        ("WECHAT_APIV3_KEY", "short", "32"),
        ("WECHAT_PRIVATE_KEY_FILE", "/nowhere.pem", "nowhere.pem"),
        ("ALIPAY_PUBLIC_KEY_FILE", "", "missing: ALIPAY_PUBLIC_KEY_FILE"),
    ],
)
def test_half_a_channel_stops_the_start(keyed: Path, name: str, value: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        load(real(keyed, "wechat", "alipay") | {name: value})


def test_a_file_that_is_no_key_stops_the_start(keyed: Path) -> None:
    public = str(keyed / "channel-keys" / "wechat" / "merchant.pub.pem")
    with pytest.raises(SettingsError, match="no private key"):
        load(real(keyed, "wechat") | {"WECHAT_PRIVATE_KEY_FILE": public})


def test_secrets_are_not_shown(keyed: Path) -> None:
    shown = repr(load(real(keyed, "wechat", "alipay")).channels)
    assert "BEGIN" not in shown
    assert read_env(keyed / "channel-keys" / "merchant.env")["WECHAT_APIV3_KEY"] not in shown


def test_keys_are_made_once_and_for_the_owner_alone(keyed: Path) -> None:
    files = {path: path.read_bytes() for path in (keyed / "channel-keys").rglob("*") if path.is_file()}
    assert len(files) == 13
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    make_channel_keys(keyed)
    assert {path: path.read_bytes() for path in files} == files


def test_what_the_policy_lets_through_the_channels_take() -> None:
    """S8: an order older than `too_old` is blocked before a channel would have to refuse it."""
    cap = BOOK.in_force(Watch().now()).params["hard_cap"]
    days = int(str(cap).removeprefix("P").removesuffix("D"))
    assert days <= min(WECHAT.days, ALIPAY.days)
