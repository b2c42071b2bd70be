"""The pages that have a place for words of the programme's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.own_words import register_page
from erfara.web.page_kinds import LIBRARY


def register() -> None:
    """Say where they are."""
    register_page(
        "welcome", title=_("Welcome"), most=600,
        where=_("On the first page, below the name, before who can take part."),
    )  # fmt: skip
    register_page(
        "borrow",
        title=_("Before a request"),
        of=LIBRARY,
        most=600,
        where=_("On the page where somebody asks to borrow, below the heading."),
    )
    register_page(
        "terms",
        title=_("Beside the terms"),
        of=LIBRARY,
        most=600,
        where=_("Below the terms of a request, as a word on the way. It is no term of its own."),
    )
    register_page(
        "question",
        title=_("Above a question"),
        of=LIBRARY,
        most=300,
        where=_("On the page of a question, before who asks."),
    )
    register_page(
        "aftercare",
        title=_("Afterwards"),
        of=LIBRARY,
        most=300,
        where=_("On the page that asks somebody how they are afterwards."),
    )
    register_page(
        "thanks",
        title=_("Thanks"),
        of=LIBRARY,
        most=300,
        where=_("On the page of a question that is settled, below our thanks."),
    )
