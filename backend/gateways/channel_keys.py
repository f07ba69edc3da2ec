"""What each payment channel needs to know of us, and we of it. Keys come from files that the settings name; in the
sandbox they are made by `python -m backend secrets`, never here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

WECHAT = ("MCHID", "CERT_SERIAL", "PRIVATE_KEY_FILE", "APIV3_KEY", "PUBLIC_KEY_FILE", "PUBLIC_KEY_ID")
ALIPAY = ("APP_ID", "PRIVATE_KEY_FILE", "PUBLIC_KEY_FILE")


class KeysError(Exception):
    """A channel is named by half, or a file holds no key."""


@dataclass(frozen=True)
class WechatKeys:
    """`private_key` is the merchant's, `public_key` WeChat Pay's; both PEM. `apiv3_key`: 32 characters."""

    mchid: str
    cert_serial: str
    private_key: str = field(repr=False)
    apiv3_key: str = field(repr=False)
    public_key: str = field(repr=False)
    public_key_id: str


@dataclass(frozen=True)
class AlipayKeys:
    """`private_key` is the app's, `public_key` Alipay's; both PEM."""

    app_id: str
    private_key: str = field(repr=False)
    public_key: str = field(repr=False)


@dataclass(frozen=True)
class ChannelSettings:
    """A channel without keys is not set up. `notify_url` is the base under which channels reach us, if they do;
    `sandbox_url` the sandbox's gateway, `books` the stand-in's file."""

    wechat: WechatKeys | None
    alipay: AlipayKeys | None
    bank: AlipayKeys | None
    notify_url: str | None
    sandbox: bool
    sandbox_url: str | None
    sandbox_key: str = field(repr=False)
    books: Path


def wechat_keys(env: Mapping[str, str], folder: Path) -> WechatKeys | None:
    """None when nothing of it is set. Raises `KeysError`. File names are taken from `folder` unless absolute."""
    given = _given(env, "WECHAT", WECHAT)
    if given is None:
        return None
    if len(given["APIV3_KEY"].encode()) != 32:
        raise KeysError("WECHAT_APIV3_KEY is not 32 characters")
    return WechatKeys(
        given["MCHID"],
        given["CERT_SERIAL"],
        _private(folder / given["PRIVATE_KEY_FILE"]),
        given["APIV3_KEY"],
        _public(folder / given["PUBLIC_KEY_FILE"]),
        given["PUBLIC_KEY_ID"],
    )


def alipay_keys(env: Mapping[str, str], folder: Path, prefix: str = "ALIPAY") -> AlipayKeys | None:
    """`BANK` is the prefix of the app through which bank payments run. None and errors as above."""
    given = _given(env, prefix, ALIPAY)
    if given is None:
        return None
    private, public = _private(folder / given["PRIVATE_KEY_FILE"]), _public(folder / given["PUBLIC_KEY_FILE"])
    return AlipayKeys(given["APP_ID"], private, public)


def _given(env: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str] | None:
    found = {name: value for name in names if (value := env.get(f"{prefix}_{name}"))}
    if not found:
        return None
    missing = [f"{prefix}_{name}" for name in names if name not in found]
    if missing:
        raise KeysError(f"missing: {', '.join(missing)}")
    return found


def _private(path: Path) -> str:
    try:
        text = path.read_text()
        load_pem_private_key(text.encode(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeysError(f"{path.name}: no private key (PEM, PKCS#8) can be read") from error
    return text


def _public(path: Path) -> str:
    try:
        text = path.read_text()
        load_pem_public_key(text.encode())
    except (OSError, ValueError) as error:
        raise KeysError(f"{path.name}: no public key (PEM) can be read") from error
    return text
