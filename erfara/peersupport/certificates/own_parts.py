"""What certificates put into somebody's own copy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.certificates.codes import shown
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.certificates.queries import of_person
from erfara.people.own_copy import Copy, Entry, Field, register_part

_WORDS = ("name", "code", "reason", "no", "asked", "answered", "kept")


def certificates(copy: Copy) -> list[Entry]:
    """Her certificates, with what is sealed about them."""
    rows = of_person(copy.person)
    names = [f"{what}:{row.pk}" for row in rows for what in _WORDS]
    words = copy.open(Certificate.BLOB, names) if rows else {}
    return [
        [
            Field("number", _("Number"), row.label or None),
            Field("course", _("Course"), row.course),
            Field("issuer", _("Issued by"), row.issuer or None),
            Field("name", _("Name on it"), words.get(f"name:{row.pk}")),
            Field("code", _("Code"), shown(words.get(f"code:{row.pk}") or "") or None),
            Field("issued_on", _("Issued on"), row.issued_on),
            Field("valid_until", _("Valid until"), row.valid_until),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("reason", _("Why"), words.get(f"reason:{row.pk}")),
            Field("asked", _("What the issuer asked for"), words.get(f"asked:{row.pk}")),
            Field("answered", _("What was answered"), words.get(f"answered:{row.pk}")),
            Field("no", _("Why there was no new one"), words.get(f"no:{row.pk}")),
            Field("kept", _("Why you kept your place"), words.get(f"kept:{row.pk}")),
        ]
        for row in rows
    ]


def errands(copy: Copy) -> list[Entry]:
    """New certificates that she has asked for."""
    rows = CertificateErrand.objects.filter(certificate__person=copy.person).select_related(
        "certificate"
    )
    return [
        [
            Field("number", _("Number"), row.certificate.label),
            Field("kind", _("Why"), row.get_kind_display(), row.kind),
            Field("asked_on", _("Asked"), row.created_at),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def register() -> None:
    """Add it."""
    register_part("certificates", _("Your certificates"), certificates, ["peersupport.certificate"])
    register_part(
        "certificate_errands", _("New certificates you have asked for"), errands,
        ["peersupport.certificateerrand"],
    )  # fmt: skip
