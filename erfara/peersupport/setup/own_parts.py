"""What the programme's own rows put into somebody's copy, and what goes when she is erased."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.peersupport.setup.models import GroupMember, Party
from erfara.peersupport.setup.queries import is_member_anywhere
from erfara.people.erasing import on_person_erased, register_keeper
from erfara.people.models import Person
from erfara.people.own_copy import Copy, Entry, Field, register_part


def parties(copy: Copy) -> list[Entry]:
    """For whom she speaks, and which working group she is in."""
    found: list[Entry] = [
        [
            Field("party", _("You speak for"), str(row)),
            Field("as", _("Which is part of the programme as"), say(row.get_kind_display())),
            Field("from", _("From"), row.starts_on),
            Field("until", _("Until"), row.ends_on),
        ]
        for row in Party.objects.filter(contact=copy.person)
        .select_related("organisation")
        .order_by("created_at", "id")
    ]
    found += [
        [
            Field("group", _("In the working group for"), str(row.party)),
            Field("function", _("As"), row.function),
            Field("from", _("From"), clock.local_day(row.created_at)),
            Field("until", _("Until"), row.left_on),
        ]
        for row in GroupMember.objects.filter(person=copy.person)
        .select_related("party__organisation")
        .order_by("created_at", "id")
    ]
    return found


def keeps(person: Person) -> bool:
    """Whether she speaks for somebody here still."""
    return bool(is_member_anywhere([person.pk]))


def clear(person: Person, at: datetime) -> None:
    """A party has no contact any more, and the group one member fewer."""
    Party.objects.filter(contact=person).update(contact=None)
    GroupMember.objects.filter(person=person, left_on__isnull=True).update(
        left_on=clock.local_day(at)
    )


def register() -> None:
    """Tell the copy and the erasing."""
    register_part(
        "parties", _("The parties of the programme"), parties,
        ("peersupport.party", "peersupport.groupmember"),
    )  # fmt: skip
    register_keeper("peer_setup", keeps)
    on_person_erased("peer_setup", clear)
