"""Who one can be in the demonstration. Nothing of this exists in a real installation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts.models import User
from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.organisations.models import Programme

RECORD, LIVING, PEERS = "sormland", "blaberg", "granlanda"

# e-mail, name, roles by programme
USERS: tuple[tuple[str, str, dict[str, tuple[Role, ...]]], ...] = (
    ("siri@exempel.invalid", "Siri Samordnarsson", {
        RECORD: (Role.COORDINATOR,), LIVING: (Role.COORDINATOR,), PEERS: (Role.COORDINATOR,)}),
    ("sam@exempel.invalid", "Sam Sammanhållen", {LIVING: (Role.COORDINATOR,)}),
    ("adam@exempel.invalid", "Ada Administratörsson", {
        RECORD: (Role.ADMINISTRATOR,), LIVING: (Role.ADMINISTRATOR,),
        PEERS: (Role.ADMINISTRATOR,)}),
    ("stina@exempel.invalid", "Stina Styrgruppsson", {
        RECORD: (Role.STEERING,), LIVING: (Role.STEERING,)}),
    ("drift@exempel.invalid", "Dag Driftsson", {}),
)  # fmt: skip
OPERATOR_EMAIL = "drift@exempel.invalid"
PERSON_EMAIL = "maja@exempel.invalid"
BORROWER_EMAIL = "lars@exempel.invalid"


@dataclass(frozen=True, slots=True)
class WayIn:
    """One click into the demonstration. `id` is a user's, or a person's in a programme."""

    id: UUID
    label: str | Promise
    name: str
    programme: Programme | None
    is_staff: bool
    starts_at: str


_STAFF = (
    ("siri@exempel.invalid", _("coordinator"), "/arbete/"),
    ("adam@exempel.invalid", _("administrator"), "/arbete/"),
    ("stina@exempel.invalid", _("steering group"), "/arbete/"),
    (OPERATOR_EMAIL, _("operator of the installation"), "/drift/"),
)
_PEOPLE = (
    (PERSON_EMAIL, _("person with experience"), "Maja Påhittad", "min-sida/"),
    (BORROWER_EMAIL, _("borrower"), "Lars Exempelsson", "mina-forfragningar/"),
)


def ways_in() -> list[WayIn]:
    """All ways into the demonstration, in the order in which it is best looked at."""
    users = {user.email: user for user in User.objects.order_by("email")}
    found = [
        WayIn(users[email].pk, label, users[email].name, None, True, url)
        for email, label, url in _STAFF
        if email in users
    ]
    living = Programme.objects.filter(slug=LIVING).first()
    if living is not None:
        for email, label, name, page in _PEOPLE:
            person_id = vault.index_find(living.pk, "email", email)
            if person_id is not None:
                found.append(WayIn(person_id, label, name, living, False, f"/{LIVING}/{page}"))
    return found


def links() -> list[tuple[str, str]]:
    """What the command prints: the page from which one signs in as anybody."""
    return [("Demonstration", f"{settings.BASE_URL}/demo/")]
