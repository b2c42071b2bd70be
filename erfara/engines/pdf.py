"""A tagged PDF (PDF/UA-1) of a page. WeasyPrint needs Pango on the machine; without it, NoPango."""

from __future__ import annotations

from typing import Any


class NoPango(RuntimeError):
    """The libraries that draw text are not on this machine."""


def from_html(html: str, css: str = "") -> bytes:
    """The PDF's bytes; the same page gives the same bytes. Nothing is fetched.

    Slow to import and large in memory, so it is imported when the first PDF is made.
    """
    try:
        import weasyprint
    except OSError:
        raise NoPango from None
    made: Any = weasyprint
    page = made.HTML(string=html, url_fetcher=_fetch_nothing)
    sheets = [made.CSS(string=css)] if css else []
    return bytes(page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1"))


def _fetch_nothing(url: str, *args: Any, **more: Any) -> Any:
    raise ValueError(f"Nothing is fetched for a PDF: {url[:80]}")
