"""What may be done with certificates now, whoever asks."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.training.models import Enrolment

# So long before it runs out its holder is told, and may ask for a new one.
REMINDED_BEFORE = timedelta(days=90)
# What nobody at the issuer's has taken up for so long, the lead hears of.
ISSUER_HAS = timedelta(days=14)


def is_valid(certificate: Certificate, day: date) -> bool:
    """Whether it counts that day."""
    return (
        certificate.state == "valid"
        and certificate.issued_on is not None
        and certificate.issued_on <= day
        and (certificate.valid_until is None or day <= certificate.valid_until)
    )


def gives_certificate(enrolment: Enrolment) -> bool:
    """Whether what somebody has done is the ground for a certificate."""
    return enrolment.state == "completed" and enrolment.cohort.gives_certificate


def check_ground(enrolment: Enrolment) -> None:
    """Raises Refused unless the training is completed, and is one that gives a certificate."""
    if enrolment.state == "completed" and not enrolment.cohort.gives_certificate:
        raise Refused(_("This course gives no certificate."))
    if not gives_certificate(enrolment):
        raise Refused(_("There is a certificate when the training is completed. Assess it first."))


def may_renew(certificate: Certificate, day: date) -> bool:
    """Whether its holder may ask for a new one because of its last day."""
    until = certificate.valid_until
    if until is None or certificate.state not in {"valid", "expired"}:
        return False
    return certificate.state == "expired" or until - REMINDED_BEFORE <= day


def check_words(words: str, say: str | Promise) -> str:
    """What somebody has to write, trimmed. Raises Refused with `say` when it is nothing."""
    if not words.strip():
        raise Refused(say)
    return words.strip()
