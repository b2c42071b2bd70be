"""One question to a person, from the day it is asked to the day she hears what it led to.

The same views stand behind a message's link and on her own page. Behind the link nobody's name is
opened: a link may be read by somebody else.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.compensation import actions as pay
from erfara.compensation.queries import payment_of
from erfara.foundation import clock, vault
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.lending import access, occasion_queries, own_queries
from erfara.lending.actions import inquiries
from erfara.lending.attending import may_have_come
from erfara.lending.models import Inquiry, Participation
from erfara.lending.passing_queries import came_from
from erfara.lending.policies import asks, is_for_one, last_moment_of
from erfara.lending.states.loans import GOING
from erfara.surveys.sets import PERSON_FOLLOW_UP
from erfara.web import http, own_times, people_say, talks, ways
from erfara.web.person import agreements, paying
from erfara.web.person.forms import TalkForm, UntilForm
from erfara.web.person.told import CHANGEABLE
from erfara.web.question_sets import own_answers
from erfara.workflows import answering, lend

# In the order they stand on the page; each is worth as much as the others.
ANSWERS = (("say_yes", "yes"), ("ask_more", "asked_more"), ("say_not_now", "not_now"),
           ("say_no", "no"))  # fmt: skip

HEADINGS = {
    "sent": _("Do you want to take part?"),
    "silent": _("Do you want to take part?"),
    "asked_more": _("You want to know more first"),
    "yes": _("You have answered yes"),
    "not_now": _("You have answered not now"),
    "no": _("You have answered no, thank you"),
    "waiting": _("You are on the waiting list"),
    "late": _("Thank you for your yes"),
    "confirmed": _("You are taking part"),
    "took_part": _("Thank you for taking part"),
    "absent": _("You could not be there this time"),
    "withdrew": _("You can't take part after all"),
    "left": _("You take part no more"),
    "cancelled": _("It has been cancelled"),
    "told": _("Thank you for this time"),
    "stopped": _("This question has been taken away"),
}

# The first heading, of one who is asked in somebody's place.
INSTEAD = _("Somebody can't come. Can you?")


def _stage(inquiry: Inquiry, participation: Participation | None) -> str:
    """Where she is with this question, as one of `HEADINGS`."""
    if inquiry.state == "confirmed":
        return participation.state if participation else "confirmed"
    if inquiry.state in {"told", "stopped"}:
        return inquiry.state
    if inquiry.state in {"waiting", "late"}:
        return inquiry.state if _to_come(inquiry) else "told"
    # Those who are phoned keep their answer; for them too it is over with the request.
    return inquiry.state if asks(inquiry.request) else "told"


def _to_come(inquiry: Inquiry) -> bool:
    """Whether there is a team, of a loan that hasn't been held, that somebody may fall out of."""
    loan = getattr(inquiry.request, "loan", None)
    return loan is not None and loan.state == "confirmed"


def _afterwards(inquiry: Inquiry) -> dict[str, bool]:
    """What one may still say who comes too late: nobody is met by a closed door.

    `may_still`: a team that is complete may lose somebody. `may_next`: it is over, and her yes is
    kept for another time. `kept`: it has been. One who said no while it was asked isn't asked once
    more, unless somebody is looked for and she would be taken.
    """
    ended = inquiry.request.ended_at
    since = ended is not None and (inquiry.answered_at or ended) > ended
    declined = inquiry.answer in {"no", "not_now"} and not since
    said = inquiry.answer == "yes" and inquiry.answered_at is not None
    kept = said and since
    wanted = asks(inquiry.request) or (_to_come(inquiry) and not declined)
    still = inquiry.state != "confirmed" and wanted
    return {
        "may_still": still,
        "may_next": not still and not said and not declined,
        "kept": kept and not still,
    }


def _answers(inquiry: Inquiry) -> list[dict[str, Any]]:
    """The answers that can be given now, as buttons."""
    open_now = {t.name: t for t in inquiry.table.available(inquiry.state, Role.PERSON)}
    return [
        {"label": open_now[name].label, "values": {"answer": value}}
        for name, value in ANSWERS
        if name in open_now
    ]


