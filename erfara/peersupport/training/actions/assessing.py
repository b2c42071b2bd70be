"""Writes about how a course ends for somebody: the ethical rules signed, and the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment.actions import deciding as recruitment
from erfara.peersupport.training import catalogue, letters, policies, queries
from erfara.peersupport.training.actions.ending import end_if_over, ended_training, hold_still
from erfara.peersupport.training.models import Assessment, Enrolment, EthicsSigned, EthicsText
from erfara.peersupport.training.policies import COMES
from erfara.people.models import Person
from erfara.people.policies import check_still_here

# Words about somebody's course: under her own key.
BLOB = "training"


@action
def write_ethics(
    *, programme: Programme, text: str, seen: int, by: Actor, at: datetime
) -> EthicsText:
    """A new version of the rules. `seen`: the version that was shown, 0 before the first. Those on
    courses that go on are asked to read and sign it."""
    with transaction.atomic():
        rows = EthicsText.objects.select_for_update().filter(programme=programme)
        newest = rows.order_by("-version").first()
        version = newest.version if newest is not None else 0
        if version != seen:
            raise Stale(_("Somebody else has written a new version meanwhile. Look at it first."))
        if newest is not None and newest.text == text.strip():
            unchanged()
            return newest
        if not text.strip():
            raise Refused(_("Write the rules."))
        row = EthicsText.objects.create(
            programme=programme, version=version + 1, text=text.strip(), written_by=by.id,
            created_at=at,
        )  # fmt: skip
    audit.record("ethics.written", about=row, by=by, at=at, facts={"version": row.version})
    if newest is not None:
        signed = EthicsSigned.objects.filter(text__programme=programme).values("person")
        going = Enrolment.objects.filter(
            programme=programme, state__in=COMES, person__in=signed
        )  # fmt: skip
        letters.tell_all(going.order_by("number"), "ethics_again", at, str(row.pk))
    return row


def rules_in_force(programme_id: UUID, at: datetime) -> EthicsText:
    """The version in force; the first is written down when somebody signs it."""
    found = queries.ethics_in_force(programme_id)
    if found is not None:
        return found
    row, _new = EthicsText.objects.get_or_create(
        programme_id=programme_id,
        version=1,
        defaults={"text": catalogue.first_ethics(), "created_at": at},
    )
    return row


@action
def sign_ethics(
    *, person: Person, version: int, how: str = EthicsSigned.How.PAGE, by: Actor, at: datetime
) -> EthicsSigned:
    """She has read the rules and keeps to them. `version`: the one she read, 1 before any other."""
    check_still_here(person)
    text = rules_in_force(person.programme_id, at)
    if text.version != version:
        raise Stale(_("The rules have a newer version. Read that one, and sign it."))
    row, new = EthicsSigned.objects.get_or_create(
        text=text, person=person,
        defaults={
            "programme_id": person.programme_id, "how": how, "created_at": at,
            "noted_by": None if by.role == Role.PERSON else by.id,
        },
    )  # fmt: skip
    if new:
        audit.record("ethics.signed", about=row, by=by, at=at, facts={"version": version})
    else:
        unchanged()
    return row


@action
def assess(
    *,
    enrolment: Enrolment,
    completed: bool,
    met: Sequence[bool],
    words: str,
    way: str = "",
    way_words: str = "",
    by: Actor,
    at: datetime,
) -> Assessment:
    """How the course ended for somebody. She reads it, words and all, on her own page.

    `met`: for each of the course's criteria whether it is met. Completed takes the share that the
    course asks for of all its times, also of those still to come, the rules signed and every
    criterion met. Not completed takes words on why, and how it goes on (`way`).
    """
    cohort = enrolment.cohort
    hold_still(cohort)
    lock(enrolment)
    enrolment.refresh_from_db()
    person = enrolment.person
    check_still_here(person)
    if len(met) != len(cohort.criteria):
        raise Stale(_("The criteria have changed meanwhile. Look at the page as it is now."))
    times = queries.asked_times(cohort)
    attended = policies.share([one.pk for one in times], queries.came_to(enrolment))
    signed = person.pk in queries.who_signed(cohort.programme_id, [person.pk])
    if completed:
        for sentence, values in policies.why_not_completed(
            enrolment,
            held=any(one.state == "held" for one in times),
            attended=attended,
            met=met,
            signed=signed,
        ):
            raise Refused(sentence, **values)
    elif not words.strip() or not way:
        raise Refused(_("Write why, and say how it goes on."))
    move(
        enrolment, "complete" if completed else "fail", by=by, at=at, fields={"ended_at": at}
    )  # fmt: skip
    row = Assessment.objects.create(
        programme_id=cohort.programme_id, enrolment=enrolment, completed=completed, share=attended,
        criteria=[
            {"text": text, "met": bool(ok)} for text, ok in zip(cohort.criteria, met, strict=True)
        ],
        way="" if completed else way, assessed_by=by.id, created_at=at,
    )  # fmt: skip
    vault.amend(
        tenant_id=cohort.programme_id, person_id=person.pk, blob=BLOB,
        values={
            str(row.pk): words.strip() or None,
            f"{row.pk}:way": (way_words.strip() or None) if not completed else None,
        },
        at=at,
    )  # fmt: skip
    _tell_recruitment(enrolment, completed, way, at)
    end_if_over(cohort, at)
    return row


def _tell_recruitment(enrolment: Enrolment, completed: bool, way: str, at: datetime) -> None:
    candidate = enrolment.candidate
    if not completed:
        ended_training(enrolment, again=way == Enrolment.Way.NEXT, at=at)
    elif candidate is not None and candidate.state == "in_training":
        # A short course doesn't end what she was chosen for: somebody knows that she still waits.
        tell = recruitment.completed if enrolment.cohort.gives_certificate else recruitment.waits_on
        tell(candidate=candidate, by=Actor.system(enrolment.programme_id), at=at)


@action
def note_read(*, assessment: Assessment, by: Actor, at: datetime) -> Assessment:
    """She has read how it ended."""
    if not Assessment.objects.filter(pk=assessment.pk, read_at=None).update(read_at=at):
        unchanged()
        return assessment
    audit.record("assessment.read", about=assessment, by=by, at=at)
    return assessment
