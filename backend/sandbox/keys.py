"""The sandbox's keys, made once into `<data>/channel-keys/` and never in git. For each channel two pairs: `merchant`
(the refund desk's) and `channel` (the payment channel's); `merchant.env` holds what a real merchant would be given."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

CHANNELS = ("wechat", "alipay", "bank")


def key_folder(data_dir: Path) -> Path:
    return data_dir / "channel-keys"


def make(data_dir: Path) -> None:
    """Whatever is missing; what is there is kept."""
    folder = key_folder(data_dir)
    if (folder / "merchant.env").exists():
        return
    for name in CHANNELS:
        for side in ("merchant", "channel"):
            _pair(folder / name, side)
    lines = {
        "SANDBOX_CHANNEL_KEY": secrets.token_urlsafe(24),
        "WECHAT_MCHID": "1900000109",
        "WECHAT_CERT_SERIAL": secrets.token_hex(20).upper(),
        "WECHAT_APIV3_KEY": secrets.token_hex(16),
        "WECHAT_PUBLIC_KEY_ID": f"PUB_KEY_ID_{secrets.token_hex(15).upper()}",
        "ALIPAY_APP_ID": "2026000000000001",
        "BANK_APP_ID": "2026000000000002",
    }
    for name in CHANNELS:
        lines[f"{name.upper()}_PRIVATE_KEY_FILE"] = f"{name}/merchant.pem"
        lines[f"{name.upper()}_PUBLIC_KEY_FILE"] = f"{name}/channel.pub.pem"
    # Written last: it is what says that the keys are complete.
    _write(folder / "merchant.env", "".join(f"{key}={value}\n" for key, value in lines.items()).encode())


def _pair(folder: Path, side: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    key = generate_private_key(public_exponent=65537, key_size=2048)
    _write(folder / f"{side}.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write(folder / f"{side}.pub.pem", public)


def _write(path: Path, data: bytes) -> None:
    half = path.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)
    half.replace(path)


@dataclass(frozen=True)
class Pair:
    """What a channel holds: its own private key and the merchant's public one."""

    own: RSAPrivateKey = field(repr=False)
    merchant: RSAPublicKey


@dataclass(frozen=True)
class Keys:
    """The channels' side; `given` is what the merchant was given, by the settings' names."""

    given: dict[str, str] = field(repr=False)
    pairs: dict[str, Pair]

    @property
    def control(self) -> str:
        return self.given["SANDBOX_CHANNEL_KEY"]


def load(data_dir: Path, given: dict[str, str]) -> Keys:
    """`given` is `merchant.env`, read by the settings. Raises OSError or KeyError when nothing was made yet."""
    folder = key_folder(data_dir)
    pairs = {}
    for name in CHANNELS:
        own = load_pem_private_key((folder / name / "channel.pem").read_bytes(), password=None)
        merchant = load_pem_public_key((folder / name / "merchant.pub.pem").read_bytes())
        pairs[name] = Pair(cast(RSAPrivateKey, own), cast(RSAPublicKey, merchant))
    return Keys(given, pairs)
