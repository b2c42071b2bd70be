"""A loan's papers for the county's registry: which, who is named, and the number that comes back.

Names are opened for this alone, once, for those who are named; protected people never are.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.errors import Refused
from erfara.lending import access, agreement_queries, records
from erfara.lending.actions import agreements
from erfara.lending.agreement_openings import MOST_NAMED
from erfara.lending.models import Acceptance, Agreement, Loan
from erfara.organisations.words import say
from erfara.vocabulary.choices import Form
from erfara.web import agreements as documents
from erfara.web import http, paper
from erfara.web.coordinator.agreement_forms import DiaryForm, RecordForm
from erfara.web.coordinator.loans import team_names, title_of, url_of

AGREED = ("accepted", "declared")
# What stands in the assignment's paper, in order.
ASSIGNMENT = (
    ("task", _("What it is about")), ("use_of_answers", _("What it is used for")),
    ("time", _("When")), ("length", _("How long")), ("place", _("Where")),
    ("payment", _("Payment")), ("contact_person", _("Contact person")),
    ("practical", _("Preparation and practical things")),
)  # fmt: skip
REQUEST = (
    ("purpose", _("What for")), ("wished_experience", _("Experience of")),
    ("wished_outcome", _("What they hope to have afterwards")),
    ("when_wished", _("When")), ("where_wished", _("Where")),
)  # fmt: skip


def _answers(loan: Loan, row: Agreement | None) -> list[Acceptance]:
    """The answers that may be in a record at all: given, and nobody's whose details are hidden."""
    if row is None:
        return []
    hidden = vault.shielded(loan.programme_id)
    return [
        answer for answer in agreement_queries.answers(row)
        if answer.state in AGREED and answer.person_id not in hidden
    ]  # fmt: skip


