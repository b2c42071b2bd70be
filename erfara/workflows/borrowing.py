"""A borrower who writes a request without an account, and colleagues who are let in to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import drafts
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.foundation.states import move
from erfara.lending import terms
from erfara.lending.actions import colleagues
from erfara.lending.actions.requests import WISHES
from erfara.lending.models import Colleague, LoanRequest, RequestDraft
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.workflows import lend

WHO = ("organisation", "unit", "name", "email", "phone")
# Without these nobody can be answered, and there is nothing to answer.
NEEDED = ("organisation", "name", "email", "purpose")
TERMS = "terms_version"


@action
def begin_draft(
    *, programme: Programme, values: Mapping[str, Any], by: Actor, at: datetime
) -> Link:
    """Begin a request. The link that comes back is the way to its pages."""
    if not programme.lends:
        raise Refused(_("{library:sg.def.cap} takes in no requests right now."))
    return drafts.begin(kind=RequestDraft, programme_id=programme.pk, values=values, by=by, at=at)


def missing(answers: Mapping[str, Any]) -> list[str]:
    """What has to be written before a request can be sent."""
    return [name for name in NEEDED if not answers.get(name)]


@action
def send_draft(
    *, draft: RequestDraft, answers: Mapping[str, Any], by: Actor, at: datetime
) -> LoanRequest:
    """Turn a draft into a request. `answers` are what its pages hold.

    Whoever sends sees the same whether the address was known or not.
    """
    if missing(answers):
        raise Refused(
            _("Write what you want to find out, who you are, and an e-mail address we can answer.")
        )
    move(draft, "send", by=by, at=at)
    wishes = {name: answers[name] for name in WISHES if answers.get(name) not in (None, "")}
    wishes["recurring"] = answers.get("recurring") == "yes"
    return lend.receive_request(
        programme=draft.programme, organisation=answers["organisation"],
        unit=answers.get("unit") or "",
        contact={name: answers.get(name) or "" for name in ("name", "email", "phone")},
        wishes=wishes, taken_down=False, terms_version=said_yes_to(draft.programme, answers),
        by=Actor(Role.PUBLIC, draft.programme_id), at=at,
    )  # fmt: skip


def said_yes_to(programme: Programme, answers: Mapping[str, Any]) -> str:
    """The terms that were accepted, if they are those of what is borrowed: it may have become a
    support assignment since."""
    version, now = answers.get(TERMS) or "", terms.version_now(programme, answers.get("form") or "")
    return version if terms.number_of(version) == terms.number_of(now) else ""


@action
def add_colleague(
    *, request: LoanRequest, name: str, email: str, by: Actor, at: datetime
) -> Colleague:
    """Let a colleague in, by name and e-mail. What the product knew of the address changes nothing,
    and is told to nobody."""
    person = people.find_or_add_contact(
        programme=request.programme, identity={"name": name, "email": email}, by=by, at=at
    )
    return colleagues.add_colleague(request=request, person=person, name=name, by=by, at=at)
