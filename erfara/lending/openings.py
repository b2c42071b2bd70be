"""Why details may be opened in the course of lending, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.ids import id_in
from erfara.foundation.prepared import Prepared, among
from erfara.lending.borrowers import colleague_ids, hers, is_hers
from erfara.lending.models import (
    FollowUp,
    Inquiry,
    LoanRequest,
    Participation,
    RequestDraft,
    Story,
    StoryPermission,
)
from erfara.lending.policies import where_asking
from erfara.lending.states.loans import GOING
from erfara.organisations.models import Programme
from erfara.people.models import Contributor
from erfara.people.queries import all_in_register
from erfara.people.veil import may_open, none_protected
from erfara.surveys.models import Response

# So many names are opened at once when somebody is looked for.
MOST_FOUND = 20

# Asked before every opening on the pages of a request and of choosing.
_UNDER_WAY = Prepared(
    lambda request, programme: LoanRequest.objects.filter(
        Q(ended_at__isnull=True) | where_asking(), pk=request, programme_id=programme
    ).values_list("pk")
)
_CONTACT = Prepared(
    lambda request, programme: LoanRequest.objects.filter(
        pk=request, programme_id=programme
    ).values_list("contact_id")
)
_ASKED = Prepared(
    lambda request, people: Inquiry.objects.filter(
        among("contributor__person_id", people), request_id=request
    ).values_list("contributor__person_id")
)


def _to_choose(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about people in the register, for a request that has not ended."""
    if not actor.coordinates(tenant_id):
        return False
    under_way = _UNDER_WAY.rows(request=id_in(case), programme=tenant_id)
    return bool(under_way) and all_in_register(tenant_id, person_ids)


