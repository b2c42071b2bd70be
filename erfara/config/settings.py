"""Django's settings, all from `env.Env`. Nothing here reads the environment itself."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from erfara.accounts import oidc
from erfara.config import env as environment
from erfara.foundation import logs

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
# trusted_schema stays on: SQLite counts JSON_VALID, in the checks of Django's JSON columns, unsafe.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;PRAGMA mmap_size=134217728;"
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
            # A file as in use: in memory, threads block each other in ways that files don't know.
            "TEST": {"NAME": ENV.home / f"test-{file_name}"},
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
    "erfara.peersupport",
    "erfara.insight",
    "erfara.governance",
    "erfara.workflows",
    "erfara.web",
]

MIDDLEWARE = [
    "erfara.web.request_log.request_log",
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
                "erfara.web.handbook.context.page",
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
# The pictures are kept where the guides are, and shown in the handbook.
STATICFILES_DIRS = [
    PACKAGE / "web" / "static",
    ("pictures", PACKAGE.parent / "docs" / "pictures"),
]
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
    # A load balancer asks from inside, without TLS, and learns one word.
    SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
    SECURE_HSTS_SECONDS = 31_536_000
if ENV.proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Letters are kept for reading in the browser where no mail server is given; never in production,
# where the check in `foundation.outbox.checks` refuses it.
EMAIL_BACKEND = (
    "erfara.foundation.outbox.backends.SmtpBackend"
    if ENV.production or (ENV.smtp_url and ENV.mode != "demo")
    else "erfara.foundation.outbox.backends.DemonstrationBackend"
)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# A file is held in memory, and only at the one page that takes one.
FILE_UPLOAD_HANDLERS = ["erfara.web.uploads.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SILENCED_SYSTEM_CHECKS: list[str] = []

# sign-in of staff -------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/arbete/"
LOGOUT_REDIRECT_URL = "account_login"
CSRF_FAILURE_VIEW = "erfara.web.accounts.locked.csrf_failure"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Limits on tries must be shared by all web processes. A table in the database does that without
# another service; it is written at failed sign-ins only.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "erfara_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

ACCOUNT_ADAPTER = "erfara.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is known by the invitation that went there
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    # A whole county may sit behind one address: the limit per user is the one that counts.
    # Whoever is limited by somebody else's tries has passkey, provider and a link by mail.
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
}
ACCOUNT_FORMS = {
    "login": "erfara.accounts.forms.LoginForm",
    "reauthenticate": "erfara.accounts.forms.ReauthenticateForm",
    "change_password": "erfara.accounts.forms.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.proxy else 0

MFA_ADAPTER = "erfara.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "erfara.accounts.forms.AuthenticateForm",
    "reauthenticate": "erfara.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "erfara.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "erfara.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "erfara.accounts.forms.EditWebAuthnForm",
}

SOCIALACCOUNT_ADAPTER = "erfara.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an e-mail address proves nothing
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = oidc.providers(ENV.oidc)

# end of sign-in of staff ------------------------------------------------------------------------

LOGGING = logs.configuration(ENV.log)
