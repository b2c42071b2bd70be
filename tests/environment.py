"""Loaded before everything else (`-p` in pyproject.toml): the run gets a home of its own.

Settings are read when pytest-django starts, which is before any conftest.py. Database files, keys
and logs of a test run must never meet those of the checkout.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

if "erfara.config.env" in sys.modules:
    raise RuntimeError("Settings were read before tests/environment.py could set them.")

HOME = tempfile.mkdtemp(prefix="erfara-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
# Pages are served with the static files of the source; the server warns when its own are missing.
Path(HOME, "static").mkdir()

# Only the choice of database may come from outside: `./run test` sets it for PostgreSQL.
for name in [key for key in os.environ if key.startswith("ERFARA_")]:
    if name not in {"ERFARA_DATABASE_URL", "ERFARA_KEYSTORE_URL"}:
        del os.environ[name]
os.environ["ERFARA_MODE"] = "test"
os.environ["ERFARA_HOME"] = HOME
os.environ.pop("PORT", None)
