"""What people wait for that is no loan: answers about their log, calls about consents, errands."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Loan, LoanRequest
from erfara.organisations.models import Programme, unit_label
from erfara.people.consent_queries import asked_again
from erfara.people.models import Errand, LogQuestion
from erfara.people.queries import reached_by_message
from erfara.workflows.today.requests import OPEN
from erfara.workflows.today.rows import NOW, Row, about_request, covers, first_of, when_wanted

_QUESTIONS = Prepared(
    lambda programme: (
        LogQuestion.objects.filter(programme_id=programme, state="asked")
        .order_by("answer_by", "id")
        .values_list("pk", "created_at", "answer_by")
    )
)
_ERRANDS = Prepared(
    lambda programme: (
        Errand.objects.filter(programme_id=programme, state="waiting")
        .order_by("due_on", "id")
        .values_list("pk", "kind", "created_at", "due_on", "contributor__number")
    )
)
_ASKED_AGAIN = Prepared(
    lambda programme: asked_again(programme).values_list("person_id", "answer_by")[:200]
)
_GONE = Prepared(
    lambda programme: (
        # As `lending.queries.open_requests`, with an index for each kind of them.
        LoanRequest.objects.filter(
            pk__in=LoanRequest.objects.filter(programme_id=programme, state__in=OPEN)
            .values("pk")
            .union(
                Loan.objects.filter(
                    programme_id=programme, state__in=Loan.table.open_states
                ).values("request"),
                all=True,
            ),
            contact__erased_at__isnull=False,
        )
        .order_by("-no")
        .values_list("pk", *about_request(""), "contact__erased_at")
    )
)


def log_questions(programme: Programme, day: date) -> list[Row]:
    """Questions about who has opened details: an answer is owed by a day."""
    return [
        Row(
            "log_question", pk, number, _("Somebody wonders why their details were opened."),
            local_day(asked_at), when_wanted(answer_by, day), None, {},
            covers(("log_question", "asked")), _("A question about the log"), last=answer_by,
        )
        for number, (pk, asked_at, answer_by) in enumerate(
            first_of(_QUESTIONS, programme=programme.pk), start=1
        )
    ]  # fmt: skip


def errands(programme: Programme, day: date) -> list[Row]:
    """What has to be taken down where the product can't reach."""
    return [
        Row(
            "errand", pk, no, Errand.Kind(kind).label, local_day(begun), when_wanted(due_on, day),
            None, {"no": no}, covers(("errand", "waiting")),
            _("A consent was taken back, number {no}"), last=due_on,
        )
        for pk, kind, begun, due_on, no in first_of(_ERRANDS, programme=programme.pk)
    ]  # fmt: skip


def calls(programme: Programme, day: date) -> list[Row]:
    """One row for all who have to be called about consents that may end."""
    rows = _ASKED_AGAIN.rows(programme=programme.pk)
    mailed = reached_by_message([person_id for person_id, _last in rows]) if rows else set()
    waiting = [row for row in rows if row[0] not in mailed]
    if not waiting:
        return []
    first = min(answer_by for _person, answer_by in waiting)
    people = len({person_id for person_id, _last in waiting})
    return [
        Row(
            "consents_asked", programme.pk, people, _("Call and ask whether consents go on."),
            first, when_wanted(first, day), None, {"people": people}, frozenset(),
            _("Consents that we ask about again, people to call: {people}"),
        )
    ]  # fmt: skip


def contacts_gone(programme: Programme) -> list[Row]:
    """Requests on their way whose contact has left: somebody has to take over."""
    return [
        Row(
            "new_contact", pk, no, _("The contact has left. Ask who takes over."),
            local_day(left), NOW, unit_label(organisation, unit),
        )
        for pk, no, organisation, unit, left in first_of(_GONE, programme=programme.pk)
    ]  # fmt: skip
