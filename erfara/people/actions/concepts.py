"""What somebody's words are about, as she or a coordinator with her has set it right.

Which concepts are hers is as much about her as her words are: it lies beside them in the vault,
under her key, and goes with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from erfara.foundation import audit, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.people.models import Contributor, Experience
from erfara.people.policies import check_still_here

BLOB = "concepts"


@action
def say_what_it_is_about(
    *,
    contributor: Contributor,
    said: Mapping[UUID, tuple[Collection[str], Collection[str]]],
    by: Actor,
    at: datetime,
) -> Contributor:
    """Experience → the concepts that it is about, and those that it isn't."""
    check_still_here(contributor.person)
    hers = set(
        Experience.objects.filter(contributor=contributor, pk__in=list(said)).values_list(
            "pk", flat=True
        )
    )
    note_about(contributor, {pk: one for pk, one in said.items() if pk in hers}, at)
    audit.record(
        "contributor.concepts", about=contributor, by=by, at=at, facts={"count": len(hers)}
    )
    return contributor


def note_about(
    contributor: Contributor,
    said: Mapping[UUID, tuple[Collection[str], Collection[str]]],
    at: datetime,
) -> None:
    """What experiences of hers are about and aren't. For the action that writes it."""
    vault.amend(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob=BLOB,
        values={
            str(pk): {"yes": sorted(yes), "no": sorted(no)} if yes or no else None
            for pk, (yes, no) in said.items()
        },
        at=at,
    )  # fmt: skip


def forget_about(contributor: Contributor, experiences: Collection[UUID], at: datetime) -> None:
    """What was said about experiences that are taken away. For the action that does so."""
    hers = {"tenant_id": contributor.programme_id, "person_id": contributor.person_id}
    if experiences and BLOB in vault.blobs_of(**hers):
        vault.amend(**hers, blob=BLOB, values={str(pk): None for pk in experiences}, at=at)
