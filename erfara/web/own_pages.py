"""The pages that have a place for words of the programme's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.own_words import register_page
from erfara.web.page_kinds import LIBRARY


def register() -> None:
    """Say where they are."""
    register_page(
        "welcome", title=_("Welcome"), most=600,
        where=_("On the first page, below the name, before who can take part."), before="{name}",
    )  # fmt: skip
    register_page(
        "borrow",
        title=_("Before a request"),
        of=LIBRARY,
        most=600,
        where=_("On the page where somebody asks to borrow, below the heading."),
        before=_("Do you want to hear from people with experience?"),
        after=_(
            "It takes about five minutes, and you need no account. Only a few things are needed "
            "now, the rest we work out together."
        ),
    )
    register_page(
        "terms",
        title=_("Beside the terms"),
        of=LIBRARY,
        most=600,
        where=_("Below the terms of a request, as a word on the way. It is no term of its own."),
        before=_("What you agree to by borrowing"),
        after=_("You can say yes now, or when we have met. Nobody is asked before you have."),
    )
    register_page(
        "question",
        title=_("Above a question"),
        of=LIBRARY,
        most=300,
        where=_("On the page of a question, before who asks."),
        before=_("Do you want to take part?"),
        after=_("{name} asks you. It is {unit} that wants to hear from people with experience."),
    )
    register_page(
        "aftercare",
        title=_("Afterwards"),
        of=LIBRARY,
        most=300,
        where=_("On the page that asks somebody how they are afterwards."),
        before=_("How are you after it?"),
        after=_("One press is enough. You need not answer at all, and you need not say why."),
    )
    register_page(
        "thanks",
        title=_("Thanks"),
        of=LIBRARY,
        most=300,
        where=_("On the page of a question that is settled, below our thanks."),
        before=_("Thank you for answering."),
    )
