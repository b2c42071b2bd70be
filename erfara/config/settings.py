"""Django's settings, all from `env.Env`. Nothing here reads the environment itself."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from erfara.config import env as environment

ENV = environment.read()
PACKAGE = Path(__file__).resolve().parents[1]
ENV.home.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key that signs sessions; made at the first start outside production."""
    path = ENV.secret_key_file
    if not path.exists():
        if ENV.production:
            raise environment.ConfigurationError(f"ERFARA_SECRET_KEY_FILE: {path} is not there.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


# FULL loses nothing at a power cut, NORMAL does. IMMEDIATE makes writers queue instead of failing.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;PRAGMA trusted_schema=OFF;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-8000;"
    ),
}


def _database(url: str, file_name: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ENV.home / file_name,
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {
    "default": _database(ENV.database_url, "erfara.sqlite3"),
    "keystore": _database(ENV.keystore_url, "keystore.sqlite3"),
}
DATABASE_ROUTERS = ["erfara.config.routers.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TENANT_MODEL = "organisations.Programme"

SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = list(ENV.hosts)
BASE_URL = ENV.base_url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "erfara.foundation",
    "erfara.accounts",
    "erfara.organisations",
    "erfara.people",
    "erfara.surveys",
    "erfara.lending",
    "erfara.compensation",
    "erfara.insight",
    "erfara.workflows",
    "erfara.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "erfara.web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "erfara.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "erfara.web.middleware.gate",
]

ROOT_URLCONF = "erfara.config.urls"
WSGI_APPLICATION = "erfara.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "erfara.web.context.page",
            ],
            "builtins": [
                "django.templatetags.static",
                "erfara.web.templatetags.words",
                "erfara.web.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENV.mode in {"production", "demo"}
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENV.mode in {"development", "test"}

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

SESSION_COOKIE_NAME = "erfara_staff"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.production
CSRF_COOKIE_NAME = "erfara_csrf"
CSRF_COOKIE_SECURE = ENV.production
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV.production:
    SESSION_COOKIE_NAME = "__Host-erfara_staff"
    CSRF_COOKIE_NAME = "__Host-erfara_csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
if ENV.proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SILENCED_SYSTEM_CHECKS: list[str] = []
