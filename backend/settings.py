"""The only reader of the environment. In production mode a missing secret stops the start (CONTRACT, doors)."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .gateways.channel_keys import ChannelSettings, KeysError, alipay_keys, wechat_keys
from .sandbox import keys as sandbox_keys

ROOT = Path(__file__).resolve().parent.parent
ROLES = (
    "agent", "reviewer", "senior_reviewer", "adjudicator", "senior_adjudicator", "finance", "supervisor", "operator",
)  # fmt: skip
BOOKS = "channel-books.db"
SECRETS = ("CUSTOMER_JWT_SECRET", "MERCHANT_JWT_SECRET", "PLATFORM_API_KEY", "RASA_TOKEN", "ACTIONS_API_KEY")


class SettingsError(Exception):
    pass


@dataclass(frozen=True)
class Settings:
    mode: str
    database_url: str
    data_dir: Path
    host: str
    port: int
    rasa_url: str
    customer_jwt_secret: str
    merchant_jwt_secret: str
    platform_api_key: str
    rasa_token: str
    actions_api_key: str
    agent_users: dict[str, list[str]]
    platform_webhook_url: str | None
    platform_webhook_secret: str | None
    dialler_url: str | None
    platform_supplier_url: str | None
    channels: ChannelSettings
    evidence_days: int
    ocr_workers: int
    worker_inside: bool
    frame_ancestors: str

    @property
    def sandbox(self) -> bool:
        return self.mode == "sandbox"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment, demo secrets from `.run/sandbox.env` in sandbox mode. Raises `SettingsError`."""
    env = dict(os.environ if environ is None else environ)
    mode = env.get("REFUND_MODE", "sandbox")
    if mode not in {"sandbox", "production"}:
        raise SettingsError("REFUND_MODE is sandbox or production")
    data_dir = Path(env.get("REFUND_DATA", ROOT / ".run"))
    if mode == "sandbox":
        env = read_env(data_dir / "sandbox.env") | env
    missing = [name for name in SECRETS if not env.get(name)]
    if missing:
        raise SettingsError(f"missing secrets: {', '.join(missing)}")
    return Settings(
        mode=mode,
        database_url=env.get("DATABASE_URL", f"sqlite+aiosqlite:///{data_dir / 'refund-desk.db'}"),
        data_dir=data_dir,
        host=env.get("REFUND_HOST", "127.0.0.1"),
        port=int(env.get("REFUND_PORT", "8000")),
        rasa_url=env.get("RASA_URL", "http://127.0.0.1:5005"),
        customer_jwt_secret=env["CUSTOMER_JWT_SECRET"],
        merchant_jwt_secret=env["MERCHANT_JWT_SECRET"],
        platform_api_key=env["PLATFORM_API_KEY"],
        rasa_token=env["RASA_TOKEN"],
        actions_api_key=env["ACTIONS_API_KEY"],
        agent_users=json.loads(env.get("AGENT_USERS", "{}")),
        platform_webhook_url=env.get("PLATFORM_WEBHOOK_URL") or None,
        platform_webhook_secret=env.get("PLATFORM_WEBHOOK_SECRET") or None,
        dialler_url=env.get("DIALLER_URL") or None,
        platform_supplier_url=env.get("PLATFORM_SUPPLIER_URL") or None,
        channels=_channels(env, mode == "sandbox", data_dir),
        evidence_days=int(env.get("EVIDENCE_DAYS", "365")),
        ocr_workers=int(env.get("OCR_WORKERS", "1")),
        worker_inside=env.get("WORKER_INSIDE", "1") == "1",
        frame_ancestors=env.get("FRAME_ANCESTORS", "'self'"),
    )


def _channels(env: Mapping[str, str], sandbox: bool, data_dir: Path) -> ChannelSettings:
    """The payment channels. In the sandbox real keys are never looked at: it must not be able to move money."""
    folder, url = data_dir, env.get("SANDBOX_CHANNEL_URL") or None
    if sandbox:
        folder = sandbox_keys.key_folder(data_dir)
        made = read_env(folder / "merchant.env") if url else {}
        if url and not made:
            raise SettingsError("no channel keys: run `python -m backend secrets` first")
        env = made | {"CHANNEL_NOTIFY_URL": env.get("CHANNEL_NOTIFY_URL") or _own(env)}
    try:
        return ChannelSettings(
            wechat=wechat_keys(env, folder),
            alipay=alipay_keys(env, folder),
            bank=alipay_keys(env, folder, "BANK"),
            notify_url=env.get("CHANNEL_NOTIFY_URL") or None,
            sandbox=sandbox,
            sandbox_url=url,
            sandbox_key=env.get("SANDBOX_CHANNEL_KEY", ""),
            books=data_dir / BOOKS,
        )
    except KeysError as error:
        raise SettingsError(str(error)) from error


def _own(env: Mapping[str, str]) -> str:
    return f"http://127.0.0.1:{env.get('REFUND_PORT', '8000')}"


@dataclass(frozen=True)
class SandboxSettings:
    """The sandbox channel's own process. `merchant_url` is the base under which the refund desk listens."""

    host: str
    port: int
    data_dir: Path
    books: Path
    merchant_url: str
    merchant_env: dict[str, str]


def load_sandbox(environ: Mapping[str, str] | None = None) -> SandboxSettings:
    """Raises `SettingsError` before `python -m backend secrets` has made the keys."""
    env = dict(os.environ if environ is None else environ)
    data_dir = Path(env.get("REFUND_DATA", ROOT / ".run"))
    given = read_env(sandbox_keys.key_folder(data_dir) / "merchant.env")
    if not given:
        raise SettingsError("no keys: run `python -m backend secrets` first")
    url = env.get("CHANNEL_NOTIFY_URL") or _own(env)
    port = int(env.get("SANDBOX_CHANNEL_PORT", "5999"))
    return SandboxSettings("127.0.0.1", port, data_dir, data_dir / BOOKS, url, given)


def read_env(path: Path) -> dict[str, str]:
    """`KEY=value` lines of a file; empty when it is not there."""
    if not path.exists():
        return {}
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line and line[0] != "#")
    return {key.strip(): value.strip() for key, _, value in lines}


def make_sandbox_secrets(data_dir: Path | None = None) -> Path:
    """Demo secrets and one demo member of staff per role in `.run/sandbox.env`; what is there already is kept."""
    path = (data_dir or Path(os.environ.get("REFUND_DATA", ROOT / ".run"))) / "sandbox.env"
    known = read_env(path)
    for name in SECRETS:
        known.setdefault(name, secrets.token_urlsafe(32))
    users = {role: [role.replace("_", "-"), secrets.token_urlsafe(9)] for role in ROLES}
    known.setdefault("AGENT_USERS", json.dumps(users))
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.writelines(f"{key}={value}\n" for key, value in known.items())
    half.replace(path)
    return path


def make_channel_keys(data_dir: Path | None = None) -> None:
    """The sandbox channels' keys, in `channel-keys/` beside the secrets; what is there already is kept."""
    sandbox_keys.make(data_dir or Path(os.environ.get("REFUND_DATA", ROOT / ".run")))
