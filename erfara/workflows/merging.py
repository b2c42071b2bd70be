"""Two entries in the register that are one person: everything of one is moved to the other.

All that is moved is moved in one transaction, own words included, sealed anew under the key of the
one who is kept. Only then the other's key is destroyed; a job finishes it when that was cut short.
Nothing is lost in between: until the key is gone, what it sealed has been moved already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts import persons
from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox.put import OPEN as UNSENT
from erfara.foundation.states import lock, move
from erfara.foundation.worker import register_job
from erfara.lending.actions.inquiries import STILL_HERS, stop_for
from erfara.lending.attending import both_expected
from erfara.lending.borrowers import hers
from erfara.lending.models import (
    Acceptance,
    Aftercare,
    Colleague,
    Concern,
    Inquiry,
    LoanRequest,
    Participation,
    StoryPermission,
)
from erfara.lending.models.aftercare import OPEN as AFTERCARE_OPEN
from erfara.lending.policies import where_asking
from erfara.lending.states.loans import GOING
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.duties.models import DutyAnswer
from erfara.peersupport.pool.actions import supporters
from erfara.peersupport.pool.models import PeerSupporter
from erfara.peersupport.recruitment.actions.erasing import forget as forget_applications
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.setup.models import GroupMember, Party
from erfara.peersupport.training.actions.places import give_up
from erfara.peersupport.training.models import Enrolment, EthicsSigned
from erfara.peersupport.training.states import LIVE
from erfara.peersupport.workplaces.models import Workplace
from erfara.people import actions as people
from erfara.people.actions import presentations
from erfara.people.actions.interviews import OPEN as TALKS_OPEN
from erfara.people.duplicates import MERGEABLE
from erfara.people.models import (
    AddressChange,
    Consent,
    Contributor,
    Errand,
    Experience,
    Interview,
    LogQuestion,
    Merging,
    NotSame,
    Part,
    Presentation,
    Purpose,
    Silence,
    Training,
)
from erfara.people.models.consents import How
from erfara.people.veil import is_protected
from erfara.surveys.models import Response
from erfara.vocabulary.choices import AskOften
from erfara.workflows import consent
from erfara.workflows.timekeeping import quietly

# Whoever is in the register is kept before one who isn't yet.
IN_IT = ("active", "paused", "resting")
# From the most willing to the most sparing.
OFTEN = list(AskOften.values)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen, in numbers: shown before it happens, and nothing else happens."""

    experiences: int
    questions: int
    loans: int
    talks: int
    consents_end: tuple[str, ...]
    pauses: bool
    protects: bool
    takes_down: bool


# Why not


def why_not(kept: Contributor, gone: Contributor) -> tuple[str | Promise, dict[str, Any]] | None:
    """Why two entries can't be put together now, with what to do instead; None when they can."""
    if kept.pk == gone.pk or kept.programme_id != gone.programme_id:
        return _("Choose two different people of {library:sg.def}."), {}
    for row in (kept, gone):
        if row.state not in MERGEABLE:
            return _("Number {no} is leaving or has left. Let that be done first."), {
                "no": row.number
            }
    if gone.state in IN_IT and kept.state not in IN_IT:
        return _("Keep number {no} instead, who is in the register."), {"no": gone.number}
    loans = Participation.objects.filter(contributor=kept, state__in=GOING).values("loan")
    both = Participation.objects.filter(contributor=gone, state__in=GOING, loan__in=loans)
    if together := both.select_related("loan__request").first():
        return _(
            "Both take part in the loan of request {no}. Note there first which of them it was."
        ), {"no": together.loan.request.no}
    if both_expected(kept, gone):
        return _(
            "Both are expected at times that overlap. Note first that one of them can't come."
        ), {}
    asked = Inquiry.objects.filter(contributor=kept).values("request")
    open_ones = Inquiry.objects.filter(
        Q(request__ended_at__isnull=True) | where_asking("request__"),
        contributor__in=[kept, gone], request__in=asked, state__in=["chosen", *STILL_HERS],
    ).filter(request__inquiries__contributor=gone)  # fmt: skip
    if question := open_ones.select_related("request").first():
        return _(
            "Both are asked about request {no}. Take one of them off it, or wait until it has "
            "ended."
        ), {"no": question.request.no}
    talks = Interview.objects.filter(state__in=TALKS_OPEN)
    if talks.filter(contributor=kept).exists() and talks.filter(contributor=gone).exists():
        return _("Both have a talk that isn't finished. End one of them first."), {}
    if Purpose.REGISTER in ends(kept, gone):
        return _("One of them has said no to being in the register. Let that be done first."), {}
    return None


