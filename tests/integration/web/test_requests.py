"""A request on a coordinator's screens, from the day it comes in to its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import loans
from erfara.lending.actions import requests as actions
from erfara.lending.models import EndReason, LoanRequest
from erfara.lending.policies import meeting_version
from erfara.organisations import actions as organisations
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import reload, text, url

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

NOW = timezone.now()


class TestStart:
    def test_one_programme_is_gone_straight_on_to(self, staff, library):
        response = staff.get(reverse("staff:start"))
        assert response.status_code == 302
        assert response.url == url("home", library)

    def test_several_are_chosen_among(self, client):
        one, other = make.programme(name="Sörmland"), make.programme(name="Uppsala")
        user, _actor = make.coordinator(one)
        for programme in (one, other):
            organisations.grant_membership(
                programme=programme, user=user, role="steering",
                ends_on=(clock.now() + timedelta(days=9)).date(), by=make.OPERATOR, at=clock.now(),
            )  # fmt: skip
        page = text(make.sign_in(client, user).get(reverse("staff:start")))
        assert "Sörmland" in page
        assert "Uppsala" in page
        assert url("home", one) in page
        assert f'"{url("home", other)}"' not in page

    def test_one_who_works_nowhere_is_told_what_to_do(self, client):
        response = make.sign_in(client, make.user()).get(reverse("staff:start"))
        assert response.status_code == 200


class TestList:
    def test_it_is_empty_with_a_sentence(self, staff, library):
        for shown in ("", "avslutade", "alla", "<script>"):
            assert staff.get(url("requests", library), {"visa": shown}).status_code == 200

    def test_it_shows_those_on_their_way_and_those_ended_apart(self, staff, library):
        make.loan_request(library, unit="Öppna enheten")
        ended = make.loan_request(library, unit="Slutna enheten")
        lend.end_request(
            request=ended, end_reason="declined", words="Tyvärr.", by=make.system(library),
            at=make.AT,
        )  # fmt: skip
        page = text(staff.get(url("requests", library)))
        assert "Öppna enheten" in page
        assert "Slutna enheten" not in page
        page = text(staff.get(url("requests", library), {"visa": "avslutade"}))
        assert "Slutna enheten" in page
        assert "Öppna enheten" not in page

    def test_its_queries_do_not_grow(self, staff, library):
        make.team(make.loan_request(library))
        counts = []
        staff.get(url("requests", library))
        for more in (0, 2):
            for _ in range(more):
                make.team(make.loan_request(library))
            with CaptureQueriesContext(connection) as seen:
                staff.get(url("requests", library), {"visa": "alla"})
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_another_librarys_requests_are_not_there(self, staff, library):
        other = make.loan_request(make.programme(), unit="Någon annans")
        assert "Någon annans" not in text(staff.get(url("requests", library)))
        assert staff.get(url("request", library, other.pk)).status_code == 404


NEW = {
    "organisation": "Region Påhitt", "unit": "Mödravården", "name": "Petra Påhitt",
    "email": "petra@exempel.invalid", "purpose": "Vi vill prata om mat.", "people_wanted": "2",
}  # fmt: skip


class TestNew:
    def test_taking_one_down_finds_or_adds_unit_and_person(self, staff, library):
        assert staff.get(url("new_request", library)).status_code == 200
        for _ in range(2):
            response = staff.post(url("new_request", library), NEW)
            assert response.status_code == 302
        first, second = LoanRequest.objects.order_by("no")
        assert response.url == url("request", library, second.pk)
        assert (first.unit, first.contact_id) == (second.unit, second.contact_id)
        assert first.taken_down

    def test_the_same_form_twice_is_one_request(self, staff, library):
        for _ in range(2):
            response = staff.post(url("new_request", library), {**NEW, "once": "en-nyckel"})
            assert response.status_code == 302
        assert LoanRequest.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""}, {"email": ""}, {"email": "inte en adress"}, {"purpose": ""},
            {"purpose": "a\0b"}, {"purpose": "x" * 100_000}, {"people_wanted": "9" * 50},
            {"form": "påhittad"}, {"organisation": "\u202e"},
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_nothing_lost(self, staff, library, wrong):
        response = staff.post(url("new_request", library), {**NEW, **wrong})
        assert response.status_code == 422
        assert "Mödravården" in text(response)
        assert not LoanRequest.objects.exists()

    def test_emoji_and_tags_are_kept_as_written(self, staff, library):
        response = staff.post(
            url("new_request", library), {**NEW, "purpose": "Mat 🍲 <script>alert(1)</script>"}
        )
        page = text(staff.get(response.url))
        assert "Mat 🍲 &lt;script&gt;" in page

    def test_a_library_that_takes_in_none_says_so(self, staff, library):
        organisations.move_programme(
            programme=library, transition="pause", reason="Semester.", at=make.AT,
            by=Actor(Role.ADMINISTRATOR, library.pk),
        )  # fmt: skip
        response = staff.post(url("new_request", library), NEW)
        assert response.status_code == 422


class TestPage:
    def test_every_state_has_a_page(self, staff, library):
        by = make.system(library)
        rows = [make.loan_request(library) for _ in range(8)]
        actions.book_meeting(request=rows[1], meeting_at=NOW, by=by, at=NOW)
        actions.ask_to_clarify(request=rows[2], what="Vad?", by_day=NOW.date(), by=by, at=NOW)
        actions.park(request=rows[3], waits_for="ansökan", look_again_on=NOW.date(), by=by, at=NOW)
        make.specified(rows[4])
        make.asked(rows[5])
        make.team(rows[6])
        lend.end_request(
            request=rows[7], end_reason="asked_elsewhere", words="Fråga era egna.",
            elsewhere="Ert brukarråd", by=by, at=NOW,
        )  # fmt: skip
        for row in rows:
            response = staff.get(url("request", library, row.pk))
            assert response.status_code == 200, row.state
        assert "Ert brukarråd" in text(response)

    def test_its_queries_do_not_grow_with_those_asked(self, staff, library):
        counts = []
        staff.get(url("requests", library))
        for number in (1, 3):
            row = make.loan_request(library)
            make.asked(row, number)
            with CaptureQueriesContext(connection) as seen:
                assert staff.get(url("request", library, row.pk)).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_an_erased_person_is_shown_as_erased(self, staff, library):
        row = make.loan_request(library)
        (inquiry,) = make.asked(row, 1)
        vault.erase(tenant_id=library.pk, person_id=inquiry.contributor.person_id, at=NOW)
        page = text(staff.get(url("request", library, row.pk)))
        assert "rased" in page or "raderade" in page

    def test_the_history_says_what_happened_in_sentences(self, staff, library):
        row = make.loan_request(library)
        actions.park(
            request=row, waits_for="ansökan till fonden", look_again_on=NOW.date(),
            by=make.system(library), at=NOW,
        )  # fmt: skip
        assert "ansökan till fonden" in text(staff.get(url("request", library, row.pk)))


SPECIFIED = {
    "held_on": "2026-11-01", "level": "service", "ladder": "dialogue", "expertise": "general",
    "speaks_for": "self", "terms_accepted": "on",
}  # fmt: skip
ASSIGNMENT = {
    **{k: str(v) for k, v in make.ASSIGNMENT.items()}, "digital": "", "one_person_reason": "",
}  # fmt: skip


class TestSteps:
    def test_the_whole_way_to_a_complete_assignment(self, staff, library):
        row = make.loan_request(library)
        for name in ("book_meeting", "specify", "assignment", "ask_to_clarify", "park",
                     "end_request", "choose", "preview"):  # fmt: skip
            assert staff.get(url(name, library, row.pk)).status_code == 200, name
        at = f"{(NOW + timedelta(days=2)).date()} 13:00"
        assert staff.post(
            url("book_meeting", library, row.pk), {"meeting_at": at}
        ).status_code == 302  # fmt: skip
        assert reload(row).state == "pre_meeting"
        response = staff.post(url("specify", library, row.pk), SPECIFIED)
        assert response.url == url("assignment", library, row.pk)
        assert reload(row).state == "specified"
        page = staff.get(url("assignment", library, row.pk))
        as_of = page.context["form"]["as_of"].value()
        staff.post(url("assignment", library, row.pk), {**ASSIGNMENT, "as_of": as_of})
        assert reload(row).assignment.title == make.ASSIGNMENT["title"]

    def test_without_the_terms_the_meeting_is_not_noted(self, staff, library):
        row = make.loan_request(library)
        wrong = {**SPECIFIED, "terms_accepted": ""}
        assert staff.post(url("specify", library, row.pk), wrong).status_code == 422
        assert reload(row).state == "received"

    def test_a_meeting_that_has_not_been_cannot_be_noted(self, staff, library):
        row = make.loan_request(library)
        later = {**SPECIFIED, "held_on": str((NOW + timedelta(days=9)).date())}
        assert staff.post(url("specify", library, row.pk), later).status_code == 422

    def test_two_who_write_the_assignment_at_once_are_told(self, staff, library):
        row = make.specified(make.loan_request(library))
        page = staff.get(url("assignment", library, row.pk))
        mine = {**ASSIGNMENT, "title": "Min", "as_of": page.context["form"]["as_of"].value()}
        actions.change_assignment(
            request=row, values={"title": "Hennes"}, by=make.system(library), at=NOW
        )
        response = staff.post(url("assignment", library, row.pk), mine)
        assert response.status_code == 422
        assert reload(row).assignment.title == "Hennes"
        assert 'value="Min"' in text(response)
        again = {**mine, "as_of": response.context["form"]["as_of"].value()}
        assert staff.post(url("assignment", library, row.pk), again).status_code == 302
        assert reload(row).assignment.title == "Min"

    def test_half_an_assignment_may_be_saved(self, staff, library):
        row = make.loan_request(library)
        as_of = staff.get(url("assignment", library, row.pk)).context["form"]["as_of"].value()
        response = staff.post(
            url("assignment", library, row.pk), {"title": "Bara en titel", "as_of": as_of}
        )
        assert response.status_code == 302
        assert reload(row).assignment.title == "Bara en titel"

    def test_clearer_parked_and_taken_up(self, staff, library):
        row = make.loan_request(library)
        later = str((NOW + timedelta(days=9)).date())
        staff.post(url("ask_to_clarify", library, row.pk), {"what": "Vilka?", "by_day": later})
        assert reload(row).state == "unclear"
        assert staff.get(url("clarify", library, row.pk)).status_code == 200
        staff.post(url("clarify", library, row.pk), {"purpose": "Tydligare nu."})
        assert reload(row).purpose == "Tydligare nu."
        staff.post(url("park", library, row.pk), {"waits_for": "pengar", "look_again_on": later})
        assert reload(row).state == "waiting"
        staff.post(url("take_up", library, row.pk))
        assert reload(row).state == "received"

    def test_days_that_have_been_are_refused(self, staff, library):
        row = make.loan_request(library)
        gone = str((NOW - timedelta(days=2)).date())
        for name, values in (
            ("ask_to_clarify", {"what": "Vilka?", "by_day": gone}),
            ("park", {"waits_for": "pengar", "look_again_on": gone}),
            ("book_meeting", {"meeting_at": f"{gone} 13:00"}),
        ):
            assert staff.post(url(name, library, row.pk), values).status_code == 422, name
        assert reload(row).state == "received"


class TestTwoAtOnce:
    def test_the_second_is_told_that_the_step_is_taken(self, staff, library):
        row = make.loan_request(library)
        lend.end_request(
            request=row, end_reason="declined", words="Nej.", by=make.system(library), at=NOW
        )
        at = f"{(NOW + timedelta(days=2)).date()} 13:00"
        response = staff.post(url("book_meeting", library, row.pk), {"meeting_at": at})
        assert response.status_code == 422
        assert at in text(response)
        assert reload(row).state == "ended"
        response = staff.post(url("take_up", library, row.pk), follow=True)
        assert response.status_code == 200
        assert reload(row).state == "ended"

    def test_the_second_of_two_who_book_a_meeting_is_told(self, staff, library):
        row = make.loan_request(library)
        first, second = (f"{(NOW + timedelta(days=n)).date()} 13:00" for n in (2, 3))
        assert staff.post(url("book_meeting", library, row.pk), {"meeting_at": first}).url
        response = staff.post(url("book_meeting", library, row.pk), {"meeting_at": second})
        assert response.status_code == 422
        assert second in text(response)
        assert OutboxMessage.objects.filter(kind="meeting_booked").count() == 1

    def test_a_double_click_moves_once_and_says_so_once(self, staff, library):
        row = make.loan_request(library)
        values = {"end_reason": "declined", "words": "Nej.", "once": "en-nyckel"}
        for _ in range(2):
            assert staff.post(url("end_request", library, row.pk), values).status_code == 302
        assert OutboxMessage.objects.filter(kind="request_ended").count() == 1


class TestEnds:
    @pytest.mark.parametrize(
        "reason", sorted(set(EndReason.values) - {EndReason.LOAN, EndReason.PASSED_ON})
    )
    def test_every_end_can_be_reached(self, staff, library, reason):
        row = make.loan_request(library)
        values = {"end_reason": reason, "words": "Så blev det.", "elsewhere": "Brukarrådet"}
        assert staff.post(url("end_request", library, row.pk), values).status_code == 302
        assert reload(row).end_reason == reason
        assert staff.get(url("request", library, row.pk)).status_code == 200

    def test_elsewhere_says_where(self, staff, library):
        row = make.loan_request(library)
        values = {"end_reason": "asked_elsewhere", "words": "Fråga era egna."}
        assert staff.post(url("end_request", library, row.pk), values).status_code == 422
        assert reload(row).state == "received"

    def test_a_request_with_a_confirmed_person_is_not_ended_here(self, staff, library):
        row = make.loan_request(library)
        (inquiry,) = make.asked(row, 1)
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(library), at=make.AT)
        values = {"end_reason": "too_few", "words": "För få."}
        response = staff.post(url("end_request", library, row.pk), values)
        assert response.status_code == 422
        assert reload(row).state == "asking"


def test_a_record_whose_clock_stands_shows_everything(staff, library):
    row = make.loan_request(library)
    make.asked(row, 2)
    organisations.set_record(
        programme=library, clock_stands_at=make.AT + timedelta(days=40), note="Ett register.",
        by=Actor(Role.ADMINISTRATOR, library.pk), at=make.AT,
    )  # fmt: skip
    for address in (url("home", library), url("requests", library),
                    url("request", library, row.pk), url("choose", library, row.pk),
                    url("preview", library, row.pk)):  # fmt: skip
        assert staff.get(address).status_code == 200, address


class TestFirstMeeting:
    def test_another_day_is_said_to_the_borrower_too(self, staff, library):
        row = make.loan_request(library)
        later = NOW + timedelta(days=2)
        for days in (2, 3):
            at = f"{(NOW + timedelta(days=days)).date()} 13:00"
            values = {"meeting_at": at, "as_of": meeting_version(reload(row))}
            assert staff.post(url("book_meeting", library, row.pk), values).url
            assert reload(row).state == "pre_meeting"
        booked = reload(row).meeting_at
        assert booked is not None
        assert booked > later
        assert OutboxMessage.objects.filter(kind="meeting_booked").count() == 2
        assert url("book_meeting", library, row.pk) in text(
            staff.get(url("request", library, row.pk))
        )

    def test_a_request_is_read_before_a_meeting_is_booked(self, staff, library):
        row = make.loan_request(library)
        day = text(staff.get(url("home", library)))
        assert url("request", library, row.pk) in day
        assert url("book_meeting", library, row.pk) not in day


def test_where_one_is_shows_on_what_belongs_to_a_request_too(staff, library):
    loan = make.team(make.loan_request(library), 2)
    page = text(staff.get(url("loan", library, loan.pk)))
    assert f'<a href="{url("requests", library)}" aria-current="page">' in page


def test_a_request_is_on_its_way_until_its_loan_is_closed(staff, library):
    loan = make.team(make.loan_request(library), 2)
    going, over = url("requests", library), url("requests", library) + "?visa=avslutade"
    there = url("request", library, loan.request_id)
    assert there in text(staff.get(going))
    assert there not in text(staff.get(over))
    make.fed_back(make.followed_up(make.carried_out(loan)))
    assert there in text(staff.get(going))
    loans.close(loan=loan, by=make.system(library), at=NOW)
    assert there not in text(staff.get(going))
    assert there in text(staff.get(over))


def test_nobody_is_said_to_be_thanked_when_nobody_was_asked(staff, library):
    row = make.loan_request(library)
    lend.end_request(
        request=row, end_reason="declined", words="Nej.", by=make.system(library), at=NOW
    )
    page = text(staff.get(url("request", library, row.pk)))
    assert "Avslutades" in page
    assert "fick ett tack" not in page
