"""What tests of pages share: addresses and ways in, asking in English, seeing that nothing
changed, nasty input."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erfara.foundation import clock, links
from erfara.foundation.models import AccessRow, Link
from erfara.lending.models import Inquiry, LoanRequest
from tests import factories as make

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


def token_about(
    about: Inquiry | LoanRequest,
    *,
    days: int = 30,
    purpose: str = "",
    person_id: UUID | None = None,
) -> str:
    """The token of a link as a message would hold it; to another than the one it is about too."""
    at = clock.now()
    person_id = person_id or (
        about.contributor.person_id if isinstance(about, Inquiry) else about.contact_id
    )
    link: Link = links.issue(
        tenant_id=about.programme_id,
        purpose=purpose or ("inquiry" if isinstance(about, Inquiry) else "request"),
        about_id=about.pk, person_id=person_id, expires_at=at + timedelta(days=days), at=at,
    )  # fmt: skip
    return links.token(link)


def by_link(about: Inquiry | LoanRequest, page: str = "", *, person_id: UUID | None = None) -> str:
    """The address of a question or a request, as a message holds it."""
    place = "fraga" if isinstance(about, Inquiry) else "forfragan"
    token = token_about(about, person_id=person_id)
    return f"/{about.programme.slug}/{place}/{token}/{page}"


def signed_in(client: Client, about: Inquiry | LoanRequest, page: str = "") -> str:
    """Sign in the one it is about; the address of the same page among her own."""
    if isinstance(about, Inquiry):
        person, place = about.contributor.person, "min-sida/fragor"
    else:
        person, place = about.contact, "mina-forfragningar"
    make.person_sign_in(client, person)
    return f"/{about.programme.slug}/{place}/{about.pk}/{page}"


def url(name: str, of: Any, *args: Any) -> str:
    """A coordinator's page of a programme, or of a thing in one."""
    programme = getattr(of, "programme", of)
    found = list(args) if args else ([of.pk] if programme is not of else [])
    return reverse(f"coordinator:{name}", args=[programme.slug, *found])


def text(response: Any) -> str:
    """The page as it was sent."""
    return str(response.content.decode())


def reload(row: Any) -> Any:
    """The row as it is in the database now."""
    return type(row).objects.get(pk=row.pk)


def nobody_gets_in(client: Client, addresses: Iterable[str]) -> None:
    """None of the coordinators' pages is shown to this client, and nobody is opened for it."""
    opened = AccessRow.objects.count()
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {302, 403, 404}, address
        if answer.status_code == 302:
            assert "/konto/" in answer.headers["Location"]
    assert AccessRow.objects.count() == opened