def ends(kept: Contributor, gone: Contributor) -> tuple[str, ...]:
    """The purposes with a live yes that is older than a no of the same person: the no wins."""
    found = []
    rows = list(Consent.objects.filter(person__in=[kept.person_id, gone.person_id]))
    for purpose in Purpose.values:
        hers = [row for row in rows if row.purpose == purpose]
        live = [row.given_at for row in hers if row.withdrawn_at is None]
        said_no = [
            row.withdrawn_at for row in hers
            if row.withdrawn_at is not None and row.withdrawn_how != How.RENEWED
        ]  # fmt: skip
        if live and said_no and max(said_no) >= max(live):
            found.append(purpose)
    return tuple(found)


def plan(kept: Contributor, gone: Contributor) -> Plan:
    """What putting them together will do. No vault is opened."""
    mine = {"contributor": gone}
    protected = is_protected(kept), is_protected(gone)
    return Plan(
        experiences=Experience.objects.filter(**mine).count(),
        questions=Inquiry.objects.filter(**mine, sent_at__isnull=False).count(),
        loans=Participation.objects.filter(**mine, state__in=GOING).count(),
        talks=Interview.objects.filter(**mine).count(),
        consents_end=ends(kept, gone),
        pauses=gone.state == "paused" and kept.state != "paused",
        protects=any(protected) and not all(protected),
        takes_down=Presentation.objects.filter(**mine, state="public").exists(),
    )


# The move of each kind of row. A test fails when a model points to somebody and isn't here.

Move = Callable[[Contributor, Contributor, datetime], None]


def _to_person(model: type[models.Model], field: str) -> Move:
    def run(kept: Contributor, gone: Contributor, at: datetime) -> None:
        model._default_manager.filter(**{field: gone.person_id}).update(**{field: kept.person_id})

    return run


def _to_contributor(model: type[models.Model], field: str) -> Move:
    def run(kept: Contributor, gone: Contributor, at: datetime) -> None:
        model._default_manager.filter(**{field: gone.pk}).update(**{field: kept.pk})

    return run


