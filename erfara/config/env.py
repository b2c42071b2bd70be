"""What the environment may say, typed. A wrong value stops the start with a sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

Mode = Literal["development", "test", "demo", "production"]

ROOT = Path(__file__).resolve().parents[2]
# What to write.
KNOWN = {
    "ERFARA_MODE": "development, test, demo or production",
    "ERFARA_HOME": "folder for static files, SQLite, keys and backups, as far as used",
    "ERFARA_DATABASE_URL": "postgresql://user:password@host:port/name; empty means SQLite",
    "ERFARA_KEYSTORE_URL": "the same, for the store of wrapped keys; must be another database",
    "ERFARA_KEY_FILE": "file with the keys that wrap all others; never in a database or its backup",
    "ERFARA_SECRET_KEY_FILE": "file with Django's secret key",
    "ERFARA_BASE_URL": "address that links in messages start with, like https://erfara.example.se",
    "ERFARA_HOSTS": "host names served, with commas between",
    "ERFARA_SMTP_URL": "smtp://user:password@host:port or smtps://… or smtp+tls://…",
    "ERFARA_MAIL_FROM": "sender of every message, neutral by intent",
    "ERFARA_TEXT_GATEWAY": "https, demonstration, or the path of a class; empty: no text messages",
    "ERFARA_TEXT_FILE": "JSON object that says how the gateway for text messages is called",
    "ERFARA_OIDC_FILE": "JSON list of identity providers, one or more for each programme",
    "ERFARA_PROXY": "yes when a proxy in front sets X-Forwarded-Proto",
    "ERFARA_LOG": "json: a line for each request and error, without personal data; or plain",
    "ERFARA_BACKUP_DIR": "folder for backups of the data",
    "ERFARA_BACKUP_KEYS_DIR": "folder for backups of the wrapped keys; best on another machine",
    "ERFARA_BACKUP_KEY_FILE": "file with the key that seals backups; not the key file",
}
# What holds when nothing is written. The page of settings is made of both.
IF_EMPTY = {
    "ERFARA_MODE": "development",
    "ERFARA_HOME": "var/ in the checkout",
    "ERFARA_DATABASE_URL": "SQLite in ERFARA_HOME",
    "ERFARA_KEYSTORE_URL": "SQLite in ERFARA_HOME",
    "ERFARA_KEY_FILE": "keys.json in ERFARA_HOME",
    "ERFARA_SECRET_KEY_FILE": "secret_key in ERFARA_HOME, made at the first start",
    "ERFARA_BASE_URL": "http://localhost and the port",
    "ERFARA_HOSTS": "this machine's own names",
    "ERFARA_SMTP_URL": "no mail leaves; it is kept to be read on this machine",
    "ERFARA_MAIL_FROM": "an address that doesn't exist",
    "ERFARA_TEXT_GATEWAY": "nobody is reached by text message",
    "ERFARA_TEXT_FILE": "none; needed with https",
    "ERFARA_OIDC_FILE": "none",
    "ERFARA_PROXY": "no",
    "ERFARA_LOG": "json in production, otherwise plain",
    "ERFARA_BACKUP_DIR": "backup/data in ERFARA_HOME",
    "ERFARA_BACKUP_KEYS_DIR": "backup/keys in ERFARA_HOME",
    "ERFARA_BACKUP_KEY_FILE": "backup-key.json in ERFARA_HOME",
}
NEEDED_IN_PRODUCTION = (
    "ERFARA_BASE_URL",
    "ERFARA_HOSTS",
    "ERFARA_SMTP_URL",
    "ERFARA_MAIL_FROM",
    "ERFARA_KEY_FILE",
    "ERFARA_SECRET_KEY_FILE",
)


class ConfigurationError(SystemExit):
    """A setting that can't be used; the text says which one and what to write instead."""


@dataclass(frozen=True, slots=True)
class Env:
    """Everything that the surroundings decide. Built once, in settings."""

    mode: Mode
    home: Path
    database_url: str
    keystore_url: str
    key_file: Path
    secret_key_file: Path
    base_url: str
    hosts: tuple[str, ...]
    smtp_url: str
    mail_from: str
    text_gateway: str
    text_file: dict[str, Any]
    oidc: tuple[dict[str, Any], ...]
    proxy: bool
    log: str
    backup_data: Path
    backup_keys: Path
    backup_key_file: Path

    @property
    def production(self) -> bool:
        return self.mode == "production"


def _yes(values: Mapping[str, str], name: str) -> bool:
    value = values.get(name, "no").strip().lower()
    if value in {"yes", "true", "1", "on"}:
        return True
    if value in {"no", "false", "0", "off", ""}:
        return False
    raise ConfigurationError(f"{name} is {value!r}: write yes or no.")


def _folder(values: Mapping[str, str], name: str, usual: Path) -> Path:
    return Path(values.get(name) or usual).expanduser().resolve()


def _log(values: Mapping[str, str], production: bool) -> str:
    said = values.get("ERFARA_LOG", "").strip() or ("json" if production else "plain")
    if said not in {"json", "plain"}:
        raise ConfigurationError(f"ERFARA_LOG is {said!r}: write json or plain.")
    return said


