"""A presentation from the first words to the public page and down again, on the pages."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import Link
from erfara.foundation.models.vault import AccessRow
from erfara.people import actions as people
from erfara.people.actions import Told, presentations
from erfara.people.facets import Facets
from erfara.people.models import Contributor, Presentation
from erfara.workflows import consent
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

TITLE, TEXT = (
    "Att vänta, och att bli sedd",
    "Jag har väntat länge på svar, och vet vad som hjälper.",
)
ALL = ("register", "email", "presentation", "picture", "social_media")
CAFE = Told("patient", "Väntade.", area="hospital")


@pytest.fixture
def library() -> Any:
    return make.programme("biblioteket")


@pytest.fixture
def maja(library) -> Contributor:
    return make.contributor(library, "Maja Påhittad", [CAFE])


@pytest.fixture
def siri(library) -> Client:
    user, _actor = make.coordinator(library)
    return make.sign_in(Client(), user)


def hers(row: Contributor) -> Client:
    return make.person_sign_in(Client(), row.person)


def staff(name: str, row: Contributor) -> str:
    return reverse(f"coordinator:{name}", args=[row.programme.slug, row.pk])


def own(row: Contributor, name: str = "presentation") -> str:
    return reverse(f"presentation:{name}", args=[row.programme.slug, row.pk])


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {"once": uuid4().hex, **data}, follow=True)


def public_url(row: Contributor) -> str:
    page = Presentation.objects.get(contributor=row, state="public").page
    return reverse("public:presentation", args=[row.programme.slug, page])


def written(row: Contributor, title: str = TITLE, text: str = TEXT, facets: Any = None) -> Any:
    by, at = make.system(row.programme), clock.now()
    return presentations.write(
        contributor=row, title=title, text=text, facets=facets or Facets("", ""), by=by, at=at
    )


def sent(row: Contributor, **words: Any) -> Presentation:
    one = written(row, **words)
    return presentations.send(
        presentation=one, found=[], looked_at=[], by=make.system(row.programme), at=clock.now()
    )


def published(row: Contributor, **words: Any) -> Presentation:
    by = Actor(Role.PERSON, row.programme_id, row.person_id)
    return presentations.approve(
        presentation=sent(row, **words), agrees=True, how="own_page", by=by, at=clock.now()
    )


def test_from_the_first_words_to_public_and_down(library, maja, siri):
    # The coordinator writes; what can give her away is found, and has to be looked at
    answer = post(siri, staff("write_presentation", maja), title=TITLE,
                  text=f"{TEXT} Jag bor i Flen.", shown="hospital|patient")  # fmt: skip
    assert "Flen" in answer.content.decode()
    again = siri.post(staff("send_presentation", maja), {})
    assert again.status_code == 422
    post(siri, staff("write_presentation", maja), title=TITLE, text=TEXT, shown="none")
    post(siri, staff("send_presentation", maja))
    # She gets a letter that says nothing, and reads through its link
    outbox.deliver_due(clock.now())
    link = Link.objects.get(purpose="presentation", person_id=maja.person_id)
    url = reverse("presentation_link:presentation", args=[library.slug, links.token(link)])
    phone = Client()
    page = phone.get(url).content.decode()
    assert TEXT in page
    assert "Maja" not in page
    assert post(phone, url, do="wish", words="Skriv tålamod.").status_code == 200
    assert "Skriv tålamod." in siri.get(staff("presentation", maja)).content.decode()
    post(siri, staff("write_presentation", maja), title=TITLE, text=f"{TEXT} Med tålamod.",
         shown="none")  # fmt: skip
    post(siri, staff("send_presentation", maja))
    # A yes needs its consent; then it is public
    assert phone.post(url, {"do": "yes", "once": uuid4().hex}).status_code == 422
    post(phone, url, do="yes", agrees="on")
    picture = reverse("presentation_link:picture", args=[library.slug, links.token(link)])
    assert phone.post(picture, {"picture": "bench", "once": uuid4().hex}).status_code == 422
    post(phone, picture, picture="bench", agrees="on")
    shown = Client().get(public_url(maja))
    body = shown.content.decode()
    assert "Med tålamod." in body
    assert "Maja" not in body
    assert str(maja.pk) not in body
    assert str(maja.person_id) not in body
    assert 'role="img"' in body
    assert shown.headers["X-Robots-Tag"] == "noindex, noarchive"
    # Down by one click
    address = public_url(maja)
    post(phone, url, do="take_down")
    assert Client().get(address).status_code == 404
    assert vault.read_public(
        tenant_id=library.pk, person_ids=[maja.person_id], public=presentations.PUBLIC
    ) == {}  # fmt: skip
    assert [p.state for p in Presentation.objects.order_by("no")] == ["rewritten", "taken_down"]


def test_a_new_version_leaves_the_old_one_public_until_she_says_yes(maja, siri):
    published(maja)
    address = public_url(maja)
    sent(maja, text="Något helt annat.")
    assert TEXT in Client().get(address).content.decode()
    post(hers(maja), own(maja), do="yes")
    assert "Något helt annat." in Client().get(address).content.decode()


def test_a_coordinator_has_no_button_and_no_way_to_say_yes(maja, siri):
    sent(maja)
    page = siri.get(staff("presentation", maja)).content.decode()
    assert reverse("coordinator:sign_presentation", args=["biblioteket", maja.pk]) not in page
    assert siri.get(staff("sign_presentation", maja)).status_code == 302
    post(siri, staff("sign_presentation", maja), signed_on=str(clock.local_day(clock.now())))
    assert Presentation.objects.get().state == "sent"


def test_on_paper_for_one_without_e_mail(library, siri):
    tilda = people.register(
        programme=library, identity={"name": "Tilda Påhittad", "email": "", "phone": "0701234567",
                                     "address": ""},
        channel="personal", told=[CAFE], forms=[], consents=["register"], how="phone",
        by=make.system(library), at=clock.now(),
    )  # fmt: skip
    sent(tilda)
    assert "Tilda" not in siri.get(staff("print_presentation", tilda)).content.decode().split(
        "<h1>"
    )[1].split("</main>")[0]  # fmt: skip
    today = str(clock.local_day(clock.now()))
    assert siri.post(staff("sign_presentation", tilda), {"signed_on": today}).status_code == 422
    people.give_consent(person=tilda.person, purpose="presentation", how="paper",
                        by=make.system(library), at=clock.now())  # fmt: skip
    wrong = siri.post(staff("sign_presentation", tilda), {"signed_on": "2021-01-01"})
    assert wrong.status_code == 422
    post(siri, staff("sign_presentation", tilda), signed_on=today)
    assert TEXT in Client().get(public_url(tilda)).content.decode()
    # A picture too, when that consent has been given
    refused = siri.post(staff("presentation_picture", tilda), {"picture": "boat"})
    assert refused.status_code == 422
    people.give_consent(person=tilda.person, purpose="picture", how="paper",
                        by=make.system(library), at=clock.now())  # fmt: skip
    post(siri, staff("presentation_picture", tilda), picture="boat")
    assert Presentation.objects.get().picture == "boat"


def test_she_begins_herself_and_the_coordinator_goes_on(maja, siri):
    client = hers(maja)
    assert reverse("presentation:presentation", args=["biblioteket", maja.pk]) in client.get(
        reverse("person:home", args=["biblioteket"])
    ).content.decode()  # fmt: skip
    post(client, own(maja, "write"), title=TITLE, text=TEXT, shown="hospital|patient")
    assert Presentation.objects.get().begun_by_herself
    assert TEXT in siri.get(staff("presentation", maja)).content.decode()
    assert post(client, own(maja), do="yes", agrees="on").status_code == 422
    assert Presentation.objects.get().state == "draft", "Nothing is shown that was not looked at."
    post(client, own(maja), do="discard")
    assert Presentation.objects.get().state == "withdrawn"


def test_facets_stand_there_only_while_five_share_them(library, maja):
    published(maja, facets=Facets("hospital", "patient"))
    others = [make.contributor(library, told=[CAFE]) for _ in range(3)]
    listed = reverse("public:presentations", args=[library.slug])
    words = "Hospital, the ambulance and operations"
    english = Client()
    english.cookies["erfara_language"] = "en"
    before = english.get(public_url(maja)).content.decode()
    assert words.lower() not in before.lower()
    assert "area" not in english.get(listed).context["form"].fields
    make.contributor(library, told=[CAFE])
    assert words.lower() in english.get(public_url(maja)).content.decode().lower()
    found = english.get(listed, {"area": "hospital"})
    assert found.context["found"] == 1
    consent.leave(contributor=others[0], how="phone", by=make.system(library), at=clock.now())
    assert words.lower() not in english.get(public_url(maja)).content.decode().lower()
    gone = english.get(listed, {"area": "hospital"})
    assert "area" not in gone.context["form"].fields
    assert gone.context["found"] == gone.context["all"] == 1


def test_words_are_looked_for_in_what_is_published_alone(library, maja):
    published(maja)
    other = make.contributor(library, told=[CAFE])
    sent(other, title="Hemligt utkast", text="Något om kaffe.")
    listed = reverse("public:presentations", args=[library.slug])
    assert Client().get(listed, {"words": "VÄNTAT svar"}).context["found"] == 1
    for nothing in ("kaffe", "Maja", "utkast"):
        assert Client().get(listed, {"words": nothing}).context["found"] == 0
    assert Client().get(listed, {"words": "%\\'\"<b>😀"}).status_code == 200


def test_reading_opens_nobody_and_costs_the_same_for_one_and_for_many(
    library, maja, django_assert_max_num_queries
):
    listed = reverse("public:presentations", args=[library.slug])
    published(maja, facets=Facets("hospital", "patient"))
    rows = AccessRow.objects.count()
    with django_assert_max_num_queries(8):
        Client().get(listed)
    for _ in range(3):
        published(make.contributor(library, told=[CAFE]), facets=Facets("hospital", "patient"))
    with django_assert_max_num_queries(8):
        assert len(Client().get(listed).context["cards"]) == 4
    assert AccessRow.objects.count() == rows


def test_one_who_pauses_rests_and_one_who_leaves_is_gone(library, maja):
    published(maja)
    address = public_url(maja)
    consent.pause(contributor=maja, until=None, by=make.system(library), at=clock.now())
    assert "vilar" in Client().get(address).content.decode()
    consent.leave(contributor=maja, how="phone", by=make.system(library), at=clock.now())
    assert Client().get(address).status_code == 404


def test_the_way_to_borrow_brings_the_title_along(library, maja):
    published(maja)
    page = Client().get(public_url(maja)).content.decode()
    borrow = re.search(r'href="([^"]*/lana/\?presentation=[^"]*)"', page)
    assert borrow
    assert TITLE in Client().get(borrow[1]).content.decode()
    for odd in ("x", str(uuid4()), "\x00", "' OR 1=1"):
        url = reverse("public:borrow", args=[library.slug])
        assert Client().get(url, {"presentation": odd}).status_code == 200
