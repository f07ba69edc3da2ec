"""The only reader of the environment. In production mode a missing secret stops the start (CONTRACT, doors)."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROLES = (
    "agent", "reviewer", "senior_reviewer", "adjudicator", "senior_adjudicator", "finance", "supervisor", "operator",
)  # fmt: skip
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
    sandbox_channel_url: str | None
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
        sandbox_channel_url=env.get("SANDBOX_CHANNEL_URL") or None,
        evidence_days=int(env.get("EVIDENCE_DAYS", "365")),
        ocr_workers=int(env.get("OCR_WORKERS", "1")),
        worker_inside=env.get("WORKER_INSIDE", "1") == "1",
        frame_ancestors=env.get("FRAME_ANCESTORS", "'self'"),
    )


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
