"""First meetings on the borrower's and the coordinator's pages, where else to ask, and what goes
between two libraries: none of it shows one library's people to the other."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.compensation.actions.rates import add_rate
from erfara.foundation import clock, links
from erfara.foundation.models import OutboxMessage
from erfara.lending.actions import passing
from erfara.lending.models import Elsewhere, LoanRequest, Meeting, PassedOn
from erfara.workflows import lend
from tests import factories as make
from tests.integration.web.looking import english

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


def url(name: str, of: Any, *parts: Any) -> str:
    return reverse(f"coordinator:{name}", args=[of.slug, *parts])


def text(response: Any) -> str:
    return response.content.decode()


def day(number: int, hour: str = "13:00") -> str:
    return f"{clock.local_day(clock.now()) + timedelta(days=number)} {hour}"


def by_link(row: LoanRequest, page: str, **data: str) -> Any:
    link = links.issue(
        tenant_id=row.programme_id, purpose="request", about_id=row.pk, person_id=row.contact_id,
        expires_at=clock.now() + timedelta(days=9), at=clock.now(),
    )  # fmt: skip
    address = reverse(f"request_link:{page}", args=[row.programme.slug, links.token(link)])
    return Client().post(address, data) if data else Client().get(address)


def booking(staff: Any, row: LoanRequest, *times: str, **more: str) -> Any:
    values = dict(zip(("meeting_at", "second", "third"), times, strict=False))
    return staff.post(
        url("book_meeting", row.programme, row.pk),
        {"minutes": "45", "how": "video", **values, **more},
    )


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_times_are_offered_chosen_by_link_and_told_in_no_message(staff, library):
    row = make.loan_request(library)
    link = "https://mote.invalid/rum"
    assert booking(staff, row, day(4), day(5), video_link=link, agenda="Lokalen").status_code == 302
    meeting = Meeting.objects.get()
    assert "Lokalen" in text(by_link(row, "request"))
    page = text(by_link(row, "meeting"))
    for time in meeting.times.all():
        assert str(time.pk) in page
    chosen = meeting.times.order_by("starts_at").last()
    assert chosen is not None
    for _press in range(2):
        assert by_link(row, "meeting", time=str(chosen.pk)).status_code == 302
    assert fresh(meeting).starts_at == chosen.starts_at
    # A colleague's page that was opened before.
    assert by_link(row, "meeting", time="none").status_code == 422
    assert fresh(meeting).state == "booked"
    assert link in text(by_link(row, "request"))
    ics = by_link(row, "meeting_calendar")
    assert ics["Content-Type"].startswith("text/calendar; method=PUBLISH")
    assert link not in text(ics)
    assert OutboxMessage.objects.filter(kind="meeting_booked").count() == 1


def test_that_none_suits_stands_on_the_day_and_beside_the_next_offer(staff, library):
    row = make.loan_request(library)
    booking(staff, row, day(4), day(5))
    by_link(row, "meeting", time="none", words="Bara tisdagar går för oss.")
    home = text(staff.get(url("home", library)))
    assert url("book_meeting", library, row.pk) in home
    assert "Bara tisdagar" not in home
    assert "Bara tisdagar" in text(staff.get(url("book_meeting", library, row.pk)))


def test_a_coordinator_notes_what_was_said_on_the_telephone(staff, library):
    row = make.loan_request(library)
    booking(staff, row, day(4), day(5))
    meeting = Meeting.objects.get()
    time = meeting.times.order_by("starts_at").first()
    assert time is not None
    page = url("answer_meeting", library, meeting.pk)
    assert str(time.pk) in text(staff.get(page))
    assert staff.post(page, {"time": str(time.pk)}).status_code == 302
    assert fresh(row).state == "pre_meeting"
    assert staff.post(url("call_off_meeting", library, meeting.pk)).status_code == 302
    assert (fresh(row).state, fresh(meeting).state) == ("received", "called_off")


@pytest.mark.parametrize("link", ["http://mote.invalid/1", "javascript:alert(1)"])
def test_a_link_that_is_no_safe_one_is_refused_with_all_that_was_written(staff, library, link):
    row = make.loan_request(library)
    response = booking(staff, row, day(4), video_link=link, place="Rum 7")
    assert response.status_code == 422
    assert "Rum 7" in text(response)
    assert f'href="{link}' not in text(response)


AGREED = {"level": "service", "ladder": "dialogue", "expertise": "general", "speaks_for": "self"}


def test_the_talk_is_kept_as_a_draft_and_ends_with_the_assignment_nearly_written(staff, library):
    row = make.loan_request(library)
    booking(staff, row, day(4))
    page = url("specify", library, row.pk)
    shown = text(staff.get(page))
    assert row.purpose in shown
    assert (
        staff.post(
            page,
            {"do": "keep", "notes": "Lars är ensam om det.", "place": "Aulan", "seen_notes": "0"},
        ).url
        == page
    )
    kept = text(staff.get(page))
    assert "Lars är ensam" in kept
    assert fresh(row).state == "pre_meeting"
    late = staff.post(page, {"do": "keep", "notes": "Annat.", "seen_notes": "0"})
    assert late.status_code == 422
    assert "Annat." in text(late)
    held = {"held_on": str(clock.local_day(clock.now())), "terms_accepted": "on", **AGREED}
    lacking = staff.post(page, {**held, "level": "", "seen_notes": "1"})
    assert lacking.status_code == 422
    assert staff.post(page, {**held, "notes": "Klart.", "seen_notes": "1"}).status_code == 302
    row = LoanRequest.objects.select_related("assignment").get(pk=row.pk)
    assert (row.state, row.level, row.assignment.place) == ("specified", "service", "Aulan")
    assert Meeting.objects.get().state == "held"
    assert "Klart." in text(staff.get(page))


def test_where_else_to_ask_is_put_into_the_text_and_read_kindly(staff, library):
    values = {"kind": "council", "name": "Rådet", "what_for": "Många svar", "how": "Växeln"}
    assert staff.post(url("elsewhere", library), values).status_code == 302
    place = Elsewhere.objects.get()
    row = make.loan_request(library)
    page = url("end_request", library, row.pk)
    taken = text(staff.post(page, {"take": str(place.pk), "words": "Vi tror det."}))
    assert "Rådet: Många svar. Växeln" in taken
    assert "Vi tror det." in taken
    assert fresh(row).state == "received"
    end = {"end_reason": "asked_elsewhere", "elsewhere": "Rådet. Växeln", "words": "Vi tror det."}
    assert staff.post(page, end).status_code == 302
    shown = text(by_link(row, "request"))
    assert "Rådet. Växeln" in shown
    assert reverse("public:ask_your_own", args=[library.slug]) in shown
    changed = url("change_elsewhere", library, place.pk)
    assert staff.post(changed, {**values, "how": "www"}).status_code == 302
    assert staff.post(url("drop_elsewhere", library, place.pk)).status_code == 302
    assert not Elsewhere.objects.exists()


def test_what_ended_in_silence_is_taken_up_again_by_one_press(library):
    row = make.loan_request(library)
    LoanRequest.objects.filter(pk=row.pk).update(
        state="ended", end_reason="no_response", ended_at=clock.now()
    )
    assert reverse("request_link:again", args=[library.slug, "x"]).rpartition("/x/")[2] in text(
        by_link(row, "request")
    )
    for _press in range(2):
        assert by_link(row, "again", once="").status_code == 302
    assert LoanRequest.objects.get(again_of=row).state == "received"


# Between libraries. Whose people these are stands in their names.


@pytest.fixture
def there():
    return make.programme(takes_from_others=True, contact_email="dar@exempel.invalid")


@pytest.fixture
def both_take(library):
    library.takes_from_others, library.contact_email = True, "har@exempel.invalid"
    library.save(update_fields=["takes_from_others", "contact_email"])
    return library


def colleague_of(of: Any) -> Client:
    """A coordinator of the other library."""
    who, _actor = make.coordinator(of)
    return make.sign_in(Client(), who)


def test_a_request_goes_over_with_a_yes_and_nothing_else_does(staff, both_take, there):
    kept = make.contributor(both_take, "Kanarie Hemma")
    row = make.loan_request(both_take, contact=make.borrower_person(both_take, "Kanarie Kontakt"))
    page = url("pass_on", both_take, row.pk)
    last = str(clock.local_day(clock.now()) + timedelta(days=9))
    values = {"to": str(there.pk), "answer_by": last, "words": "De är närmare."}
    assert staff.post(page, values).status_code == 302
    other = colleague_of(there)
    before = text(other.get(url("requests", there))) + text(other.get(url("home", there)))
    assert "Kanarie" not in before
    assert not LoanRequest.objects.filter(programme=there).exists()
    assert there.name in text(by_link(row, "request"))
    for _press in range(2):
        assert by_link(row, "pass_on", answer="yes").status_code == 302
    (received,) = LoanRequest.objects.filter(programme=there)
    shown = text(other.get(url("request", there, received.pk)))
    assert "Kanarie Kontakt" in shown
    assert both_take.name in shown
    assert there.name in text(staff.get(url("request", both_take, row.pk)))
    assert there.name in text(by_link(fresh(row), "request"))
    # Each side's things stay behind its own doors, by whatever address they are asked for.
    for client, of, pk in ((staff, both_take, received.pk), (other, there, row.pk)):
        assert client.get(url("request", of, pk)).status_code == 404
    assert other.get(url("request", both_take, row.pk)).status_code in {302, 403, 404}
    assert other.get(url("person", there, kept.pk)).status_code == 404


def test_a_thread_is_moved_by_the_asking_side_only(staff, both_take, there):
    passed = passing.ask_to_pass_on(
        request=make.loan_request(both_take), to=there, words="", by=make.system(both_take),
        answer_by=clock.local_day(clock.now()), at=clock.now(),
    )  # fmt: skip
    other = colleague_of(there)
    for name in ("answer_passing", "seen_passing", "take_back"):
        address = url(name, there, passed.pk)
        assert other.post(address, {"answer": "yes"}).status_code == 404
    assert fresh(passed).state == "asked"
    assert (
        staff.post(url("answer_passing", both_take, passed.pk), {"answer": "no"}).status_code == 302
    )
    assert fresh(passed).outcome == "refused"
    assert staff.post(url("seen_passing", both_take, passed.pk)).status_code == 302
    assert fresh(passed).state == "done"


def test_people_lent_across_are_a_number_and_their_own_library_looks_after_them(
    staff, both_take, there
):
    row = make.specified(make.loan_request(both_take, unit="Avdelning Kanarieholm"))
    lender = make.contributor(there, "Kanarie Utlånad")
    page = url("ask_for_people", both_take, row.pk)
    last = str(clock.local_day(clock.now()) + timedelta(days=9))
    values = {"to": str(there.pk), "number": "1", "answer_by": last, "words": ""}
    assert staff.post(page, values).status_code == 302
    passed = PassedOn.objects.select_related("received").get()
    received = passed.received
    assert received is not None
    make.asked(received, [lender, make.contributor(there)])
    hers = received.inquiries.get(contributor=lender)
    her_page = make.person_sign_in(Client(), lender.person).get(
        reverse("question:question", args=[there.slug, hers.pk])
    )
    assert both_take.name in text(her_page)
    assert "Avdelning Kanarieholm" in text(her_page)
    for inquiry in received.inquiries.all():
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(there), at=clock.now())
    lend.complete_team(request=received, by=make.system(there), at=clock.now())
    assert passed.participations.filter(state="confirmed").count() == 2
    row = LoanRequest.objects.get(pk=row.pk)  # read before it had become a loan
    for name, about in (("request", row.pk), ("loan", row.loan.pk), ("home", None)):
        shown = text(staff.get(url(name, both_take, *([about] if about else []))))
        assert "Kanarie Utlånad" not in shown
    assert staff.get(url("person", both_take, lender.pk)).status_code == 404
    assert staff.get(url("loan", both_take, received.loan.pk)).status_code == 404


def test_what_is_said_at_the_meeting_is_not_asked_again(staff, library):
    add_rate(programme=library, what="half_day", amount=Decimal(1066), up_to=Decimal(4),
             valid_from=make.AT.date(), by=make.system(library), at=make.AT)  # fmt: skip
    row = make.loan_request(library, form="workshop", people_wanted=4)
    page, assignment = url("specify", library, row.pk), url("assignment", library, row.pk)
    shown = text(english(staff).get(page))
    assert "why is that enough" not in shown
    assert "Your rates: half a day 1,066\xa0kr." in shown
    said_so = "What was said at the first meeting was written down"
    staff.post(page, {"do": "keep", "seen_notes": "0"})
    assert said_so not in text(staff.get(url("request", library, row.pk)))
    held = {"held_on": str(clock.local_day(clock.now())), "terms_accepted": "on", **AGREED,
            "seen_notes": "0"}  # fmt: skip
    said = {key: str(value) for key, value in make.ASSIGNMENT.items()}
    left_out = {**said, "payment": "", "people_wanted": "1"}
    assert staff.post(page, {**held, **left_out}).url == assignment
    shown = text(staff.get(assignment))
    first, rest = shown.split("What is written already")
    history = text(staff.get(url("request", library, row.pk)))
    assert (said_so in history, "The assignment was written" in history) == (False, True)
    # What is missing stands first, with what the rates give; the rest is folded.
    assert 'value="1,066\xa0kr each"' in first
    assert "why is that enough" in first
    assert 'name="title"' not in first
    assert 'name="title"' in rest
    as_of = staff.get(assignment).context["form"]["as_of"].value()
    staff.post(assignment, {**said, "one_person_reason": "En räcker.", "as_of": as_of})
    shown = text(staff.get(assignment))
    assert "This is what people will be asked" in shown
    assert shown.index(url("choose", library, row.pk)) < shown.index("<details")


def test_a_support_assignment_is_for_one_without_a_reason(staff, library):
    row = make.loan_request(library, form="support", people_wanted=1)
    assert "why is that enough" not in text(english(staff).get(url("specify", library, row.pk)))
