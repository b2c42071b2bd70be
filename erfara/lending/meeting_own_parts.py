"""What first meetings put into a contact's own copy: what was noted, and what she said of times."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.lending.actions.meetings import BLOB
from erfara.lending.models import LoanRequest, Meeting, PassedOn
from erfara.organisations.words import say
from erfara.people.own_copy import Copy, Entry, Field, register_part


def meetings(copy: Copy) -> list[Entry]:
    """Her first meetings, with the words around them."""
    requests = list(LoanRequest.objects.filter(contact=copy.person).order_by("created_at", "id"))
    rows = list(
        Meeting.objects.filter(request__in=requests)
        .select_related("request")
        .order_by("created_at", "id")
    )
    words = copy.open(BLOB, [str(one.pk) for one in [*requests, *rows]]) if requests else {}
    found: list[Entry] = [
        [
            Field("request", _("Number"), row.request.no),
            Field("starts_at", _("When"), row.starts_at),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("words", _("What you wrote"), words.get(str(row.pk))),
        ]
        for row in rows
    ]
    found += [
        [
            Field("request", _("Number"), one.no),
            Field("notes", _("What was noted at the first meeting"), words[str(one.pk)]),
        ]
        for one in requests
        if words.get(str(one.pk))
    ]
    return found


def passed_on(copy: Copy) -> list[Entry]:
    """Her requests that went, or were to go, to another library."""
    rows = PassedOn.objects.filter(request__contact=copy.person).select_related(
        "request", "to_programme"
    )
    return [
        [
            Field("request", _("Number"), row.request.no),
            Field("to", _("To"), row.to_programme.name),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("asked_at", _("Asked"), row.created_at),
        ]
        for row in rows.order_by("created_at", "id")
    ]


def register() -> None:
    """Add them."""
    register_part("first_meetings", _("First meetings"), meetings, ["lending.meeting"])
    register_part(
        "passed_on", _("What was passed on to another {library:sg}"), passed_on,
        ["lending.passedon"],
    )  # fmt: skip
