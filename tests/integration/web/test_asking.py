"""Choosing, asking and hearing answers on a coordinator's screens."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from erfara.compensation.models import Compensation
from erfara.foundation import outbox
from erfara.foundation.models import AccessRow, OutboxMessage
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry, Loan, LoanRequest
from erfara.organisations import own_words
from erfara.people.actions import Told
from erfara.people.models.consents import How
from erfara.workflows import consent, lend
from tests import factories as make
from tests.integration.web.looking import by_link, english, reload, text, url

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

NOW = timezone.now()
SOON = str((NOW + timedelta(days=5)).date())


@pytest.fixture
def prepared(library) -> LoanRequest:
    return make.specified(make.loan_request(library))


def choose(row: LoanRequest, *people: Any) -> list[Inquiry]:
    by = make.system(row.programme)
    return [inquiries.choose(request=row, contributor=p, by=by, at=NOW) for p in people]


def listed(staff: Client, row: LoanRequest) -> dict[str, str]:
    """What the preview's form sends back."""
    form = staff.get(url("preview", row)).context["form"]
    return {"listed": form["listed"].value(), "answer_by": SOON}


class TestChoosing:
    def test_own_words_are_shown_and_the_opening_is_logged(self, staff, library, prepared):
        anna = make.contributor(
            library, "Anna Påhitt", told=[Told("relative", "Följde min bror till akuten.")]
        )
        page = text(staff.get(url("choose", prepared)))
        assert "Anna Påhitt" in page
        assert "Följde min bror till akuten." in page
        rows = AccessRow.objects.filter(person_id=anna.person_id, purpose="choose")
        assert set(rows.values_list("blob", "case")) == {
            ("identity", str(prepared.pk)), ("experience", str(prepared.pk)),
        }  # fmt: skip

    def test_an_empty_register_says_what_to_do(self, staff, prepared):
        assert staff.get(url("choose", prepared)).status_code == 200

    def test_one_is_put_on_the_list_and_taken_off(self, staff, library, prepared):
        anna = make.contributor(library)
        for _ in range(2):
            response = staff.post(url("choose", prepared), {"contributor": str(anna.pk)})
            assert response.status_code == 302
        inquiry = Inquiry.objects.get()
        assert inquiry.state == "chosen"
        for _ in range(2):
            staff.post(url("drop", inquiry))
        assert reload(inquiry).state == "dropped"
        assert not OutboxMessage.objects.filter(kind="inquiry").exists()

    def test_one_who_pauses_is_shown_with_why_and_refused(self, staff, library, prepared):
        anna = make.contributor(library)
        consent.pause(contributor=anna, until=None, by=make.system(library), at=NOW)
        page = text(staff.get(url("choose", prepared)))
        assert str(anna.pk) not in page.replace(reverse("coordinator:person",
                                                args=[library.slug, anna.pk]), "")  # fmt: skip
        staff.post(url("choose", prepared), {"contributor": str(anna.pk)})
        assert not Inquiry.objects.exists()

    def test_nobody_is_chosen_before_the_meeting(self, staff, library):
        row = make.loan_request(library)
        anna = make.contributor(library)
        staff.post(url("choose", row), {"contributor": str(anna.pk)})
        assert not Inquiry.objects.exists()

    def test_who_was_never_asked_comes_first_and_who_was_asked_lately_last(
        self, staff, library, prepared
    ):
        by = make.system(library)
        lately, long_ago, never, new = (
            make.contributor(library, name) for name in ("Anna P", "Bo P", "Cia P", "Dan P")
        )
        for days, who in ((50, [lately, long_ago]), (3, [lately])):
            make.asked(make.loan_request(library), who, at=NOW - timedelta(days=days))

        def shown() -> list[Any]:
            page = staff.get(url("choose", prepared))
            return [one.contributor.pk for one in page.context["candidates"]]

        first = [never.pk, new.pk, long_ago.pk, lately.pk]
        assert shown() == first
        # Being chosen moves nobody; only a question that has gone out does.
        inquiries.choose(request=prepared, contributor=never, by=by, at=NOW)
        assert shown() == first
        make.asked(make.loan_request(library), [never], at=NOW)
        assert shown() == [new.pk, long_ago.pk, lately.pk, never.pk]

    @pytest.mark.parametrize("wrong", ["", "x", "\0", "1" * 9999])
    def test_a_page_out_of_step_chooses_nobody(self, staff, prepared, wrong):
        response = staff.post(url("choose", prepared), {"contributor": wrong, "page": wrong})
        assert response.status_code == 302

    def test_somebody_elses_person_is_not_here(self, staff, prepared):
        stranger = make.contributor(make.programme())
        response = staff.post(url("choose", prepared), {"contributor": str(stranger.pk)})
        assert response.status_code == 404

    def test_its_queries_do_not_grow(self, staff, library, prepared):
        counts = []
        for more in (1, 2):
            made = [make.contributor(library) for _ in range(more)]
            choose(prepared, *made)
            staff.get(url("choose", prepared))
            with CaptureQueriesContext(connection) as seen:
                staff.get(url("choose", prepared))
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestSending:
    def test_the_preview_says_who_gets_what(self, staff, library, prepared):
        choose(
            prepared,
            make.contributor(library, "Anna Påhitt", email="anna@exempel.invalid"),
            make.contributor(library, "Bo Påhitt", consents=("register",)),
        )
        page = text(staff.get(url("preview", prepared)))
        for said in ("Anna Påhitt", "anna@exempel.invalid", "Bo Påhitt", "https://…",
                     make.ASSIGNMENT["title"], make.ASSIGNMENT["payment"]):  # fmt: skip
            assert said in page
        assert "Som sms" not in page, "Nobody gets it as a text message."
        assert not OutboxMessage.objects.filter(kind="inquiry").exists()

    def test_the_preview_is_the_words_that_are_read(self, staff, library, monkeypatch):
        monkeypatch.setattr(outbox, "sends_texts", lambda: True)
        by = make.system(library)
        own_words.write(
            programme=library, key="page.question", texts={"en": "Our own words.", "sv": "Våra."},
            by=by, at=NOW,
        )  # fmt: skip
        loan = make.team(make.loan_request(library), 2, at=NOW)
        gone = loan.participations.order_by("created_at", "id")[0]
        lend.withdraw_from_loan(participation=gone, by=by, at=NOW)
        row = LoanRequest.objects.get(pk=loan.request_id)
        (chosen,) = choose(row, make.contributor(library, consents=("register", "text_message")))
        english(staff)
        page = text(staff.get(url("preview", row)))
        values = listed(staff, row)
        assert staff.post(url("preview", row), values).status_code == 302
        hers = text(english(Client()).get(by_link(chosen)))
        for said in ("Our own words.", "t come. Can you?", "Answer before", "Who else",
                     "You can say no without explaining why."):  # fmt: skip
            assert said in page, said
            assert said in hers, said
        assert "By text message" in page
        assert "By e-mail" not in page, "She gets the text message and nothing else."

    def test_it_goes_to_those_on_the_list_once(self, staff, library, prepared):
        choose(prepared, *(make.contributor(library) for _ in range(2)))
        values = {**listed(staff, prepared), "once": "en-nyckel"}
        for _ in range(2):
            assert staff.post(url("preview", prepared), values).status_code == 302
        assert OutboxMessage.objects.filter(kind="inquiry").count() == 2
        assert reload(prepared).state == "asking"

    def test_a_withdrawal_between_preview_and_sending_leaves_her_out(
        self, staff, library, prepared
    ):
        anna, bo = (make.contributor(library) for _ in range(2))
        choose(prepared, anna, bo)
        values = listed(staff, prepared)
        consent.withdraw(
            person=anna.person, purpose="email", how=How.PHONE, by=make.system(library), at=NOW
        )
        response = staff.post(url("preview", prepared), values, follow=True)
        assert response.status_code == 200
        (message,) = OutboxMessage.objects.filter(kind="inquiry")
        assert message.to_id == bo.person_id
        assert [str(m) for m in response.context["messages"]][1:]

    def test_one_who_was_added_since_the_preview_is_not_sent_to(self, staff, library, prepared):
        choose(prepared, make.contributor(library))
        values = listed(staff, prepared)
        (later,) = choose(prepared, make.contributor(library))
        staff.post(url("preview", prepared), values)
        assert reload(later).state == "chosen"
        assert OutboxMessage.objects.filter(kind="inquiry").count() == 1

    def test_when_all_are_gone_nothing_goes_out(self, staff, library, prepared):
        anna = make.contributor(library)
        choose(prepared, anna)
        values = listed(staff, prepared)
        consent.leave(contributor=anna, how=How.PHONE, by=make.system(library), at=NOW)
        assert staff.post(url("preview", prepared), values).status_code == 422
        assert reload(prepared).state == "specified"

    def test_an_incomplete_assignment_stops_it(self, staff, library):
        row = make.specified(make.loan_request(library), place="", payment="")
        choose(row, make.contributor(library))
        values = listed(staff, row)
        assert staff.post(url("preview", row), values).status_code == 422
        assert reload(row).state == "specified"
        assert not OutboxMessage.objects.filter(kind="inquiry").exists()

    @pytest.mark.parametrize("wrong", ["", "i går", "2020-01-01", "\0", "9" * 99])
    def test_a_last_day_that_cannot_be_is_said(self, staff, library, prepared, wrong):
        choose(prepared, make.contributor(library))
        values = {**listed(staff, prepared), "answer_by": wrong}
        response = staff.post(url("preview", prepared), values)
        assert response.status_code == 422
        assert response.context["form"]["listed"].value() == values["listed"]

    def test_a_list_that_has_been_tampered_with_is_out_of_step(self, staff, library, prepared):
        choose(prepared, make.contributor(library))
        response = staff.post(url("preview", prepared), {"listed": "hej", "answer_by": SOON})
        assert response.status_code == 422

    def test_two_coordinators_send_at_once_and_it_goes_once(self, staff, library, prepared):
        choose(prepared, make.contributor(library))
        values = listed(staff, prepared)
        staff.post(url("preview", prepared), {**values, "once": "den-ena"})
        response = staff.post(url("preview", prepared), {**values, "once": "den-andra"})
        assert response.status_code == 422
        assert OutboxMessage.objects.filter(kind="inquiry").count() == 1

    def test_its_queries_do_not_grow(self, staff, library, prepared):
        counts = []
        for more in (1, 2):
            choose(prepared, *(make.contributor(library) for _ in range(more)))
            staff.get(url("preview", prepared))
            with CaptureQueriesContext(connection) as seen:
                staff.get(url("preview", prepared))
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestAnswers:
    @pytest.fixture
    def inquiry(self, library, prepared) -> Inquiry:
        return make.asked(prepared, 2, answer_by=(NOW + timedelta(days=9)).date())[0]

    def test_every_state_has_a_page(self, staff, inquiry):
        for answer in ("no", "not_now", "asked_more", "yes"):
            inquiries.answer(
                inquiry=reload(inquiry), answer=answer, words="Hur länge?",
                by=make.person_actor(inquiry), at=NOW,
            )  # fmt: skip
            page = staff.get(url("inquiry", inquiry))
            assert page.status_code == 200
            assert "Hur länge?" in text(page)

    @pytest.mark.parametrize(
        ("values", "state"),
        [
            ({"answer": "yes"}, "yes"),
            ({"answer": "no"}, "no"),
            ({"answer": "not_now", "until": SOON}, "not_now"),
            ({"answer": "asked_more", "words": "Finns hiss?"}, "asked_more"),
        ],
    )
    def test_an_answer_by_phone_is_written_down(self, staff, inquiry, values, state):
        assert staff.get(url("answer_for", inquiry)).status_code == 200
        for _ in range(2):
            staff.post(url("answer_for", inquiry), {**values, "once": "en-nyckel"})
        assert reload(inquiry).state == state
        assert inquiry.messages.count() == (state == "asked_more")

    @pytest.mark.parametrize(
        "values",
        [{}, {"answer": "kanske"}, {"answer": "asked_more"},
         {"answer": "not_now", "until": "2020-01-01"}, {"answer": "yes", "words": "\0"}],
    )  # fmt: skip
    def test_what_is_missing_is_said(self, staff, inquiry, values):
        assert staff.post(url("answer_for", inquiry), values).status_code == 422
        assert reload(inquiry).state == "sent"

    def test_the_talk_goes_both_ways(self, staff, inquiry):
        inquiries.answer(
            inquiry=inquiry, answer="asked_more", words="Finns hiss?",
            by=make.person_actor(inquiry), at=NOW,
        )  # fmt: skip
        assert "Finns hiss?" in text(staff.get(url("tell_more", inquiry)))
        assert staff.post(url("tell_more", inquiry), {"text": ""}).status_code == 422
        for _ in range(2):
            staff.post(url("tell_more", inquiry), {"text": "Ja, hiss finns.", "once": "nyckel"})
        assert reload(inquiry).state == "sent"
        assert "Ja, hiss finns." in text(staff.get(url("inquiry", inquiry)))
        assert OutboxMessage.objects.filter(kind="inquiry_reply").count() == 1

    def test_nobody_is_told_before_the_request_has_ended(self, staff, inquiry):
        staff.post(url("tell", inquiry))
        assert reload(inquiry).state == "sent"

    def test_one_without_mail_is_noted_as_told(self, staff, library):
        row = make.loan_request(library)
        (inquiry,) = make.asked(row, [make.contributor(library, consents=("register",))])
        lend.end_request(
            request=row, end_reason="too_few", words="För få.", by=make.system(library), at=NOW
        )
        assert url("tell", inquiry) in text(staff.get(url("inquiry", inquiry)))
        for _ in range(2):
            staff.post(url("tell", inquiry))
        assert reload(inquiry).state == "told"

    def test_another_librarys_question_is_not_here(self, staff, library):
        (other,) = make.asked(make.loan_request(make.programme()), 1)
        for name in ("inquiry", "answer_for", "tell_more", "confirm"):
            address = reverse(f"coordinator:{name}", args=[library.slug, other.pk])
            assert staff.get(address).status_code == 404


