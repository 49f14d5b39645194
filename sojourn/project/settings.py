"""Django's settings, built from :mod:`sojourn.project.environment`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from sojourn.project import environment

ENVIRONMENT = environment.read()
REPOSITORY = environment.REPOSITORY
DEMO = ENVIRONMENT.is_demo
PRODUCTION = ENVIRONMENT.is_production
DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key or "only-for-development-and-demo-never-for-a-clinic"
DATA_KEY = ENVIRONMENT.data_key or SECRET_KEY
ALLOWED_HOSTS = ENVIRONMENT.hosts or ["127.0.0.1", "localhost", "[::1]", "testserver"]
ROOT_URLCONF = "sojourn.project.urls"
WSGI_APPLICATION = "sojourn.project.wsgi.application"

ROOMS = [
    *("core", "audit", "accounts", "comms", "clinic", "people", "measures", "intake", "screening"),
    *("prescribing", "scheduling", "pharmacy", "treatment", "billing"),
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    *(f"sojourn.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "sojourn.faces.ui.middleware.WayBackMiddleware",
    "sojourn.faces.ui.middleware.PlainTextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sojourn.faces.ui.middleware.ClinicMiddleware",
]

_FACES = ("ui", "website", "portal", "workspace", "demo")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [REPOSITORY / "sojourn" / "faces" / face / "templates" for face in _FACES],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "sojourn.faces.ui.jinja.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sojourn.faces.ui.context.clinic",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Connection settings for an SQLite file or a PostgreSQL server, by address."""
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"].endswith("sqlite3"):
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    else:
        found["CONN_MAX_AGE"] = 0
        found["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 6}}
    return found


DATABASES = {"default": database(ENVIRONMENT.database_url)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sojourn.project.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"book_first_visit": "30/h/ip", "ask_question": "15/h/ip"}  # beside those of sign-in
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0  # the one that ends TLS; it names the visitor's address
MFA_ADAPTER = "sojourn.project.sign_in.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Sojourn"

PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7
PUBLIC_URL = ENVIRONMENT.public_url
SESSION_COOKIE_AGE = 60 * 60 * 8
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
STATICFILES_DIRS = [REPOSITORY / "sojourn" / "faces" / face / "static" for face in _FACES]
STATICFILES_DIRS = [folder for folder in STATICFILES_DIRS if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sojourn.project.static_files.Storage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ENVIRONMENT.mode in {"development", "test"}

_SMTP = urlsplit(ENVIRONMENT.smtp_url)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "127.0.0.1", _SMTP.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _SMTP.username or "", _SMTP.password or ""
EMAIL_USE_TLS = _SMTP.scheme == "smtps"
EMAIL_TIMEOUT = 10
SMS_URL, SMS_TOKEN, SMS_FROM = ENVIRONMENT.sms_url, ENVIRONMENT.sms_token, ENVIRONMENT.sms_from
MAIL_FOLDER = ENVIRONMENT.var / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
