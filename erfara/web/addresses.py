"""Where links lead: those of a list, and those in messages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from erfara.foundation import links
from erfara.foundation.models import Link
from erfara.organisations import queries

_ROUTES = {
    "inquiry": "question_link:question",
    "request": "request_link:request",
    "register": "person:word",
    "imported": "person:imported",
    "talk": "talk_link:talk",
    "presentation": "presentation_link:presentation",
    "consents": "consents_link:consents",
    "still": "person:still",
    "contact": "person:contact_word",
    "log_question": "person:log_answer",
    "sign_up": "sign_up:check",
    "request_draft": "borrow:tasks",
    "message": "public:message_answer",
    "story": "public:story_answer",
    "aftercare": "person:aftercare_word",
    "concern": "person:concern_word",
    "own_effect": "person:own_effect_word",
    "effects": "person:led_to_word",
    "effect_ask": "borrower:effect_ask",
    "workplace": "workplace_link:page",
    "duties": "duties_link:answer",
    "course": "course_link:place",
    "calendar": "coordinator:feed",
    "application_draft": "application:check",
    "candidacy": "candidacy_link:candidacy",
    "certificate": "own_certificate_link:certificate",
    "place_offer": "own_place_link:offer",
    "place_wish": "place_wish_link:wish",
}


_ANY = UUID(int=0)


@lru_cache(maxsize=4096)
def kept(route: str, *args: str) -> str:
    """The address of a page that every page leads to. To ask for it anew costs as much as several
    lines of the page."""
    return reverse(route, args=args)


def of_each(route: str, slug: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Id → address of its page, for a list: what the route looks like is worked out once."""
    pattern = reverse(route, args=[slug, _ANY])
    return {pk: pattern.replace(str(_ANY), str(pk)) for pk in ids}


def _url(link: Link) -> str:
    slug = queries.slug_of(link.tenant_id)
    path = reverse(_ROUTES[link.purpose], kwargs={"slug": slug, "token": links.token(link)})
    return settings.BASE_URL + path


def register() -> None:
    """Tell foundation the address of each kind of link."""
    for purpose in _ROUTES:
        links.register_url(purpose, _url)
