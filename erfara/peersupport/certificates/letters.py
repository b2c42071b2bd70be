"""Messages about a certificate. They say that there is a message, and nothing about what."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.training.letters import is_reached
from erfara.people.letters import with_link

PURPOSE = "certificate"
LIVES = timedelta(days=60)
# kind of message → the states of the certificate in which it still holds
WHILE = {
    "certificate_issued": ("valid",),
    "certificate_ends": ("valid",),
    "certificate_expired": ("expired",),
    "certificate_revoked": ("revoked",),
    "certificate_no": ("valid", "expired"),
}


def tell(row: Certificate | CertificateErrand, kind: str, at: datetime) -> None:
    """Put a message to the holder in the outbox, where she may be written to."""
    certificate = row.certificate if isinstance(row, CertificateErrand) else row
    if not is_reached(certificate.person):
        return
    outbox.put(
        kind, tenant_id=certificate.programme_id, about_kind=audit.kind_of(certificate),
        about_id=certificate.pk, to_kind="person", to_id=certificate.person_id, at=at,
        occasion=str(row.pk) if row is not certificate else "",
    )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    row = (
        Certificate.objects.filter(pk=message.about_id)
        .select_related("programme", "person")
        .first()
    )
    if row is None or row.state not in WHILE[message.kind] or row.person.erased_at is not None:
        return None
    ends = message.kind == "certificate_ends"
    return with_link(
        message, row.programme, PURPOSE, row.person_id, lives=LIVES,
        deadline=row.valid_until if ends else None,
    )  # fmt: skip


def register() -> None:
    """Tell outbox and state tables who sends what."""
    for kind in WHILE:
        outbox.register_kind(kind, _render)
        if kind != "certificate_ends":
            on_notice(kind, tell)