def _consents(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Of two live ones the newer counts; the older stays in the history as given anew."""
    both = Consent.objects.filter(person__in=[kept.person_id, gone.person_id])
    for purpose in Purpose.values:
        live = both.filter(purpose=purpose, withdrawn_at__isnull=True).order_by("-given_at", "id")
        for older in live[1:]:
            older.withdrawn_at, older.withdrawn_how = at, How.RENEWED
            older.answer_by, older.ends_unanswered = None, False
            older.save()
    Consent.objects.filter(person=gone.person_id).update(person=kept.person_id)


def _parts(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """How often a part was written: by a writer of either, somebody has written since."""
    for row in Part.objects.filter(contributor=gone):
        mine = Part.objects.filter(contributor=kept, name=row.name)
        if mine.update(number=F("number") + row.number, changed_at=at):
            row.delete()
        else:
            Part.objects.filter(pk=row.pk).update(contributor=kept)


def _presentations(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Taken down before; the versions follow after hers."""
    last = Presentation.objects.filter(contributor=kept).aggregate(no=Max("no"))["no"] or 0
    for row in Presentation.objects.filter(contributor=gone).order_by("no"):
        last += 1
        Presentation.objects.filter(pk=row.pk).update(contributor=kept, no=last)


def _silences(kept: Contributor, gone: Contributor, at: datetime) -> None:
    rows = Silence.objects.filter(contributor=gone)
    rows.filter(ended_on__isnull=True).update(ended_on=clock.local_day(at))
    rows.update(contributor=kept)


def _questions(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """All but those about a request that both were asked about: over, and left where they are."""
    asked = list(Inquiry.objects.filter(contributor=kept).values_list("request_id", flat=True))
    Inquiry.objects.filter(contributor=gone).exclude(request__in=asked).update(contributor=kept)


def _loans(kept: Contributor, gone: Contributor, at: datetime) -> None:
    there = list(Participation.objects.filter(contributor=kept).values_list("loan_id", flat=True))
    Participation.objects.filter(contributor=gone).exclude(loan__in=there).update(contributor=kept)


def _address_changes(kept: Contributor, gone: Contributor, at: datetime) -> None:
    rows = AddressChange.objects.filter(person=gone.person_id)
    rows.filter(confirmed_at__isnull=True).delete()
    rows.update(person=kept.person_id)


def _looks(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """What somebody said of the one who goes is said of nobody now."""
    NotSame.objects.filter(first=gone).delete()
    NotSame.objects.filter(second=gone).delete()


def _stays(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """The entry itself: it stays as a number, and points to what it was."""


def _permissions(kept: Contributor, gone: Contributor, at: datetime) -> None:
    mine = StoryPermission.objects.filter(person=kept.person_id).values("story")
    rows = StoryPermission.objects.filter(person=gone.person_id)
    rows.exclude(story__in=list(mine.values_list("story", flat=True))).update(person=kept.person_id)


def _aftercare(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """How she is, is asked once: of two open questions hers stays, the other's ends."""
    rows = Aftercare.objects.filter(contributor=gone)
    if Aftercare.objects.filter(contributor=kept, state__in=AFTERCARE_OPEN).exists():
        for row in rows.filter(state__in=AFTERCARE_OPEN):
            move(row, "stop", by=Actor.system(kept.programme_id), at=at)
    rows.update(contributor=kept)


def _colleagues(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Where both are part of a request, or one of them is its contact, she is part of it once."""
    rows = Colleague.objects.filter(person=gone.person_id)
    twice = LoanRequest.objects.filter(hers(kept.person_id)).values_list("pk", flat=True)
    for row in rows.filter(ended_at__isnull=True, request__in=list(twice)):
        move(row, "take_away", by=Actor.system(row.programme_id), at=at, fields={"ended_at": at})
    rows.update(person=kept.person_id)
    # The contact's requests have been moved by now: who is the contact is no colleague.
    both = Colleague.objects.filter(
        person=kept.person_id, ended_at__isnull=True, request__contact=kept.person_id
    )
    for row in both:
        move(row, "take_away", by=Actor.system(row.programme_id), at=at, fields={"ended_at": at})


def _supporters(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Her place in the pool is one: of two the other's is left."""
    rows = PeerSupporter.objects.filter(person=gone.person_id)
    if PeerSupporter.objects.filter(person=kept.person_id).exclude(state="left").exists():
        for row in rows.exclude(state="left"):
            supporters.leave(supporter=row, by=Actor.system(row.programme_id), at=at)
    rows.update(person=kept.person_id)


def _group_members(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Who is in a party's group by two names is in it once."""
    rows = GroupMember.objects.filter(person=gone.person_id)
    mine = GroupMember.objects.filter(person=kept.person_id, left_on__isnull=True)
    twice = rows.filter(left_on__isnull=True, party__in=list(mine.values_list("party", flat=True)))
    twice.update(left_on=clock.local_day(at))
    rows.update(person=kept.person_id)


def _places_on_courses(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Of two places on one course hers stays, and the other goes to the next in line."""
    rows = Enrolment.objects.filter(person=gone.person_id)
    mine = Enrolment.objects.filter(person=kept.person_id, state__in=LIVE).values("cohort")
    twice = rows.filter(state__in=LIVE, cohort__in=list(mine.values_list("cohort", flat=True)))
    for row in twice.select_related("cohort", "person", "candidate").order_by("id"):
        give_up(enrolment=row, by=Actor.system(kept.programme_id), at=at)
    rows.update(person=kept.person_id)


def _signatures(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Each version is signed once."""
    mine = EthicsSigned.objects.filter(person=kept.person_id).values_list("text", flat=True)
    rows = EthicsSigned.objects.filter(person=gone.person_id)
    rows.filter(text__in=list(mine)).delete()
    rows.update(person=kept.person_id)


def _candidacies(kept: Contributor, gone: Contributor, at: datetime) -> None:
    """Her applications; of two in the same round the one of her who is kept."""
    held = PeerCandidate.objects.filter(person=kept.person).values_list("round", flat=True)
    rows = PeerCandidate.objects.filter(person=gone.person)
    rows.exclude(round__in=list(held)).update(person=kept.person)
    forget_applications(gone.person, at)


MOVES: dict[str, Move] = {
    "people.contributor.person": _stays,
    "people.merging.gone": _stays,
    "people.merging.kept": _to_contributor(Merging, "kept"),
    "people.notsame.first": _looks,
    "people.notsame.second": _looks,
    "people.consent.person": _consents,
    "people.logquestion.person": _to_person(LogQuestion, "person"),
    "people.addresschange.person": _address_changes,
    "people.experience.contributor": _to_contributor(Experience, "contributor"),
    "people.errand.contributor": _to_contributor(Errand, "contributor"),
    "people.interview.contributor": _to_contributor(Interview, "contributor"),
    "people.part.contributor": _parts,
    "people.training.contributor": _to_contributor(Training, "contributor"),
    "people.presentation.contributor": _presentations,
    "people.silence.contributor": _silences,
    "surveys.response.person": _to_person(Response, "person"),
    "lending.loanrequest.contact": _to_person(LoanRequest, "contact"),
    "lending.colleague.person": _colleagues,
    "lending.inquiry.contributor": _questions,
    "lending.participation.contributor": _loans,
    "lending.storypermission.person": _permissions,
    "lending.aftercare.contributor": _aftercare,
    "lending.concern.person": _to_person(Concern, "person"),
    "lending.acceptance.person": _to_person(Acceptance, "person"),
    "peersupport.party.contact": _to_person(Party, "contact"),
    "peersupport.groupmember.person": _group_members,
    "peersupport.workplace.manager": _to_person(Workplace, "manager"),
    "peersupport.workplace.contact": _to_person(Workplace, "contact"),
    "peersupport.workplace.clinician": _to_person(Workplace, "clinician"),
    "peersupport.dutyanswer.person": _to_person(DutyAnswer, "person"),
    "peersupport.peercandidate.person": _candidacies,
    "peersupport.enrolment.person": _places_on_courses,
    "peersupport.ethicssigned.person": _signatures,
    "peersupport.certificate.person": _to_person(Certificate, "person"),
    "peersupport.peersupporter.person": _supporters,
}


# Doing it


def _joined_words(hers: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Wishes in own words: what either has asked for holds. Equal ones stand once."""
    found = dict(others)
    for name, value in hers.items():
        before = found.get(name)
        if name in {"on_screen", "travels"}:
            found[name] = value or before
        elif isinstance(value, str) and isinstance(before, str) and before not in {"", value}:
            found[name] = f"{value}\n{before}" if value else before
        elif isinstance(value, list) and isinstance(before, list):
            found[name] = list(dict.fromkeys([*value, *before]))
        elif value not in (None, ""):
            found[name] = value
    return found


def _columns(kept: Contributor, gone: Contributor) -> None:
    kept.forms = sorted({*kept.forms, *gone.forms})
    kept.applied_on = min(kept.applied_on, gone.applied_on)
    kept.joined_on = min((day for day in (kept.joined_on, gone.joined_on) if day), default=None)
    kept.last_seen_on = max(
        (day for day in (kept.last_seen_on, gone.last_seen_on) if day), default=None
    )
    kept.ask_often = max(kept.ask_often, gone.ask_often, key=OFTEN.index)
    kept.spared_until = max(
        (day for day in (kept.spared_until, gone.spared_until) if day), default=None
    )
    # Messages as the one who stays has chosen; her number may have come with the other.
    if kept.away_until is None:
        kept.away_from, kept.away_until = gone.away_from, gone.away_until
    kept.save(
        update_fields=[
            "forms", "applied_on", "joined_on", "last_seen_on", "ask_often", "away_from",
            "away_until", "spared_until",
        ]
    )  # fmt: skip


def _letters(kept: Contributor, gone: Contributor) -> None:
    """What waits to be sent goes to where she is reached now."""
    waiting = OutboxMessage.objects.filter(
        tenant_id=gone.programme_id, to_kind="person", to_id=gone.person_id, state__in=UNSENT
    )
    for row in waiting:
        twin = OutboxMessage.objects.filter(
            kind=row.kind, about_id=row.about_id, to_kind="person", to_id=kept.person_id,
            occasion=row.occasion,
        )  # fmt: skip
        if not twin.exists():
            OutboxMessage.objects.filter(pk=row.pk).update(to_id=kept.person_id)


@action
def merge(*, kept: Contributor, gone: Contributor, by: Actor, at: datetime) -> Merging:
    """Move everything of `gone` to `kept`. A repeated one changes nothing.

    Consents: of each purpose the stricter holds; a no that came after the last yes ends it, with
    what hangs on it. Raises Refused, with what to do, when they can't be put together now.
    """
    for row in sorted((kept, gone), key=lambda one: one.pk):
        lock(row)
    done = Merging.objects.filter(gone=gone).first()
    if done is not None and done.kept_id == kept.pk:
        unchanged()
        return done
    if reason := why_not(kept, gone):
        raise Refused(reason[0], **reason[1])
    who: Any = {"by": by, "at": at}
    if is_protected(gone) and not is_protected(kept):
        vault.shield(tenant_id=kept.programme_id, person_id=kept.person_id, at=at)
        presentations.take_down(contributor=kept, **who)
    for purpose in ends(kept, gone):
        for row in (kept, gone):
            consent.withdraw(person=row.person, purpose=purpose, how=How.MERGED, **who)
    presentations.take_down(contributor=gone, **who)
    pauses = gone.state == "paused" and kept.state != "paused"
    until, wakes = gone.paused_until, gone.state == "active" and kept.state == "resting"
    for run in MOVES.values():
        run(kept, gone, at)
    _columns(kept, gone)
    vault.hand_over(
        tenant_id=kept.programme_id, from_id=gone.person_id, to_id=kept.person_id,
        combine={"wishes": _joined_words}, at=at,
    )  # fmt: skip
    _letters(kept, gone)
    made = Merging.objects.create(
        programme_id=kept.programme_id, kept=kept, gone=gone, merged_by=by.id, created_at=at
    )
    gone.person.erased_at = at
    gone.person.save(update_fields=["erased_at"])
    move(gone, "merge", fields={"joined_on": None, "last_seen_on": None, "forms": []}, **who)
    audit.record("contributor.merged_in", about=kept, by=by, at=at, facts={"no": gone.number})
    if pauses:
        people.pause(contributor=kept, until=until, **who)
        stop_for(contributor=kept, **who)
    elif wakes:
        move(kept, "wake", **who)
    transaction.on_commit(partial(quietly, finish, merging=made, at=at))
    return made


def finish(*, merging: Merging, at: datetime) -> None:
    """Destroy the key of the one who went, and what is left of her. Safe to repeat.

    Not an action: the vault is emptied outside any transaction.
    """
    gone = merging.gone
    vault.erase(tenant_id=merging.programme_id, person_id=gone.person_id, at=at)
    persons.end_all(tenant_id=merging.programme_id, person_id=gone.person_id, at=at)
    outbox.forget_letters_to(tenant_id=merging.programme_id, person_id=gone.person_id)
    Merging.objects.filter(pk=merging.pk, erased_at__isnull=True).update(erased_at=at)


def finish_mergings(at: datetime) -> int:
    """Finish those that were cut short between the move and the erasing."""
    rows = Merging.objects.filter(erased_at__isnull=True).select_related("gone")
    return sum(quietly(finish, merging=row, at=at) for row in rows)


def register() -> None:
    """Tell the worker."""
    register_job("finish_mergings", timedelta(minutes=15), finish_mergings)
