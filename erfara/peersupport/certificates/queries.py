"""Reads about certificates, always within one programme."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.peersupport.certificates import codes
from erfara.peersupport.certificates.models import LIVE, Certificate, CertificateErrand
from erfara.peersupport.certificates.policies import REMINDED_BEFORE, is_valid
from erfara.peersupport.training.models import Enrolment
from erfara.people.models import Person


class OnTheList(NamedTuple):
    """What stands on the list of certificates."""

    without: list[Enrolment]
    proposed: list[Certificate]
    back: list[Certificate]
    asked: list[CertificateErrand]
    first: list[Certificate]
    decided: int


_WAITS = ("person_id", "course", "created_at")
# So long before its last day a certificate is a lead's to ask about.
SOON_OVER = REMINDED_BEFORE / 3


def on_the_list(programme: Programme, most: int, first: int) -> OnTheList:
    """What the list of certificates shows: of each queue the `most` who have waited longest, and
    the `first` of all that are decided. Six queries."""
    of = {"programme": programme.pk}
    return OnTheList(
        _WITHOUT.objects(Enrolment, most=most, **of),
        _TO_ISSUE.objects(Certificate, most=most, **of),
        _BACK.objects(Certificate, most=most, **of),
        _ERRANDS.objects(CertificateErrand, most=most, **of),
        _DECIDED.objects(Certificate, most=first, **of),
        _DECIDED.count(**of),
    )


def without_certificate(programme: Programme) -> QuerySet[Enrolment]:
    """Those who have completed their training and of whom nothing is decided, the first first."""
    any_one = Certificate.objects.filter(enrolment=OuterRef("pk"))
    return (
        Enrolment.objects.filter(
            ~Exists(any_one), programme=programme, state="completed",
            cohort__gives_certificate=True, person__erased_at__isnull=True,
        )
        .select_related("cohort")
        .order_by("ended_at", "id")
    )  # fmt: skip


def decided(programme: Programme) -> QuerySet[Certificate]:
    """All but those on their way, the newest number first."""
    return (
        Certificate.objects.filter(programme=programme)
        .exclude(state__in=["proposed", "turned_back"])
        .only("state", "person_id", "number", "issued_on", "valid_until", "created_at")
        .order_by("-issued_on", "-number", "-created_at")
    )


def to_issue(programme: Programme) -> QuerySet[Certificate]:
    """What waits for the issuer, the first first."""
    return (
        Certificate.objects.filter(programme=programme, state="proposed")
        .select_related("enrolment__cohort")
        .order_by("created_at", "id")
    )


def next_to_issue(programme: Programme, besides: Certificate) -> UUID | None:
    """What has waited longest for the issuer, but for this one."""
    rows = to_issue(programme).exclude(pk=besides.pk)
    return rows.values_list("pk", flat=True).first()


def turned_back(programme: Programme) -> QuerySet[Certificate]:
    """What the issuer has asked about."""
    return (
        Certificate.objects.filter(programme=programme, state="turned_back")
        .select_related("enrolment__cohort")
        .order_by("created_at", "id")
    )


def errands(programme: Programme) -> QuerySet[CertificateErrand]:
    """New certificates that are asked for."""
    return (
        CertificateErrand.objects.filter(programme=programme, state="asked")
        .select_related("certificate")
        .order_by("created_at", "id")
    )


# Of each only what the list says: a column that is read costs as much as one that is shown.
_WITHOUT = Prepared(
    lambda programme: without_certificate(programme).only("person_id", "cohort", "cohort__name")
)
_TO_ISSUE = Prepared(lambda programme: to_issue(programme).select_related(None).only(*_WAITS))
_BACK = Prepared(lambda programme: turned_back(programme).select_related(None).only(*_WAITS))
_ERRANDS = Prepared(
    lambda programme: errands(programme).only(
        "kind", "created_at", "certificate", "certificate__person_id"
    )
)
_DECIDED = Prepared(lambda programme: decided(programme))


def ending(
    programme: Programme, day: date, last: date | None = None
) -> QuerySet[Certificate]:  # fmt: skip
    """Those that run out soon, and of whom nobody has asked for a new one. `last`: the day until
    which, where it has been reckoned already."""
    asked = CertificateErrand.objects.filter(certificate=OuterRef("pk"), state="asked")
    return (
        Certificate.objects.filter(
            ~Exists(asked), programme=programme, state="valid", valid_until__gte=day,
            valid_until__lte=day + SOON_OVER if last is None else last,
        )
        .order_by("valid_until", "id")
    )  # fmt: skip


def of_person(person: Person) -> list[Certificate]:
    """All of hers, the newest first."""
    return list(
        Certificate.objects.filter(person=person)
        .select_related("enrolment__cohort", "programme")
        .order_by("-created_at", "-id")
    )


def live_of(programme: Programme, person_id: UUID) -> Certificate | None:
    """The one of hers that is on its way or in force."""
    rows = Certificate.objects.filter(programme=programme, person_id=person_id, state__in=LIVE)
    return rows.order_by("-created_at", "-id").first()


def open_errand(certificate: Certificate) -> CertificateErrand | None:
    """What is asked about it now."""
    return the_one(certificate.errands.filter(state="asked"))


def last_errand(certificate: Certificate) -> CertificateErrand | None:
    """What was asked about it last, answered or not."""
    return certificate.errands.order_by("-created_at", "-id").first()


def holds(programme: Programme, text: str, day: date) -> bool:
    """Whether a code stands for a certificate that counts that day. Nothing else is told, and a
    wrong code takes the same one query as a right one."""
    code = codes.read(text)
    digest = codes.digest(programme.pk, code)
    row = the_one(Certificate.objects.filter(digest=digest, programme=programme))
    return row is not None and is_valid(row, day)


def to_remind(day: date) -> QuerySet[Certificate]:
    """Those whose holder is to be told now that they run out."""
    return (
        Certificate.objects.filter(
            where_time_passes(), state="valid", reminded_at__isnull=True, valid_until__gte=day,
            valid_until__lte=day + REMINDED_BEFORE,
        )
        .select_related("programme", "person")
        .order_by("valid_until", "id")
    )  # fmt: skip


def to_expire(day: date) -> QuerySet[Certificate]:
    """Those whose last day has passed."""
    return (
        Certificate.objects.filter(where_time_passes(), state="valid", valid_until__lt=day)
        .select_related("programme", "person")
        .order_by("valid_until", "id")
    )


def newer(certificate: Certificate) -> Certificate | None:
    """The one that has taken its place."""
    return the_one(Certificate.objects.filter(replaces=certificate))


def errand_ids(certificate: Certificate) -> list[UUID]:
    """What has been asked about it, for its history."""
    return list(certificate.errands.values_list("pk", flat=True))
