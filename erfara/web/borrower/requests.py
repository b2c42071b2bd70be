"""One request as its borrower sees it: where it is, what is agreed, who comes, what is owed.

The same views stand behind a message's link and when signed in. Behind the link nobody's name is
opened. Who was asked and who said no is never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.lending import access, own_queries
from erfara.lending.actions import owed
from erfara.lending.actions import requests as actions
from erfara.lending.models import EndReason, Loan, LoanRequest
from erfara.surveys.sets import BORROWER_FOLLOW_UP
from erfara.web import http, own_times, people_say, ways
from erfara.web.borrower import after, agreements, colleagues, first_meeting, paying
from erfara.web.borrower.forms import FeedbackForm, WishesForm, WithdrawForm
from erfara.web.question_sets import own_answers
from erfara.workflows import lend


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way: done, now, todo or skipped."""

    title: str | Promise
    state: str
    when: date | None = None


# The step that each state stands at.
_AT = {"received": 0, "unclear": 0, "waiting": 0, "pre_meeting": 1, "specified": 2, "asking": 3}


def steps(request: LoanRequest, loan: Loan | None) -> list[Step]:
    """Where the request is on its way."""
    days: list[date | None] = [
        clock.local_day(request.received_at),
        request.meeting_held_on or request.meeting_at,
        None,
        None,
        None,
        loan.carried_out_on if loan else None,
        None,
    ]
    titles = [
        _("We have got it"),
        _("First meeting"),
        _("We prepare"),
        _("People are asked"),
        _("Those who come are ready"),
        _("It is held"),
        _("Everybody hears what it led to"),
    ]
    over = request.state == "ended" and (loan is None or request.end_reason != EndReason.LOAN)
    if loan is not None and loan.state == "cancelled":
        over = True
    ended = request.ended_at
    if over:
        titles, days = titles[:1], days[:1]
        return [
            Step(titles[0], "done", days[0]),
            Step(_("It ended here"), "done", ended and clock.local_day(ended)),
        ]
    if request.end_reason == EndReason.LOAN and loan is not None:
        now = {"confirmed": 5, "carried_out": 6, "followed_up": 6}.get(loan.state, len(titles))
    else:
        now = _AT.get(request.state, 0)
    return [
        Step(title, "done" if n < now else "now" if n == now else "todo", days[n])
        for n, title in enumerate(titles)
    ]


def next_step(
    request: LoanRequest, loan: Loan | None, *, answered: bool = False, told: bool = False,
    never: bool = False,
) -> str | Promise:  # fmt: skip
    """What happens next, and who does it.

    `answered`: the borrower has said how it went; `told`: and told those who came. The loan moves
    on first when others have done theirs. `never`: nobody waits for the telling any more.
    """
    if request.end_reason == EndReason.LOAN and loan is not None:
        if never and loan.state in {"followed_up", "fed_back", "closed"}:
            return _("Nobody waits any more. Those who came never heard from you what it led to.")
        tell = _("Tell those who took part what you did with what they said.")
        afterwards = _("You have done your part. Thank you.") if told else tell
        return {
            "confirmed": _("Those who come are ready. You meet as agreed."),
            "carried_out": afterwards
            if answered
            else _("Answer a few questions about how it went."),
            "followed_up": afterwards,
            "fed_back": _("Everybody has been told. Thank you for that."),
            "closed": _("Everything is done. Thank you."),
            "cancelled": _("It was cancelled."),
        }[loan.state]
    return {
        "received": _("We read it and get in touch to book a first meeting."),
        "pre_meeting": _("We meet and talk it through."),
        "unclear": _("We need you to write it more clearly."),
        "waiting": _("It waits. We take it up again when we have said."),
        "specified": _("We prepare the question to people."),
        "asking": _("People are being asked. You hear from us when the group is ready."),
        "ended": _("It has ended."),
    }[request.state]


def _team(request: Any, loan: Loan) -> dict[str, Any]:
    """Those who come: how many, and by name when signed in where they contact each other."""
    team = list(own_queries.team(loan))
    known = [row.contributor.person_id for row in team if row.contributor is not None]
    named = (
        loan.programme.broker == "direct"
        and loan.state in {"confirmed", "carried_out"}
        and bool(known)
    )
    people: list[dict[str, Any]] = []
    # Those whose details are protected are reached through the coordinator, whatever is agreed.
    protected = set(known) & vault.shielded(loan.programme_id)
    total, known = len(known), [pk for pk in known if pk not in protected]
    if named and request.link is None and known:
        opened = vault.open(
            tenant_id=loan.programme_id, person_ids=known, blob="identity",
            fields=("name", "email", "phone"), purpose="team", case=str(loan.request_id),
            actor=request.viewer, at=request.at,
        )  # fmt: skip
        people = [opened.get(pk) or {} for pk in known]
    return {
        "team_size": len(team),
        "outside": len(team) - total,
        "named": named,
        "team": people,
        "unnamed": len(protected) if named and request.link is None else 0,
    }


def _owed(request: Any, loan: Loan) -> dict[str, Any]:
    follow_up = own_queries.follow_up_with_borrower(loan)
    feedback = own_queries.feedback_owed(loan)
    told = own_queries.told([loan.pk])[loan.pk]
    return {
        "follow_up": follow_up,
        "feedback": feedback,
        "follow_up_by": people_say.day(follow_up.due_on, now=request.at) if follow_up else "",
        "feedback_by": people_say.day(feedback.due_on, now=request.at) if feedback else "",
        "feedback_late": feedback is not None and feedback.due_on < clock.local_day(request.at),
        "never_told": "no_borrower" in told,
        "summary": told.get("summary"),
        "own_feedback": told.get("borrower"),
    }