def _contact(request: Any, inquiry: Inquiry) -> dict[str, Any] | None:
    """How to reach the borrower: for one who is confirmed, signed in, and contacts them herself."""
    if request.link is not None:
        return None
    contact_id = inquiry.request.contact_id
    if contact_id in vault.shielded(inquiry.programme_id):
        return None
    opened = vault.open(
        tenant_id=inquiry.programme_id, person_ids=[contact_id], blob="identity",
        fields=("name", "email", "phone"), purpose="reach_borrower",
        case=str(inquiry.request_id), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(contact_id)


def _taking_part(request: Any, inquiry: Inquiry, participation: Participation) -> dict[str, Any]:
    loan = participation.loan
    direct = inquiry.programme.broker == "direct"
    reachable = (
        direct and participation.state in GOING and loan.state in {"confirmed", "carried_out"}
    )
    told = own_queries.told([loan.pk])[loan.pk] if participation.state == "took_part" else {}
    follow_up = getattr(participation, "follow_up", None)
    return {
        "loan": loan,
        "direct": direct,
        "hidden": inquiry.contributor.person_id in vault.shielded(inquiry.programme_id),
        "reachable": reachable,
        "contact": _contact(request, inquiry) if reachable else None,
        **own_times.of_person(request, inquiry),
        **paying.on_page(request, participation),
        "summary": told.get("summary"),
        "feedback": told.get("borrower"),
        "never_told": "no_borrower" in told,
        "asks_afterwards": follow_up is not None and follow_up.state == "due",
        "answered_afterwards": follow_up is not None and follow_up.state == "done",
        "cancelled_because": own_queries.last_words(loan.pk, "loan.cancel"),
    }


def _page(request: Any, inquiry: Inquiry, **forms: Any) -> HttpResponse:
    participation = own_queries.participation_of(inquiry)
    stage = _stage(inquiry, participation)
    asked, last = inquiry.request, last_moment_of(inquiry)
    today = clock.local_day(request.at)
    instead = inquiry.answer_before is not None and stage in {"sent", "silent"}
    context = {
        "inquiry": inquiry,
        "asked": asked,
        "assignment": asked.assignment,
        "stage": stage,
        "heading": INSTEAD if instead else HEADINGS[stage],
        "can_answer": stage in {"sent", "silent", "asked_more", "yes", "not_now", "no"},
        "answers": _answers(inquiry) if asks(asked) else [],
        "last_day": people_say.when(last, now=request.at) if last else "",
        "planned": occasion_queries.own_times_ahead(inquiry) if participation
        else own_queries.planned_ahead(asked, request.at),
        "instead": instead,
        "answer_before": people_say.when(inquiry.answer_before, now=request.at)
        if inquiry.answer_before
        else "",
        **_afterwards(inquiry),
        "other_library": came_from(asked),
        "said_yes": {"answer": "yes"},
        "leave_list": ways.url(request, "leave_list"),
        "may_tell": inquiry.contributor.state in CHANGEABLE,
        "until_day": people_say.day(inquiry.not_now_until, now=request.at)
        if inquiry.not_now_until
        else "",
        "late": inquiry.answer_before <= request.at
        if inquiry.answer_before
        else asked.answer_by is not None and asked.answer_by < today,
        "alone": is_for_one(asked.assignment, inquiry.programme),
        "talk": talks.lines(request, inquiry, purpose="own_talk", case=inquiry.pk),
        "loan": own_queries.loan_of(asked) if stage == "told" else None,
        "signed_in_page": reverse(
            "question:question", kwargs={"slug": inquiry.programme.slug, "pk": inquiry.pk}
        ),
        "cannot_come": ways.url(request, "cannot_come"),
        "no_payment": ways.url(request, "no_payment"),
        "afterwards": ways.url(request, "afterwards"),
        "that_too": ways.url(request, "that_too"),
        "something_wrong": ways.url(request, "something_wrong"),
        "talk_form": forms.get("talk_form") or TalkForm(),
        "until_form": forms.get("until_form")
        or UntilForm(initial={"until": inquiry.not_now_until}, today=today),
    }  # fmt: skip
    if participation is not None:
        context |= _taking_part(request, inquiry, participation)
        context |= agreements.on_page(request, inquiry)
    used = next((form for form in forms.values() if form is not None), None)
    if used is not None:
        context["form"] = used
        # Written on a page that another tab has overtaken: shown all the same, so nothing is lost.
        context["form_for"] = "asked_more" if "talk_form" in forms else "not_now"
    return render(request, "person/question.html", context, status=used.status if used else 200)


def question(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The question, the answer to it, and what became of it."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    if request.method != "POST":
        return _page(request, inquiry)
    here = ways.url(request, "question")
    answer = request.POST.get("answer", "")[:20]

    def give(words: str = "", until: Any = None) -> Inquiry:
        return inquiries.answer(
            inquiry=inquiry, answer=answer, words=words, until=until,
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer == "asked_more" and "words" in request.POST:
        talk_form = TalkForm(request.POST)
        if sent := http.save(
            request, talk_form, lambda: give(words=talk_form.cleaned_data["words"]), to=here,
            done=_("We have got what you wrote."),
        ):  # fmt: skip
            return sent
        return _page(request, inquiry, talk_form=talk_form)
    if answer == "not_now" and ("until" in request.POST or "how_long" in request.POST):
        until_form = UntilForm(request.POST, today=clock.local_day(request.at))
        if kept := http.save(
            request, until_form,
            lambda: answering.not_now(
                inquiry=inquiry, until=until_form.cleaned_data["until"],
                everything=until_form.cleaned_data["everything"], by=request.viewer,
                at=request.at,
            ),
            to=here, done=_("We have written down until when."),
        ):  # fmt: skip
            return kept
        return _page(request, inquiry, until_form=until_form)
    return http.press(request, give, to=here, back=here)


def leave_list(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She doesn't want to wait in case somebody falls out. No reason is asked for."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "question")

    def leave() -> Inquiry:
        if inquiry.state not in {"waiting", "late", "told"}:
            raise Refused(_("You are not on the waiting list. Look at the page as it is now."))
        return inquiries.leave_list(inquiry=inquiry, by=request.viewer, at=request.at)

    return http.press(
        request, leave, to=back, back=back, done=_("Done. You are not on the waiting list.")
    )


def cannot_come(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She can't take part after all. No reason is asked for."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    participation = own_queries.participation_of(inquiry)
    back = ways.url(request, "question")
    if participation is None or participation.state != "confirmed":
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return http.press(
            request,
            lambda: lend.withdraw_from_loan(
                participation=participation, by=request.viewer, at=request.at
            ),
            to=back, back=back,
        )  # fmt: skip
    was_there = may_have_come(participation, request.at)
    return render(
        request, "person/cannot_come.html",
        {"inquiry": inquiry, "back": back, "was_there": was_there},
    )  # fmt: skip


def no_payment(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She doesn't want to be paid. No reason is asked for."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "question")
    participation = own_queries.participation_of(inquiry)

    def decline() -> None:
        payment = payment_of(participation) if participation else None
        if payment is None:
            raise Refused(_("There is no payment to say no to yet."))
        pay.decline(compensation=payment, by=request.viewer, at=request.at)

    return http.press(
        request, decline, to=back, back=back, done=_("Written down. You will not be paid for this.")
    )


def afterwards(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """How it was for her."""
    inquiry = access.inquiry_for(request.viewer, request.programme, ways.about(request, pk))
    return own_answers(
        request, own_queries.follow_up_of(inquiry), PERSON_FOLLOW_UP, "person/afterwards.html",
        back=ways.url(request, "question"), inquiry=inquiry,
    )  # fmt: skip
