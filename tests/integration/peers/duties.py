"""The part `duties` of peer support, for the tests that walk every address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from erfara.foundation.actors import Role
from erfara.peersupport.duties import actions, queries
from erfara.workflows import workplaces as flow
from tests.integration.peers.part import Opening, Part

if TYPE_CHECKING:
    from tests.integration.peers.life import PeerLife


def live(life: PeerLife) -> None:
    """Who does what at one workplace, sent to all; the draft of another."""
    who: dict[str, Any] = {"by": life.by, "at": life.at}
    row = life.things["workplace preparing"]
    matrix = queries.draft(row)
    assert matrix is not None
    matrix.workplace = row
    life.things["duties sent"] = flow.send_duties(
        matrix=matrix, answer_by=(life.world.now + timedelta(days=9)).date(),
        parties=[
            flow.Spokesman(
                "employer", f"Region {life.word('unit', 'employer')}", life.identity("hr")
            )
        ],
        **who,
    )  # fmt: skip
    answers = {one.side: one for one in queries.answers(matrix)}
    mine, theirs = answers["workplace"], answers["employer"]
    life.things["answer mine"], life.things["answer theirs"] = mine, theirs
    life.people["hr"] = theirs.person
    life.link("answer mine", "duties", mine, mine.person_id)
    for of, answer in (("hr", theirs), ("contact", mine)):
        actions.want_change(
            answer=answer, version=1, words=f"Ändra {life.word(of, 'wish')}",
            by=life.acting(of, Role.WORKPLACE), at=life.at,
        )  # fmt: skip
    life.things["duties draft"] = queries.draft(life.things["workplace filled"])


_DRAFT, _SENT = "duties draft", "duties sent"
_KEY = {"key": "salary"}

PART = Part(
    audiences={
        "duties": {Role.COORDINATOR},
        "own_duties": {Role.WORKPLACE},
        "duties_link": {Role.WORKPLACE},
    },
    about={
        "duties:duties": "workplace preparing",
        "duties:new_version": "workplace preparing",
        "duties:pdf": "workplace preparing",
        "duties:new_row": _DRAFT,
        "duties:row": _DRAFT,
        "duties:drop_row": _DRAFT,
        "duties:send": _DRAFT,
        "duties:version_pdf": _SENT,
        "duties:without": _SENT,
        "duties:note": "answer mine",
        "duties:reply": "answer theirs",
        "duties:hand_over": "answer theirs",
        "own_duties:answer": "answer mine",
        "own_duties:pdf": "answer mine",
    },
    by_token={"duties_link:answer": "answer mine", "duties_link:pdf": "answer mine"},
    every_state={"duties:duties": ["workplace preparing", "workplace filled"]},
    other_parts={"duties:row": _KEY, "duties:drop_row": _KEY},
    files={
        "duties:version_pdf": "application/pdf",
        "duties:pdf": "application/pdf",
        "own_duties:pdf": "application/pdf",
        "duties_link:pdf": "application/pdf",
    },
    same_page={"duties:answer": "own_duties:answer"},
    openings={
        "duties": Opening(
            ("coordinator",),
            lambda life: (
                (life.people["hr"].pk,), life.things["workplace preparing"].pk, "identity"
            ),
        ),
        "own_duties": Opening(
            ("workplace",),
            lambda life: (
                (life.people["contact"].pk,), life.things["answer mine"].pk,
                life.things["answer mine"].blob,
            ),
        ),
    },
    live=live,
)  # fmt: skip
