"""Agreements to be sent, yeses that are late, words to be answered, talks about a support."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.prepared import Prepared, among
from erfara.lending.agreement_queries import (
    asked_for_yes,
    waiting_agreements,
    waiting_answers,
)
from erfara.lending.models import Agreement
from erfara.organisations.models import Programme, unit_label
from erfara.people.queries import reached_by_message
from erfara.workflows.today.rows import NOW, Row, about_request, covers, first_of, when_wanted

_AGREEMENTS = Prepared(
    lambda programme, day: (
        waiting_agreements(programme, day)
        .select_related(None)
        .values_list(
            "loan_id", *about_request("loan__request__"), "state", "created_at", "accept_by",
            "ends_on", "review_on",
        )
    )
)  # fmt: skip
_ANSWERS = Prepared(
    lambda programme: (
        waiting_answers(programme)
        .select_related(None)
        .values_list(
            "pk", *about_request("agreement__loan__request__"), "state", "answered_at", "created_at"
        )
    )
)
# Most of them are reached by a message, and are no row: as little as can be is read of each.
_ASKED = Prepared(
    lambda programme: (
        asked_for_yes(programme)
        .select_related(None)
        .values_list("agreement__loan_id", "person_id", "participation_id")
    )
)
_LOANS = Prepared(
    lambda loans: (
        Agreement.objects.filter(among("loan_id", loans), state__in=["asked", "without"])
        .order_by("accept_by", "id")
        .values_list("loan_id", *about_request("loan__request__"), "accept_by")
    )
)


def _row(
    step: str, pk: UUID, about: tuple[int, str, str], why: str | Promise, since: date, group: str,
    *kinds: tuple[str, str],
) -> Row:  # fmt: skip
    no, organisation, unit = about
    asked_by = unit_label(organisation, unit)
    return Row(step, pk, no, why, since, group, asked_by, {}, covers(*kinds))


def agreements(programme: Programme, day: date) -> list[Row]:
    """Versions that wait for a coordinator, and support assignments to talk about or to end."""
    found = []
    for row in first_of(_AGREEMENTS, programme=programme.pk, day=day):
        loan, about, state, created, accept_by, ends_on, review_on = row[0], row[1:4], *row[4:]
        if state == "draft":
            found.append(
                _row("agreement", loan, about, _("Look the agreement through and send it."),
                     clock.local_day(created), NOW, ("agreement", state))
            )  # fmt: skip
        elif state == "late":
            found.append(
                _row("agreement_late", loan, about,
                     _("Somebody has not said yes to the agreement in time."),
                     accept_by or day, NOW, ("agreement", state))
            )  # fmt: skip
        elif ends_on is not None and ends_on < day:
            found.append(
                _row("support_over", loan, about,
                     _("The last day of the support has passed. Note it, or agree on more."),
                     ends_on, NOW)
            )  # fmt: skip
        elif review_on is not None:
            found.append(
                _row("review_talk", loan, about, _("Talk about how the support goes."),
                     review_on, when_wanted(review_on, day))
            )  # fmt: skip
    return found


def answers(programme: Programme, day: date) -> list[Row]:
    """What somebody wants changed, and what somebody declared."""
    found = []
    for row in first_of(_ANSWERS, programme=programme.pk):
        pk, about, state, answered, created = row[0], row[1:4], *row[4:]
        if state == "declared":
            step, why = "declared", _("Somebody has declared something. Say what it means.")
        else:
            step, why = "wish", _("Somebody wants something changed in the agreement.")
        since = clock.local_day(answered or created)
        found.append(_row(step, pk, about, why, since, NOW, ("acceptance", state)))
    return found


def to_phone(programme: Programme, day: date) -> list[Row]:
    """Agreements that wait for the yes of somebody whom no message reaches: a row for each."""
    asked = first_of(_ASKED, times=5, programme=programme.pk)
    people = [person for _loan, person, participation in asked if participation]
    contacts = [person for _loan, person, participation in asked if not participation]
    reached = reached_by_message(people) if people else set()
    reached |= vault.index_holders(contacts, "email") if contacts else set()
    loans = {loan for loan, person, _participation in asked if person not in reached}
    why = _("Somebody has no e-mail, and is to be called about the agreement.")
    return [
        _row("agreement_phone", loan, (no, organisation, unit), why, accept_by or day,
             when_wanted(accept_by, day))
        for loan, no, organisation, unit, accept_by in _LOANS.rows(loans=loans)
    ]  # fmt: skip
