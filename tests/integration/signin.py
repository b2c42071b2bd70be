"""What the tests of signing in share."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from erfara.accounts import persons, staff
from erfara.accounts.models import User
from erfara.foundation import clock, links
from erfara.foundation.models import Link
from erfara.foundation.vault import index
from erfara.organisations.models import Programme

GOOD_PASSWORD = "häst batteri klammer"
PERSON_PAGE = "/sormland/min-sida/"
STAFF_PAGE = "/arbete/"
OWN_KEYS = "/konto/nycklar/"


def programme(slug: str = "sormland") -> Programme:
    """A programme with nothing in it."""
    return Programme.objects.create(
        slug=slug, name=slug.title(), county=slug.title(), state=Programme.table.initial,
        created_at=clock.now(),
    )  # fmt: skip


def person_in(tenant: Programme, email: str = "her@example.se") -> UUID:
    """Somebody who can be found by her address."""
    person = uuid4()
    index.index_put(
        tenant_id=tenant.pk, person_id=person, kind="email", value=email, at=clock.now()
    )
    return person


def user(email: str = "anna@example.se", is_active: bool = True) -> User:
    """Somebody who works here and has a password."""
    return User.objects.create_user(email, "Anna", GOOD_PASSWORD, is_active=is_active)


def ask_for(client, address: str, slug: str = "sormland", **extra):
    """Ask for a code by the page, and let the worker do its part. The answer and the id."""
    answer = client.post(f"/{slug}/logga-in/", {"address": address}, **extra)
    persons.handle_waiting(clock.now())
    found = re.search(r"/kod/([0-9a-f-]{36})/", answer.headers.get("Location", ""))
    return answer, UUID(found[1]) if found else None


def link_path(asked: UUID, slug: str = "sormland") -> str:
    """The address in the letter."""
    link = Link.objects.get(about_id=asked, purpose="sign_in")
    return f"/{slug}/logga-in/lank/{links.token(link)}/"


def sign_in_staff(client, who: User, **how) -> None:
    """A staff session, as the library leaves it."""
    client.force_login(who)
    session = client.session
    staff.start(session, clock.now(), **how)
    session.save()


def shape(html: str) -> str:
    """A page without what is new each time: keys, ids, tokens."""
    html = re.sub(r'(name="(?:once|csrfmiddlewaretoken)" value=")[^"]*', r"\1", html)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "UUID", html)
