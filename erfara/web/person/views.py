"""My page: what it led to first, then what waits, my details, my way out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.actors import Role
from erfara.lending import own_queries
from erfara.lending.models import Inquiry
from erfara.lending.queries import requests_of_contact
from erfara.organisations.words import say, say_plural
from erfara.people import access, actions
from erfara.people.models import Contributor, Person, Purpose
from erfara.people.own_queries import contributor_of, openings_of
from erfara.people.queries import consents_of, experiences_of, in_language
from erfara.web import http, openings, people_say
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
    rows = list(own_queries.taken_part_in(contributor))
    told = own_queries.told([row.loan_id for row in rows if row.state == "took_part"])
    return [
        {
            "row": row,
            "title": row.loan.request.assignment.title,
            "unit": row.loan.request.unit,
            "told": told.get(row.loan_id, {}),
            "led_to": told.get(row.loan_id, {}).get("borrower")
            or told.get(row.loan_id, {}).get("summary"),
        }
        for row in rows
    ]


def _answer_by(request: Any, inquiry: Inquiry) -> str:
    day = inquiry.request.answer_by
    if day is None:
        return ""
    return say(_("Answer by {day}"), day=people_say.day(day, now=request.at))


def _of_contributor(request: Any, person: Person, contributor: Contributor) -> dict[str, Any]:
    experiences = experiences_of([contributor.pk])[contributor.pk]
    texts = _open(request, person, "experience", tuple(str(e.pk) for e in experiences))
    been = _been_part_of(contributor)
    questions = list(own_queries.questions_of(contributor))
    live = [c for c in consents_of(person) if c.withdrawn_at is None]
    order = list(Purpose.values)
    return {
        "contributor": contributor,
        "done": [one for one in been if one["row"].state == "took_part"],
        "coming": [one for one in been if one["row"].state == "confirmed"],
        "waiting": [
            {"row": q, "last_day": _answer_by(request, q)}
            for q in questions
            if q.state in {"sent", "asked_more"}
        ],
        "answered": [q for q in questions if q.state not in {"sent", "asked_more"}],
        "follow_ups": list(own_queries.follow_ups_of(contributor)),
        "experiences": [
            {"role": e.get_role_display(), "text": texts.get(str(e.pk)) or ""} for e in experiences
        ],
        "consents": [
            {"consent": c, "text": in_language(c.text)}
            for c in sorted(live, key=lambda c: order.index(c.purpose))
        ],
        "may": {t.name for t in contributor.table.available(contributor.state, Role.PERSON)},
    }


def _moments(request: Any, contributor: Contributor) -> dict[str, str]:
    """Until when she pauses, and when she is erased, as people say it."""
    until, erased = contributor.paused_until, contributor.erase_after
    return {
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
        "openings": openings.in_words(opened_by[:SHOWN_OPENINGS]),
        "requests": list(requests_of_contact(request.programme, person.pk)[:PER_PAGE]),
        "contributor": None,
    }
    if contributor is not None:
        context |= _of_contributor(request, person, contributor)
        context |= _moments(request, contributor)
    return render(request, "person/home.html", context)


def log(request, slug: str) -> HttpResponse:
    """Who has opened her details, day by day."""
    person = access.own_person(request.viewer, request.programme)
    page = Paginator(openings_of(person), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "person/log.html", {"page": page, "openings": openings.in_words(page)})


WHAT_STOPS = {
    Purpose.REGISTER: _(
        "You leave {library:sg.def}. Questions that wait for your answer are taken away, and what "
        "you have told is erased after 48 hours. Until then you can change your mind."
    ),
    Purpose.EMAIL: _(
        "Questions that wait for your answer are taken away. From now on we phone you instead."
    ),
    Purpose.TEXT_MESSAGE: _("You get no more text messages from us."),
    Purpose.PRESENTATION: _("Your text is taken down."),
    Purpose.PICTURE: _("The picture beside your text is taken down."),
    Purpose.SOCIAL_MEDIA: _("We don't show your text in social media any more."),
    Purpose.STATISTICS: _("What you have told about yourself is counted no more."),
    Purpose.HANDOVER: _("Nobody who takes over {library:sg.def} is told about you."),
    Purpose.RESEARCH: _("What you have told is not used in research any more."),
}


def _taken_away(request: Any, taken: list[int]) -> None:
    """Say how many questions went with it. Nothing to say when the click was a repeated one."""
    if taken and taken[0]:
        messages.success(
            request,
            say_plural(
                "One question that waited for your answer has been taken away.",
                "{count} questions that waited for your answer have been taken away.",
                taken[0],
            ),
        )


def withdraw_consent(request, slug: str, purpose: str) -> HttpResponse:
    """Take a consent back: what stops, and then it stops."""
    person = access.own_person(request.viewer, request.programme)
    if purpose not in Purpose.values:
        raise Http404
    home_url = reverse("person:home", args=[slug])
    live = next(
        (c for c in consents_of(person) if c.purpose == purpose and c.withdrawn_at is None), None
    )
    if request.method == "POST":
        taken: list[int] = []
        answer = http.press(
            request,
            lambda: taken.append(
                consent.withdraw(
                    person=person, purpose=purpose, how="own_page", by=request.viewer, at=request.at
                )
            ),
            to=home_url, back=home_url, done=_("Done. Your consent is taken back."),
        )  # fmt: skip
        _taken_away(request, taken)
        return answer
    if live is None:
        return http.go(request, home_url, _("That consent is already taken back."))
    context = {
        "consent": live,
        "text": in_language(live.text),
        "stops": WHAT_STOPS[Purpose(purpose)],
        "back": home_url,
    }
    return render(request, "person/withdraw_consent.html", context)


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
        _taken_away(request, taken)
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


def leave(request, slug: str) -> HttpResponse:
    """Leave, with 48 hours to change one's mind."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home_url = reverse("person:home", args=[slug])
    if request.method == "POST":
        taken: list[int] = []
        answer = http.press(
            request,
            lambda: taken.append(
                consent.leave(
                    contributor=contributor, how="own_page", by=request.viewer, at=request.at
                )
            ),
            to=home_url, back=home_url,
            done=_("Done. You have left {library:sg.def}. We don't ask you any more."),
        )  # fmt: skip
        _taken_away(request, taken)
        return answer
    if contributor.state not in {"interested", "active", "paused"}:
        return HttpResponseRedirect(home_url)
    coming = [one for one in _been_part_of(contributor) if one["row"].state == "confirmed"]
    return render(
        request, "person/leave.html", {"contributor": contributor, "coming": coming,
                                       "back": home_url},
    )  # fmt: skip


def stay(request, slug: str) -> HttpResponse:
    """Stay after all."""
    contributor = access.own_contributor(request.viewer, request.programme)
    home_url = reverse("person:home", args=[slug])
    return http.press(
        request,
        lambda: actions.stay(
            contributor=contributor, how="own_page", by=request.viewer, at=request.at
        ),
        to=home_url, back=home_url,
        done=_("Good that you stay. Look through what you agree to, on this page."),
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
