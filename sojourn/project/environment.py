"""The settings a clinic chooses, read once from environment variables. docs/reference/settings.md lists them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DATABASE_FILES = {"demo": "demo.sqlite3"}
"""The demo has a file of its own, so that a command with SOJOURN_MODE=demo finds what the demo built."""


class SettingsError(Exception):
    """A setting is missing or contradicts another."""


@dataclass(frozen=True)
class Environment:
    """Every setting with its default."""

    mode: str
    secret_key: str
    database_url: str
    var: Path
    hosts: list[str]
    smtp_url: str
    sms_url: str
    sms_token: str
    sms_from: str
    public_url: str
    data_key: str

    @property
    def is_demo(self) -> bool:
        """Invented people, one-click sign-in."""
        return self.mode == "demo"

    @property
    def is_production(self) -> bool:
        """Real people."""
        return self.mode == "production"


def read(source: dict[str, str] | None = None) -> Environment:
    """Read and cross-check. Raises SettingsError with a sentence that says what to do."""
    env = dict(os.environ if source is None else source)
    var, mode = Path(env.get("SOJOURN_VAR", REPOSITORY / "var")), env.get("SOJOURN_MODE", "development")
    found = Environment(
        mode=mode,
        secret_key=env.get("SOJOURN_SECRET_KEY", ""),
        database_url=env.get(
            "DATABASE_URL", f"sqlite:///{var / DATABASE_FILES.get(mode, 'sojourn.sqlite3')}"
        ),
        var=var,
        hosts=[host for host in env.get("SOJOURN_HOSTS", "").split(",") if host],
        smtp_url=env.get("SOJOURN_SMTP", "smtp://127.0.0.1:2525"),
        sms_url=env.get("SOJOURN_SMS_URL", ""),
        sms_token=env.get("SOJOURN_SMS_TOKEN", ""),
        sms_from=env.get("SOJOURN_SMS_FROM", ""),
        public_url=env.get("SOJOURN_URL", "http://127.0.0.1:8000"),
        data_key=env.get("SOJOURN_DATA_KEY", ""),
    )
    _check(found)
    return found


def _check(found: Environment) -> None:
    if found.mode not in {"development", "demo", "test", "production"}:
        raise SettingsError(
            f"SOJOURN_MODE is {found.mode!r}; it must be development, demo, test or production."
        )
    if found.is_production and not (found.secret_key and found.hosts and found.data_key):
        raise SettingsError("Production needs SOJOURN_SECRET_KEY, SOJOURN_DATA_KEY and SOJOURN_HOSTS.")
    if found.is_demo and (found.secret_key or found.hosts or found.data_key or found.sms_url):
        raise SettingsError(
            "Demo mode refuses to start with production settings: unset SOJOURN_SECRET_KEY, SOJOURN_DATA_KEY, "
            "SOJOURN_HOSTS and SOJOURN_SMS_URL, or choose another SOJOURN_MODE."
        )
    _check_texts(found)


def _check_texts(found: Environment) -> None:
    """Names and telephone numbers leave the house only sealed, and to somebody who knows us."""
    if not found.sms_url:
        return
    parts = urlsplit(found.sms_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("SOJOURN_SMS_URL must look like https://provider.example/messages.")
    if found.is_production and (parts.scheme != "https" or not found.sms_token):
        raise SettingsError(
            "In production SOJOURN_SMS_URL must begin with https://, and needs SOJOURN_SMS_TOKEN."
        )
