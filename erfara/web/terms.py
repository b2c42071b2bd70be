"""The terms of borrowing, as a list on a page: those in force, or those somebody has accepted."""

from __future__ import annotations

from typing import Any

from django.template.context import Context

from erfara.lending.terms import sentences, version_now
from erfara.web.parts import Body, part


@part()
def terms(context: Context, body: Body, *, version: str = "", form: str = "") -> dict[str, Any]:
    """Each term as a row. Without a version those that one who borrows now is asked to accept.

    `form`: of what is borrowed, since a support assignment has terms of its own.
    """
    return {"sentences": sentences(version) or sentences(version_now(context["programme"], form))}
