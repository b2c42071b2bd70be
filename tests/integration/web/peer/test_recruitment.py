"""Recruitment on its pages: applying, the leads', the two who interview, one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links
from erfara.foundation.actors import Role
from erfara.foundation.models import Link
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment import guide
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
    Round,
)
from erfara.web.public import forms as public_forms
from erfara.web.public import kept
from erfara.workflows.today import today
from tests import factories as make
from tests.factories.peers import recruitment as peers
from tests.integration.web.looking import (
    HARMLESS,
    NASTY,
    english,
    looked_at_often,
    post,
    same_queries,
)

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
NOTHING = timedelta(0)


@pytest.fixture
def of() -> Programme:
    return peers.programme(contact_phone="016-10 00 00")


@pytest.fixture
def row(of: Programme) -> Round:
    """A round that is open these days, whenever this runs."""
    day = clock.local_day(clock.now())
    return peers.announced(
        of, opens_on=day - timedelta(days=3), closes_on=day + timedelta(days=20),
        answer_by=day + timedelta(days=50),
    )  # fmt: skip


@pytest.fixture
def staff(of: Programme) -> Client:
    return english(make.sign_in(Client(), make.coordinator(of)[0]))


def at(of: Programme, route: str, *args: Any) -> str:
    return reverse(route, args=[of.slug, *args])


def text(answer: Any) -> str:
    return answer.content.decode()


def works(of: Programme, role: Role) -> tuple[Client, Any]:
    user, actor = make.member(of, role)
    return english(make.sign_in(Client(), user)), actor


def steps(of: Programme) -> dict[str, Any]:
    return {found.step: found for found in today(of, clock.now()).rows}


PAGES = {
    "reach": {"email": "alva@exempel.invalid"},
    "why": {"why": "Jag vill ge det jag själv saknade."},
    "own": {"own": "Jag har gått en lång väg."},
    "work": {"half_time": "yes", "begins": "i januari", "where": "hela länet"},
    "found": {"channel": "user_organisation"},
}


def applies(of: Programme, row: Round) -> str:
    """All pages but the last; the token."""
    client = english(Client())
    first = post(client, at(of, "apply:begin", row.pk), name="Alva Påhittad")
    token = first.url.split("/")[3]
    for page, values in PAGES.items():
        answer = post(client, at(of, f"application:{page}", token), **values)
        assert answer.status_code == 302, page
    return token


# Applying


def test_the_front_page_announces_what_is_open(of, row):
    page = text(english(Client()).get(at(of, "public:programme")))
    assert row.title in page
    assert at(of, "apply:round", row.pk) in page
    start: Any = Client().get(at(of, "apply:start"))
    assert start.url == at(of, "apply:round", row.pk)
    about = text(english(Client()).get(start.url))
    assert "We don’t ask for diagnoses" in about
    assert "erased after 6 months" in about
    paper = text(english(Client()).get(at(of, "apply:paper", row.pk)))
    assert paper.count("write-line") > 12
    same_queries(Client(), at(of, "public:programme"), lambda: peers.announced(of))


def test_nothing_is_announced_before_it_is(of):
    draft = peers.plan(of)
    page = text(english(Client()).get(at(of, "public:programme")))
    assert draft.title not in page
    assert "Nobody is recruited just now" in page
    assert Client().get(at(of, "apply:round", draft.pk)).status_code == 404
    assert "Nobody is recruited" in text(english(Client()).get(at(of, "apply:start")))


def test_page_by_page_checked_and_sent(of, row, monkeypatch):
    monkeypatch.setattr(kept, "AT_LEAST", NOTHING)
    monkeypatch.setattr(public_forms, "AT_LEAST", NOTHING)
    token = applies(of, row)
    client = english(Client())
    check = at(of, "application:check", token)
    shown = text(client.get(check))
    for words in ("Alva Påhittad", "alva@exempel.invalid", "det jag själv saknade", "hela länet"):
        assert words in shown
    back = text(client.get(at(of, "application:why", token) + "?back=check"))
    assert "det jag själv saknade" in back
    answer = post(client, check)
    assert answer.url == at(of, "apply:done")
    one = PeerCandidate.objects.get()
    assert (one.state, one.channel) == ("applied", "user_organisation")
    # The draft is over, and its key is gone.
    assert client.get(check).status_code == 404
    assert ApplicationDraft.objects.get().emptied_at is not None
    assert "Alva" not in text(client.get(answer.url))


def test_what_is_thrown_away_is_gone(of, row):
    token = applies(of, row)
    answer = post(english(Client()), at(of, "application:throw_away", token))
    assert answer.url == at(of, "public:programme")
    assert ApplicationDraft.objects.get().state == "thrown_away"
    assert not PeerCandidate.objects.exists()


@pytest.mark.parametrize("what", [*NASTY, *HARMLESS])
def test_odd_words_are_kept_or_named_and_nothing_is_lost(of, row, what):
    client = english(Client())
    first = post(client, at(of, "apply:begin", row.pk), name="Alva")
    token = first.url.split("/")[3]
    said = (NASTY | HARMLESS)[what]
    answer = post(client, at(of, "application:why", token), why=said)
    assert answer.status_code == (422 if what in NASTY else 302)
    if what in HARMLESS:
        shown = text(client.get(at(of, "application:why", token)))
        assert "<script>alert" not in shown


# The leads


def test_a_round_is_planned_announced_and_closed(of, staff):
    day = clock.local_day(clock.now())
    answer = post(
        staff, at(of, "recruiting:new_round"), title="Peer supportrar", text_sv="Kom och arbeta.",
        opens_on=day.isoformat(), closes_on=(day + timedelta(days=20)).isoformat(),
        answer_by=(day + timedelta(days=50)).isoformat(), interviewed="25", trained="12",
        employed="8", keep_months="6",
    )  # fmt: skip
    row = Round.objects.get()
    assert answer.url == at(of, "recruiting:round", row.pk)
    assert steps(of)["round_draft"].pk == row.pk
    post(staff, at(of, "recruiting:announce", row.pk))
    assert "25" in text(staff.get(answer.url))
    refused = post(
        staff, at(of, "recruiting:change_round", row.pk), title="Peer supportrar", text_sv="Kom.",
        closes_on=(day + timedelta(days=2)).isoformat(),
        answer_by=(day + timedelta(days=50)).isoformat(), interviewed="25", trained="12",
        employed="8",
    )  # fmt: skip
    assert refused.status_code == 422
    assert "not an earlier one" in text(refused)
    post(staff, at(of, "recruiting:close_round", row.pk))
    row.refresh_from_db()
    assert row.state == "done"  # nobody had applied


def test_an_application_on_paper_is_entered_and_a_late_one_is_marked(of, row, staff):
    url = at(of, "recruiting:take_down", row.pk)
    values = {"way": "paper", "name": "Britt Papper", "phone": "070-1234567",
              "channel": "campaign", "why": "Vill hjälpa."}  # fmt: skip
    answer = post(staff, url, **values)
    one = PeerCandidate.objects.get()
    assert answer.url == at(of, "recruiting:candidate", one.pk)
    assert (one.way, one.late) == ("paper", False)
    assert "Britt Papper" in text(staff.get(answer.url))
    again = post(staff, url, **values)
    assert again.status_code == 422
    assert "has applied in this round already" in text(again)
    post(staff, at(of, "recruiting:close_round", row.pk))
    post(staff, url, **{**values, "phone": "070-7654321", "name": "Sen Sökande"})
    assert PeerCandidate.objects.get(number=2).late


def test_a_no_after_the_application_is_answered_and_today_says_who_is_to_be_told(of, row, staff):
    one = peers.candidate(row, email="", phone="070-1234567")
    assert steps(of)["round_read_one"].pk == one.pk
    screen = at(of, "recruiting:screen", one.pk)
    assert "Thank you for your application" in text(staff.get(screen))
    assert post(staff, screen, decision="say_no", reason="").status_code == 422
    post(staff, screen, decision="say_no", reason="Kan inte halvtid.", words="Tack för brevet.")
    assert steps(of)["round_tell_one"].pk == one.pk
    page = text(staff.get(at(of, "recruiting:candidate", one.pk)))
    assert "This person has no answer yet" in page
    assert "Tack för brevet." in page
    post(staff, at(of, "recruiting:told", one.pk))
    assert "round_tell_one" not in steps(of)
    mine = english(make.person_sign_in(Client(), one.person))
    shown = text(mine.get(at(of, "candidacy:candidacy", one.pk)))
    assert "Tack för brevet." in shown
    assert "Kan inte halvtid" not in shown


def test_the_round_s_page_is_paged_and_costs_the_same_with_one_and_three(of, row, staff):
    url = at(of, "recruiting:round", row.pk)
    same_queries(staff, url, lambda: peers.candidate(row))
    same_queries(staff, at(of, "recruiting:rounds"), lambda: peers.announced(of))
    looked_at_often(staff, url, at(of, "recruiting:rounds"), times=6)


def test_protected_details_stand_by_number_and_open_after_one_more_step(of, row, staff):
    one = peers.candidate(row, protected=True, name="Hemlig Person")
    listed = text(staff.get(at(of, "recruiting:round", row.pk)))
    assert "Hemlig Person" not in listed
    assert "protected details" in listed
    page = at(of, "recruiting:candidate", one.pk)
    step = staff.get(page)
    assert step.url.startswith(at(of, "recruiting:open_protected", one.pk))
    assert "Hemlig" not in text(staff.get(step.url))
    post(staff, at(of, "recruiting:open_protected", one.pk))
    assert "Hemlig Person" in text(staff.get(page))
    # Whoever interviews sees the number alone.
    post(staff, at(of, "recruiting:screen", one.pk), decision="invite", reason="Ja.")
    hr, actor = works(of, Role.RECRUITER)
    both = {**peers.writers(of), peers.FUNCTIONS.HR: actor}
    interview = peers.booked(PeerCandidate.objects.get(), both)
    note = InterviewNote.objects.get(writer=actor.own_id)
    for url in (at(of, "recruiting:mine"), at(of, "recruiting:interview", note.pk)):
        shown = text(hr.get(url))
        assert "Hemlig" not in shown
        assert "Jag vill ge" not in shown
    assert interview.state == "booked"


# The two who interview


def told(words: str) -> dict[str, str]:
    return {**peers.written(words), "do": "send"}


def test_neither_sees_the_other_s_note_on_any_page_before_both_are_sent(of, row, staff):
    """Words that would leak: each has written, one has sent."""
    one = peers.invited(row)
    user_org, first = works(of, Role.USER_ORGANISATION)
    hr, second = works(of, Role.RECRUITER)
    interview = peers.booked(
        one, {peers.FUNCTIONS.USER_ORGANISATION: first, peers.FUNCTIONS.HR: second}
    )
    hers = InterviewNote.objects.get(writer=first.own_id)
    his = InterviewNote.objects.get(writer=second.own_id)
    sent = post(user_org, at(of, "recruiting:note", hers.pk), **told("Läckanhennes"))
    assert sent.status_code == 302, text(sent)
    post(hr, at(of, "recruiting:note", his.pk), **{**peers.written("Läckanhans"), "do": "keep"})

    def pages(client: Client, note: InterviewNote) -> str:
        found = [at(of, "recruiting:mine"), at(of, "recruiting:candidate", one.pk),
                 at(of, "recruiting:round", row.pk)]  # fmt: skip
        for part in (hers, his):
            found += [at(of, "recruiting:interview", part.pk), at(of, "recruiting:note", part.pk)]
        return "".join(text(client.get(url, follow=True)) for url in found)

    assert "Läckanhans" not in pages(user_org, hers)
    shown = pages(hr, his)
    assert "Läckanhans" in shown  # his own
    assert "Läckanhennes" not in shown
    seen = pages(staff, hers)
    assert "Läckanhennes" not in seen
    assert "Läckanhans" not in seen
    # Then both are sent.
    post(hr, at(of, "recruiting:note", his.pk), **told("Läckanhans"))
    for client in (user_org, hr, staff):
        page = pages(client, hers)
        assert "Läckanhans" in page
        assert "Läckanhennes" in page
    interview.refresh_from_db()
    assert interview.state == "done"
    assert "round_propose_one" in steps(of)


def test_a_note_is_kept_half_done_and_says_what_is_missing_when_sent(of, row):
    one = peers.invited(row)
    hr, actor = works(of, Role.RECRUITER)
    peers.booked(one, {**peers.writers(of), peers.FUNCTIONS.HR: actor})
    note = InterviewNote.objects.get(writer=actor.own_id)
    url = at(of, "recruiting:note", note.pk)
    post(hr, url, motivation="Halv mening", do="keep")
    assert "Halv mening" in text(hr.get(url))
    whole = post(hr, url, motivation="Halv mening", do="send")
    assert whole.status_code == 422
    assert "Say how clear this became" in text(whole)
    assert "Halv mening" in text(whole)


def test_who_interviews_sees_nothing_to_reach_anybody_by(of, row):
    one = peers.invited(row, email="britt@exempel.invalid", phone="070-1112233")
    hr, actor = works(of, Role.RECRUITER)
    peers.booked(one, {**peers.writers(of), peers.FUNCTIONS.HR: actor})
    note = InterviewNote.objects.get(writer=actor.own_id)
    page = text(hr.get(at(of, "recruiting:interview", note.pk)))
    assert "Påhittad Sökande" in page
    assert "Jag vill ge" in page
    assert "britt@exempel.invalid" not in page
    assert "1112233" not in page
    assert hr.get(at(of, "recruiting:candidate", one.pk)).status_code == 403
    same_queries(hr, at(of, "recruiting:mine"), lambda: peers.booked(
        peers.invited(row), {**peers.writers(of), peers.FUNCTIONS.HR: actor}
    ))  # fmt: skip


def test_the_guide_asks_everybody_the_same_on_the_page(of, row):
    one = peers.invited(row)
    hr, actor = works(of, Role.RECRUITER)
    peers.booked(one, {**peers.writers(of), peers.FUNCTIONS.HR: actor},
                 starts_at=clock.now() + timedelta(days=2))  # fmt: skip
    note = InterviewNote.objects.get(writer=actor.own_id)
    page = text(hr.get(at(of, "recruiting:interview", note.pk)))
    assert page.count("Listen for:") == len(guide.GUIDE)
    answer = hr.get(at(of, "recruiting:note", note.pk))
    assert answer.status_code == 302  # not before they have met
    ics = hr.get(at(of, "recruiting:own_calendar", note.pk))
    assert ics.headers["Content-Type"].startswith("text/calendar")
    assert "Påhittad" not in ics.content.decode()


# Booking, deciding, one's own page


def test_an_interview_is_booked_moved_and_called_off_by_her(of, row, staff):
    one = peers.invited(row)
    both = peers.writers(of)
    soon = (clock.now() + timedelta(days=4)).strftime("%Y-%m-%d 13:00")
    values = {
        "starts_at": soon, "minutes": "60", "how": "in_person", "where": "Rum 3",
        "user_org": str(both[peers.FUNCTIONS.USER_ORGANISATION].own_id),
        "hr": str(both[peers.FUNCTIONS.HR].own_id),
    }  # fmt: skip
    same = post(staff, at(of, "recruiting:book", one.pk), **{**values, "hr": values["user_org"]})
    assert same.status_code == 422
    answer = post(staff, at(of, "recruiting:book", one.pk), **values)
    assert answer.status_code == 302, text(answer)
    interview = CandidateInterview.objects.get()
    assert "interview_ahead" in steps(of)
    post(staff, at(of, "recruiting:change_interview", interview.pk), **{**values, "where": "Rum 4"})
    link = links.issue(
        tenant_id=of.pk, purpose="candidacy", about_id=one.pk, person_id=one.person_id,
        expires_at=clock.now() + timedelta(days=30), at=clock.now(),
    )  # fmt: skip
    mine, token = english(Client()), links.token(link)
    page = text(mine.get(at(of, "candidacy_link:candidacy", token)))
    assert "Rum 4" in page
    assert "We want to meet you" in page
    ics = mine.get(at(of, "candidacy_link:calendar", token))
    assert b"Rum 4" not in ics.content
    # What is hers is proposed to nobody; a room at work is, once a lead says so.
    following = at(of, "recruiting:book", peers.invited(row).pk)
    assert "Rum 4" not in text(staff.get(following))
    room = {**values, "where": "Rum 5", "where_for_all": "on"}
    post(staff, at(of, "recruiting:change_interview", interview.pk), **room)
    assert "Rum 5" in text(staff.get(following))
    # A number to phone is no room, whatever is ticked: it stays with her alone.
    phoned = {**room, "how": "phone", "where": "070-174 06 05"}
    post(staff, at(of, "recruiting:change_interview", interview.pk), **phoned)
    row.refresh_from_db()
    assert row.interview_place == "Rum 5"
    post(staff, at(of, "recruiting:change_interview", interview.pk), **{**values, "where": "Rum 5"})
    assert "Rum 5" not in text(staff.get(following)), "no more"
    post(mine, at(of, "candidacy_link:call_off", token))
    assert {"round_book_one", "round_book"} & steps(of).keys()
    assert "The time is called off" in text(mine.get(at(of, "candidacy_link:candidacy", token)))


def test_the_pair_decides_together_and_she_reads_her_answer(of, row, staff):
    one = peers.interviewed(row)
    other = english(make.sign_in(Client(), make.coordinator(of)[0]))
    url = at(of, "recruiting:propose", one.pk, "offer")
    assert "We want to offer you a place" in text(staff.get(url))
    post(staff, url, reason="Båda säger ja.", words="Välkommen till utbildningen.")
    mine = english(make.person_sign_in(Client(), one.person))
    hers = at(of, "candidacy:candidacy", one.pk)
    waiting = text(mine.get(hers))
    assert "now we decide" in waiting
    assert "Välkommen" not in waiting
    page = at(of, "recruiting:candidate", one.pk)
    assert "It waits for the other of you" in text(staff.get(page))
    post(staff, at(of, "recruiting:agree", one.pk))
    assert PeerCandidate.objects.get(pk=one.pk).state == "proposed"
    assert "I agree" in text(other.get(page))
    post(other, at(of, "recruiting:agree", one.pk))
    assert "Välkommen till utbildningen." in text(mine.get(hers))
    assert Client().get(at(of, "recruiting:propose", one.pk, "elsewhere")).status_code in {302, 404}


def test_she_withdraws_on_her_own_page(of, row):
    one = peers.invited(row)
    peers.booked(one, starts_at=clock.now() + timedelta(days=2))
    mine = english(make.person_sign_in(Client(), one.person))
    url = at(of, "candidacy:withdraw", one.pk)
    assert "explain why" in text(mine.get(url))
    answer = post(mine, url)
    assert "You have withdrawn" in text(mine.get(answer.url))
    assert PeerCandidate.objects.get().state == "withdrew"
    assert CandidateInterview.objects.get().state == "stopped"
    assert post(mine, url).status_code == 302  # pressed again
    home = text(mine.get(at(of, "own_peer:home")))
    assert row.title in home


def test_going_on_without_a_note_and_handing_it_over(of, row, staff):
    one = peers.invited(row)
    both = peers.writers(of)
    interview = peers.booked(one, both)
    missing = InterviewNote.objects.get(function="hr")
    new = make.member(of, Role.RECRUITER)[1]
    page = at(of, "recruiting:candidate", one.pk)
    assert "interview_passed" in steps(of)
    post(staff, at(of, "recruiting:hold", interview.pk))
    assert "interview_notes" in steps(of)
    assert "Let somebody else write" in text(staff.get(page))
    post(staff, at(of, "recruiting:hand_over", missing.pk), writer=str(new.own_id))
    peers.sends(CandidateInterview.objects.get(), both[peers.FUNCTIONS.USER_ORGANISATION])
    assert "Go on without the missing note" in text(staff.get(page))
    post(staff, at(of, "recruiting:go_without", interview.pk), reason="Hon är borta länge.")
    assert PeerCandidate.objects.get().state == "interviewed"
    shown = text(staff.get(page))
    assert "Hon är borta länge." in shown


def test_a_lead_notes_that_somebody_has_withdrawn(of, row, staff):
    one = peers.candidate(row)
    url = at(of, "recruiting:withdraw", one.pk)
    assert "erased within two days" in text(staff.get(url))
    post(staff, url)
    assert PeerCandidate.objects.get().state == "withdrew"
    assert Link.objects.filter(about_id=one.pk).count() == 0


def test_an_interview_that_never_took_place_is_booked_again(of, row, staff):
    one = peers.invited(row)
    interview = peers.booked(one)
    mine = english(make.person_sign_in(Client(), one.person))
    hers = at(of, "candidacy:candidacy", one.pk)
    assert "<h1>Thank you for taking the time</h1>" in text(mine.get(hers))
    post(staff, at(of, "recruiting:miss", interview.pk))
    assert "We get in touch about a time" in text(mine.get(hers))
    assert steps(of)["round_book_one"].pk == one.pk
    assert set(InterviewNote.objects.values_list("state", flat=True)) == {"dropped"}


def test_her_own_copy_holds_what_she_wrote_and_what_was_written_about_her(of, row):
    one = peers.decided(row, "wait")
    mine = english(make.person_sign_in(Client(), one.person))
    found = mine.get(at(of, "person:copy_data")).json()  # her own_copy
    (application,) = found["applications"]
    assert application["why"].startswith("Jag vill ge")
    assert application["words"] == "Det här är ditt svar."
    assert application["reason"] == "Båda säger samma."
    assert {note["function"] for note in found["interview_notes"]} == {"user_org", "hr"}
    assert found["candidate_interviews"][0]["where"] == "Påhittade huset, rum 3"


def test_what_is_only_proposed_or_not_sent_is_in_no_copy(of, row):
    proposed = peers.proposed(row)
    met = peers.invited(row)
    both = peers.writers(of)
    interview = peers.booked(met, both)
    peers.sends(interview, both[peers.FUNCTIONS.HR], "Läckan")
    first = english(make.person_sign_in(Client(), proposed.person)).get(at(of, "person:copy_data"))
    assert "Välkommen till utbildningen." not in first.content.decode()
    second = english(make.person_sign_in(Client(), met.person)).get(at(of, "person:copy_data"))
    assert "Påhittade huset" in second.content.decode()
    assert "Läckan" not in second.content.decode()
