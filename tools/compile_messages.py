"""Compile every .po under erfara/locale to .mo, with polib: no gettext is needed to run Erfara."""

from __future__ import annotations

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parents[1] / "erfara" / "locale"


def compile_messages(locale: Path = LOCALE) -> int:
    """Write a .mo beside each .po and return how many.

    Each is written aside and moved, so that a running server never reads half a file.
    """
    count = 0
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        aside = source.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(aside))
        aside.replace(target)
        count += 1
    return count


if __name__ == "__main__":
    compile_messages()
