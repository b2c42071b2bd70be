"""My page: what it led to first, then what waits, my details, my way out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.compensation.queries import latest_payments_of
from erfara.foundation import clock, vault
from erfara.foundation.actors import Role
from erfara.lending import occasion_queries, own_queries
from erfara.lending.after_queries import effects_known
from erfara.lending.agreement_queries import waiting_for
from erfara.lending.models import Inquiry
from erfara.lending.queries import latest_of_borrower
from erfara.lending.story_queries import stories_with
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions import staying
from erfara.people.actions.contacts import GONE
from erfara.people.models import Contributor, Person, Purpose
from erfara.people.own_queries import contributor_of, openings_of
from erfara.people.policies import is_spared
from erfara.people.queries import consents_of, experiences_of, in_language
from erfara.web import http, people_say, stopped
from erfara.web.person import after, presentations, talks
from erfara.web.person import log as own_log
from erfara.web.person.forms import PauseForm
from erfara.workflows import consent

SHOWN_OPENINGS = 5
PER_PAGE = 25


def _open(request: Any, person: Person, blob: str, fields: tuple[str, ...]) -> dict[str, Any]:
    opened = vault.open(
        tenant_id=person.programme_id, person_ids=[person.pk], blob=blob, fields=fields,
        purpose="own_page", case="own_page", actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(person.pk) or {}


def _been_part_of(contributor: Contributor) -> list[dict[str, Any]]:
    """Each loan she takes or took part in, and what it led to."""
    rows = own_queries.taken_part_in(contributor)
    loans = [row.loan_id for row in rows if row.state == "took_part"]
    told, effects = own_queries.told(loans), effects_known(loans)
    return [
        {
            "row": row,
            "title": row.loan.request.assignment.title,
            "unit": row.loan.request.unit,
            "told": told.get(row.loan_id, {}),
            "effects": effects.get(row.loan_id, []),
            "led_to": told.get(row.loan_id, {}).get("borrower")
            or told.get(row.loan_id, {}).get("summary"),
        }
        for row in rows
    ]


def _coming(
    request: Any, contributor: Contributor, confirmed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What she takes part in: `when` is the next planned time, and else what was asked.

    `asked`: the day before, and she hasn't said yet whether she still comes.
    """
    following = occasion_queries.next_times(contributor, request.at)
    for one in confirmed:
        row = following.get(one["row"].pk)
        time = row.occasion if row else None
        one["when"] = (
            people_say.when(time.starts_at, time.ends_at, now=request.at)
            if time
            else one["row"].loan.request.assignment.time
        )
        one["asked"] = bool(
            row and time and row.state == "expected" and row.asked_at
            and time.starts_at > request.at
        )  # fmt: skip
    return confirmed


def _answer_by(request: Any, inquiry: Inquiry) -> str:
    if inquiry.answer_before is not None:
        moment = people_say.when(inquiry.answer_before, now=request.at)
        return say(_("Answer before {moment}"), moment=moment)
    day = inquiry.request.answer_by
    if day is None:
        return ""
    return say(_("Answer by {day}"), day=people_say.day(day, now=request.at))


def _of_contributor(request: Any, person: Person, contributor: Contributor) -> dict[str, Any]:
    experiences = experiences_of([contributor.pk])[contributor.pk]
    texts = _open(request, person, "experience", tuple(str(e.pk) for e in experiences))
    been = _been_part_of(contributor)
    questions = own_queries.questions_of(contributor)
    live = [c for c in consents_of(person) if c.withdrawn_at is None]
    order = list(Purpose.values)
    coming = _coming(request, contributor, [one for one in been if one["row"].state == "confirmed"])
    return {
        "contributor": contributor,
        "done": [one for one in been if one["row"].state == "took_part"],
        "still_coming": [one for one in coming if one["asked"]],
        "coming": [one for one in coming if not one["asked"]],
        "agreements": waiting_for(contributor),
        "waiting": [
            {"row": q, "last_day": _answer_by(request, q)}
            for q in questions
            if q.state in {"sent", "asked_more"}
        ],
        "answered": [q for q in questions if q.state not in {"sent", "asked_more"}],
        "asked_before": own_queries.asked_before(contributor, PER_PAGE),
        "follow_ups": own_queries.follow_ups_of(contributor),
        "experiences": [
            {"row": e, "role": e.get_role_display(), "text": texts.get(str(e.pk)) or ""}
            for e in experiences
        ],
        "consents": [
            {"consent": c, "text": in_language(c.text)}
            for c in sorted(live, key=lambda c: order.index(c.purpose))
        ],
        "asked_again": min((c.answer_by for c in live if c.answer_by), default=None),
        "payments": latest_payments_of(contributor, PER_PAGE),
        "changeable": contributor.state in {"active", "paused", "resting"},
        "may": {t.name for t in contributor.table.available(contributor.state, Role.PERSON)},
    }


