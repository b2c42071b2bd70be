"""The part `certificates` of peer support, for the tests that walk every address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.foundation.actors import Role
from erfara.peersupport.certificates import actions
from erfara.workflows import certifying
from tests.factories.peers import certificates as make
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from erfara.peersupport.certificates.models import Certificate
    from tests.integration.matrix import Cell
    from tests.integration.peers.life import PeerLife
    from tests.integration.world import Canary, Viewer

# Who has completed the training here, beside her and her mate.
ALSO = ("graduate", "hopeful", "puzzled", "coming")


def _proposed(life: PeerLife, of: str) -> Certificate:
    enrolment = make.completed(life.programme, life.people[of], life.world.now)
    row = life.things[f"certificate {of}"] = actions.propose(
        enrolment=enrolment, by=life.by, at=life.world.now
    )
    return row


def live(life: PeerLife) -> None:
    """Somebody to be proposed, one proposed, one about whom the issuer has asked, three issued; and
    she asks for another name on hers."""
    now = life.world.now
    issuer = life.staff(Role.USER_ORGANISATION)
    for of in ALSO:
        life.add(of)
    life.things["completed"] = make.completed(life.programme, life.people["graduate"], now)
    _proposed(life, "hopeful")
    actions.turn_back(
        certificate=_proposed(life, "puzzled"), words=f"Var det {life.word('puzzled', 'asked')}?",
        by=issuer, at=now,
    )  # fmt: skip
    for of in ("she", "mate", "coming"):
        certifying.issue(
            certificate=_proposed(life, of), name=f"Test {life.word(of, 'name')}", by=issuer,
            at=now,
        )  # fmt: skip
    hers = life.things["certificate she"]
    life.things["errand"] = actions.ask_new_name(certificate=hers, by=life.acting("she"), at=now)
    life.link("certificate", "certificate", hers, hers.person_id)


def shows(cell: Cell, viewer: Viewer, canary: Canary, role: Role) -> bool | None:
    """The issuer sees who has completed or is certified, by name; and what she has asked."""
    if role is not Role.USER_ORGANISATION or not cell.route.startswith("certificates:"):
        return None
    return (canary.of in {"she", "mate", *ALSO} and canary.what in {"name", "asked"}) or (
        canary.what == "staff"
    )


_BOTH = {Role.COORDINATOR, Role.USER_ORGANISATION}
_ISSUER = {Role.USER_ORGANISATION}
_HERS = "certificate she"

PART = Part(
    audiences={
        "certificates": {Role.COORDINATOR},
        "check": {Role.PUBLIC},
        "own_certificate": {Role.PERSON},
        "own_certificate_link": {Role.PERSON},
    },
    exceptions={
        **{f"certificates:{page}": _BOTH for page in "home one pdf".split()},
        **{
            f"certificates:{page}": _ISSUER
            for page in "issue turn_back revoke renew decline".split()
        },
    },
    about={
        "certificates:propose": "completed",
        "certificates:none": "completed",
        **{f"certificates:{page}": _HERS for page in "one pdf revoke".split()},
        **{
            f"certificates:{page}": "certificate hopeful"
            for page in "issue turn_back let_go open_protected".split()
        },
        "certificates:propose_again": "certificate puzzled",
        "certificates:renew": "errand",
        "certificates:decline": "errand",
        "own_certificate:certificate": _HERS,
        "own_certificate:pdf": _HERS,
    },
    by_token={
        "own_certificate_link:certificate": "certificate",
        "own_certificate_link:pdf": "certificate",
    },
    every_state={
        "certificates:one": [_HERS, "certificate hopeful", "certificate puzzled"],
    },
    other_parts={"check:certificate": {"code": "7K2M9QXT4F3BH8RD"}},
    files={
        "certificates:pdf": "application/pdf",
        "own_certificate:pdf": "application/pdf",
        "own_certificate_link:pdf": "application/pdf",
    },
    openings={
        "certificate": Opening(
            ("coordinator", "user_org"),
            lambda life: (
                (life.people["she"].pk,), life.things[_HERS].pk, "certificates"
            ),
        ),
        "certificate_words": Opening(
            ("coordinator", "user_org"),
            lambda life: (
                (life.people["she"].pk,), life.things[_HERS].pk, "certificates"
            ),
        ),
        "certificates": Opening(
            ("coordinator", "user_org"),
            lambda life: (
                (life.people["she"].pk, life.people["mate"].pk), "certificates", "identity"
            ),
            bound=False,
        ),
    },
    live=live,
    shows=shows,
)  # fmt: skip
