"""Copy what the pages use from node_modules to static/vendor/, licences with it.

Only these files are served. They are not committed: package-lock.json says which they are.
"""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "erfara" / "web" / "static" / "vendor"

SOURCES = {
    "designsystemet.css": "@digdir/designsystemet-css/dist/src/index.css",
    "designsystemet.LICENSE.txt": "@digdir/designsystemet-css/LICENSE",
    "designsystemet-theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    "designsystemet-theme.LICENSE.txt": "@digdir/designsystemet-theme/LICENSE",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
}


def missing() -> list[str]:
    """Names under static/vendor/ that are not there."""
    return [name for name in SOURCES if not (VENDOR / name).exists()]


def copy_assets() -> None:
    """Copy every file of SOURCES; whatever else lies in the folder is removed."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in SOURCES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)


if __name__ == "__main__":
    copy_assets()