def record(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Choose the papers, and get them as one file. Or write the number that came back."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row = agreement_queries.live_agreement(loan) or agreement_queries.last_agreement(loan)
    answers = _answers(loan, row)
    hers = [a for a in answers if a.participation_id is not None]
    writes = request.POST.get("do") == "number"
    here = reverse("coordinator:record", args=[slug, loan.pk])
    diary = DiaryForm(
        request.POST if request.method == "POST" and writes else None,
        initial={"number": loan.diary_number}, prefix="diary",
    )  # fmt: skip
    if writes and (
        done := http.save(
            request, diary,
            lambda: agreements.write_diary_number(
                loan=loan, number=diary.cleaned_data["number"], by=request.viewer, at=request.at
            ),
            to=here, done=_("The diary number is written down."),
        )
    ):  # fmt: skip
        return done
    form = RecordForm(
        request.POST if request.method == "POST" and not writes else None,
        people=[(a.pk, "") for a in hers],
        initial={
            "papers": ["borrower", "people", records.ASSIGNMENT, records.REQUEST],
            "secret": bool(request.programme.secrecy_law), "law": request.programme.secrecy_law,
        },
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            return _made(request, loan, row, answers, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
    _name_people(request, loan, hers, form)
    context = {
        "form": form, "diary": diary, "forms": [form, diary], "loan": loan,
        "title": title_of(loan), "row": row, "back": url_of(slug, loan.pk),
    }  # fmt: skip
    return render(
        request, "coordinator/record.html", context,
        status=diary.status if writes else form.status,
    )  # fmt: skip


def _name_people(request: Any, loan: Loan, hers: list[Acceptance], form: Any) -> None:
    """Names to choose among, opened for the page that shows them."""
    if "named" not in form.fields:
        return
    _team, who = team_names(request, loan)
    form.fields["named"].choices = [(str(a.pk), who.of(a.person_id)) for a in hers]


def _named(request: Any, loan: Loan, chosen: list[Acceptance]) -> dict[UUID, str]:
    """Person → her name, for those whose agreement is to name her."""
    if len(chosen) > MOST_NAMED:
        raise Refused(
            _("At most five people are named at once. Leave the others as numbers; a list of names "
              "is asked for on its own page, and takes two.")
        )  # fmt: skip
    if not chosen:
        return {}
    opened = vault.open(
        tenant_id=loan.programme_id, person_ids=[a.person_id for a in chosen], blob="identity",
        fields=("name",), purpose="record", case=str(loan.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {pk: values.get("name", "") for pk, values in opened.items()}


def _made(
    request: Any,
    loan: Loan,
    row: Agreement | None,
    answers: list[Acceptance],
    chosen: dict[str, Any],
) -> HttpResponse:
    """The file. Names first, then the papers, then it is written down that it was made."""
    wanted = set(chosen["papers"])
    named = [a for a in answers if a.pk in set(chosen.get("named") or []) and a.participation_id]
    names = _named(request, loan, named)
    with override("sv"):
        papers = _papers(request, loan, row, answers, wanted, names)
    if not papers:
        raise Refused(_("There is nothing to hand over yet: nobody has said yes to an agreement."))
    case = records.Case(
        no=loan.request.no, title=f"{title_of(loan)}, {loan.request.unit}",
        diary_number=loan.diary_number, keeper=request.programme.owner or request.programme.name,
        secret=bool(chosen["secret"]), law=chosen["law"] or "", made_on=clock.local_day(request.at),
    )  # fmt: skip
    data = records.build(case, papers)
    agreements.note_record(
        loan=loan, files=len(papers), named=len(names), by=request.viewer, at=request.at
    )
    return paper.download(data, f"handlingar-{loan.request.no}.zip", "application/zip")


def _papers(
    request: Any,
    loan: Loan,
    row: Agreement | None,
    answers: list[Acceptance],
    wanted: set[str],
    names: dict[UUID, str],
) -> list[records.Paper]:
    """Each chosen paper as a PDF, in Swedish."""
    asked = loan.request
    sides = {
        "sender": str(asked.unit),
        "receiver": request.programme.owner or request.programme.name,
    }
    found: list[records.Paper] = []

    def add(kind: str, title: str, data: bytes, **more: Any) -> None:
        number = f"{len(found) + 1:02d}"
        found.append(records.Paper(kind, title, f"{number}-{kind}.pdf", data, **more))

    for answer in answers if row is not None else ():
        of_borrower = answer.participation_id is None
        if ("borrower" if of_borrower else "people") not in wanted or row is None:
            continue
        doc = documents.document(
            row, answer, name=names.get(answer.person_id, ""),
            numbered=not of_borrower and answer.person_id not in names, for_registry=True,
        )  # fmt: skip
        who = str(asked.unit) if of_borrower else names.get(answer.person_id) or _number(answer)
        add(
            records.AGREEMENT, f"{doc.title}, {who}", documents.pdf(request, doc),
            made=_day(row.sent_at), came_in=_day(answer.answered_at), sender=who,
            receiver=sides["receiver"],
        )  # fmt: skip
    if records.ASSIGNMENT in wanted:
        rows = [(say(label), getattr(asked.assignment, name)) for name, label in ASSIGNMENT]
        rows.insert(0, (say(_("How")), say(dict(Form.choices).get(asked.assignment.form, ""))))
        title = say(_("The assignment: {title}"), title=title_of(loan))
        add(records.ASSIGNMENT, title, _sheet(request, title, rows), made=_day(asked.ended_at),
            sender=sides["receiver"])  # fmt: skip
    if records.REQUEST in wanted:
        rows = [(say(label), getattr(asked, name)) for name, label in REQUEST]
        title = say(_("Request {no} from {unit}"), no=asked.no, unit=asked.unit)
        add(records.REQUEST, title, _sheet(request, title, rows),
            came_in=_day(asked.received_at), **sides)  # fmt: skip
    if records.OUTCOMES in wanted:
        rows = [
            (_number(a), say(a.get_outcome_display() if a.outcome else a.get_conflict_display()))
            for a in answers if a.conflict
        ]  # fmt: skip
        title = say(_("What was declared, and what it led to"))
        add(records.OUTCOMES, title, _sheet(request, title, rows),
            made=_day(row.sent_at) if row else None, sender=sides["receiver"])  # fmt: skip
    return found


def _number(answer: Acceptance) -> str:
    part = answer.participation
    number = part.contributor.number if part and part.contributor else "–"
    return say(_("number {no}"), no=number)


def _day(moment: Any) -> date | None:
    return clock.local_day(moment) if moment is not None else None


def _sheet(request: Any, title: str, rows: list[tuple[str, str]]) -> bytes:
    shown = [(label, value) for label, value in rows if value]
    context = {"title": title, "rows": shown, "language": get_language() or "sv"}
    return paper.pdf(request, "agreements/sheet.html", context)
