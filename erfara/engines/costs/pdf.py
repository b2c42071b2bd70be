"""The report as a tagged PDF. WeasyPrint needs Pango on the machine; without it, a sentence."""

from __future__ import annotations

from erfara.engines.costs.calculation import Result
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.report import html
from erfara.engines.costs.said import Language
from erfara.engines.pdf import NoPango, from_html


def write(result: Result, language: Language = "en") -> bytes:
    """The PDF's bytes. Nothing is fetched: the page holds all it needs."""
    try:
        return from_html(html(result, language))
    except NoPango:
        raise wrong(
            "pdf.no_pango",
            "A PDF needs Pango on this machine. Debian, Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0. Everything else works without it.",
            "En PDF behöver Pango på datorn. Debian, Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0. Allt annat fungerar utan.",
        ) from None
