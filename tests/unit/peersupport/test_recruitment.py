"""Recruitment: applying, two notes that don't see each other, decisions, answers, erasing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.peersupport.recruitment import guide, letters, queries
from erfara.peersupport.recruitment.actions import applying, deciding, interviewing, rounds
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    Round,
)
from erfara.peersupport.recruitment.queries import notes_of
from erfara.peersupport.setup.kinds import HELD_BY, MODELS, Function, usual_interviews
from erfara.peersupport.setup.queries import interviewing as interviewing_here
from erfara.workflows import recruiting
from tests import factories as make
from tests.factories.peers import recruitment as peers
from tests.factories.peers import setup as setups
from tests.factories.peers import workplaces

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT, DAY = peers.AT, timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is read as it stands in the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def programme():
    return peers.programme()


@pytest.fixture
def row(programme):
    return peers.announced(programme)


def again(one):
    return type(one).objects.get(pk=one.pk)


def reads(actor: Actor, one, purpose: str, case, blob: str, *names: str):
    return vault.open(
        tenant_id=one.programme_id, person_ids=[one.person_id], blob=blob, fields=names,
        purpose=purpose, case=str(case), actor=actor, at=AT,
    ).get(one.person_id)  # fmt: skip


# Applying


def begin(row: Round, at=AT) -> ApplicationDraft:
    """Somebody fills in the first page."""
    public = Actor(Role.PUBLIC, row.programme_id)
    link = applying.begin_application(row=row, values={"name": "Alva"}, by=public, at=at)
    return ApplicationDraft.objects.select_related("round", "programme").get(pk=link.about_id)


def send(row: Round, at=AT, begun=AT, **values) -> Any:
    """Somebody fills in all pages and sends."""
    draft = begin(row, begun)
    return applying.send_application(
        draft=draft, answers=peers.answers(**values),
        by=Actor(Role.PERSON, row.programme_id, draft.pk), at=at,
    )  # fmt: skip


def test_what_is_sent_is_an_application_under_her_own_key(row):
    one = send(row, email="alva@exempel.invalid")
    assert (one.state, one.way, one.late) == ("applied", "web", False)
    lead = make.system(row.programme)
    assert reads(lead, one, "candidate", one.pk, one.blob, "why")["why"].startswith("Jag vill ge")
    assert OutboxMessage.objects.get(to_id=one.person_id).kind == "application_received"


def test_a_second_one_by_the_same_address_changes_nothing_and_says_so_to_her_alone(row):
    one = send(row, email="alva@exempel.invalid")
    assert send(row, email="alva@exempel.invalid", why="Något annat") is None
    lead = make.system(row.programme)
    assert reads(lead, one, "candidate", one.pk, one.blob, "why")["why"] != "Något annat"
    assert OutboxMessage.objects.filter(kind="application_known", to_id=one.person_id).exists()


def test_before_the_first_and_after_the_last_day_nobody_begins(programme):
    row = peers.announced(programme, opens_on=peers.day(2))
    with pytest.raises(Refused, match="You can apply from"):
        send(row)
    after = AT + timedelta(days=22)
    with pytest.raises(Refused, match="No more applications"):
        send(row, begun=after, at=after)


def test_who_began_in_time_has_three_days_more_and_no_fourth(row):
    begun, closes = AT + 20 * DAY, AT + 21 * DAY
    draft = begin(row, begun)
    her = Actor(Role.PERSON, row.programme_id, draft.pk)
    assert recruiting.close_rounds(closes + DAY) == 1
    assert again(row).state == "closed"  # somebody is still writing

    def sends(at):
        return applying.send_application(
            draft=ApplicationDraft.objects.select_related("round", "programme").get(pk=draft.pk),
            answers=peers.answers(), by=her, at=at,
        )  # fmt: skip

    with pytest.raises(Refused, match="kept for two weeks"):
        sends(closes + 4 * DAY)
    assert again(draft).state == "draft"  # nothing is lost
    assert sends(closes + 2 * DAY).late


def test_a_round_that_waited_for_somebody_writing_ends_without_her(row):
    begin(row, AT)
    recruiting.close_rounds(AT + 22 * DAY)
    assert again(row).state == "closed"
    recruiting.close_rounds(AT + 25 * DAY)
    assert again(row).state == "done"


def test_one_without_mail_is_taken_down_by_phone_and_told_by_phone(row):
    one = peers.candidate(row, way="phone", email="", phone="070-1234567")
    assert not OutboxMessage.objects.filter(to_id=one.person_id).exists()
    lead = make.system(row.programme)
    deciding.say_no(
        candidate=one, reason="Har inte egen erfarenhet.", words="Tack för ditt brev.", by=lead,
        at=AT,
    )  # fmt: skip
    assert again(one).to_tell
    assert again(one).answered_on is None
    deciding.note_told(candidate=one, by=lead, at=AT + DAY)
    assert again(one).answered_on == peers.day(1)
    assert not again(one).to_tell


def test_protected_details_are_protected_before_anything_is_written_and_get_no_mail(row):
    one = peers.candidate(row, way="phone", protected=True)
    assert one.person_id in vault.shielded(row.programme_id)
    assert not OutboxMessage.objects.filter(to_id=one.person_id).exists()
    lead = make.coordinator(row.programme)[1]
    with pytest.raises(NotAllowed):
        reads(lead, one, "round", row.pk, "identity", "name")
    with pytest.raises(NotAllowed):
        reads(lead, one, "candidate", one.pk, "identity", "name")


def test_withdrawing_ends_everything_that_waits_for_her(row):
    one = peers.invited(row)
    interview = peers.booked(one)
    applying.withdraw(candidate=again(one), by=peers.herself(one), at=AT)
    assert again(one).state == "withdrew"
    assert again(interview).state == "stopped"
    assert set(InterviewNote.objects.values_list("state", flat=True)) == {"dropped"}
    assert not any(
        m.kind == "peer_interview_off" for m in OutboxMessage.objects.filter(to_id=one.person_id)
    )


# Two notes


def test_nobody_reads_the_others_note_before_both_are_sent(row):
    """With words that would be there to leak: each has written, one has sent."""
    one = peers.invited(row)
    both = peers.writers(row.programme)
    interview = peers.booked(one, both)
    user_org, hr = both[peers.FUNCTIONS.USER_ORGANISATION], both[peers.FUNCTIONS.HR]
    lead = make.coordinator(row.programme)[1]
    hers = peers.sends(interview, user_org, "Läckan")
    his = peers.note(interview, hr)
    interviewing.keep_note(
        note=his, values=peers.written("Hans egna ord"), by=hr, at=interview.ends_at
    )
    for actor in (user_org, hr, lead, make.coordinator(row.programme)[1]):
        for note in (hers, his):
            with pytest.raises(NotAllowed):
                reads(actor, one, "both_notes", interview.pk, note.blob, "motivation")
        other = his if actor is user_org else hers
        for purpose in ("own_note", "interview"):
            with pytest.raises(NotAllowed):
                reads(actor, one, purpose, other.pk, other.blob, "motivation")
    # Each still reads her own.
    found = reads(hr, one, "own_note", his.pk, his.blob, "advice_why")
    assert found == {"advice_why": "Hans egna ord"}
    # And when both are sent, the three of them read both; nobody else does.
    peers.sends(interview, hr, "Hans egna ord")
    for actor in (user_org, hr, lead):
        found = reads(actor, one, "both_notes", interview.pk, hers.blob, "advice_why")
        assert found == {"advice_why": "Läckan"}
    for stranger in (
        make.member(row.programme, Role.RECRUITER)[1],
        make.member(row.programme, Role.STEERING)[1],
        make.coordinator(peers.programme())[1],
    ):
        with pytest.raises(NotAllowed):
            reads(stranger, one, "both_notes", interview.pk, hers.blob, "motivation")


def test_both_notes_make_the_interview_done_and_the_candidate_ready_for_a_decision(row):
    one = peers.interviewed(row)
    assert (one.state, one.interviewed_on) == ("interviewed", peers.day(2))
    assert CandidateInterview.objects.get().state == "done"


def test_a_note_says_how_clear_each_part_became_and_is_sent_once(row):
    one = peers.invited(row)
    both = peers.writers(row.programme)
    interview = peers.booked(one, both)
    hr = both[peers.FUNCTIONS.HR]
    note = peers.note(interview, hr)
    with pytest.raises(Refused, match="hasn't begun"):
        interviewing.keep_note(note=note, values={}, by=hr, at=AT)
    half = peers.written() | {"limits_seen": ""}
    with pytest.raises(Refused, match="how clear"):
        interviewing.send_note(note=note, values=half, by=hr, at=interview.ends_at)
    peers.sends(interview, hr)
    with pytest.raises(Refused, match="can't be changed"):
        interviewing.keep_note(
            note=peers.note(interview, hr), values=half, by=hr, at=interview.ends_at
        )
    with pytest.raises(NotAllowed):
        interviewing.keep_note(
            note=note, values={}, by=both[peers.FUNCTIONS.USER_ORGANISATION], at=interview.ends_at
        )


def test_an_interview_is_held_by_two_of_the_right_functions(row):
    one = peers.invited(row)
    hr = make.member(row.programme, Role.RECRUITER)[1]
    with pytest.raises(Refused, match="two different people"):
        peers.booked(one, dict.fromkeys(usual_interviews(), hr))
    with pytest.raises(Refused, match="holds that part"):
        peers.booked(one, {peers.FUNCTIONS.USER_ORGANISATION: hr,
                           peers.FUNCTIONS.HR: make.coordinator(row.programme)[1]})  # fmt: skip


@pytest.mark.parametrize("model", MODELS.values(), ids=str)
def test_a_model_says_which_two_interview(row, model):
    """A model is settings: no function is fixed. Each of the two is held by who may hold it."""
    of, one = row.programme, peers.invited(row)
    setups.decided(of, model=model.key)
    assert interviewing_here(of) == [str(name) for name in model.interviews]
    people: dict[str, Actor] = {
        name: make.member(of, HELD_BY[name])[1] for name in model.interviews
    }
    held = peers.booked(one, people)
    assert {note.function for note in notes_of(held)} == set(model.interviews)
    for name, who in people.items():
        peers.sends(held, who, f"Från {name}")
    assert CandidateInterview.objects.get().state == "done"
    others: dict[str, Actor] = {
        name: make.member(of, HELD_BY[name])[1]
        for name in Function if name not in model.interviews
    }  # fmt: skip
    with pytest.raises(ValueError, match="is held by"):
        peers.booked(peers.invited(row), {**people, **others})


def test_what_a_model_proposes_of_interviews_can_be_changed(row):
    of = row.programme
    setups.decided(of)
    setups.decided(of, interviews=[Function.WORKPLACE, Function.USER_ORGANISATION])
    assert interviewing_here(of) == ["user_org", "workplace"]
    for wrong in ([Function.HR], list(Function), ["hr", "nobody"]):
        with pytest.raises(Refused, match="two who interview"):
            setups.decided(of, interviews=wrong)


def test_a_missing_note_can_be_handed_over_or_done_without_and_takes_no_words_along(row):
    one = peers.invited(row)
    both = peers.writers(row.programme)
    interview = peers.booked(one, both)
    user_org, hr = both[peers.FUNCTIONS.USER_ORGANISATION], both[peers.FUNCTIONS.HR]
    lead = make.system(row.programme)
    interviewing.hold(interview=interview, by=lead, at=interview.ends_at)
    with pytest.raises(Refused, match="Nobody has sent a note"):
        interviewing.go_without(
            interview=again(interview), reason="Sjuk.", by=lead, at=interview.ends_at
        )
    his = peers.note(interview, hr)
    interviewing.keep_note(note=his, values=peers.written("Halv"), by=hr, at=interview.ends_at)
    new = make.member(row.programme, Role.RECRUITER)[1]
    interviewing.hand_over(note=his, writer=new.own_id, by=lead, at=interview.ends_at)
    assert his.blob not in vault.blobs_of(row.programme_id, one.person_id)
    peers.sends(interview, user_org)
    interviewing.go_without(
        interview=again(interview), reason="Hon är långvarigt borta.", by=lead,
        at=interview.ends_at,
    )  # fmt: skip
    assert again(one).state == "interviewed"
    assert peers.note(interview, new).state == "dropped"


def test_who_interviews_opens_whom_she_meets_and_only_while_it_lasts(row):
    one, other = peers.invited(row), peers.invited(row)
    both = peers.writers(row.programme)
    interview = peers.booked(one, both)
    hr = both[peers.FUNCTIONS.HR]
    note = peers.note(interview, hr)
    assert reads(hr, one, "interview", note.pk, "identity", "name")
    with pytest.raises(NotAllowed):
        reads(hr, other, "interview", note.pk, "identity", "name")
    with pytest.raises(NotAllowed):
        reads(hr, one, "candidate", one.pk, one.blob, "why")
    applying.withdraw(candidate=again(one), by=peers.herself(one), at=AT)
    with pytest.raises(NotAllowed):
        reads(hr, one, "interview", note.pk, "identity", "name")


def test_the_guide_asks_nothing_about_an_illness():
    said = " ".join(
        str(text).lower()
        for one in guide.GUIDE
        for text in (one.title, *one.asks, one.listen_for)
    )  # fmt: skip
    for word in ("diagnos", "medic", "symptom", "illness", " ill ", "severe", "treatment"):
        assert word not in said


# Decisions and answers


def test_one_proposes_and_the_other_decides(row):
    first = make.coordinator(row.programme)[1]
    second = make.coordinator(row.programme)[1]
    one = peers.interviewed(row)
    deciding.propose(
        candidate=one, outcome="offer", reason="Båda säger ja.", words="Välkommen.", by=first,
        at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="The other of you"):
        deciding.agree(candidate=again(one), by=first, at=AT)
    deciding.agree(candidate=again(one), by=second, at=AT)
    deciding.agree(candidate=again(one), by=second, at=AT)  # pressed twice
    assert again(one).state == "offered_training"
    assert list(queries.offered_training(row.programme)) == [one]
    assert OutboxMessage.objects.filter(kind=letters.ANSWER, to_id=one.person_id).count() == 1


def test_where_there_is_one_lead_she_decides_alone(row):
    only = make.coordinator(row.programme)[1]
    one = peers.interviewed(row)
    deciding.propose(
        candidate=one, outcome="wait", reason="Kursen är full.", words="Du står på väntelistan.",
        by=only, at=AT,
    )  # fmt: skip
    assert again(one).state == "waiting"
    assert again(one).look_again_on is not None
    assert list(queries.on_waiting_list(row.programme)) == [one]


def test_a_round_closes_by_itself_and_ends_when_everybody_has_an_answer(row):
    yes, no = peers.decided(row, "offer"), peers.candidate(row)
    closed = AT + timedelta(days=22)
    assert recruiting.close_rounds(closed) == 1
    assert again(row).state == "closed"
    deciding.say_no(
        candidate=again(no), reason="Kan inte halvtid.", words="Tack.",
        by=make.system(row.programme), at=closed,
    )  # fmt: skip
    assert again(row).state == "deciding"  # the answers haven't left yet
    for one in (yes, no):
        deciding.note_told(candidate=again(one), by=Actor.system(row.programme_id), at=closed)
    assert again(row).state == "done"


def test_a_round_in_which_nobody_applied_is_over_when_it_closes(row):
    recruiting.close_rounds(AT + timedelta(days=22))
    assert again(row).state == "done"


def test_a_late_applicant_by_phone_takes_a_round_back_to_its_interviews(row):
    closed = AT + timedelta(days=22)
    peers.interviewed(row)
    recruiting.close_rounds(closed)
    assert again(row).state == "deciding"
    late = peers.candidate(again(row), at=closed, way="phone")
    assert late.late
    assert again(row).state == "closed"


def test_the_last_day_may_come_later_and_not_earlier(row):
    lead = make.system(row.programme)
    with pytest.raises(Refused, match="not an earlier one"):
        rounds.change_round(row=row, values={"closes_on": peers.day(9)}, by=lead, at=AT)
    rounds.change_round(
        row=row, values={"closes_on": peers.day(30), "keep_months": 24}, by=lead, at=AT
    )
    assert again(row).closes_on == peers.day(30)
    assert again(row).keep_months == 6  # what applicants were promised


# The funnel and erasing


def test_the_funnel_counts_days_and_stays_when_all_else_is_erased(row):
    offered, no = peers.decided(row, "offer"), peers.decided(row, "refuse")
    peers.candidate(row)
    lead = make.system(row.programme)
    deciding.got_place(candidate=offered, by=lead, at=AT)
    deciding.completed(candidate=offered, by=lead, at=AT)
    deciding.employed(candidate=offered, by=lead, at=AT)
    counted = queries.funnel(row.programme)
    assert (counted.applied, counted.interviewed, counted.offered) == (3, 2, 1)
    assert (counted.trained, counted.employed) == (1, 1)
    assert queries.funnels([row]) == {row.pk: counted}
    later = AT + timedelta(days=7 * 30)
    assert recruiting.erase_applications(later) == 2
    assert again(no).state == "erased"
    assert vault.is_erased(no.person_id)
    assert recruiting.erase_applications(later) == 0
    after = queries.funnel(row.programme)
    assert (after.applied, after.interviewed, after.offered) == (3, 2, 1)
    assert (after.trained, after.employed) == (1, 1)


def test_nothing_is_erased_too_early(row):
    no = peers.decided(row, "refuse")
    assert no.erase_after is not None
    assert recruiting.erase_applications(no.erase_after - DAY) == 0
    assert not vault.is_erased(no.person_id)


def test_one_who_has_applied_again_loses_the_old_application_alone(programme, row):
    no = peers.decided(row, "refuse", email="alva@exempel.invalid")
    new_round = peers.announced(programme)
    new = peers.candidate(new_round, email="alva@exempel.invalid")
    assert new.person_id == no.person_id
    blobs = set(vault.blobs_of(programme.pk, no.person_id))
    assert no.erase_after is not None
    assert recruiting.erase_applications(no.erase_after + DAY) == 1
    left = set(vault.blobs_of(programme.pk, no.person_id))
    assert again(no).state == "erased"
    assert new.blob in left
    assert "identity" in left
    assert {b for b in blobs - left if b.startswith("interview_note:")}
    assert not any(str(no.pk) in blob for blob in left)


def test_an_answer_that_can_t_leave_comes_back_to_the_leads(row):
    no = peers.decided(row, "refuse")
    OutboxMessage.objects.filter(kind=letters.ANSWER).update(state=OutboxMessage.State.FAILED)
    assert recruiting.see_to_answers(AT) == 1
    assert again(no).to_tell
    assert recruiting.see_to_answers(AT) == 0


def test_who_hasn_t_written_is_reminded_once(row):
    one = peers.invited(row)
    interview = peers.booked(one)
    later = interview.ends_at + 2 * DAY + timedelta(minutes=1)
    assert recruiting.remind_writers(later) == 1
    assert recruiting.remind_writers(later + DAY) == 0
    assert OutboxMessage.objects.filter(kind=letters.TO_WRITER, occasion="reminded").count() == 2


def test_one_who_speaks_for_a_workplace_stays_when_her_application_goes(programme, row):
    no = peers.decided(row, "refuse")
    there = workplaces.preparing(programme)
    type(there).objects.filter(pk=there.pk).update(contact=no.person)
    assert no.erase_after is not None
    assert recruiting.erase_applications(no.erase_after + DAY) == 1
    assert again(no).state == "erased"
    assert vault.blobs_of(programme.pk, no.person_id) == ["identity"]


def test_a_place_at_work_is_the_last_step_of_the_funnel(row):
    one = peers.decided(row, "offer")
    lead = make.system(row.programme)
    deciding.got_place(candidate=one, by=lead, at=AT)
    deciding.got_work(one.person, AT)  # before the training is completed nothing is counted
    assert queries.funnel(row.programme).employed == 0
    deciding.completed(candidate=again(one), by=lead, at=AT)
    deciding.got_work(one.person, AT)
    deciding.got_work(one.person, AT + DAY)
    assert queries.funnel(row.programme).employed == 1
