"""The lives of a certificate, and of what its holder asks about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM
ISSUER = Role.USER_ORGANISATION

CERTIFICATE = StateTable(
    "certificate",
    initial="proposed",
    states=[
        State("proposed", _("waits for the issuer"), ISSUER),
        State("turned_back", _("the issuer asks for something"), COORDINATOR),
        State("valid", _("valid")),
        State("expired", _("has run out")),
        State("replaced", _("replaced by a newer one"), final=True),
        State("revoked", _("revoked"), final=True),
        State("not_issued", _("was not issued"), final=True),
        State("ended", _("ended, since its holder is not here any more"), final=True),
    ],
    transitions=[
        moves("issue", "proposed", "valid", _("Issue the certificate"),
              _("The certificate was issued"), ISSUER, notices=["certificate_issued"]),
        moves("turn_back", "proposed", "turned_back", _("Ask for something first"),
              _("The issuer asked for something first"), ISSUER),
        moves("propose_again", "turned_back", "proposed", _("Send it to the issuer again"),
              _("Was sent to the issuer again"), COORDINATOR),
        moves("let_go", "proposed turned_back", "not_issued", _("No certificate after all"),
              _("There was no certificate after all"), COORDINATOR),
        moves("replace", "valid expired", "replaced", _("Replace it"),
              _("Was replaced by a newer one"), ISSUER),
        moves("expire", "valid", "expired", _("Let it run out"), _("Ran out"), SYSTEM,
              notices=["certificate_expired"]),
        moves("revoke", "valid expired", "revoked", _("Revoke the certificate"),
              _("The certificate was revoked"), ISSUER, notices=["certificate_revoked"]),
        moves("end", "proposed turned_back valid expired", "ended", _("End it"),
              _("Ended, since its holder is not here any more"), SYSTEM),
    ],
)  # fmt: skip

ERRAND = StateTable(
    "certificate_errand",
    initial="asked",
    states=[
        State("asked", _("waits for the issuer"), ISSUER),
        State("granted", _("done: there is a new certificate"), final=True),
        State("declined", _("the issuer said no"), final=True),
        State("taken_back", _("is no longer wanted"), final=True),
    ],
    transitions=[
        moves("grant", "asked", "granted", _("Issue a new certificate"),
              _("The issuer said yes to a new certificate"), ISSUER),
        moves("decline", "asked", "declined", _("Say no"),
              _("The issuer said no to a new certificate"), ISSUER,
              notices=["certificate_no"]),
        moves("take_back", "asked", "taken_back", _("Take it back"),
              _("A new certificate was no longer wanted"), PERSON, SYSTEM),
    ],
)  # fmt: skip
