"""A request taken down by phone, and the words of a kind no."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, outbox
from erfara.lending.models import LoanRequest
from erfara.people import actions as people
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def test_a_workplaces_telephone_makes_nobody_the_contact_of_anothers_request(
    client: Client,
) -> None:
    library = make.programme()
    user, _by = make.coordinator(library)
    row = make.contributor(library)
    people.change_identity(
        person=row.person,
        identity={"name": "Påhittad Alma", "email": "alma@exempel.invalid",
                  "phone": "016-33 33 33"},
        by=make.system(library), at=AT,
    )  # fmt: skip
    make.sign_in(client, user)
    answer = client.post(
        reverse("coordinator:new_request", args=[library.slug]),
        {"organisation": "Region Påhitt", "unit": "Enheten", "name": "Påhittad Låntagare",
         "email": "lan@exempel.invalid", "phone": "016-33 33 33",
         "purpose": "Bättre kallelser.", "recurring": "no"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert LoanRequest.objects.get().contact_id != row.person_id


def test_the_words_of_a_kind_no_are_read_behind_its_letter(client: Client) -> None:
    library = make.programme()
    row = people.note_interest(
        programme=library,
        identity={"name": "Påhittad Ny", "email": "ny@exempel.invalid", "phone": ""},
        channel="phone", by=make.system(library), at=clock.now(),
    )  # fmt: skip
    people.decline(
        contributor=row, reason="Vi har just nu fullt hus.", by=make.system(library),
        at=clock.now(),
    )  # fmt: skip
    outbox.deliver_due(clock.now())
    link = str(mail.outbox[-1].body).split()[-1]
    page = client.get("/" + link.split("/", 3)[3])
    assert "Vi har just nu fullt hus." in page.content.decode()
