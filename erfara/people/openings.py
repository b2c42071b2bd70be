"""Why a person's details may be opened, and by whom. Registered with the vault at start."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.people.models import (
    Contributor,
    LogQuestion,
    PrintList,
    PublicMessage,
    Purpose,
    SignUp,
)
from erfara.people.queries import all_in_register, live_purposes
from erfara.people.veil import may_open, none_protected, unveiled

# Each part of a person's page opens by this.
_ENTRY = Prepared(
    lambda entry: Contributor.objects.filter(pk=entry).values_list("programme_id", "person_id")
)


def _register(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about people in her own register. Borrowers' contacts are not in it."""
    if not actor.coordinates(tenant_id):
        return False
    return none_protected(tenant_id, person_ids) and all_in_register(tenant_id, person_ids)


def _one_page(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, about the one whose page it is."""
    if not actor.coordinates(tenant_id) or len(person_ids) != 1:
        return False
    try:
        rows = _ENTRY.rows(entry=UUID(case))
    except ValueError:
        return False
    return rows == [(tenant_id, person_ids[0])] and may_open(actor, tenant_id, person_ids)


def same_case(one: UUID, other: UUID) -> str:
    """What two entries that are looked at beside each other are called in the log."""
    return ":".join(sorted((str(one), str(other))))


def _same(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about exactly the two entries that she looks at beside each other."""
    if not actor.coordinates(tenant_id):
        return False
    rows = Contributor.objects.filter(programme_id=tenant_id, person_id__in=person_ids)
    entries = list(rows.values_list("pk", flat=True))
    if len(entries) != 2 or len(person_ids) != 2 or case != same_case(*entries):
        return False
    protected = set(person_ids) & vault.shielded(tenant_id)
    return all(unveiled(actor, tenant_id, pk) for pk in protected)


def _herself(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return (
        actor.role in {Role.PERSON, Role.BORROWER}
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
    )


def _own_sign_up(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever has the link to a sign-up, about that one while it is a draft."""
    return (
        actor.role == Role.PERSON
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and SignUp.objects.filter(pk__in=person_ids, programme_id=tenant_id, state="draft").exists()
    )


def _message(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A message: a coordinator who answers it, and whoever has the link to the answer."""
    rows = PublicMessage.objects.filter(pk__in=person_ids, programme_id=tenant_id)
    if actor.tenant_id != tenant_id or len(person_ids) != 1 or case != str(person_ids[0]):
        return False
    if actor.role == Role.PERSON:
        return person_ids == [actor.id] and rows.filter(state="answered").exists()
    return actor.role == Role.COORDINATOR and rows.exists()


def _print_list(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, while a list may be printed, about those on it."""
    if not actor.coordinates(tenant_id):
        return False
    try:
        row = the_one(PrintList.objects.filter(pk=UUID(case), programme_id=tenant_id, state="open"))
    except ValueError:
        return False
    if row is None:
        return False
    on_it = Contributor.objects.filter(pk__in=row.people).values_list("person_id", flat=True)
    return set(person_ids) <= set(on_it) - vault.shielded(tenant_id)


def _system(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return actor.role == Role.SYSTEM and actor.tenant_id == tenant_id


def _counting(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The quarterly count, about those who agree to it and whose details aren't protected."""
    if not _system(actor, tenant_id, person_ids, case):
        return False
    agreed = live_purposes(person_ids)
    shielded = vault.shielded(tenant_id)
    return all(Purpose.STATISTICS in agreed[pk] and pk not in shielded for pk in person_ids)


def _log_question(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one who has asked this question about her log."""
    if not actor.coordinates(tenant_id) or len(person_ids) != 1:
        return False
    try:
        row = LogQuestion.objects.filter(pk=UUID(case), programme_id=tenant_id)
    except ValueError:
        return False
    return row.filter(person_id=person_ids[0]).exists() and may_open(actor, tenant_id, person_ids)


def register() -> None:
    """Tell the vault which purposes there are around a person."""
    vault.register_purpose("register", _("looked through the register"), _register)
    vault.register_purpose("person_page", _("opened your page"), _one_page)
    vault.register_purpose("same", _("looked whether you had been written down twice"), _same)
    vault.register_purpose("talk", _("wrote down what you told in a talk"), _one_page)
    vault.register_purpose("count_background", _("counted in the statistics"), _counting)
    vault.register_purpose("own_page", _("you looked at your own page"), _herself)
    vault.register_purpose("sign_up", _("you signed up"), _own_sign_up)
    vault.register_purpose("message", _("your message was read and answered"), _message)
    vault.register_purpose("print_list", _("printed a list with your name"), _print_list)
    vault.register_purpose("own_copy", _("you downloaded all that is about you"), _herself)
    vault.register_purpose(
        "log_question", _("read your question about who has opened your details"), _log_question
    )
    vault.register_purpose("deliver", _("a message was sent to you"), _system)
    vault.register_purpose("presentation", _("wrote your presentation with you"), _one_page)
    # Read by everybody, without a purpose: she has let it be published.
    vault.register_public("public:presentation", ("title", "text"))