def _oidc(path: str) -> tuple[dict[str, Any], ...]:
    if not path:
        return ()
    try:
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"ERFARA_OIDC_FILE can't be read: {error}") from error
    needed = {"programme", "name", "client_id", "secret", "server_url"}
    for row in rows:
        if missing := needed - set(row):
            raise ConfigurationError(
                f"ERFARA_OIDC_FILE: a provider lacks {', '.join(sorted(missing))}."
            )
    return tuple(rows)


def _text_gateway(values: Mapping[str, str], mode: str) -> str:
    """Which gateway takes text messages. Where mail is kept to be read, so are they."""
    kept = mode == "demo" or (mode == "development" and not values.get("ERFARA_SMTP_URL"))
    name = values.get("ERFARA_TEXT_GATEWAY", "demonstration" if kept else "").strip()
    if mode == "production" and name == "demonstration":
        raise ConfigurationError("ERFARA_TEXT_GATEWAY: in production no text message is kept.")
    if name and name not in {"https", "demonstration"} and "." not in name:
        raise ConfigurationError(
            f"ERFARA_TEXT_GATEWAY is {name!r}: write {KNOWN['ERFARA_TEXT_GATEWAY']}."
        )
    if name == "https" and not values.get("ERFARA_TEXT_FILE"):
        raise ConfigurationError("ERFARA_TEXT_FILE is needed when ERFARA_TEXT_GATEWAY is https.")
    return name


def _text_file(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        # Only which error: what it quotes may be the password.
        name = type(error).__name__
        raise ConfigurationError(f"ERFARA_TEXT_FILE can't be read: {name}") from None
    if not isinstance(said, dict):
        raise ConfigurationError("ERFARA_TEXT_FILE must hold one JSON object.")
    return said


def read(values: Mapping[str, str] = os.environ) -> Env:
    """Read the settings, or stop with a sentence that says what to write instead."""
    for name in values:
        if name.startswith("ERFARA_") and name not in KNOWN:
            raise ConfigurationError(
                f"{name} is no setting of Erfara. Those are: {', '.join(KNOWN)}."
            )
    mode = values.get("ERFARA_MODE", "development")
    if mode not in {"development", "test", "demo", "production"}:
        raise ConfigurationError(f"ERFARA_MODE is {mode!r}: write {KNOWN['ERFARA_MODE']}.")
    home = Path(values.get("ERFARA_HOME") or ROOT / "var").expanduser().resolve()
    database = values.get("ERFARA_DATABASE_URL", "")
    keystore = values.get("ERFARA_KEYSTORE_URL", "")
    for name, url in (("ERFARA_DATABASE_URL", database), ("ERFARA_KEYSTORE_URL", keystore)):
        if url and not url.startswith("postgresql://"):
            raise ConfigurationError(
                f"{name} must start with postgresql:// or be left empty for SQLite."
            )
    if database and database == keystore:
        raise ConfigurationError(
            "ERFARA_KEYSTORE_URL must be another database than ERFARA_DATABASE_URL."
        )
    if bool(database) != bool(keystore):
        raise ConfigurationError(
            "Give both ERFARA_DATABASE_URL and ERFARA_KEYSTORE_URL, or neither."
        )
    production = mode == "production"
    base_url = values.get("ERFARA_BASE_URL", "").rstrip("/")
    if production:
        for name in NEEDED_IN_PRODUCTION:
            if not values.get(name):
                raise ConfigurationError(f"{name} is needed in production: {KNOWN[name]}.")
        if not base_url.startswith("https://"):
            raise ConfigurationError("ERFARA_BASE_URL must start with https:// in production.")
    return Env(
        mode=cast(Mode, mode),
        home=home,
        database_url=database,
        keystore_url=keystore,
        key_file=Path(values.get("ERFARA_KEY_FILE") or home / "keys.json"),
        secret_key_file=Path(values.get("ERFARA_SECRET_KEY_FILE") or home / "secret_key"),
        base_url=base_url or f"http://localhost:{values.get('PORT', '8000')}",
        hosts=tuple(h.strip() for h in values.get("ERFARA_HOSTS", "").split(",") if h.strip())
        or ("localhost", "127.0.0.1", "[::1]", "testserver"),
        smtp_url=values.get("ERFARA_SMTP_URL", ""),
        mail_from=values.get("ERFARA_MAIL_FROM", "meddelande@erfara.invalid"),
        text_gateway=_text_gateway(values, mode),
        text_file=_text_file(values.get("ERFARA_TEXT_FILE", "")),
        oidc=_oidc(values.get("ERFARA_OIDC_FILE", "")),
        proxy=_yes(values, "ERFARA_PROXY"),
        log=_log(values, production),
        backup_data=_folder(values, "ERFARA_BACKUP_DIR", home / "backup" / "data"),
        backup_keys=_folder(values, "ERFARA_BACKUP_KEYS_DIR", home / "backup" / "keys"),
        backup_key_file=_folder(values, "ERFARA_BACKUP_KEY_FILE", home / "backup-key.json"),
    )
