"""Why words about an agreement may be opened, names for a record, and what a copy says of it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.ids import id_in
from erfara.lending.actions.acceptances import forget
from erfara.lending.agreement_queries import answers_of
from erfara.lending.models import Acceptance, Loan, Participation
from erfara.organisations.words import say
from erfara.people.erasing import on_erased
from erfara.people.own_copy import Copy, Entry, Field, register_part
from erfara.people.veil import may_open, none_protected

# So many are named in one record. More at once is bulk, and bulk takes two: a list of names.
MOST_NAMED = 5
WORDS = ("wish", "reply", "support_person", "declaration", "assessment")


def _answer(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one whose answer it is and nobody else."""
    if not actor.coordinates(tenant_id) or len(person_ids) != 1:
        return False
    rows = Acceptance.objects.filter(pk=id_in(case), programme_id=tenant_id)
    return rows.filter(person_id=person_ids[0]).exists() and may_open(actor, tenant_id, person_ids)


def _own(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever answered, reading what she wrote and was answered."""
    return (
        actor.role in {Role.PERSON, Role.BORROWER}
        and actor.tenant_id == tenant_id
        and person_ids == [actor.own_id]
        and Acceptance.objects.filter(
            pk=id_in(case), programme_id=tenant_id, person_id=actor.own_id
        ).exists()
    )


def _record(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about a few who take part in the loan; never somebody who is protected."""
    if not actor.coordinates(tenant_id) or len(set(person_ids)) > MOST_NAMED:
        return False
    loan = Loan.objects.filter(pk=id_in(case), programme_id=tenant_id).first()
    if loan is None:
        return False
    team = Participation.objects.filter(loan=loan, contributor__person_id__in=person_ids)
    known = set(team.values_list("contributor__person_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _copied(copy: Copy) -> list[Entry]:
    """What she has agreed to, and what was written about it."""
    found = []
    rows = list(answers_of(copy.contributor.pk)) if copy.contributor is not None else []
    rows += list(
        Acceptance.objects.filter(participation=None, person=copy.person)
        .select_related("agreement")
        .order_by("created_at", "id")
    )
    for row in rows:
        words = copy.open(row.blob, WORDS)
        found.append(
            [
                Field("about", _("About"), row.agreement.terms.get("title", "")),
                Field("version", _("Version"), row.agreement.version),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("answered_at", _("Answered"), row.answered_at),
                Field("how", _("How"), say(row.get_how_display()), row.how),
                Field("amount", _("Payment"), row.amount),
                Field("support", _("Whom you turn to"), say(row.get_support_display()),
                      row.support),
                Field("support_person", _("In your words"), words.get("support_person")),
                Field("wish", _("What you wanted changed"), words.get("wish")),
                Field("reply", _("Our answer"), words.get("reply")),
                Field("declaration", _("What you declared"), words.get("declaration")),
                Field("outcome", _("What it meant"), say(row.get_outcome_display()), row.outcome),
                Field("assessment", _("Why"), words.get("assessment")),
            ]
        )  # fmt: skip
    return found


def register() -> None:
    """Tell the vault, the copy and the erasing."""
    vault.register_purpose("agreement", _("read what you said about an agreement"), _answer)
    vault.register_purpose("own_agreement", _("you read what you said about an agreement"), _own)
    vault.register_purpose("record", _("gave a loan's agreement to the registry"), _record)
    register_part("agreements", _("What you have agreed to"), _copied, ["lending.acceptance"])
    on_erased("agreements", forget)
