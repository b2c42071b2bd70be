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
# Three programmes of peer support.
FJALLNAS, ANGSLANDA, SKOGSBYGD = "fjallnas", "angslanda", "skogsbygd"
# What somebody does in all three: e-mail, name, role, and what a lead brings.
PEER_STAFF: dict[str, tuple[str, str, Role, str]] = {
    "lead": ("petra@exempel.invalid", "Petra Programledarsson", Role.COORDINATOR, "profession"),
    "other": ("egon@exempel.invalid", "Egon Egenerfaren", Role.COORDINATOR, "experience"),
    "issuer": ("berit@exempel.invalid", "Berit Brukarrörelsson", Role.USER_ORGANISATION, ""),
    "recruiter": ("henrik@exempel.invalid", "Henrik Personalsson", Role.RECRUITER, ""),
    "trainer": ("tora@exempel.invalid", "Tora Utbildarsson", Role.TRAINER, ""),
    "steering": ("styrbjorn@exempel.invalid", "Styrbjörn Styrgruppsson", Role.STEERING, ""),
    "administrator": ("adina@exempel.invalid", "Adina Administratörsson", Role.ADMINISTRATOR, ""),
}
OPERATOR_EMAIL = "drift@exempel.invalid"


def links() -> list[tuple[str, str]]:
    """What the command prints: the page from which one signs in as anybody."""
    return [("Demonstration", f"{settings.BASE_URL}/demo/")]
