"""Every setting an installation may choose, read from the environment in this one place.

`docs/operations.md` documents each; a test fails when one is missing there.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, the value used where it is not set, and what it does."""

    name: str
    default: str
    meaning: str

    def read(self) -> str:
        return os.environ.get(self.name, "").strip() or self.default

    def is_on(self) -> bool:
        return self.read().lower() in {"1", "true", "yes", "on"}

    def as_list(self) -> list[str]:
        return [part.strip() for part in self.read().split(",") if part.strip()]


DATA_DIR = Setting("NETZWERKSTATT_DATA_DIR", "data", "Folder for everything the installation keeps.")
DATABASE_URL = Setting("DATABASE_URL", "", "PostgreSQL address; empty means SQLite in the data folder.")
SECRET_KEY = Setting("NETZWERKSTATT_SECRET_KEY", "", "Key for signatures; empty means one is made and kept.")
HOSTS = Setting("NETZWERKSTATT_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the installation answers to.")
BASE_URL = Setting("NETZWERKSTATT_BASE_URL", "http://127.0.0.1:8000", "Public address, used in mails and documents.")
HTTPS = Setting("NETZWERKSTATT_HTTPS", "0", "1 where visitors come by HTTPS: secure cookies, HSTS.")
DEBUG = Setting("NETZWERKSTATT_DEBUG", "0", "1 shows error details; for development only.")
DEMO = Setting("NETZWERKSTATT_DEMO", "0", "1 offers one-click sign-in; works only on a demo alliance.")
ROOM = Setting("NETZWERKSTATT_ROOM", "0", "1 on a room server: one borrowed workshop; set by `serve --room`.")
LANGUAGES = Setting("NETZWERKSTATT_LANGUAGES", "de,en", "Languages of the pages, the first is the default.")
TIME_ZONE = Setting("NETZWERKSTATT_TIME_ZONE", "Europe/Berlin", "Time zone of dates on pages.")
MAIL_URL = Setting("NETZWERKSTATT_MAIL_URL", "", "smtp://user:password@host:587?tls=1; empty writes mails to files.")
MAIL_FROM = Setting("NETZWERKSTATT_MAIL_FROM", "netzwerkstatt@localhost", "Sender of mails.")
BOUNCE_ADDRESS = Setting("NETZWERKSTATT_BOUNCE_ADDRESS", "", "Where mail servers report what did not arrive.")
BOUNCES = Setting("NETZWERKSTATT_BOUNCES", "", "Mailbox with such reports: maildir:/…, mbox:/… or imaps://….")
MAX_UPLOAD_MB = Setting("NETZWERKSTATT_MAX_UPLOAD_MB", "25", "Largest file that may be uploaded, in megabytes.")
MAX_STATISTICS_MB = Setting(
    "NETZWERKSTATT_MAX_STATISTICS_MB", "600", "Largest file of official statistics, unpacked, in megabytes."
)
MAX_ATTACHMENT_MB = Setting("NETZWERKSTATT_MAX_ATTACHMENT_MB", "10", "Largest file attached to an item, in megabytes.")
IMPRINT = Setting(
    "NETZWERKSTATT_IMPRINT", "", "Plain text of the imprint: who runs this installation, and how to reach them."
)
DATA_LICENCE = Setting(
    "NETZWERKSTATT_DATA_LICENCE",
    "",
    "Licence of what the public API gives: dl-de/by-2-0, dl-de/zero-2-0, CC-BY-4.0, ….",
)
OPENID_ISSUER = Setting("NETZWERKSTATT_OPENID_ISSUER", "", "Address of an OpenID Connect provider people sign in with.")
OPENID_CLIENT = Setting("NETZWERKSTATT_OPENID_CLIENT", "", "Client id that the provider gave this installation.")
OPENID_SECRET = Setting("NETZWERKSTATT_OPENID_SECRET", "", "Client secret that goes with it.")
OPENID_NAME = Setting("NETZWERKSTATT_OPENID_NAME", "OpenID Connect", "What the button calls the provider.")
OPENID_PROVIDERS = Setting("NETZWERKSTATT_OPENID_PROVIDERS", "", "Several providers, as a JSON list of objects.")
LIVE_MOST = Setting("NETZWERKSTATT_LIVE_MOST", "12000", "Live screens that one process serves at the same time.")
TRUSTED_PROXIES = Setting("NETZWERKSTATT_TRUSTED_PROXIES", "0", "Proxies in front that set X-Forwarded-For and -Proto.")