def request_page(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Where it is, what is agreed, what happens next."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    loan = own_queries.loan_of(asked)
    became = loan is not None and asked.end_reason == EndReason.LOAN
    context: dict[str, Any] = {
        "asked": asked,
        "assignment": asked.assignment,
        "loan": loan if became else None,
        "steps": steps(asked, loan),
        "next_step": next_step(asked, loan),
        "may_withdraw": not asked.is_over and loan is None,
        "terms_wanted": not asked.is_over and asked.terms_accepted_at is None,
        "clarify_by": people_say.day(asked.clarify_by, now=request.at) if asked.clarify_by else "",
        "look_again_on": people_say.day(asked.look_again_on, now=request.at)
        if asked.look_again_on
        else "",
        "signed_in_page": reverse("request:request", kwargs={"slug": slug, "pk": asked.pk}),
        "ways": {
            name: ways.url(request, name)
            for name in (
                "accept_terms",
                "clarify",
                "withdraw",
                "follow_up",
                "feedback",
                "paid",
                "ready",
                "colleagues",
            )
        },
        **colleagues.on_request_page(request, asked),
        **first_meeting.on_page(request, asked),
        **after.on_request_page(request, asked, loan if became else None),
    }
    if asked.state == "unclear":
        context["what_is_unclear"] = own_queries.last_words(asked.pk, "loan_request.ask_to_clarify")
    if asked.state == "ended" and not became:
        context["ended_because"] = own_queries.last_words(
            asked.pk, "loan_request.end", "loan_request.withdraw", "loan_request.lapse"
        )
    if became and loan is not None:
        context |= own_times.of_borrower(request, loan)
        if loan.state == "cancelled":
            context["cancelled_because"] = own_queries.last_words(loan.pk, "loan.cancel")
        else:
            context |= _team(request, loan) | _owed(request, loan)
            context |= agreements.on_page(request, asked)
            context |= paying.on_page(request, asked)
            context["next_step"] = next_step(
                asked, loan,
                answered=context["follow_up"] is None or context["follow_up"].state != "due",
                told=context["feedback"] is None or context["feedback"].state != "owed",
                never=context["never_told"],
            )  # fmt: skip
    return render(request, "borrower/request.html", context)


def accept_terms(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Accept the terms: pay, how many come, and feedback to everybody."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "request")
    return http.press(
        request,
        lambda: actions.accept_terms(request=asked, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Thank you. The terms are accepted."),
    )  # fmt: skip


def clarify(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Write the request anew, more clearly."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "request")
    if request.method != "POST" and asked.state != "unclear":
        return HttpResponseRedirect(back)
    initial = {name: getattr(asked, name) for name in actions.WISHES}
    initial["recurring"] = "yes" if asked.recurring else "no"
    form = WishesForm(request.POST or None, initial=initial)
    if answer := http.save(
        request, form,
        lambda: actions.clarify(
            request=asked, wishes=form.wishes(), by=request.viewer, at=request.at
        ),
        to=back, done=_("Thank you. We read it and get in touch."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "asked": asked, "back": back,
        "what": own_queries.last_words(asked.pk, "loan_request.ask_to_clarify"),
    }  # fmt: skip
    return render(request, "borrower/clarify.html", context, status=form.status)


def withdraw(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Take the request back. Everybody who was asked is told."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "request")
    loan = own_queries.loan_of(asked)
    if request.method != "POST" and (asked.is_over or loan is not None):
        return HttpResponseRedirect(back)
    form = WithdrawForm(request.POST or None)
    if answer := http.save(
        request, form,
        lambda: lend.end_request(
            request=asked, end_reason=EndReason.WITHDRAWN,
            words=form.cleaned_data["reason"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("Your request is taken back. We tell those who need to know."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "asked": asked, "back": back}
    return render(request, "borrower/withdraw.html", context, status=form.status)


def follow_up(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """How it went, as the borrower sees it."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    loan = own_queries.loan_of(asked)
    return own_answers(
        request, own_queries.follow_up_with_borrower(loan) if loan else None, BORROWER_FOLLOW_UP,
        "borrower/follow_up.html", back=ways.url(request, "request"), asked=asked,
    )  # fmt: skip


def feedback(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What the borrower did with what people said: to everybody who took part."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "request")
    loan = own_queries.loan_of(asked)
    row = own_queries.feedback_owed(loan) if loan else None
    if loan is None or row is None or (request.method != "POST" and row.state != "owed"):
        return HttpResponseRedirect(back)
    form = FeedbackForm(request.POST or None, initial={"text": row.text})
    keep = request.POST.get("do") == "keep"
    run = owed.write_feedback if keep else owed.send_feedback
    if answer := http.save(
        request, form,
        lambda: run(
            feedback=row, text=form.cleaned_data["text"], by=request.viewer, at=request.at
        ),
        to=ways.url(request, "feedback") if keep else back,
        done=_("Your draft is kept. Nobody has got it yet.")
        if keep
        else _("Thank you. It goes to everybody who took part."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "asked": asked, "back": back, "row": row,
        "people": own_queries.team(loan).count(),
        "by_day": people_say.day(row.due_on, now=request.at),
        "late": row.due_on < clock.local_day(request.at),
    }  # fmt: skip
    return render(request, "borrower/feedback.html", context, status=form.status)
