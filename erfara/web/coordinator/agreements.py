"""A loan's agreement as a coordinator sees it: who has said yes, and what waits for her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.errors import Refused
from erfara.lending import access, agreement_queries
from erfara.lending.actions import acceptances, agreements
from erfara.lending.agreement_access import answer_for
from erfara.lending.agreement_texts import first_terms
from erfara.lending.models import Acceptance, Agreement, Loan
from erfara.organisations.words import say
from erfara.people.queries import reached_by_message
from erfara.vocabulary.choices import Form
from erfara.web import agreements as documents
from erfara.web import http, paper
from erfara.web.coordinator import agreement_forms as forms
from erfara.web.coordinator.loans import team_names, title_of, url_of, who_hears
from erfara.web.coordinator.names import Names
from erfara.web.coordinator.pages import can, form_page
from erfara.web.history import sentences
from erfara.workflows import agreements as workflow

BACK = _("The agreement")
TONES = {"accepted": "good", "wants_change": "action", "declared": "action", "unsuitable": "warn"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side's answer, what it is called, and what may be done with it."""

    answer: Acceptance
    name: str
    tone: str
    can: dict[str, Any]
    phone: bool


def here(slug: str, loan_id: UUID) -> str:
    """The page of a loan's agreement."""
    return reverse("coordinator:agreement", args=[slug, loan_id])


def _sides(request: Any, loan: Loan, row: Agreement, who: Names) -> list[Side]:
    rows = list(agreement_queries.answers(row))
    reached = reached_by_message([a.person_id for a in rows if a.participation_id])
    reached |= vault.index_holders([a.person_id for a in rows if not a.participation_id], "email")
    return [
        Side(
            answer, _called(answer, loan, who), TONES.get(answer.state, "neutral"),
            can(answer, request.viewer),
            phone=answer.state == "asked" and answer.person_id not in reached,
        )
        for answer in rows
    ]  # fmt: skip


def _called(answer: Acceptance, loan: Loan, who: Names) -> str:
    name = who.of(answer.person_id)
    return name if answer.participation_id else f"{name}, {loan.request.unit}"


