"""Agreements to be sent, yeses that are late, words to be answered, talks about a support."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.prepared import Prepared
from erfara.lending.agreement_queries import waiting_agreements, waiting_answers
from erfara.lending.models import Acceptance, Agreement
from erfara.organisations.models import Programme
from erfara.people.queries import reached_by_message
from erfara.workflows.today.rows import LIMIT, NOW, Row, about_request, covers, when_wanted

_AGREEMENTS = Prepared(
    lambda programme, day: waiting_agreements(programme, day).only(
        "state", "created_at", "accept_by", "ends_on", "review_on",
        *about_request("loan__request__"),
    )[: LIMIT + 1]
)  # fmt: skip
_ANSWERS = Prepared(
    lambda programme: waiting_answers(programme).only(
        "state", "person_id", "participation_id", "answered_at", "created_at",
        "agreement__accept_by", *about_request("agreement__loan__request__"),
    )[: LIMIT + 1]
)  # fmt: skip


def _row(
    step: str, pk: Any, agreement: Agreement, why: str | Promise, since: date, group: str,
    *kinds: tuple[str, str],
) -> Row:  # fmt: skip
    request = agreement.loan.request
    return Row(step, pk, request.no, why, since, group, str(request.unit), {}, covers(*kinds))


def agreements(programme: Programme, day: date) -> list[Row]:
    """Versions that wait for a coordinator, and support assignments to talk about or to end."""
    found = []
    for row in _AGREEMENTS.objects(Agreement, programme=programme.pk, day=day):
        loan_id, kind = row.loan_id, ("agreement", row.state)
        if row.state == "draft":
            found.append(
                _row("agreement", loan_id, row, _("Look the agreement through and send it."),
                     clock.local_day(row.created_at), NOW, kind)
            )  # fmt: skip
        elif row.state == "late":
            found.append(
                _row("agreement_late", loan_id, row,
                     _("Somebody has not said yes to the agreement in time."),
                     row.accept_by or day, NOW, kind)
            )  # fmt: skip
        elif row.ends_on is not None and row.ends_on < day:
            found.append(
                _row("support_over", loan_id, row,
                     _("The last day of the support has passed. Note it, or agree on more."),
                     row.ends_on, NOW)
            )  # fmt: skip
        elif row.review_on is not None:
            found.append(
                _row("review_talk", loan_id, row, _("Talk about how the support goes."),
                     row.review_on, when_wanted(row.review_on, day))
            )  # fmt: skip
    return found


def answers(programme: Programme, day: date) -> list[Row]:
    """What somebody wants changed, what somebody declared, and who is to be phoned."""
    rows = _ANSWERS.objects(Acceptance, programme=programme.pk)
    asked = [row for row in rows if row.state == "asked"]
    reached = reached_by_message([row.person_id for row in asked if row.participation_id])
    contacts = [row.person_id for row in asked if not row.participation_id]
    reached |= vault.index_holders(contacts, "email") if contacts else set()
    found, phoned = [], set()
    for row in rows:
        agreement = row.agreement
        if row.state != "asked":
            found.append(_waiting(row))
        elif row.person_id not in reached and agreement.pk not in phoned:
            phoned.add(agreement.pk)
            found.append(
                _row("agreement_phone", agreement.loan_id, agreement,
                     _("Somebody has no e-mail, and is to be called about the agreement."),
                     agreement.accept_by or day, when_wanted(agreement.accept_by, day))
            )  # fmt: skip
    return found


def _waiting(row: Acceptance) -> Row:
    since = clock.local_day(row.answered_at or row.created_at)
    if row.state == "declared":
        why = _("Somebody has declared something. Say what it means.")
        return _row("declared", row.pk, row.agreement, why, since, NOW, ("acceptance", "declared"))
    why = _("Somebody wants something changed in the agreement.")
    return _row("wish", row.pk, row.agreement, why, since, NOW, ("acceptance", "wants_change"))