class TestTeam:
    @pytest.fixture
    def yes(self, library, prepared) -> list[Inquiry]:
        asked = make.asked(prepared, 3, answer_by=(NOW + timedelta(days=9)).date())
        return [make.said_yes(one) for one in asked]

    def test_confirming_begins_the_loan_with_payment(self, staff, prepared, yes):
        page = staff.get(url("confirm", yes[0]))
        assert page.context["form"]["payer"].value() == "borrower"
        values = {"amount": "1 066", "basis": "lump", "payer": "library", "once": "nyckel"}
        for _ in range(2):
            staff.post(url("confirm", yes[0]), values)
        payment = Compensation.objects.get()
        assert (payment.amount, payment.payer) == (Decimal(1066), "library")
        assert Loan.objects.get().request == prepared
        assert reload(yes[0]).state == "confirmed"

    def test_nobody_is_opened_by_what_is_sent(self, staff, library, prepared, yes):
        (fourth,) = make.asked(prepared, 1, answer_by=(NOW + timedelta(days=9)).date())
        opened = (
            AccessRow.objects.count()
        )  # her log says who has looked, and a sent form is no look
        sent = [(url("answer_for", fourth), {"answer": "asked_more", "words": "Finns hiss?"}),
                (url("tell_more", fourth), {"text": "Ja."}),
                *((url("confirm", one), {"basis": "lump", "payer": "borrower"}) for one in yes[:2]),
                (url("complete_team", prepared), {})]  # fmt: skip
        for address, values in sent:
            assert staff.post(address, values).status_code == 302, address
        assert AccessRow.objects.count() == opened

    def test_without_a_sum_nothing_is_agreed_yet(self, staff, yes):
        staff.post(url("confirm", yes[0]), {"basis": "lump", "payer": "borrower"})
        assert reload(yes[0]).state == "confirmed"
        assert not Compensation.objects.exists()

    @pytest.mark.parametrize("amount", ["gratis", "-1", "9" * 40, "\0"])
    def test_a_sum_that_cannot_be_is_said(self, staff, yes, amount):
        values = {"amount": amount, "basis": "lump", "payer": "borrower"}
        assert staff.post(url("confirm", yes[0]), values).status_code == 422
        assert reload(yes[0]).state == "yes"

    def test_one_who_changed_her_mind_is_not_confirmed(self, staff, yes):
        inquiries.answer(inquiry=yes[0], answer="no", by=make.person_actor(yes[0]), at=NOW)
        response = staff.post(url("confirm", yes[0]), {"basis": "lump", "payer": "borrower"})
        assert response.status_code == 422
        assert not Loan.objects.exists()

    def test_the_payer_is_the_programmes_when_the_assignment_says_nothing(self, staff):
        library = make.programme(payer="library")
        user, _actor = make.coordinator(library)
        row = make.specified(make.loan_request(library))
        (inquiry,) = make.asked(row, 1)
        make.said_yes(inquiry)
        row.assignment.payer = ""
        row.assignment.save(update_fields=["payer"])
        page = make.sign_in(Client(), user).get(url("confirm", inquiry))
        assert page.context["form"]["payer"].value() == "library"

    def test_the_team_is_complete_and_everybody_else_is_thanked(self, staff, prepared, yes):
        for one in yes[:2]:
            lend.confirm(inquiry=one, by=make.system(one.programme), at=NOW)
        assert staff.get(url("complete_team", prepared)).status_code == 200
        response = staff.post(url("complete_team", prepared), {"reason": ""})
        loan = Loan.objects.get()
        assert response.url == url("loan", loan)
        assert reload(prepared).end_reason == "loan"
        assert reload(yes[2]).state == "told"

    def test_fewer_than_the_smallest_team_needs_a_reason(self, staff, prepared, yes):
        lend.confirm(inquiry=yes[0], by=make.system(prepared.programme), at=NOW)
        assert staff.post(url("complete_team", prepared), {"reason": ""}).status_code == 422
        assert reload(prepared).state == "asking"
        staff.post(url("complete_team", prepared), {"reason": "Den andra blev sjuk."})
        assert reload(prepared).state == "ended"

    def test_without_anybody_it_is_refused(self, staff, prepared, yes):
        assert staff.get(url("complete_team", prepared)).status_code == 200
        assert staff.post(url("complete_team", prepared), {"reason": "x"}).status_code == 422

    def test_people_from_outside_count_in_the_team(self, staff, prepared, yes):
        lend.confirm(inquiry=yes[0], by=make.system(prepared.programme), at=NOW)
        assert staff.get(url("outside", prepared)).status_code == 200
        for _ in range(2):
            sent = {"count": "2", "through": "borrower", "once": "en-nyckel"}
            staff.post(url("outside", prepared), sent)
        assert Loan.objects.get().participations.filter(outside=True).count() == 2
        assert staff.post(url("complete_team", prepared), {"reason": ""}).status_code == 302

    @pytest.mark.parametrize("count", ["", "0", "101", "två", "1.5"])
    def test_a_number_that_cannot_be_is_said(self, staff, prepared, count):
        assert staff.post(url("outside", prepared), {"count": count}).status_code == 422
