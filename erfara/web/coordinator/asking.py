"""Whom to ask about a request, what they are sent, and the team that comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending import access, queries
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry, LoanRequest
from erfara.lending.own_queries import planned_ahead
from erfara.lending.passing_queries import came_from
from erfara.lending.policies import asks, is_for_one
from erfara.lending.replacing_queries import in_team
from erfara.organisations.words import say, say_plural
from erfara.people.letters import preview_of
from erfara.web import history, http, people_say, talks
from erfara.web.coordinator import asking_forms as forms
from erfara.web.coordinator.candidates import recipients
from erfara.web.coordinator.first_pay import first_pay, suggested
from erfara.web.coordinator.names import Names, identities, names
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.request_page import TONES, missing
from erfara.web.person.questions import HEADINGS, INSTEAD
from erfara.workflows import choosing, finding, lend

# One question's history is short; a long talk shows its newest part.
MOST_EVENTS = 50


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


def drop(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take somebody off the list before it is sent."""
    inquiry = access.inquiry_for(request.viewer, request.programme, pk)
    sent_from = request.POST.get("from")
    route = sent_from if sent_from in {"preview", "proposal"} else "choose"
    back = reverse(f"coordinator:{route}", args=[slug, inquiry.request_id])
    proposal = finding.propose(inquiry.request, at=request.at)
    return http.press(
        request,
        lambda: choosing.drop(
            inquiry=inquiry, proposal=proposal, by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Taken off the list. The person has not noticed anything."),
    )  # fmt: skip


# Who gets what, and sending it


def preview(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who gets exactly what, before it goes; and sending it."""
    row = access.request_for(request.viewer, request.programme, pk)
    listed = list(queries.chosen(row))
    today = clock.local_day(request.at)
    form = forms.SendForm(
        http.posted(request), today=today, days=_days(request, row), listed=listed
    )
    reaching = recipients(request, row, listed)
    if answer := _send(request, row, form, listed):
        return answer
    if form.is_bound:
        # Sent back with something to change: what is sent next is what the page shows now.
        form.send_next("listed", form.initial["listed"])
    reached = [one for one in reaching if not one.why_not]
    last = _last_day(form, today, _days(request, row))
    return form_page(
        request, "preview", form,
        request_=row,
        recipients=reaching,
        from_preview={"from": "preview"},
        by_mail=sum(one.by_mail for one in reached),
        by_text=sum(one.by_text for one in reached),
        by_letter=sum(one.by_mail and not one.by_text for one in reached),
        by_phone=sum(not one.by_mail for one in reached),
        reached=len(reached),
        lacks=[item.label for item in missing(row)],
        may_send=row.state == "specified" or asks(row),
        sends=request.programme.sends_messages,
        letter=preview_of(request.programme, last),
        **_page_behind(request, row, last),
        answers=[say(row_.label) for name, row_ in Inquiry.table.transitions.items()
                 if name in forms.ANSWERS],
        back=_to_request(slug, pk),
        choose_url=reverse("coordinator:choose", args=[slug, pk]),
        assignment_url=reverse("coordinator:assignment", args=[slug, pk]),
    )  # fmt: skip


def _page_behind(request: Any, row: LoanRequest, last: date) -> dict[str, Any]:
    """What the question's own page says, for those who are asked on this day at the latest."""
    instead = row.state == "ended" and asks(row)
    return {
        "previewing": True, "asked": row, "assignment": row.assignment,
        "alone": is_for_one(row.assignment, row.programme),
        "other_library": came_from(row), "instead": instead,
        "heading": INSTEAD if instead else HEADINGS["sent"],
        "planned": planned_ahead(row, request.at),
        "last_day": people_say.day(last, now=request.at),
        "answer_before": people_say.when(clock.day_span(last)[1], now=request.at),
    }  # fmt: skip


def _days(request: Any, row: LoanRequest) -> int:
    """How many days there are to answer, unless the coordinator says otherwise. Somebody in
    another's place is found before the search ends."""
    usual = int(request.programme.inquiry_days)
    loan = getattr(row, "loan", None)
    if loan is None or loan.seeks_until is None:
        return usual
    return max(0, min(usual, (loan.seeks_until - clock.local_day(request.at)).days))


def _last_day(form: forms.SendForm, today: date, days: int) -> date:
    """The last day to answer that stands in the form, or the usual one."""
    written = form.cleaned_data.get("answer_by") if form.is_bound else None
    return written or today + timedelta(days=days)


def _send(
    request: Any, row: LoanRequest, form: forms.SendForm, listed: list[Inquiry]
) -> HttpResponse | None:
    """Send to those who stood on the page that was sent back and may still be asked."""
    sent: list[Inquiry] = []

    def run() -> None:
        still = [one for one in listed if one.pk in form.cleaned_data["listed"]]
        if not still:
            raise Refused(_("Nobody on your list is left to ask. Look at the request as it is."))
        sent.extend(
            inquiries.send(
                request=row, inquiries=still, answer_by=form.cleaned_data["answer_by"],
                by=request.viewer, at=request.at,
            )
        )  # fmt: skip

    answer = http.save(request, form, run, to=_to_request(request.programme.slug, row.pk))
    if answer and sent:
        left_out = len(form.cleaned_data["listed"]) - len(sent)
        _say_who_was_asked(request, len(sent), left_out)
    return answer


def _say_who_was_asked(request: Any, sent: int, left_out: int) -> None:
    messages.success(
        request,
        say_plural(
            "The question has gone to one person.",
            "The question has gone to {count} people.", sent,
        ),
    )  # fmt: skip
    if left_out > 0:
        messages.warning(
            request,
            say_plural(
                "One who stood on your list can no longer be asked and was left out.",
                "{count} who stood on your list can no longer be asked and were left out.",
                left_out,
            ),
        )


# The team


def complete_team(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The team is complete; everybody else is thanked and told."""
    row = access.request_for(request.viewer, request.programme, pk)
    loan = getattr(row, "loan", None)
    form = forms.TeamForm(http.posted(request))
    team = list(queries.participations(loan)) if loan else []
    team = [one for one in team if one.state == "confirmed"]
    if answer := http.save(
        request, form,
        lambda: lend.complete_team(
            request=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=lambda made: reverse("coordinator:loan", args=[slug, made.pk]),
        done=_("The team is complete. Everybody else is thanked."),
    ):  # fmt: skip
        return answer
    answers = queries.answers_so_far(row)
    told = sum(n for state, n in answers.items() if state in inquiries.OPEN_ANSWERS)
    called = names(
        request, [one.contributor.person_id for one in team if one.contributor],
        purpose="request", case=row.pk,
    )  # fmt: skip
    return form_page(
        request, "complete_team", form,
        request_=row,
        team=[called.of(one.contributor.person_id) for one in team if one.contributor],
        outsiders=sum(one.outside for one in team),
        size=len(team),
        told=told,
        small=len(team) < request.programme.smallest_team,
        direct=request.programme.broker == request.programme.Broker.DIRECT,
        back=_to_request(slug, pk),
    )  # fmt: skip


# One question


def _talk(request: Any, inquiry: Inquiry) -> list[dict[str, Any]]:
    """What has been said about a question."""
    return talks.lines(request, inquiry, purpose="request", case=inquiry.request_id)


def _open_person(request: Any, inquiry: Inquiry) -> tuple[str, dict[str, str]]:
    """Name, and how to reach one who is asked. Opened to be looked at, not when a form is sent."""
    person = inquiry.contributor.person_id
    opened = identities(
        request, [person], purpose="request", case=inquiry.request_id, fields="name email phone"
    )
    return Names(opened).of(person), opened.get(person, {})


def _to_come(request: LoanRequest) -> bool:
    """Whether the request is a loan that hasn't been held."""
    loan = getattr(request, "loan", None)
    return loan is not None and loan.state == "confirmed"


def _may(inquiry: Inquiry, viewer: Actor) -> dict[str, bool]:
    """What a coordinator can do with a question now, beyond what its state alone allows."""
    request = inquiry.request
    moves = {t.name for t in inquiry.table.available(inquiry.state, viewer.role)}
    return {
        "drop": "drop" in moves,
        "answer": asks(request) and bool(moves & set(forms.ANSWERS)),
        "tell_more": "tell_more" in moves and asks(request),
        "confirm": "confirm" in moves and asks(request),
        "wait": "wait" in moves and (request.state == "asking" or _to_come(request)),
        "leave_list": inquiry.state in {"waiting", "late"},
        "tell": "tell" in moves and request.is_over and not asks(request),
    }


def inquiry(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One question to one person: how to reach her, what has been said, what is next."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    name, person = _open_person(request, row)
    talk = _talk(request, row)
    return render(
        request,
        "coordinator/inquiry.html",
        {
            "inquiry": row,
            "request_": row.request,
            "name": name,
            "person": person,
            "talk": talk,
            "may": _may(row, request.viewer),
            "tone": TONES.get(row.state, "neutral"),
            "assignment": row.request.assignment,
            "alone": is_for_one(row.request.assignment, request.programme),
            "events": history.sentences(audit.history(row.pk)[:MOST_EVENTS], request.programme),
            "slug": slug,
            "back": _to_request(slug, row.request_id),
        },
    )


def _to_inquiry(slug: str, pk: UUID) -> str:
    return reverse("coordinator:inquiry", args=[slug, pk])


def answer_for(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """An answer that came by phone, written down by a coordinator."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    form = forms.AnswerForm(
        http.posted(request), inquiry=row, role=request.viewer.role,
        today=clock.local_day(request.at),
    )  # fmt: skip
    back = _to_inquiry(slug, pk)

    def note() -> Inquiry:
        given = form.cleaned_data
        return inquiries.answer(
            inquiry=row, answer=given["answer"], until=given["until"],
            words=given["words"] if given["answer"] == "asked_more" else "",
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer := http.save(request, form, note, to=back, done=_("The answer is written down.")):
        return answer
    name, person = _open_person(request, row)
    return form_page(
        request, "answer_for", form, inquiry=row, name=name, phone=person.get("phone") or "",
        assignment=row.request.assignment,
        alone=is_for_one(row.request.assignment, request.programme), back=back,
    )  # fmt: skip


def tell_more(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer somebody who wants to know more first."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    form = forms.TellForm(http.posted(request))
    back = _to_inquiry(slug, pk)
    if answer := http.save(
        request, form,
        lambda: inquiries.tell_more(
            inquiry=row, text=form.cleaned_data["text"], by=request.viewer, at=request.at
        ),
        to=back, done=_("The answer is sent. The question is open again."),
    ):  # fmt: skip
        return answer
    name, _person = _open_person(request, row)
    return form_page(
        request, "tell_more", form, inquiry=row, name=name, talk=_talk(request, row), back=back
    )


def tell(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note that somebody was phoned, thanked, and told how it ended."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = _to_inquiry(slug, pk)

    def told() -> Inquiry:
        if not row.request.is_over or asks(row.request):
            raise Refused(_("The request has not ended yet. Tell when it has."))
        return inquiries.tell(inquiry=row, by=request.viewer, at=request.at)

    return http.press(
        request, told, to=_to_request(slug, row.request_id), back=back,
        done=_("Noted: told how it ended."),
    )  # fmt: skip


def confirm(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Confirm somebody who has said yes, with what she gets."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    assignment = row.request.assignment
    most = assignment.people_wanted if row.request.state == "asking" else None
    loan = getattr(row.request, "loan", None)
    there = in_team(loan)
    form = forms.ConfirmForm(
        http.posted(request), full=most is not None and there >= most,
        initial=first_pay(
            request.programme,
            assignment,
            loan,
            clock.local_day(request.at),
        ),
    )  # fmt: skip
    back = _to_inquiry(slug, pk)
    if answer := http.save(
        request, form,
        lambda: lend.confirm(
            inquiry=row, amount=form.cleaned_data["amount"], basis=form.cleaned_data["basis"],
            payer=form.cleaned_data["payer"],
            most=None if form.cleaned_data.get("more") else most, by=request.viewer,
            at=request.at,
        ),
        to=_to_request(slug, row.request_id), done=_("Confirmed."),
    ):  # fmt: skip
        return answer
    name, _person = _open_person(request, row)
    return form_page(
        request, "confirm", form, inquiry=row, name=name, assignment=assignment,
        hint=suggested(request.programme, assignment, clock.local_day(request.at)),
        direct=request.programme.broker == request.programme.Broker.DIRECT, back=back,
    )  # fmt: skip