SETTINGS = [value for value in list(globals().values()) if isinstance(value, Setting)]

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def secret_key(data_dir: Path) -> str:
    """The signing key: from the environment, else made once and kept readable for the owner alone."""
    if given := SECRET_KEY.read():
        return given
    path = data_dir / "secret.key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=data_dir, prefix="secret.") as draft, suppress(FileExistsError):
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            os.link(draft.name, path)  # there whole or not at all: pages and worker may start at the same moment
    return path.read_text().strip()


def databases(data_dir: Path) -> dict[str, dict[str, object]]:
    """Django's DATABASES: SQLite with write-ahead log, or the PostgreSQL named by DATABASE_URL."""
    url = DATABASE_URL.read()
    if not url:
        return {"default": sqlite(data_dir / "netzwerkstatt.sqlite3")}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SystemExit(f"DATABASE_URL: only postgresql:// is known, not {parts.scheme}://")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise SystemExit("DATABASE_URL: the port is not a number") from None
    if not parts.path.strip("/"):
        raise SystemExit("DATABASE_URL: the name of the database is missing, as in postgresql://user@host/name")
    query = dict(parse_qsl(parts.query))
    return {
        "default": {
            "ENGINE": "netzwerkstatt.config.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", "") or parts.hostname or "",
            "PORT": port,
            # One connection per thread, kept and tried before use: the pages' threads are few and do not end, and
            # taking one from a pool costs each page a millisecond.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # The database keeps the plan of a statement it has seen three times: half of its work is planning.
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3, **query},
        }
    }


def sqlite(path: Path) -> dict[str, object]:
    """IMMEDIATE takes the write lock at the start: a read that later writes can never fail half way as "locked"."""
    pragmas = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "mmap_size=1073741824", "cache_size=-16384")
    return {
        "ENGINE": "netzwerkstatt.config.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        },
        "TEST": {"NAME": None},
    }


def data_licence() -> str:
    """The licence that the installation chose for its data, "" for none. Raises `SystemExit` for an unknown one."""
    from netzwerkstatt.site.api.licence import KNOWN

    key = DATA_LICENCE.read()
    if key and key not in KNOWN:
        raise SystemExit(f"{DATA_LICENCE.name}: only {', '.join(KNOWN)} are known, not {key}")
    return key


def openid_providers() -> list[dict[str, object]]:
    """The configured OpenID Connect providers, as django-allauth wants its apps; none where nothing is set.

    Raises `SystemExit` for a list that is not JSON, or a provider without issuer, client and id.
    """
    given: list[dict[str, object]] = []
    if OPENID_ISSUER.read():
        said = {"id": "provider", "name": OPENID_NAME.read(), "issuer": OPENID_ISSUER.read()}
        given.append({**said, "client": OPENID_CLIENT.read(), "secret": OPENID_SECRET.read()})
    if listed := OPENID_PROVIDERS.read():
        try:
            given += [dict(one) for one in json.loads(listed)]
        except (ValueError, TypeError) as error:
            raise SystemExit(f"{OPENID_PROVIDERS.name}: not a JSON list of objects ({error})") from None
    for one in given:
        if not all(one.get(key) for key in ("id", "issuer", "client")) or not re.fullmatch(
            r"[a-z0-9-]+", str(one["id"])
        ):
            raise SystemExit("OpenID Connect: each provider needs issuer, client and an id of small letters and digits")
    if len({one["id"] for one in given}) < len(given):
        raise SystemExit("OpenID Connect: two providers have the same id")
    return [_openid_app(one) for one in given]


def _openid_app(one: dict[str, object]) -> dict[str, object]:
    return {
        "provider_id": one["id"],
        "name": one.get("name") or one["id"],
        "client_id": one["client"],
        "secret": one.get("secret", ""),
        # `verified_domains`: for providers that know their addresses and do not say so (no claim `email_verified`)
        "settings": {
            "server_url": str(one["issuer"]).rstrip("/"),
            "verified_email": list(one.get("verified_domains") or []),  # type: ignore[call-overload]
        },
    }


_PORTS = {("smtp", False): 25, ("smtp", True): 587, ("smtps", False): 465}


def mail(data_dir: Path) -> dict[str, object]:
    """Django's EMAIL_* settings. Without a mail server, mails become files that the operator can read.

    Raises `SystemExit` for an address that is none of a mail server.
    """
    url = MAIL_URL.read()
    if not url or DEMO.is_on():  # the people of the demo are invented
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": data_dir / "mail",
        }
    parts = urlsplit(url)
    starts_tls = dict(parse_qsl(parts.query)).get("tls") == "1"
    try:
        port = parts.port or _PORTS[parts.scheme, starts_tls]
    except (KeyError, ValueError):
        raise SystemExit(
            f"{MAIL_URL.name}: neither smtp://host:port nor smtps://host:port (and ?tls=1 for smtp)"
        ) from None
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starts_tls,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
