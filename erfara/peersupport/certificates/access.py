"""The doors to a certificate and to what is asked about it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.training.models import Enrolment
from erfara.people.veil import check_person_open

_STAFF = {Role.COORDINATOR, Role.USER_ORGANISATION}


def certificate_for(viewer: Actor, programme: Programme, pk: UUID) -> Certificate:
    """A certificate: for the lead and the issuer, and for its holder once it has been issued. The
    lead needs one step more when the holder's details are protected."""
    row = veiled_certificate_for(viewer, programme, pk)
    check_person_open(viewer, row.person, row.pk, "certificate")
    return row


def veiled_certificate_for(viewer: Actor, programme: Programme, pk: UUID) -> Certificate:
    """The same before that step, for the step itself. Whoever uses this opens nothing."""
    rows = Certificate.objects.filter(programme=programme, pk=pk).select_related(
        "person", "enrolment__cohort"
    )
    if viewer.tenant_id != programme.pk:
        raise Http404
    if viewer.role == Role.PERSON:
        rows = rows.filter(person_id=viewer.own_id, issued_on__isnull=False)
    elif viewer.role not in _STAFF:
        raise Http404
    row = the_one(rows)
    if row is None:
        raise Http404
    row.programme = programme
    return row


def errand_for(viewer: Actor, programme: Programme, pk: UUID) -> CertificateErrand:
    """A new certificate that is asked for: for the lead and the issuer."""
    rows = CertificateErrand.objects.filter(programme=programme, pk=pk)
    row = the_one(rows.select_related("certificate__person", "certificate__enrolment__cohort"))
    if viewer.tenant_id != programme.pk or viewer.role not in _STAFF or row is None:
        raise Http404
    row.certificate.programme = programme
    return row


def completed_for(viewer: Actor, programme: Programme, pk: UUID) -> Enrolment:
    """Somebody's completed training, for the lead who proposes a certificate."""
    rows = Enrolment.objects.filter(programme=programme, pk=pk, state="completed")
    row = the_one(rows.select_related("person", "cohort"))
    if viewer.tenant_id != programme.pk or viewer.role != Role.COORDINATOR or row is None:
        raise Http404
    row.programme = programme
    return row
