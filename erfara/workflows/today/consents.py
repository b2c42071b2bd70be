"""What people wait for that is no loan: answers about their log, calls about consents, errands."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.lending.queries import open_requests
from erfara.organisations.models import Programme
from erfara.people.consent_queries import asked_again
from erfara.people.models import Errand, LogQuestion
from erfara.people.queries import reached_by_message
from erfara.workflows.today.rows import LIMIT, NOW, Row, covers, when_wanted


def log_questions(programme: Programme, day: date) -> list[Row]:
    """Questions about who has opened details: an answer is owed by a day."""
    rows = LogQuestion.objects.filter(programme=programme, state="asked").order_by(
        "answer_by", "id"
    )
    return [
        Row(
            "log_question", row.pk, number, _("Somebody wonders why their details were opened."),
            row.answer_by, when_wanted(row.answer_by, day), None, {},
            covers(("log_question", "asked")), _("A question about the log"),
        )
        for number, row in enumerate(rows[: LIMIT + 1], start=1)
    ]  # fmt: skip


def errands(programme: Programme, day: date) -> list[Row]:
    """What has to be taken down where the product can't reach."""
    rows = (
        Errand.objects.filter(programme=programme, state="waiting")
        .select_related("contributor")
        .order_by("due_on", "id")
    )
    return [
        Row(
            "errand", row.pk, row.contributor.number, row.Kind(row.kind).label, row.due_on,
            when_wanted(row.due_on, day), None, {"no": row.contributor.number},
            covers(("errand", "waiting")), _("A consent was taken back, number {no}"),
        )
        for row in rows[: LIMIT + 1]
    ]  # fmt: skip


def calls(programme: Programme, day: date) -> list[Row]:
    """One row for all who have to be called about consents that may end."""
    rows = list(asked_again(programme)[:200])
    mailed = reached_by_message([row.person_id for row in rows])
    waiting = [row for row in rows if row.person_id not in mailed and row.answer_by is not None]
    if not waiting:
        return []
    first = min(row.answer_by for row in waiting if row.answer_by is not None)
    people = len({row.person_id for row in waiting})
    return [
        Row(
            "consents_asked", programme.pk, people, _("Call and ask whether consents go on."),
            first, when_wanted(first, day), None, {"people": people}, frozenset(),
            _("Consents that we ask about again, people to call: {people}"),
        )
    ]  # fmt: skip


def contacts_gone(programme: Programme) -> list[Row]:
    """Requests on their way whose contact has left: somebody has to take over."""
    rows = (
        open_requests(programme)
        .filter(contact__erased_at__isnull=False)
        .select_related("unit__organisation", "contact")
    )
    return [
        Row(
            "new_contact", row.pk, row.no, _("The contact has left. Ask who takes over."),
            local_day(row.contact.erased_at or row.received_at), NOW, str(row.unit),
        )
        for row in rows[: LIMIT + 1]
    ]  # fmt: skip
