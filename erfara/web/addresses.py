"""Where the links in messages lead."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from erfara.foundation import links
from erfara.foundation.models import Link
from erfara.organisations import queries

_ROUTES = {
    "inquiry": "question_link:question",
    "request": "request_link:request",
    "register": "person:word",
}


def _url(link: Link) -> str:
    slug = queries.slug_of(link.tenant_id)
    path = reverse(_ROUTES[link.purpose], kwargs={"slug": slug, "token": links.token(link)})
    return settings.BASE_URL + path


def register() -> None:
    """Tell foundation the address of each kind of link."""
    for purpose in _ROUTES:
        links.register_url(purpose, _url)
