"""Her own page about an application: how it stands, the interview, the answer, and the way out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.peersupport.recruitment import access, queries
from erfara.peersupport.recruitment.actions import interviewing
from erfara.peersupport.recruitment.letters import calendar
from erfara.peersupport.recruitment.models import CandidateInterview, PeerCandidate
from erfara.peersupport.recruitment.questions import LABELS, value_of
from erfara.peersupport.setup.queries import who_interview
from erfara.people.models import Person
from erfara.web import http, people_say, ways
from erfara.web.peer.own.pieces import Piece
from erfara.workflows import recruiting


def _mine(request: Any, pk: UUID | None) -> PeerCandidate:
    return access.own_candidacy(request.viewer, request.programme, ways.about(request, pk))


def _opened(request: Any, row: PeerCandidate) -> dict[str, dict[str, Any]]:
    """What she wrote, where the interview is and the answer. In one opening."""
    return vault.open_blobs(
        tenant_id=row.programme_id, person_id=row.person_id,
        blobs=(row.blob, row.place_blob, row.decision_blob), purpose="own_page", case="own_page",
        actor=request.viewer, at=request.at,
    )  # fmt: skip


def _interview(row: PeerCandidate) -> CandidateInterview | None:
    """The one that is ahead or was last."""
    return next(iter(queries.interviews_of(row)), None)


def candidacy(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """How it stands with an application, and what she wrote in it."""
    row = _mine(request, pk)
    if row.state == "erased":
        raise Http404
    opened = _opened(request, row)
    interview = _interview(row)
    written = opened.get(row.blob, {})
    decided = row.decided_on is not None and row.known_state in {
        "offered_training", "waiting", "declined",
    }  # fmt: skip
    ahead = interview is not None and interview.state == "booked" and interview.ends_at > request.at
    place = opened.get(row.place_blob, {})
    context = {
        "candidate": row,
        "shown_state": row.known_state,
        "answers": [
            (label, value_of(name, written.get(name)))
            for name, label in LABELS.items()
            if written.get(name)
        ],
        "words": opened.get(row.decision_blob, {}).get("words") if decided else "",
        "interview": interview, "ahead": ahead,
        # She has been there, also where nobody has written it down yet.
        "met": interview is not None and not ahead
        and interview.state in {"booked", "held", "done"},
        "interviewers": who_interview(request.programme),
        "place": place.get(str(interview.pk)) if ahead and interview else "",
        "may_withdraw": row.table.may("withdraw", row.state, Role.PERSON),
        "withdraw_url": ways.url(request, "withdraw"), "off_url": ways.url(request, "call_off"),
        "calendar_url": ways.url(request, "calendar"),
    }  # fmt: skip
    return render(request, "peer/apply/candidacy.html", context)


def withdraw(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She doesn't want to after all: what happens then, and the button."""
    row = _mine(request, pk)
    here = ways.url(request, "candidacy")
    if not row.table.may("withdraw", row.state, Role.PERSON):
        return HttpResponseRedirect(here)
    if request.method == "POST":
        return http.press(
            request,
            lambda: recruiting.withdraw(candidate=row, by=request.viewer, at=request.at),
            to=here, back=here,
        )  # fmt: skip
    return render(request, "peer/apply/withdraw.html", {"candidate": row, "back": here})


def call_off(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She can't come. No reason needed; another time is found."""
    row = _mine(request, pk)
    here = ways.url(request, "candidacy")
    interview = queries.open_interview(row)
    if interview is None or interview.state != "booked":
        return HttpResponseRedirect(here)
    interview.candidate = row
    return http.press(
        request,
        lambda: interviewing.call_off(interview=interview, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Done. The time is called off. We get in touch."),
    )  # fmt: skip


def own_calendar(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The time as a calendar file, also to take it out again."""
    row = _mine(request, pk)
    interview = _interview(row)
    if interview is None or interview.state not in {"booked", "called_off", "stopped"}:
        raise Http404
    return http.calendar(calendar(interview, request.at))


def on_own_page(request: Any, person: Person) -> list[Piece]:
    """For the page of one's own: each application of hers, and the time of an interview."""
    rows = list(queries.candidacies(person))
    times = queries.booked_with(rows)
    slug, found = request.programme.slug, []
    for row in rows:
        time = times.get(row.pk)
        ahead = time is not None and time[1] > request.at
        when = people_say.when(*time, now=request.at) if time else ""
        shown = row.known_state
        found.append(
            Piece(
                what=row.round.title,
                url=reverse("candidacy:candidacy", args=[slug, row.pk]),
                state=_("a time is booked") if ahead else row.table.state(shown).label,
                waits=ahead or (row.state == "offered_training" and row.place_on is None),
                tone="action" if ahead else "neutral", hint=when if ahead else "",
            )
        )  # fmt: skip
    return found
