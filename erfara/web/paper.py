"""The PDF twin of a page: the same part of a template, with a sheet of its own for paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from erfara.engines.pdf import NoPango, from_html
from erfara.foundation.errors import Refused

_SHEET = Path(__file__).parent / "static" / "erfara" / "paper.css"


def pdf(request: Any, template: str, context: dict[str, Any]) -> bytes:
    """A template as a tagged PDF, in the language of the page. Refused, with what to install, where
    the libraries for it are missing."""
    html = render_to_string(template, context, request=request)
    try:
        return from_html(html, _SHEET.read_text(encoding="utf-8"))
    except NoPango:
        raise Refused(
            _("A PDF can't be made on this machine yet. Whoever runs it installs libpango-1.0-0 "
              "and libpangoft2-1.0-0. Until then, print the page from the browser.")
        ) from None  # fmt: skip


def download(data: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    """A file to keep."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
