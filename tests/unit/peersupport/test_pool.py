"""The pool: who waits, who fits, what is offered, and that nobody is offered two places."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from erfara.foundation import clock, states
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.pool import policies, queries
from erfara.peersupport.pool.actions import offers, supporters, wishes
from erfara.peersupport.pool.actions.already import enter_already
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.steering.placed import placed
from erfara.peersupport.workplaces.actions import recheck
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.policies import check_ready
from erfara.people import erasing
from erfara.web.peer.pool.forms import WishForm
from erfara.web.peer.workplaces.forms import HandForm
from erfara.workflows import certifying
from erfara.workflows import workplaces as flow
from tests import factories
from tests.factories.peers import certificates as make
from tests.factories.peers import setup as decided
from tests.factories.peers import workplaces

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = clock.local_day(AT)


def sent(about: object) -> list[str]:
    rows = OutboxMessage.objects.filter(about_id=about.pk).order_by("created_at", "kind")  # type: ignore[attr-defined]
    return list(rows.values_list("kind", flat=True))


def test_who_fits_best_and_has_waited_longest_stands_first():
    of = make.programme()
    by = factories.system(of)
    wish = make.wish(of, extent=50)
    elsewhere, half, full, anywhere = (
        make.supporter(of, at=AT + timedelta(days=n)) for n in range(4)
    )
    for who, extent, where in (
        (elsewhere, 50, ["Annanstad"]), (half, 50, ["fjällnäs"]), (full, 100, ["Fjällnäs kommun"]),
        (anywhere, None, []),
    ):  # fmt: skip
        supporters.change_wishes(supporter=who, extent=extent, municipalities=where, by=by, at=AT)
    found = [one.number for one in queries.candidates(wish, DAY + timedelta(days=9))]
    assert found == [who.number for who in (half, anywhere, full, elsewhere)]
    assert queries.numbered(of, found)[half.number] == (half.pk, half.person_id)


def test_candidates_take_two_queries_however_many_they_are(django_assert_num_queries):
    of = make.programme()
    wish = make.wish(of)
    for _ in range(3):
        make.supporter(of)
        with django_assert_num_queries(2):
            queries.candidates(wish, DAY)


def test_an_offer_goes_to_her_first_and_then_to_the_workplace():
    of = make.programme()
    offer = make.offered(of)
    assert sent(offer) == ["offer_made"]
    assert (offer.supporter.state, offer.wish.state) == ("offered", "answered")
    offers.say_yes(offer=offer, by=make.her(offer), at=AT)
    assert "offer_candidate" in sent(offer)
    offers.agree(offer=offer, by=make.contact(offer), at=AT)
    assert (offer.state, offer.supporter.state, offer.wish.state) == (
        "agreed", "placed", "open",
    )  # fmt: skip
    second = make.offered(of, about=offer.wish)
    offers.say_yes(offer=second, by=make.her(second), at=AT)
    offers.agree(offer=second, by=make.contact(second), at=AT)
    offer.wish.refresh_from_db()
    assert offer.wish.state == "filled"


def test_a_no_needs_no_reason_and_puts_her_back_and_the_wish_waits_again():
    of = make.programme()
    offer = make.offered(of)
    offers.say_no(offer=offer, by=make.her(offer), at=AT)
    offer.supporter.refresh_from_db()
    assert (offer.fell, offer.supporter.state, offer.wish.state) == (
        "person", "available", "open",
    )  # fmt: skip
    assert offer.supporter.waits_since == DAY
    (candidate,) = queries.candidates(offer.wish, DAY)
    assert candidate.said_no


def test_nobody_has_two_offers_and_no_place_is_offered_twice():
    of = make.programme()
    offer = make.offered(of)
    with pytest.raises(Refused):
        make.offered(of, who=offer.supporter)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceOffer.objects.create(
            programme=of, supporter=offer.supporter, wish=make.wish(of), answer_by=DAY,
            state="asked", created_at=AT,
        )  # fmt: skip
    make.offered(of, about=offer.wish)
    with pytest.raises(Refused):
        make.offered(of, about=offer.wish)


def test_a_workplace_that_is_not_ready_needs_a_written_reason():
    of = make.programme()
    wish, who = make.wish(of), make.supporter(of)
    assert len(policies.lacks(wish.workplace)) == 2
    what: dict[str, Any] = {"wish": wish, "supporter": who, "answer_by": DAY + timedelta(days=9),
            "by": factories.system(of), "at": AT}  # fmt: skip
    with pytest.raises(Refused):
        offers.offer(**what)
    made = offers.offer(**what, without=make.WHY)
    assert made.without == make.WHY


def put_forward(of) -> PlaceOffer:
    """A place at a workplace that was ready; she has said yes."""
    there = workplaces.ready(of)
    workplaces.duties_agreed(there)
    there.refresh_from_db()
    row = make.offered(of, about=make.wish(of, there))
    offers.say_yes(offer=row, by=make.her(row), at=AT)
    assert row.lacked == ""
    return row


def test_a_workplace_that_was_ready_when_it_was_offered_is_looked_at_again_when_it_says_yes():
    of = make.programme()
    row = put_forward(of)
    there, by = row.wish.workplace, factories.system(of)
    assert not queries.to_write_why(of).exists()
    recheck(workplace=there, by=by, at=AT)
    for who in (make.contact(row), by):
        with pytest.raises(Refused):
            offers.agree(offer=row, by=who, at=AT)
    assert list(queries.to_write_why(of)) == [row]
    offers.write_without(offer=row, without="Ny chef är utsedd.", by=by, at=AT)
    assert (row.lacked, queries.to_write_why(of).exists()) == ("ready", False)
    # A reason is about what it was written about.
    DutyMatrix.objects.update(state="replaced")
    with pytest.raises(Refused):
        offers.agree(offer=row, by=make.contact(row), at=AT)
    DutyMatrix.objects.update(state="agreed")
    offers.agree(offer=row, by=make.contact(row), at=AT)
    assert row.state == "agreed"


@pytest.mark.parametrize("how", ["rest", "want_out", "end"])
def test_a_workplace_that_stands_still_wishes_for_nobody_and_is_offered_to_nobody(how):
    of = make.programme()
    row = put_forward(of)
    there, waits = row.wish.workplace, make.wish(of, row.wish.workplace)
    seen_before = [Workplace.objects.select_related("programme").get() for _turn in range(2)]
    said: dict[str, dict[str, Any]] = {
        "rest": {"look_again_on": None}, "want_out": {}, "end": {"reason": "Stängs."},
    }  # fmt: skip
    by = make.contact(row) if how == "want_out" else factories.system(of)
    getattr(flow, how)(workplace=there, by=by, at=AT, **said[how])
    for one in (row, row.wish, row.supporter, waits):
        one.refresh_from_db()
    assert (row.fell, row.wish.state, row.supporter.state, waits.state) == (
        "stopped", "withdrawn", "available", "withdrawn",
    )  # fmt: skip
    # She is told; the workplace knows.
    told = OutboxMessage.objects.filter(kind="offer_fell").values_list("to_id", flat=True)
    assert list(told) == [row.supporter.person_id]
    # Also by somebody whose page was shown before.
    for shown in (there, seen_before[0]):
        with pytest.raises(Refused):
            make.wish(of, shown)
    if how == "end":
        with pytest.raises(Refused, match="inte med längre"):
            enter_already(
                workplace=seen_before[1], identity={"name": "Redan", "phone": "070-7654321"},
                since=DAY, values={}, by=factories.system(of), at=AT,
            )  # fmt: skip
    with pytest.raises(Refused):
        check_ready(there, "Hon har redan börjat.")


def test_an_expired_certificate_is_offered_nothing():
    of = make.programme()
    wish, who = make.wish(of), make.supporter(of)
    Certificate.objects.filter(supporters=who).update(valid_until=DAY - timedelta(days=1))
    who.refresh_from_db()
    assert not queries.candidates(wish, DAY)
    with pytest.raises(Refused):
        make.offered(of, who=who, about=wish)


def test_time_passes_a_reminder_and_then_the_lead_hears():
    of = make.programme()
    offer = make.offered(of)
    certifying.keep_pool(AT + timedelta(days=11))
    assert sent(offer) == ["offer_made"]
    certifying.keep_pool(AT + timedelta(days=12))
    certifying.keep_pool(AT + timedelta(days=13))
    assert sent(offer).count("offer_reminder") == 1
    certifying.keep_pool(AT + timedelta(days=15))
    offer.refresh_from_db()
    assert offer.state == "late"
    assert list(queries.late_offers(of)) == [offer]
    by = factories.system(of)
    later = AT + timedelta(days=15)
    offers.give_time(offer=offer, answer_by=clock.local_day(later + timedelta(days=5)), by=by,
                     at=later)  # fmt: skip
    offers.say_yes(offer=offer, by=by, at=later)
    certifying.keep_pool(later + timedelta(days=15))
    offer.refresh_from_db()
    assert offer.state == "workplace_late"
    offers.decline(offer=offer, by=by, at=later)
    assert (offer.fell, sent(offer).count("offer_fell")) == ("workplace", 1)


def test_withdrawing_the_wish_and_leaving_the_pool_end_the_offer():
    of = make.programme()
    first = make.offered(of)
    wishes.withdraw(wish=first.wish, by=make.contact(first), at=AT)
    first.refresh_from_db()
    assert (first.fell, first.wish.state) == ("withdrawn", "withdrawn")
    second = make.offered(of)
    supporters.leave(supporter=second.supporter, by=make.her(second), at=AT)
    second.refresh_from_db()
    second.wish.refresh_from_db()
    assert (second.fell, second.supporter.state, second.wish.state) == ("gone", "left", "open")


def test_who_leaves_the_pool_with_a_place_has_it_no_more_and_those_there_hear_so():
    of = make.programme()
    row = put_forward(of)
    contact = make.contact(row)
    offers.agree(offer=row, by=contact, at=AT)
    row.supporter.refresh_from_db()
    for _click in range(2):
        supporters.leave(supporter=row.supporter, by=make.her(row), at=AT)
    row.refresh_from_db()
    assert (row.supporter.state, row.ended_on, row.workplace_by_phone) == ("left", DAY, False)
    assert OutboxMessage.objects.filter(to_id=contact.own_id, kind="place_ended").count() == 1


@pytest.mark.parametrize("how", ["kept", "ended", "renewed"])
def test_a_place_goes_on_until_a_lead_has_decided_when_the_certificate_is_revoked(how):
    of = make.programme()
    row = put_forward(of)
    offers.agree(offer=row, by=make.contact(row), at=AT)
    who, by = row.supporter, factories.system(of)
    who.refresh_from_db()
    lost = who.certificate
    assert lost is not None
    certifying.revoke(certificate=lost, reason="Det blev fel.", by=make.issuer(of), at=AT)
    who.refresh_from_db()
    assert (who.state, list(queries.to_decide(of))) == ("placed", [who])
    assert sum(one.number for one in placed(of, DAY)) == 1
    contact = make.contact(row).own_id
    told = OutboxMessage.objects.filter(to_id=contact).exclude(kind="place_ended").count()
    with pytest.raises(Refused):
        supporters.come_back(supporter=who, by=by, at=AT)
    if how == "kept":
        with pytest.raises(Refused):
            supporters.keep_place(supporter=who, reason=" ", by=by, at=AT)
        supporters.keep_place(supporter=who, reason="Hon gör ett gott arbete.", by=by, at=AT)
    elif how == "ended":
        supporters.end_place(supporter=who, by=by, at=AT)
    else:
        make.issued(of, who.person)
    who.refresh_from_db()
    row.refresh_from_db()
    ends = how == "ended"
    assert not queries.to_decide(of).exists()
    assert (who.state, row.ended_on) == (("left", DAY) if ends else ("placed", None))
    # Those there hear that a place has ended, and nothing else; whose it was is seen no more.
    assert OutboxMessage.objects.filter(to_id=contact, kind="place_ended").count() == ends
    assert OutboxMessage.objects.filter(to_id=contact).count() == told + ends
    assert PlaceOffer.objects.filter(queries.known_to(contact)).exists() is not ends
    with pytest.raises(Refused):
        supporters.end_place(supporter=who, by=by, at=AT)


def test_a_place_agreed_while_the_certificate_is_revoked_waits_for_the_lead_too(monkeypatch):
    of = make.programme()
    row = put_forward(of)
    who = row.supporter

    def agreed_meanwhile(obj):
        PeerSupporter.objects.filter(pk=who.pk).update(state="placed")
        states.lock(obj)

    monkeypatch.setattr(supporters, "lock", agreed_meanwhile)
    assert who.certificate is not None
    certifying.revoke(
        certificate=who.certificate, reason="Det blev fel.", by=make.issuer(of), at=AT
    )
    who.refresh_from_db()
    assert (who.state, who.decide_since) == ("placed", DAY)


def test_whoever_waits_long_is_seen_until_somebody_is_in_touch():
    of = make.programme()
    who = make.supporter(of)
    assert not queries.without_offer(of, DAY + timedelta(days=59)).exists()
    later = DAY + timedelta(days=60)
    assert list(queries.without_offer(of, later)) == [who]
    supporters.note_contact(supporter=who, by=factories.system(of), at=AT + timedelta(days=60))
    assert not queries.without_offer(of, later).exists()
    assert list(queries.without_offer(of, later + timedelta(days=60))) == [who]
    supporters.rest(supporter=who, until=None, by=Actor.system(of.pk), at=AT)
    assert not queries.without_offer(of, later + timedelta(days=60)).exists()


def test_a_rest_ends_by_itself():
    of = make.programme()
    who = make.supporter(of)
    supporters.rest(supporter=who, until=DAY + timedelta(days=3), by=factories.system(of), at=AT)
    certifying.keep_pool(AT + timedelta(days=3))
    who.refresh_from_db()
    assert who.state == "resting"
    certifying.keep_pool(AT + timedelta(days=4))
    who.refresh_from_db()
    assert who.state == "available"


def test_one_alone_needs_a_reason_and_nobody_yet_is_looked_at_again():
    of = make.programme()
    with pytest.raises(Refused):
        make.wish(of, peers=1)
    wish = make.wish(of, peers=1, one_reason="Det finns redan en här.")
    wishes.nobody_yet(
        wish=wish, look_again_on=DAY + timedelta(days=30), by=factories.system(of), at=AT
    )
    assert sent(wish) == ["wish_nobody_yet"]
    assert not queries.to_look_at_again(of, DAY + timedelta(days=29)).exists()
    assert list(queries.to_look_at_again(of, DAY + timedelta(days=30))) == [wish]


def test_what_is_written_beside_a_place_holds_no_personal_identity_number():
    """It stands in clear: for those who employ, for the workplace, and in what has happened."""
    of, number = make.programme(), "Gäller 19121212-1212."
    there, by = make.workplace(of), factories.system(of)
    for values in ({"words": number}, {"peers": 1, "one_reason": number}):
        with pytest.raises(Refused, match="personnummer"):
            make.wish(of, there, **values)
    with pytest.raises(Refused, match="personnummer"):
        enter_already(
            workplace=there, identity={"name": "Redan Här", "phone": "070-7654321"}, since=DAY,
            values={}, elsewhere=number, by=factories.coordinator(of)[1], at=AT,
        )  # fmt: skip
    # Where nothing is missing there is nothing to write about.
    row = put_forward(of)
    offers.write_without(offer=row, without=number, by=by, at=AT)
    row.refresh_from_db()
    assert row.without == make.WHY


def test_who_has_no_address_is_phoned():
    of = make.programme()
    offer = make.offered(of, who=make.supporter(of, make.person(of, email="")))
    assert offer.by_phone
    assert sent(offer) == []
    assert list(queries.to_phone(of)) == [offer]


def test_who_is_erased_waits_for_nothing_and_keeps_no_certificate():
    of = make.programme()
    offer = make.offered(of)
    person = offer.supporter.person
    assert "pool" in erasing.kept_by(person)
    erasing.clear_person(person, AT)
    offer.refresh_from_db()
    offer.supporter.refresh_from_db()
    assert (offer.fell, offer.supporter.state) == ("gone", "left")
    assert Certificate.objects.get(supporters=offer.supporter).state == "ended"
    assert "pool" not in erasing.kept_by(person)


def test_a_programme_that_has_decided_on_one_asks_nobody_why_there_is_one():
    of = make.programme()
    there = make.workplace(of)
    with pytest.raises(Refused):
        make.wish(of, there, peers=1)
    decided.decided(of, model="merit")
    assert make.wish(of, there, peers=1).one_reason == ""
    form = WishForm(usual=1)
    assert form["peers"].initial == "1"
    assert "one_reason" not in form.fields
    assert "why_one" not in HandForm(setup=setup_of(of)).fields


@pytest.mark.parametrize(
    ("employs", "chosen"),
    [("principal", "employer"), ("user_organisation", "user_organisation"),
     ("social_enterprise", "other"), ("changes", "")],
)  # fmt: skip
def test_who_employs_is_proposed_as_it_is_decided(employs, chosen):
    of = make.programme()
    decided.decided(of, employer_model=employs)
    for kind in ("employer", "user_organisation", "other"):
        decided.party(of, kind, f"Påhittade {kind}")
    found = queries.employers(of, DAY)
    usual = queries.usual_employer(of, found)
    assert (found[usual].kind if usual else "") == chosen
