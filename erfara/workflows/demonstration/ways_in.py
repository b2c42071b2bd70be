"""Who works in the demonstration, and where one signs in to it."""

from __future__ import annotations

from django.conf import settings

from erfara.foundation.actors import Role

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


def links() -> list[tuple[str, str]]:
    """What the command prints: the page from which one signs in as anybody."""
    return [("Demonstration", f"{settings.BASE_URL}/demo/")]
