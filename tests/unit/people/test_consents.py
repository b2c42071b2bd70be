"""Consents given, asked again, running out and taken back, with all that hangs on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.people.actions import background, presentations
from erfara.people.models import Consent, ConsentText, Contributor, Errand
from erfara.people.queries import live_purposes
from erfara.workflows import consent, consents_in_time, lend
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT
DAY = timedelta(days=1)
ALL = ("register", "email", "research", "social_media")


@pytest.fixture
def library():
    return make.programme()


def hers(row: Contributor) -> set[str]:
    return live_purposes([row.person_id])[row.person_id]


def live(row: Contributor, purpose: str) -> Consent:
    return Consent.objects.select_related("text", "person__contributor__programme").get(
        person=row.person, purpose=purpose, withdrawn_at__isnull=True
    )


def write(library, *, those_before="keep", answer_by=None, purpose="email", at=AT, **values):
    new = {"text_sv": "Ni får skriva till mig om allt.", "text_en": "You may write to me.",
           "basis": "consent", "because_sv": "", "because_en": "", **values}  # fmt: skip
    return consent.new_words(
        programme=library, purpose=purpose, those_before=those_before, answer_by=answer_by,
        by=make.system(library), at=at, **new,
    )  # fmt: skip


def letters(row: Contributor, kind: str = "consent_again") -> int:
    return OutboxMessage.objects.filter(to_id=row.person_id, kind=kind).count()


def test_new_words_leave_old_consents_their_own(library):
    row = make.contributor(library)
    before = live(row, "email").text.text_sv
    new = write(library)
    assert (new.version, new.text_sv) == (2, "Ni får skriva till mig om allt.")
    assert live(row, "email").text.text_sv == before
    assert (live(row, "email").answer_by, letters(row)) == (None, 0)
    assert write(library).version == 2, "The same words again are no new version."
    assert ConsentText.objects.filter(purpose="email").count() == 2


@pytest.mark.parametrize(("those_before", "still"), [("ask", True), ("end", False)])
def test_who_is_asked_again_and_says_nothing(library, those_before, still):
    row = make.contributor(library)
    inquiry = make.asked(make.loan_request(library), [row], answer_by=(AT + 90 * DAY).date())[0]
    write(library, those_before=those_before, answer_by=(AT + 20 * DAY).date())
    assert letters(row) == 1
    assert consents_in_time.end_silent_consents(AT + 20 * DAY) == 0, "The last day is hers too."
    assert consents_in_time.end_silent_consents(AT + 21 * DAY) == 1
    inquiry.refresh_from_db()
    assert ("email" in hers(row), inquiry.state) == (still, "sent" if still else "stopped")
    last = Consent.objects.get(person=row.person, purpose="email")
    assert last.withdrawn_how == ("" if still else "lapsed")
    assert consents_in_time.end_silent_consents(AT + 22 * DAY) == 0


def test_who_is_asked_again_and_answers(library):
    row = make.contributor(library)
    write(library, those_before="end", answer_by=(AT + 20 * DAY).date())
    consent.give(person=row.person, purpose="email", how="link",
                 by=make.system(library), at=AT + DAY)  # fmt: skip
    assert consents_in_time.end_silent_consents(AT + 40 * DAY) == 0
    assert live(row, "email").text.version == 2
    old = Consent.objects.get(person=row.person, purpose="email", withdrawn_at__isnull=False)
    assert (old.withdrawn_how, old.text.version) == ("renewed", 1)


def test_two_weeks_to_answer_and_a_yes_for_what_everybody_sees(library):
    for wrong in (
        {"those_before": "end", "answer_by": (AT + 3 * DAY).date()},
        {"those_before": "ask"},
        {"purpose": "presentation", "basis": "public_interest"},
    ):
        with pytest.raises(Refused):
            write(library, **wrong)


def test_who_is_only_phoned_is_not_let_go_before_a_month_more(library):
    row = make.contributor(library, consents=("register", "research"))
    write(library, purpose="research", those_before="end", answer_by=(AT + 20 * DAY).date())
    assert letters(row) == 0
    assert consents_in_time.end_silent_consents(AT + 30 * DAY) == 0
    assert consents_in_time.end_silent_consents(AT + 52 * DAY) == 1
    assert "research" not in hers(row)


def test_consents_run_out_after_the_years_of_the_programme(library):
    row = make.contributor(library, consents=ALL)
    assert consents_in_time.ask_about_consents(AT + 1000 * DAY) == 0
    soon = datetime(2029, 9, 10, 9, tzinfo=UTC)
    assert consents_in_time.ask_about_consents(soon) == 1
    assert consents_in_time.ask_about_consents(soon + DAY) == 0
    assert letters(row) == 1, "One letter for all of them."
    assert str(live(row, "register").answer_by) == "2029-11-02"
    assert consents_in_time.remind_of_consents(soon + 10 * DAY) == 0
    consents_in_time.remind_of_consents(soon + 30 * DAY)
    consents_in_time.remind_of_consents(soon + 31 * DAY)
    assert letters(row, "consent_reminder") == 1
    by = make.system(library)
    for purpose in ("register", "email"):
        consent.give(person=row.person, purpose=purpose, how="link", by=by, at=soon + 40 * DAY)
    assert consents_in_time.end_silent_consents(datetime(2029, 11, 3, 9, tzinfo=UTC)) == 2
    assert hers(row) == {"register", "email"}
    row.refresh_from_db()
    assert row.state == "active"


def test_a_lapsed_register_is_leaving(library):
    row = make.contributor(library, consents=ALL)
    consents_in_time.ask_about_consents(datetime(2029, 9, 10, 9, tzinfo=UTC))
    end = datetime(2029, 11, 3, 9, tzinfo=UTC)
    consents_in_time.end_silent_consents(end)
    row.refresh_from_db()
    assert (row.state, hers(row)) == ("leaving", set())
    assert letters(row, "leaving") == 1, "48 hours to change her mind, by letter."
    assert row.erase_after == end + timedelta(hours=48)


def test_without_years_nothing_runs_out(library):
    type(library).objects.filter(pk=library.pk).update(consent_years=None)
    make.contributor(library)
    assert consents_in_time.ask_about_consents(AT + 9999 * DAY) == 0


def test_another_ground_than_consent_does_not_run_out(library):
    write(library, purpose="research", basis="public_interest")
    row = make.contributor(library, consents=ALL)
    assert live(row, "research").text.informs
    consents_in_time.ask_about_consents(datetime(2029, 9, 10, 9, tzinfo=UTC))
    assert live(row, "research").answer_by is None
    stopped = consent.withdraw(
        person=row.person, purpose="research", how="own_page", by=make.system(library), at=AT
    )
    assert stopped.purposes == ("research",)
    assert "research" not in hers(row)


@pytest.mark.parametrize("purpose", ["research", "social_media", "handover"])
def test_what_is_elsewhere_is_somebodys_to_do(library, purpose):
    row = make.contributor(library, consents=(*ALL, "handover"))
    by = make.system(library)
    for _again in range(2):
        consent.withdraw(person=row.person, purpose=purpose, how="link", by=by, at=AT)
    errand = Errand.objects.get(contributor=row)
    assert (errand.kind, errand.state) == (purpose, "waiting")


def test_taking_back_the_register_takes_back_everything(library):
    row = make.contributor(library, consents=ALL)
    make.asked(make.loan_request(library), [row])
    stopped = consent.withdraw(
        person=row.person, purpose="register", how="link", by=make.system(library), at=AT
    )
    assert (stopped.questions, stopped.left, hers(row)) == (1, True, set())
    again = consent.withdraw(
        person=row.person, purpose="register", how="link", by=make.system(library), at=AT
    )
    assert again == consent.Stopped()


def test_a_lapse_stops_everything_a_withdrawal_stops(library):
    """By itself, at night: the worker holds the pens it needs for every purpose."""
    every = ("register", "email", "text_message", "presentation", "picture", "social_media",
             "statistics", "handover", "research")  # fmt: skip
    row, other = make.contributor(library, consents=every), make.contributor(library)
    by = make.system(library)
    background.write(contributor=row, values={"municipality": "Flen"}, seen=0, by=by, at=AT)
    her = Actor(Role.PERSON, library.pk, row.person_id)
    for _version in range(2):
        text = presentations.write(contributor=row, title="Ett brev", text="Om brev.", by=by, at=AT)
        presentations.send(presentation=text, found=(), looked_at=(), by=by, at=AT)
        if _version == 0:
            presentations.approve(presentation=text, agrees=True, how="link", by=her, at=AT)
    asked = make.asked(make.loan_request(library), [row, other])
    lend.confirm(inquiry=make.said_yes(asked[0]), amount=Decimal(1066), by=by, at=AT)
    end = datetime(2029, 11, 3, 9, tzinfo=UTC)
    Consent.objects.filter(person=row.person).update(
        answer_by=end.date() - DAY, ends_unanswered=True, asked_again_at=AT
    )
    assert consents_in_time.end_silent_consents(end) >= 1
    row.refresh_from_db()
    assert (row.state, hers(row)) == ("leaving", set())
    assert presentations.public_one(row) is None
    assert presentations.open_one(row) is None
    assert "background" not in vault.blobs_of(library.pk, row.person_id)
    assert set(Errand.objects.filter(contributor=row).values_list("kind", flat=True)) == {
        "social_media", "handover", "research",
    }  # fmt: skip
    assert row.participations.get().state == "withdrew"


@pytest.mark.parametrize(
    "purpose", ["email", "text_message", "presentation", "picture", "social_media", "statistics",
                "handover", "research"],
)  # fmt: skip
def test_each_purpose_lapses_alone_and_leaves_the_others(library, purpose):
    row = make.contributor(library, consents=("register", purpose))
    Consent.objects.filter(person=row.person, purpose=purpose).update(
        answer_by=AT.date() - 40 * DAY, ends_unanswered=True, asked_again_at=AT - 90 * DAY
    )
    assert consents_in_time.end_silent_consents(AT) == 1
    assert hers(row) == {"register"}
