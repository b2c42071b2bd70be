"""The report as a tagged PDF. WeasyPrint needs Pango on the machine; without it, a sentence."""

from __future__ import annotations

from typing import Any

from erfara.engines.costs.calculation import Result
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.report import html
from erfara.engines.costs.said import Language


def write(result: Result, language: Language = "en") -> bytes:
    """The PDF's bytes. Nothing is fetched: the page holds all it needs."""
    try:
        import weasyprint
    except OSError:
        raise wrong(
            "pdf.no_pango",
            "A PDF needs Pango on this machine. Debian, Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0. Everything else works without it.",
            "En PDF behöver Pango på datorn. Debian, Ubuntu: apt install libpango-1.0-0 "
            "libpangoft2-1.0-0. Allt annat fungerar utan.",
        ) from None
    printer: Any = weasyprint.HTML
    page = printer(string=html(result, language), url_fetcher=_fetch_nothing)
    return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))


def _fetch_nothing(url: str, *args: Any, **more: Any) -> Any:
    raise ValueError(f"Nothing is fetched for a report: {url[:80]}")
