"""Words, days, sums and numbers in a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.template.context import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from erfara.organisations.words import say
from erfara.web import people_say, pieces
from erfara.web.parts import Body, part, register


@register.filter(name="say")
def say_filter(message: Any) -> str:
    """`_("Ask {contributor:pl}")|say`: fills in the programme's words. Only for our texts."""
    return say(message)


@register.filter(name="ours")
def ours_filter(text: Any) -> str:
    """Like `say` for a message of ours; what a person has written stands as it is written."""
    return say(text) if isinstance(text, Promise) else str(text)


register.filter("kronor", people_say.kronor)
register.filter("numeral", people_say.numeral)
register.filter("in_words", people_say.in_words)
register.filter("full_day", people_say.full_day)


@register.simple_tag
def page_language() -> str:
    """The language of the page, for `lang`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


@part()
def when(context: Context, body: Body, start: datetime, end: datetime | None = None) -> SafeString:
    """When something happens, as people say it: "torsdag 26 november, kl. 13–15"."""
    return pieces.when(start, end, now=people_say.now_of(context))


@part()
def day(context: Context, body: Body, value: date) -> SafeString:
    """A day, as people say it; the year only when it isn't this one."""
    return pieces.day(value, now=people_say.now_of(context))


@part()
def since(context: Context, body: Body, value: date) -> SafeString:
    """How long something has been so, counted in days as people count them."""
    return pieces.since(value, now=people_say.now_of(context))