def _moments(request: Any, contributor: Contributor) -> dict[str, str]:
    """Until when she pauses, and when she is erased, as people say it."""
    until, erased = contributor.paused_until, contributor.erase_after
    spared = is_spared(contributor, clock.local_day(request.at))
    rests = contributor.spared_until if spared and contributor.state == "active" else None
    return {
        "spared_until": people_say.day(rests, now=request.at) if rests else "",
        "paused_until": people_say.day(until, now=request.at) if until else "",
        "erased_at": people_say.when(erased, now=request.at) if erased else "",
    }


def home(request, slug: str) -> HttpResponse:
    """Everything about her, at her place."""
    person = access.own_person(request.viewer, request.programme)
    contributor = contributor_of(person)
    opened_by = openings_of(person)
    context: dict[str, Any] = {
        "person": person,
        "identity": _open(request, person, "identity", ("name", "email", "phone", "address")),
        "openings": own_log.in_words(person, opened_by[:SHOWN_OPENINGS]),
        "stories": stories_with(person.pk),
        "requests": latest_of_borrower(request.programme, person.pk, PER_PAGE),
        "contributor": None,
        "protected": person.pk in vault.shielded(person.programme_id),
    }
    if contributor is None or contributor.state in GONE:
        erased = person.erase_after
        context["erased_at"] = people_say.when(erased, now=request.at) if erased else ""
    else:
        context |= _of_contributor(request, person, contributor)
        context |= _moments(request, contributor)
        context |= presentations.on_own_page(contributor)
        context["booked_talk"] = talks.booked(contributor)
    context |= after.on_own_page(person, context["contributor"])
    return render(request, "person/home.html", context)


def pause(request, slug: str) -> HttpResponse:
    """Not be asked for a while."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home_url = reverse("person:home", args=[slug])
    form = PauseForm(request.POST or None, today=clock.local_day(request.at))
    taken: list[int] = []
    if answer := http.save(
        request, form,
        lambda: taken.append(
            consent.pause(
                contributor=contributor, until=form.cleaned_data["until"], by=request.viewer,
                at=request.at,
            )
        ),
        to=home_url, done=_("Done. We don't ask you as long as you pause."),
    ):  # fmt: skip
        for sentence in stopped.questions_gone(sum(taken[:1])):
            messages.success(request, sentence)
        return answer
    context = {"form": form, "contributor": contributor, "back": home_url}
    return render(request, "person/pause.html", context, status=form.status)


def resume(request, slug: str) -> HttpResponse:
    """Be asked again."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home_url = reverse("person:home", args=[slug])
    return http.press(
        request,
        lambda: actions.resume(contributor=contributor, by=request.viewer, at=request.at),
        to=home_url, back=home_url, done=_("Good. You can be asked again."),
    )  # fmt: skip


def end_sparing(request, slug: str) -> HttpResponse:
    """She wants new questions after all."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home_url = reverse("person:home", args=[slug])
    return http.press(
        request,
        lambda: staying.end_sparing(contributor=contributor, by=request.viewer, at=request.at),
        to=home_url, back=home_url, done=_("Good. You can be asked again."),
    )  # fmt: skip


def word(request, slug: str, token: str) -> HttpResponse:
    """Behind a message about one's place in the register: leaving, or a kind no."""
    contributor = access.own_contributor(request.viewer, request.programme)
    if contributor.pk != request.link.about_id:
        raise Http404
    here = reverse("person:word", args=[slug, token])
    if request.method == "POST":
        # One who only wanted to join takes it back here; one who is leaving stays after all.
        change = consent.leave if contributor.state == "interested" else actions.stay
        return http.press(
            request,
            lambda: change(contributor=contributor, how="link", by=request.viewer, at=request.at),
            to=here, back=here,
        )  # fmt: skip
    context = {
        "contributor": contributor, **_moments(request, contributor),
        "words": own_queries.last_words(contributor.pk, "contributor.decline"),
    }  # fmt: skip
    return render(request, "person/word.html", context)