def agreement(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The version that counts, who has said yes to it, and what is to be done."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row = agreement_queries.live_agreement(loan) or agreement_queries.last_agreement(loan)
    context: dict[str, Any] = {
        "loan": loan, "request_": loan.request, "row": row, "back": url_of(slug, loan.pk),
        "title": title_of(loan), "going": loan.state == "confirmed",
    }  # fmt: skip
    if row is not None:
        row.loan = loan
        _team, who = team_names(request, loan)
        sides = _sides(request, loan, row, who)
        called = {side.answer.pk: side.name for side in sides}
        versions = list(agreement_queries.versions(loan))
        events = audit.history(*(v.pk for v in versions), *called)
        today = clock.local_day(request.at)
        waiting = [s for s in sides if s.answer.state in {"asked", "wants_change", "declared"}]
        context |= {
            "doc": documents.document(row),
            "sides": sides,
            "waiting": len(waiting),
            "can": can(row, request.viewer),
            "versions": versions,
            "reviews": row.review_on is not None and row.state in {"agreed", "without"},
            "review_passed": row.review_on is not None and row.review_on <= today,
            "history": sentences(list(events), request.programme, called),
        }
    return render(request, "coordinator/agreement.html", context)


def write(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Write what is agreed, or change it: a version that was sent is replaced by a new one."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row = agreement_queries.live_agreement(loan)
    back = here(slug, loan.pk)
    if request.method != "POST" and loan.state != "confirmed":
        return HttpResponseRedirect(back)
    terms = row.terms if row else first_terms(loan.request)
    form = forms.AgreementForm(
        http.posted(request), kind=loan.request.assignment.form,
        initial={
            **{name: terms.get(name, "") for name in forms.AgreementForm.base_fields},
            "ends_on": row.ends_on if row else None, "review_on": row.review_on if row else None,
            "version": row.version if row else "",
        },
    )  # fmt: skip

    def run() -> Agreement:
        data = form.cleaned_data
        return agreements.write_agreement(
            loan=loan, written=form.written(), ends_on=data.get("ends_on"),
            review_on=data.get("review_on"), seen=data.get("version"), by=request.viewer,
            at=request.at,
        )  # fmt: skip

    if answer := http.save(
        request, form, run, to=back, done=_("Written down. Look it through, then send it.")
    ):
        return answer
    sent = row is not None and row.state != "draft"
    return form_page(
        request, "agreement_write", form, sent=sent, heading=say(_("What is agreed")),
        button=say(_("Save the agreement")), back=back, back_label=say(BACK),
    )  # fmt: skip


def _one(loan: Loan) -> Agreement:
    row = agreement_queries.live_agreement(loan)
    if row is None:
        raise Http404
    row.loan = loan
    return row


def send(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask both sides to say yes."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row, back = _one(loan), here(slug, loan.pk)
    if request.method != "POST" and row.state != "draft":
        return HttpResponseRedirect(back)
    today = clock.local_day(request.at)
    form = forms.SendForm(
        http.posted(request), today=today, initial={"accept_by": today + timedelta(days=10)}
    )
    if answer := http.save(
        request, form,
        lambda: workflow.send(
            agreement=row, accept_by=form.cleaned_data["accept_by"], by=request.viewer,
            at=request.at,
        ),
        to=back, done=_("Sent. Each reads it on a page of their own and says yes there."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "agreement_send", form, hearers=who_hears(request, loan),
        doc=documents.document(row),
        heading=say(_("Send the agreement")), button=say(_("Send it to both sides")), back=back,
        back_label=say(BACK),
    )  # fmt: skip


def without(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Go on without everybody's yes, and say why."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row, back = _one(loan), here(slug, loan.pk)
    if request.method != "POST" and row.state not in {"draft", "asked", "late"}:
        return HttpResponseRedirect(back)
    form = forms.WithoutForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: agreements.go_without(
            agreement=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Noted. The loan can be held; a yes can still come."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "agreement_form", form, heading=say(_("Go on without every yes")),
        lead=say(_("A loan is held with everybody's yes. When it can't be, say why.")),
        button=say(_("Go on without it")), back=back, back_label=say(BACK),
    )  # fmt: skip


def review(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The talk about how a support assignment goes has been held."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row, back = _one(loan), here(slug, loan.pk)
    if request.method != "POST" and loan.request.assignment.form != Form.SUPPORT:
        return HttpResponseRedirect(back)
    form = forms.ReviewForm(http.posted(request), today=clock.local_day(request.at))
    if answer := http.save(
        request, form,
        lambda: agreements.note_review(
            agreement=row, next_on=form.cleaned_data["next_on"],
            ends_on=form.cleaned_data["ends_on"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("Written down."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "agreement_form", form, heading=say(_("You have talked about how it goes")),
        lead=say(_("What was said stays between you. Only the days are written down here.")),
        button=say(_("Note the talk")), back=back, back_label=say(BACK),
    )  # fmt: skip


def as_pdf(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The version that counts, as a PDF without anybody's name."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    row = agreement_queries.live_agreement(loan) or agreement_queries.last_agreement(loan)
    if row is None:
        raise Http404
    row.loan = loan
    found = documents.document(row)
    try:
        data = documents.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, here(slug, loan.pk))
    return paper.download(data, documents.file_name(found))


# One side's answer


def _name_of(request: Any, answer: Acceptance) -> str:
    _team, who = team_names(request, answer.agreement.loan)
    return _called(answer, answer.agreement.loan, who)


def _words(request: Any, answer: Acceptance, *names: str) -> dict[str, str]:
    """What she wrote, opened for the one who is to answer it; her log says so."""
    opened = vault.open(
        tenant_id=answer.programme_id, person_ids=[answer.person_id], blob=answer.blob,
        fields=names, purpose="agreement", case=str(answer.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    return opened.get(answer.person_id, {})


def note(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note a yes that came by phone, on paper or face to face."""
    answer = answer_for(request.viewer, request.programme, pk)
    back = here(slug, answer.agreement.loan_id)
    if request.method != "POST" and answer.state not in {"asked", "wants_change"}:
        return HttpResponseRedirect(back)
    form = forms.NoteForm(
        http.posted(request), declares=request.programme.asks_conflicts,
        hers=answer.participation_id is not None,
    )  # fmt: skip
    if done := http.save(
        request, form,
        lambda: acceptances.accept(
            answer=answer, version=answer.agreement.version, how=form.cleaned_data["how"],
            **form.given(), by=request.viewer, at=request.at,
        ),
        to=back, done=_("The yes is noted."),
    ):  # fmt: skip
        return done
    name = _name_of(request, answer)
    return form_page(
        request, "agreement_form", form, heading=say(_("{name} has said yes"), name=name),
        lead=say(_("Read the agreement aloud, or see that it has been read.")),
        button=say(_("Note the yes")), back=back, back_label=say(BACK),
    )  # fmt: skip


def reply(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer one who wants something changed, when the agreement stays as it is."""
    answer = answer_for(request.viewer, request.programme, pk)
    back = here(slug, answer.agreement.loan_id)
    if request.method != "POST" and answer.state != "wants_change":
        return HttpResponseRedirect(back)
    form = forms.ReplyForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: acceptances.answer_wish(
            answer=answer, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Sent. The agreement waits for a yes again."),
    ):  # fmt: skip
        return done
    return form_page(
        request, "agreement_reply", form, heading=say(_("Somebody wants something changed")),
        name=_name_of(request, answer), words=_words(request, answer, "wish").get("wish", ""),
        write=reverse("coordinator:write_agreement", args=[slug, answer.agreement.loan_id]),
        button=say(_("Send the answer")), back=back, back_label=say(BACK),
    )  # fmt: skip


def assess(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Say what somebody's declaration means for this assignment."""
    answer = answer_for(request.viewer, request.programme, pk)
    back = here(slug, answer.agreement.loan_id)
    if request.method != "POST" and answer.state != "declared":
        return HttpResponseRedirect(back)
    form = forms.AssessForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: workflow.assess(
            answer=answer, suitable=form.cleaned_data["outcome"] == "no_obstacle",
            reason=form.cleaned_data["reason"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("Written down. The words are kept with what was declared."),
    ):  # fmt: skip
        return done
    return form_page(
        request, "agreement_reply", form, heading=say(_("Something was declared")),
        name=_name_of(request, answer), declared=True,
        words=_words(request, answer, "declaration").get("declaration", ""),
        button=say(_("Save what it means")), back=back, back_label=say(BACK),
    )  # fmt: skip
