"""Pages about what comes after a loan, walked by each side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import concerns, effects
from erfara.lending.models import Aftercare, Concern, Story
from erfara.workflows import afterwards, lend
from erfara.workflows import today as day
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

DAY = timedelta(days=1)


@pytest.fixture
def now() -> Any:
    return clock.now()


@pytest.fixture
def loan(library: Any, now: Any) -> Any:
    return make.carried_out(make.team(make.loan_request(library), at=now - 9 * DAY), at=now - DAY)


def link(of: Any, purpose: str, row: Any, person_id: Any, now: Any) -> str:
    return links.token(
        links.issue(
            tenant_id=of.pk, purpose=purpose, about_id=row.pk, person_id=person_id,
            expires_at=now + 30 * DAY, at=now,
        )
    )  # fmt: skip


def asked(loan: Any, now: Any) -> Any:
    afterwards.ask_how_they_are(now + DAY)
    return Aftercare.objects.filter(participation__loan=loan).order_by("created_at", "id").first()


def test_shaken_by_a_link_is_with_the_coordinator_at_once(loan, library, staff, now):
    row = asked(loan, now)
    token = link(library, "aftercare", row, row.contributor.person_id, now)
    address = reverse("person:aftercare_word", args=[library.slug, token])
    client = Client()
    page = client.get(address).content.decode()
    wrong = reverse("person:aftercare_wrong", args=[library.slug, token])
    assert wrong in page
    assert client.post(wrong, {"kind": "wrong", "words": "Det gick fort."}).status_code == 302
    assert Concern.objects.get().loan_id == loan.pk
    for value in ("fine", "shaken", "call"):
        assert f'value="{value}"' in page
    assert client.post(address, {"answer": "shaken", "words": "Jag sov inte."}).status_code == 302
    row.refresh_from_db()
    assert row.state == "needs_care"
    found = [r for r in day.today(library, now).rows if r.step == "aftercare"]
    assert [r.pk for r in found] == [row.pk]
    here = reverse("coordinator:aftercare", args=[library.slug, row.pk])
    assert "Jag sov inte." in staff.get(here).content.decode()
    assert staff.post(here, {"done": ""}).status_code == 422
    assert staff.post(here, {"done": "Vi talades vid.", "again_in": "4"}).status_code == 302
    assert Aftercare.objects.filter(again=True, state="waiting").count() == 1
    assert client.get(address).status_code == 200


def test_the_silent_are_seen_once(loan, library, staff, now):
    asked(loan, now)
    afterwards.let_silence_be(now + 10 * DAY)
    (row,) = [r for r in day.today(library, now + 10 * DAY).rows if r.step == "aftercare_silent"]
    assert row.values == {"count": 2}
    here = reverse("coordinator:aftercare_silent", args=[library.slug, row.pk])
    assert staff.get(here).status_code == 200
    staff.post(here)
    assert set(Aftercare.objects.values_list("state", flat=True)) == {"unanswered"}


def test_what_felt_wrong_is_answered_and_found_too_little(loan, library, staff, client, now):
    part = loan.participations.order_by("id").first()
    person = part.contributor.person
    me = make.person_sign_in(Client(), person)
    raise_it = reverse("question:something_wrong", args=[library.slug, part.inquiry_id])
    assert me.get(raise_it).status_code == 200
    me.post(raise_it, {"kind": "improper", "words": "Frågan var för mycket."})
    concern = Concern.objects.get()
    assert (concern.kind, concern.loan_id) == ("improper", loan.pk)
    mine = reverse("person:concern", args=[library.slug, concern.pk])
    assert "Frågan var för mycket." in me.get(mine).content.decode()
    here = reverse("coordinator:concern", args=[library.slug, concern.pk])
    assert "Frågan var för mycket." in staff.get(here).content.decode()
    staff.post(here, {"words": "Vi tar upp det med dem."})
    token = link(library, "concern", concern, person.pk, now)
    by_link = reverse("person:concern_word", args=[library.slug, token])
    page = Client().get(by_link).content.decode()
    assert "Vi tar upp det med dem." in page
    Client().post(by_link, {"words": "När?"})
    concern.refresh_from_db()
    assert concern.state == "reopened"
    assert "När?" in staff.get(here).content.decode()
    staff.post(reverse("coordinator:end_concern", args=[library.slug, concern.pk]),
               {"reason": "Ni har talats vid."})  # fmt: skip
    assert "Ni har talats vid." in me.get(mine).content.decode()
    # The borrower sees nothing of it.
    borrower = make.person_sign_in(Client(), loan.request.contact)
    assert borrower.get(mine).status_code == 404


def test_what_is_for_the_administrator_no_coordinator_sees(loan, library, staff, now):
    part = loan.participations.order_by("id").first()
    person = part.contributor.person
    user, _actor = make.member(library, Role.ADMINISTRATOR)
    me = make.person_sign_in(Client(), person)
    raise_it = reverse("person:raise_concern", args=[library.slug])
    assert 'value="administrator"' in me.get(raise_it).content.decode()
    me.post(raise_it, {"kind": "wrong", "words": "Om er.", "route": "administrator"})
    concern = Concern.objects.get()
    assert not [r for r in day.today(library, now).rows if r.step == "concern"]
    here = reverse("coordinator:concern", args=[library.slug, concern.pk])
    assert staff.get(here).status_code == 404
    administrator = make.sign_in(Client(), user)
    listed = administrator.get(reverse("administrator:concerns", args=[library.slug]))
    there = reverse("administrator:concern", args=[library.slug, concern.pk])
    assert there in listed.content.decode()
    page = administrator.get(there).content.decode()
    assert "Om er." in page
    assert "Påhittad Person" not in page
    administrator.post(there, {"words": "Tack."})
    concern.refresh_from_db()
    assert concern.state == "answered"


def effect_ask(loan: Any, at: Any) -> Any:
    system = Actor.system(loan.programme_id)
    return effects.ask_for_effects(loan=loan, months=6, by=system, at=at)


def test_an_effect_goes_from_a_letter_to_those_who_took_part(loan, library, staff, now):
    make.fed_back(make.followed_up(loan, at=now), at=now)
    ask = effect_ask(loan, now)
    token = link(library, "effect_ask", ask, loan.request.contact_id, now)
    address = reverse("borrower:effect_ask", args=[library.slug, token])
    borrower = Client()
    assert 'name="g0"' in borrower.get(address).content.decode()
    assert borrower.get(address, {"g3": ""}).status_code == 422  # nothing ticked
    second = f"{address}?g3=information&g3=access"
    assert 'name="information"' in borrower.get(second).content.decode()
    borrower.post(second, {"information": "Breven går att läsa.", "access": ""})
    ask.refresh_from_db()
    assert ask.state == "told"
    here = reverse("coordinator:effects", args=[library.slug, ask.pk])
    assert "Breven går att läsa." in staff.get(here).content.decode()
    staff.post(reverse("coordinator:send_effects", args=[library.slug, ask.pk]))
    assert OutboxMessage.objects.filter(kind="effects").count() == 2
    part = loan.participations.order_by("id").first()
    person = part.contributor.person
    token = link(library, "effects", ask, person.pk, now)
    page = Client().get(reverse("person:led_to_word", args=[library.slug, token]))
    assert "Breven går att läsa." in page.content.decode()
    mine = make.person_sign_in(Client(), person).get(reverse("person:home", args=[library.slug]))
    assert "Breven går att läsa." in mine.content.decode()
    for delivery in ask.deliveries.order_by("id"):
        staff.post(reverse("coordinator:effects_reached", args=[library.slug, delivery.pk]))
    ask.refresh_from_db()
    assert ask.state == "sent"
    told = staff.post(reverse("coordinator:tell_publicly", args=[library.slug, ask.pk]))
    assert told["Location"] == reverse("coordinator:story", args=[library.slug, loan.pk])
    assert Story.objects.get().state == "draft"
    assert staff.get(told["Location"]).status_code == 200
    assert staff.get(reverse("coordinator:loan", args=[library.slug, loan.pk])).status_code == 200


def test_nothing_yet_is_an_answer_from_the_request_page(loan, library, now):
    ask = effect_ask(loan, now)
    me = make.person_sign_in(Client(), loan.request.contact)
    page = me.get(reverse("request:request", args=[library.slug, loan.request_id]))
    there = reverse("request:led_to", args=[library.slug, loan.request_id])
    assert there in page.content.decode()
    me.post(there, {"answer": "nothing_yet"})
    ask.refresh_from_db()
    assert (ask.state, ask.answer) == ("nothing", "nothing_yet")
    wrong = reverse("request:something_wrong", args=[library.slug, loan.request_id])
    assert me.get(wrong).status_code == 200
    me.post(wrong, {"words": "Ingen kom."})
    assert Concern.objects.get().kind == "loan"


def test_a_person_tells_for_herself(loan, library, staff, now):
    part = loan.participations.order_by("id").first()
    system = Actor.system(library.pk)
    ask: Any = effects.ask_for_effects(loan=loan, participation=part, months=12, by=system, at=now)
    token = link(library, "own_effect", ask, part.contributor.person_id, now)
    address = reverse("person:own_effect_word", args=[library.slug, token])
    assert Client().get(address).status_code == 200
    Client().post(address, {"answer": "changed", "words": "Jag vågar fråga."})
    here = reverse("coordinator:effects", args=[library.slug, ask.pk])
    assert "Jag vågar fråga." in staff.get(here).content.decode()
    staff.post(reverse("coordinator:note_effects", args=[library.slug, ask.pk]))
    ask.refresh_from_db()
    assert ask.state == "noted"


def test_an_old_debt_stands_on_a_new_request_and_stops_nothing(loan, library, staff):
    feedback = loan.feedback.get(kind="borrower")
    type(feedback).objects.filter(pk=feedback.pk).update(due_on="2020-01-01")
    again = make.loan_request(library, contact=loan.request.contact)
    page = staff.get(reverse("coordinator:request", args=[library.slug, again.pk]))
    there = reverse("coordinator:feedback", args=[library.slug, feedback.pk])
    assert there in page.content.decode()


def test_a_settled_concern_cannot_be_answered_by_going_back(loan, library, staff, now):
    part = loan.participations.order_by("id").first()
    by = Actor(Role.PERSON, library.pk, part.contributor.person_id)
    concern = concerns.raise_concern(
        person=part.contributor.person, kind="wrong", words="Fel.", by=by, at=now
    )
    here = reverse("coordinator:concern", args=[library.slug, concern.pk])
    staff.post(here, {"words": "Svar."})
    assert staff.post(here, {"words": "Ett annat."}).status_code == 422


def test_a_summary_begins_from_what_may_be_told_and_from_nothing_else(loan, library, staff, now):
    by = make.system(library)
    shares = iter(("yes", "no"))
    for row in loan.follow_ups.order_by("id"):
        if row.participation_id is None:
            values = {"content": "very", "developed": "yes", "paid": "yes", "share": "yes",
                      "insight": "Att brev läses högt."}  # fmt: skip
        else:
            share = next(shares)
            values = {"felt": "good", "again": "yes", "share": share,
                      "own_words": f"Mina ord, {share}.", "ladder": "dialogue"}  # fmt: skip
        lend.follow_up(follow_up=row, values=values, channel="phone", by=by, at=now)
    summary = loan.feedback.get(kind="summary")
    here = reverse("coordinator:feedback", args=[library.slug, summary.pk])
    assert "Mina ord" not in staff.get(here).content.decode()
    page = staff.get(here, {"fran": "svar"}).content.decode()
    assert "Att brev läses högt." in page
    assert "Mina ord, yes." in page
    assert "Mina ord, no." not in page
    shown = staff.get(reverse("coordinator:loan", args=[library.slug, loan.pk])).content.decode()
    assert "(2)" in shown  # both say the same of how much of a say they had