def _for_request(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about those at the borrower's and those who are asked or take part."""
    if not actor.coordinates(tenant_id):
        return False
    contact = _CONTACT.rows(request=id_in(case), programme=tenant_id)
    if not contact:
        return False
    asked = _ASKED.rows(request=id_in(case), people=person_ids)
    known = {pk for (pk,) in [*contact, *asked]}
    return set(person_ids) <= known or set(person_ids) - known <= set(
        colleague_ids(id_in(case), tenant_id)
    )


def _found(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about a handful who are in the register or somebody at a borrower's."""
    if not actor.coordinates(tenant_id) or len(person_ids) > MOST_FOUND:
        return False
    entries = Contributor.objects.filter(programme_id=tenant_id, person_id__in=person_ids)
    contacts = LoanRequest.objects.filter(programme_id=tenant_id, contact_id__in=person_ids)
    known = {*entries.values_list("person_id", flat=True)}
    known.update(contacts.values_list("contact_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _for_team(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Those at the borrower's, about those who have said yes and been confirmed: nobody else.

    Only where the borrower and the people contact each other; otherwise it goes through the
    coordinator.
    """
    if actor.role != Role.BORROWER or actor.tenant_id != tenant_id:
        return False
    team = Participation.objects.filter(
        hers(actor.own_id, "loan__request__"), loan__request_id=id_in(case),
        programme_id=tenant_id, programme__broker=Programme.Broker.DIRECT,
        state__in=GOING, contributor__person_id__in=person_ids,
        loan__state__in=["confirmed", "carried_out"],
    )  # fmt: skip
    whole = team.values("contributor_id").distinct().count() == len(set(person_ids))
    return whole and none_protected(tenant_id, person_ids)


def _needs(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about those who are to come to a loan whose team is complete: nobody else.

    What people need is told in confidence, and is of no use before it is known that they come.
    """
    if not actor.coordinates(tenant_id):
        return False
    coming = Participation.objects.filter(
        loan__request_id=id_in(case), programme_id=tenant_id, state="confirmed",
        loan__state="confirmed", loan__request__state="ended",
    ).values_list("contributor__person_id", flat=True)  # fmt: skip
    return set(person_ids) <= set(coming) and none_protected(tenant_id, person_ids)


def _for_borrower(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """One who is confirmed may see whom to contact, under the same conditions."""
    if actor.role != Role.PERSON or actor.tenant_id != tenant_id:
        return False
    request = LoanRequest.objects.filter(
        pk=id_in(case), programme_id=tenant_id, programme__broker=Programme.Broker.DIRECT,
        loan__state__in=["confirmed", "carried_out"],
        loan__participations__contributor__person_id=actor.own_id,
        loan__participations__state__in=GOING,
    ).first()  # fmt: skip
    return (
        request is not None
        and person_ids == [request.contact_id]
        and none_protected(tenant_id, person_ids)
    )


def _together(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """What colleagues are called, as it was written when they were added: for all who are part of
    the same request, and its coordinators."""
    request = LoanRequest.objects.filter(pk=id_in(case), programme_id=tenant_id).first()
    if request is None or actor.tenant_id != tenant_id:
        return False
    if actor.role == Role.BORROWER and not is_hers(request, actor.own_id):
        return False
    if actor.role not in {Role.BORROWER, Role.COORDINATOR}:
        return False
    return set(person_ids) <= set(colleague_ids(request.pk, tenant_id))


def _own_draft(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever has the link to a request on its way, about that one while it is a draft."""
    rows = RequestDraft.objects.filter(pk__in=person_ids, programme_id=tenant_id, state="draft")
    return (
        actor.role == Role.BORROWER
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and rows.exists()
    )


def _own_talk(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The person herself, reading the talk about her own question."""
    return (
        actor.role == Role.PERSON
        and person_ids == [actor.id]
        and Inquiry.objects.filter(
            pk=id_in(case), programme_id=tenant_id, contributor__person_id=actor.own_id
        ).exists()
    )


def _for_follow_up(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one whom this follow-up was with and nobody else."""
    if not actor.coordinates(tenant_id):
        return False
    follow_up = (
        FollowUp.objects.filter(pk=id_in(case), programme_id=tenant_id)
        .select_related("loan__request", "participation__contributor")
        .first()
    )
    if follow_up is None:
        return False
    if follow_up.participation is None:
        said = Response.objects.filter(about_id=follow_up.pk, person_id__in=person_ids)
        return person_ids == [follow_up.loan.request.contact_id] or (
            len(person_ids) == 1 and said.exists()
        )
    contributor = follow_up.participation.contributor
    hers = contributor is not None and person_ids == [contributor.person_id]
    return hers and may_open(actor, tenant_id, person_ids)


def _story(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The words of a story: a coordinator, and each whose yes or no it waits for."""
    if len(person_ids) != 1:
        return False
    if actor.role == Role.PERSON and actor.tenant_id == tenant_id:
        return StoryPermission.objects.filter(
            pk=id_in(case), programme_id=tenant_id, person_id=actor.own_id,
            story_id=person_ids[0], story__state__in=["asked", "public"],
        ).exists()  # fmt: skip
    stories = Story.objects.filter(pk=id_in(case), programme_id=tenant_id)
    return actor.coordinates(tenant_id) and stories.filter(pk=person_ids[0]).exists()


def register() -> None:
    """Tell the vault which purposes there are in lending."""
    vault.register_purpose("choose", _("looked for whom to ask about a request"), _to_choose)
    vault.register_purpose("find", _("looked for somebody by name"), _found)
    vault.register_purpose("request", _("worked with a request"), _for_request)
    vault.register_purpose("team", _("saw how to reach you before a loan"), _for_team)
    vault.register_purpose("needs", _("saw what you need, to plan a time with you"), _needs)
    vault.register_purpose("reach_borrower", _("saw how to reach you before a loan"), _for_borrower)
    vault.register_purpose("story", _("a story about a loan was read"), _story)
    # Read by everybody, without a purpose: all whom it is about have said yes.
    vault.register_public("public:story", ("title", "text"))
    vault.register_purpose("together", _("saw who is part of a request"), _together)
    vault.register_purpose("request_draft", _("you wrote a request"), _own_draft)
    vault.register_purpose("own_talk", _("you read your own talk"), _own_talk)
    vault.register_purpose(
        "follow_up", _("read what you said about a loan afterwards"), _for_follow_up
    )
