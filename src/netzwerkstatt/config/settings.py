"""Django's settings. What an installation chooses comes from `environment`; the rest is the same everywhere."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from netzwerkstatt.config import environment as env

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.DATA_DIR.read()).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.DEBUG.is_on()
DEMO = env.DEMO.is_on()
ROOM = env.ROOM.is_on()
SECRET_KEY = env.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.HOSTS.as_list()
BASE_URL = env.BASE_URL.read().rstrip("/")

FOUNDATION_ROOMS = [
    "ui",
    "events",
    "accounts",
    "network",
    "entries",
    "versions",
    "notifications",
    "moderation",
    "comments",
    "attachments",
    "commitments",
    "texts",
    "ballots",
    "surveys",
    "search",
    "documents",
    "live",
]
CYCLE_ROOMS = ["methods", "evidence", "problems", "ideas", "workshops", "projects", "recommendations"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "netzwerkstatt.site.sign_in.openid",
    "csp",
    "rules",
    "django_tasks",
    "django_tasks_db",
    *(f"netzwerkstatt.foundation.{room}" for room in FOUNDATION_ROOMS),
    *(f"netzwerkstatt.{room}" for room in CYCLE_ROOMS),
    "netzwerkstatt.site",
    "netzwerkstatt.site.privacy",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "netzwerkstatt.foundation.accounts.middleware.QuietSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "netzwerkstatt.foundation.accounts.middleware.SameOriginMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "netzwerkstatt.foundation.accounts.middleware.ViewerMiddleware",
    "netzwerkstatt.site.room_server.RoomServerMiddleware",
    "netzwerkstatt.site.desk.CountAnewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "netzwerkstatt.foundation.accounts.middleware.DenyFirstMiddleware",
    "netzwerkstatt.foundation.accounts.middleware.PlainAddressMiddleware",
]

ROOT_URLCONF = "netzwerkstatt.config.urls"
WSGI_APPLICATION = "netzwerkstatt.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "site" / "templates"],  # our pages for signing in come before those of django-allauth
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "netzwerkstatt.site.context.page_frame",
            ],
            "builtins": ["django.templatetags.i18n", "netzwerkstatt.foundation.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "netzwerkstatt.foundation.ui.forms.KernRenderer"

DATABASES = env.databases(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
globals().update(env.mail(DATA_DIR))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.MAIL_FROM.read()
BOUNCE_ADDRESS = env.BOUNCE_ADDRESS.read()
BOUNCES = env.BOUNCES.read()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Pages in the language of the visitor; catalogues lie in the rooms.
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.TIME_ZONE.read()
LANGUAGES = [(code, env.LANGUAGE_NAMES.get(code, code)) for code in env.LANGUAGES.as_list()]
LANGUAGE_CODE = LANGUAGES[0][0]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Sign-in by e-mail code or password; nobody registers alone, people are invited.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "site:desk"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "site:start"
ACCOUNT_ADAPTER = "netzwerkstatt.site.sign_in.adapter.Entrance"
ACCOUNT_FORMS = {
    "login": "netzwerkstatt.site.sign_in.forms.SignIn",
    "request_login_code": "netzwerkstatt.site.sign_in.forms.RequestCode",
    "confirm_login_code": "netzwerkstatt.site.sign_in.forms.ConfirmCode",
    "change_password": "netzwerkstatt.site.sign_in.forms.ChangePassword",
    "set_password": "netzwerkstatt.site.sign_in.forms.SetPassword",
    "reset_password": "netzwerkstatt.site.sign_in.forms.ForgottenPassword",
    "confirm_password_reset_code": "netzwerkstatt.site.sign_in.forms.ConfirmResetCode",
    "reset_password_from_key": "netzwerkstatt.site.sign_in.forms.NewPassword",
    "reauthenticate": "netzwerkstatt.site.sign_in.forms.Reauthenticate",
}
MFA_ADAPTER = "netzwerkstatt.site.sign_in.adapter.SecondFactors"
MFA_FORMS = {
    "authenticate": "netzwerkstatt.site.sign_in.forms.SecondStep",
    "reauthenticate": "netzwerkstatt.site.sign_in.forms.ConfirmByCode",
    "activate_totp": "netzwerkstatt.site.sign_in.forms.ActivateApp",
    "deactivate_totp": "netzwerkstatt.site.sign_in.forms.RemoveApp",
    "generate_recovery_codes": "netzwerkstatt.site.sign_in.forms.NewRecoveryCodes",
    "add_webauthn": "netzwerkstatt.site.sign_in.forms.AddPasskey",
    "edit_webauthn": "netzwerkstatt.site.sign_in.forms.RenamePasskey",
    "login_webauthn": "netzwerkstatt.site.sign_in.forms.SignInByPasskey",
    "authenticate_webauthn": "netzwerkstatt.site.sign_in.forms.SecondStepByPasskey",
    "reauthenticate_webauthn": "netzwerkstatt.site.sign_in.forms.ConfirmByPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a code that just ended still counts; each step counts once (`forms.OnceOnly`)
MFA_RATE_LIMITS = {"webauthn_login": None}  # nothing to guess, and a town hall has one address
SOCIALACCOUNT_ADAPTER = "netzwerkstatt.site.sign_in.openid.adapter.LinkedPeopleOnly"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": env.openid_providers(), "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # without the second, the page for signing in asks for no password
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# By code, not by link: opening a link would have to set a cookie on a GET.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Never per address: a town hall shares one. Guessing is slowed per account here, and in total by the adapter.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "signup": None,
    "reset_password_from_key": None,
    "login_failed": "10/5m/key,40/h/key",
    "request_login_code": "3/m/key",
    "reset_password": "5/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this device stays signed in, all others do not
SESSION_ENGINE = "netzwerkstatt.foundation.accounts.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "netzwerkstatt.foundation.accounts.messages.SessionOnly"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "netzwerkstatt.foundation.accounts.views.refused_origin"

# Strict: nothing from elsewhere, nothing inline. KERN draws its icons as data: masks.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Over the plain HTTP of a hall browsers ignore it, and complain on every page.
SECURE_CROSS_ORIGIN_OPENER_POLICY: str | None = None if ROOM else "same-origin"
if env.HTTPS.is_on():
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
if int(env.TRUSTED_PROXIES.read()):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.TRUSTED_PROXIES.read())

IMPRINT = env.IMPRINT.read()
DATA_LICENCE = env.data_licence()
MAX_UPLOAD_BYTES = int(env.MAX_UPLOAD_MB.read()) * 1024 * 1024
MAX_STATISTICS_BYTES = int(env.MAX_STATISTICS_MB.read()) * 1024 * 1024
MAX_ATTACHMENT_BYTES = int(env.MAX_ATTACHMENT_MB.read()) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "netzwerkstatt.foundation.ui.storage.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Holds what limits count. Django would throw a third of it away at 300 rows, and with it the count of wrong guesses.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What each process may know for itself for some seconds.
    "of-this-process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

# Nothing personal in logs: no query strings, no addresses, no form values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "allauth": {"level": "WARNING"}},
}
