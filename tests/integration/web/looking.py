"""What tests of pages share: asking in English, seeing that nothing changed, nasty input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from erfara.foundation import links
from erfara.foundation.models import Link
from erfara.lending.models import Inquiry, LoanRequest

SCRIPT = "<script>alert('hej')</script>"
NASTY = {
    "nul": "Hej\x00 du",
    "huge": "å" * 100_000,
}
HARMLESS = {"emoji": "Hej 🙂🙃 👩‍👩‍👧", "script": SCRIPT, "arabic": "مرحبا"}
# Looking at details is written down, and that is the only thing that looking changes.
WRITTEN_BY_LOOKING = {"AccessRow", "Session"}


def english(client: Client) -> Client:
    """Pages in English, whatever has been translated so far."""
    client.cookies["erfara_language"] = "en"
    return client


def everything() -> dict[str, Any]:
    """All rows of the product, to compare."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model._meta.app_label != "contenttypes"
        and model.__name__ not in {*WRITTEN_BY_LOOKING, "DataKey", "Shield", "CacheTable"}
        and not model._meta.proxy
        and model._meta.managed
    }


def looked_at_often(client: Client, *urls: str, times: int = 50) -> None:
    """GET and HEAD change nothing, however often."""
    before = everything()
    for number in range(times):
        for url in urls:
            answer = client.head(url) if number % 2 else client.get(url)
            assert answer.status_code == 200, url
    assert everything() == before


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes, the second time it is shown."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def same_queries(client: Client, url: str, add: Callable[[], object]) -> None:
    """A page with 1 row and with 3 takes as many queries."""
    add()
    one = queries_of(client, url)
    add()
    add()
    assert queries_of(client, url) == one, url


def post(client: Client, url: str, **values: Any) -> Any:
    """Send a form, with a key of its own unless one is given."""
    return client.post(url, {"once": uuid4().hex, **values})


def token_about(about: Inquiry | LoanRequest, *, days: int = 30, purpose: str = "") -> str:
    """The token of a link as a message would hold it."""
    from datetime import timedelta

    from erfara.foundation import clock

    at = clock.now()
    person_id = about.contributor.person_id if isinstance(about, Inquiry) else about.contact_id
    link: Link = links.issue(
        tenant_id=about.programme_id,
        purpose=purpose or ("inquiry" if isinstance(about, Inquiry) else "request"),
        about_id=about.pk, person_id=person_id, expires_at=at + timedelta(days=days), at=at,
    )  # fmt: skip
    return links.token(link)
