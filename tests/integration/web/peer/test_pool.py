"""The pool on its pages: who waits, what is wished for, an offer and its answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links, outbox
from erfara.foundation.models import Link, OutboxMessage
from erfara.organisations.models import Programme
from erfara.peersupport.pool.actions import offers
from erfara.peersupport.pool.actions.already import enter_already
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.workflows import certifying
from erfara.workflows.today import today
from tests import factories
from tests.factories.peers import certificates as make
from tests.integration.web.looking import queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def of() -> Programme:
    return make.programme()


@pytest.fixture
def lead(of: Programme) -> Client:
    return factories.sign_in(Client(), factories.coordinator(of)[0])


def url(name: str, of: Programme, *args: Any) -> str:
    return reverse(f"pool:{name}", args=[of.slug, *args])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def steps(of: Programme, at: Any = None) -> set[str]:
    return {row.step for row in today(of, at or clock.now()).rows}


def link_to(of: Programme, purpose: str, route: str) -> str:
    outbox.deliver_due(clock.now())
    link = Link.objects.filter(purpose=purpose).latest("created_at")
    return reverse(route, args=[of.slug, links.token(link)])


def test_a_wish_is_answered_from_the_pool_and_agreed(of: Programme, lead: Client) -> None:
    now = clock.now()
    who, there = make.supporter(of, at=now), make.workplace(of)
    assert there.contact is not None
    contact = factories.person_sign_in(Client(), there.contact)
    ask = reverse("place_ask:ask", args=[of.slug, there.pk])
    day = clock.local_day(now + timedelta(days=60)).isoformat()
    contact.post(
        ask, {"peers": "2", "extent": "50", "starts_on": day, "words": "Vi är en dagvård."}
    )
    wish = PlaceWish.objects.get()
    assert wish.asked_by == there.contact_id
    assert "place_wish" in steps(of)
    page = text(lead.get(url("wish", of, wish.pk)))
    assert make.NAME in page
    assert "Vi är en dagvård." in page
    make_offer = url("make_offer", of, wish.pk, who.number)
    answer_by = clock.local_day(now + timedelta(days=10)).isoformat()
    refused = lead.post(make_offer, {"answer_by": answer_by})
    assert refused.status_code == 422  # not ready, and nobody has written why
    lead.post(make_offer, {"answer_by": answer_by, "without": make.WHY})
    offer = PlaceOffer.objects.get()
    assert "place_wish" not in steps(of)
    # She is asked behind a link; those at the workplace see nobody yet.
    assert make.NAME not in text(contact.get(reverse("place_wish:wish", args=[of.slug, wish.pk])))
    hers = link_to(of, "place_offer", "own_place_link:offer")
    assert str(there.unit) in text(Client().get(hers))
    Client().post(hers, {"answer": "yes"})
    offer.refresh_from_db()
    assert offer.state == "put_forward"
    theirs = link_to(of, "place_wish", "place_wish_link:wish")
    page = text(Client().get(theirs))
    assert f"{make.NAME} vill komma till er" in page
    Client().post(theirs, {"do": "agree", "offer": str(offer.pk)})
    offer.refresh_from_db()
    assert offer.state == "agreed"
    assert PeerSupporter.objects.get().state == "placed"
    assert "Platsen är din" in text(Client().get(hers))


def test_a_no_by_phone_needs_no_reason(of: Programme, lead: Client) -> None:
    offer = make.offered(of, at=clock.now(), who=make.supporter(
        of, make.person(of, email=""), clock.now()
    ))  # fmt: skip
    assert "offer_phone" in steps(of)
    page = text(lead.get(url("offer", of, offer.pk)))
    assert "når fram: ring" in page
    lead.post(url("answer", of, offer.pk), {"do": "no"})
    offer.refresh_from_db()
    assert (offer.fell, offer.supporter.state) == ("person", "available")
    assert PeerSupporter.objects.get().state == "available"
    assert "offer_phone" not in steps(of)


def test_nobody_is_forgotten_in_the_pool(of: Programme, lead: Client) -> None:
    long_ago = clock.now() - timedelta(days=70)
    who = make.supporter(of, at=long_ago)
    assert "pool_forgotten" in steps(of)
    assert make.NAME in text(lead.get(url("home", of)))
    lead.post(url("press", of, who.pk), {"do": "talked"})
    assert "pool_forgotten" not in steps(of)


def test_a_late_answer_comes_to_the_lead_who_gives_time(of: Programme, lead: Client) -> None:
    offer = make.offered(of, at=clock.now() - timedelta(days=20))
    certifying.keep_pool(clock.now())
    assert "offer" in steps(of)
    day = clock.local_day(clock.now() + timedelta(days=5)).isoformat()
    lead.post(url("give_time", of, offer.pk), {"day": day})
    offer.refresh_from_db()
    assert offer.state == "asked"
    assert "offer" not in steps(of)


def test_nobody_yet_is_told_and_looked_at_again(of: Programme, lead: Client) -> None:
    wish = make.wish(of, at=clock.now())
    day = clock.local_day(clock.now() + timedelta(days=30))
    lead.post(url("nobody_yet", of, wish.pk), {"day": day.isoformat()})
    assert "place_wish" not in steps(of)
    assert "place_wish" in steps(of, clock.now() + timedelta(days=31))
    theirs = link_to(of, "place_wish", "place_wish_link:wish")
    assert "Ingen finns" in text(Client().get(theirs))


def test_she_says_how_much_and_where_rests_and_leaves(of: Programme) -> None:
    who = make.supporter(of, at=clock.now())
    her = factories.person_sign_in(Client(), who.person)
    place = reverse("own_pool:place", args=[of.slug])
    her.post(place, {"extent": "50", "municipalities": "Fjällnäs, Granboda"})
    who.refresh_from_db()
    assert (who.extent, who.municipalities) == (50, ["Fjällnäs", "Granboda"])
    her.post(reverse("own_pool:rest", args=[of.slug]), {"until": ""})
    who.refresh_from_db()
    assert who.state == "resting"
    her.post(reverse("own_pool:press", args=[of.slug]), {"do": "wake"})
    her.post(reverse("own_pool:press", args=[of.slug]), {"do": "leave"})
    who.refresh_from_db()
    assert who.state == "left"
    assert her.get(place).status_code == 404


def test_a_workplace_sees_its_own_wishes_only(of: Programme) -> None:
    mine, others = make.wish(of, at=clock.now()), make.offered(of, at=clock.now())
    offers.say_yes(offer=others, by=make.her(others), at=clock.now())
    assert mine.workplace.contact is not None
    contact = factories.person_sign_in(Client(), mine.workplace.contact)
    page = reverse("place_wish:wish", args=[of.slug, others.wish_id])
    assert contact.get(page).status_code == 404
    here = reverse("place_wish:wish", args=[of.slug, mine.pk])
    assert contact.post(here, {"do": "agree", "offer": str(others.pk)}).status_code == 404
    others.refresh_from_db()
    assert others.state == "put_forward"


def test_lists_take_as_many_queries_with_three_as_with_one(of: Programme, lead: Client) -> None:
    now = clock.now()
    wish = make.wish(of, at=now)
    make.supporter(of, at=now)
    make.offered(of, at=now)
    pages = [url("home", of), url("wishes", of), url("wish", of, wish.pk),
             reverse("coordinator:home", args=[of.slug])]  # fmt: skip
    few = [queries_of(lead, page) for page in pages]
    for _ in range(2):
        make.wish(of, at=now)
        make.supporter(of, at=now)
        make.offered(of, at=now)
    assert [queries_of(lead, page) for page in pages] == few


def test_somebody_at_work_already_is_written_down_and_has_pages(
    of: Programme, lead: Client
) -> None:
    there = make.workplace(of)
    values = {
        "name": "Redan Här", "email": "redan@exempel.invalid", "workplace": str(there.pk),
        "since": "2023-03-01", "extent": "75", "lasting": "on",
    }  # fmt: skip
    silent = lead.post(url("already", of), values)
    assert silent.status_code == 422
    assert "måste veta det" in text(silent)
    both = lead.post(url("already", of), {**values, "knows": "on", "funded_until": "2029-12-31"})
    assert "inte båda" in text(both)
    lead.post(url("already", of), {**values, "knows": "on"})
    row = PlaceOffer.objects.get(already=True)
    assert row.wish.lasting
    assert "Alla platser är betalda" in text(lead.get(url("money", of)))
    assert "Redan Här" in text(lead.get(url("home", of) + "?visa=plats"))
    page = text(lead.get(url("one", of, row.supporter_id)))
    assert "<dt>Intyg</dt><dd>inget</dd>" in page
    assert "Arbetade här innan" in text(lead.get(url("offer", of, row.pk)))
    hers = factories.person_sign_in(Client(), row.supporter.person)
    assert "Här arbetar du" in text(hers.get(reverse("own_place:offer", args=[of.slug, row.pk])))
    # Whoever leaves the pool has the place no more: that is said before.
    assert "Platsen på arbetet tar också slut" in text(lead.get(url("leave", of, row.supporter_id)))
    assert "Din plats på arbetet tar också slut" in text(
        hers.get(reverse("own_pool:place", args=[of.slug]))
    )


def test_a_place_whose_certificate_is_revoked_and_one_that_lacks_something_wait_for_the_lead(
    of: Programme, lead: Client
) -> None:
    now = clock.now()
    row = make.offered(of, at=now)
    offers.say_yes(offer=row, by=make.her(row), at=now)
    PlaceOffer.objects.filter(pk=row.pk).update(without="", lacked="")
    assert "offer_why" in steps(of)
    here = url("without", of, row.pk)
    assert here in text(lead.get(url("offer", of, row.pk)))
    assert lead.get(here).status_code == 200
    lead.post(here, {"without": make.WHY})
    assert "offer_why" not in steps(of)
    lead.post(url("answer", of, row.pk), {"do": "agree"})
    # Nobody is known to pay for it, and the way from the warning leads to where it is written;
    # also when the workplace wishes for nobody more.
    money, page = url("pay_until", of, row.wish_id), url("wish", of, row.wish_id)
    assert money in text(lead.get(url("money", of)))
    lead.post(url("press_wish", of, row.wish_id), {"do": "withdraw"})
    assert money in text(lead.get(page))
    lead.post(money, {"lasting": "on"})
    assert money not in text(lead.get(url("money", of)))
    who = PeerSupporter.objects.select_related("certificate").get(pk=row.supporter_id)
    assert who.certificate is not None
    certifying.revoke(
        certificate=who.certificate, reason="Det blev fel.", by=make.issuer(of), at=now
    )
    assert "place_decide" in steps(of)
    page = url("decide", of, who.pk)
    assert page in text(lead.get(url("one", of, who.pk)))
    assert lead.get(page).status_code == 200
    assert lead.post(page, {"what": "keep"}).status_code == 422
    assert "Inget meddelande når arbetsplatsen" not in text(lead.get(page))
    lead.post(page, {"what": "end"})
    assert "place_decide" not in steps(of)
    assert money not in text(lead.get(url("wish", of, row.wish_id)))
    there = PlaceWish.objects.select_related("workplace__contact").get(pk=row.wish_id).workplace
    assert there.contact is not None
    contact = factories.person_sign_in(Client(), there.contact)
    seen = text(contact.get(link_to(of, "place_wish", "place_wish_link:wish")))
    assert "En plats här tog slut" in seen
    assert make.NAME not in seen


def test_a_workplace_that_no_message_reaches_is_phoned_when_a_place_there_ends(
    of: Programme, lead: Client
) -> None:
    now = clock.now()
    there = make.workplace(of, contact=make.person(of, "Utan Adress", ""))
    row = enter_already(
        workplace=there, identity={"name": "Redan Här", "phone": "070-1740609"},
        since=clock.local_day(now), values={}, by=factories.coordinator(of)[1], at=now,
    )  # fmt: skip
    lost = make.issued(of, row.supporter.person, now)
    certifying.revoke(certificate=lost, reason="Det blev fel.", by=make.issuer(of), at=now)
    page = url("decide", of, row.supporter_id)
    assert "Inget meddelande når arbetsplatsen" in text(lead.get(page))
    for _click in range(2):  # as good as one
        done = text(lead.post(page, {"what": "end", "once": "en gång"}, follow=True))
        assert "Bestämt." in done
        assert "Inget meddelande når arbetsplatsen: ring." in done
    assert "når arbetsplatsen: ring." in text(lead.get(url("offer", of, row.pk)))
    assert not OutboxMessage.objects.filter(kind="place_ended").exists()
    # It stays on the lead's day until somebody has phoned.
    assert "offer_phone" in steps(of)
    for _click in range(2):
        lead.post(url("answer", of, row.pk), {"do": "told"})
    assert "offer_phone" not in steps(of)
    page = text(lead.get(url("offer", of, row.pk)))
    assert page.count("Arbetsplatsen fick veta per telefon") == 1
    assert "når arbetsplatsen: ring." not in page
