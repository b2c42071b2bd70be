"""What happens around every view: language, headers, and the gate that lets in or turns away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from erfara.accounts import persons, staff
from erfara.foundation import clock, links
from erfara.foundation.actors import MEMBERS, Actor, Role
from erfara.organisations import queries
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.actions import signs
from erfara.people.veil import Veiled
from erfara.web.accounts.locked import locked_response, sign_in_url
from erfara.web.roles_table import TABLE, Row, belongs
from erfara.web.unveiling import unveiled

LANGUAGE_COOKIE = "erfara_language"
Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)


def language(get_response: Answer) -> Answer:
    """Swedish, unless somebody has chosen English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else "sv"):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "sv")
        return response

    return middleware


def headers(get_response: Answer) -> Answer:
    """What a browser may do with our pages: nothing from elsewhere, nothing kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        # Nothing of ours is for a shared computer's memory, not even after signing out.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return middleware


class Turned(Exception):
    """A request that the gate answers itself."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class Gate:
    """Finds the programme and the viewer, and holds them against the table of roles.

    A route without a row, a method that isn't in it, a role that isn't in it: turned away. The
    programme's words and moment are set for the length of the request.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.programme = None  # type: ignore[attr-defined]
        request.at = clock.now()  # type: ignore[attr-defined]
        request.viewer = Actor(Role.PUBLIC)  # type: ignore[attr-defined]
        request.link = None  # type: ignore[attr-defined]
        slug = _slug_in(request.path_info)
        programme = queries.programme_by_slug(slug) if slug else None
        if programme is None:
            return self.get_response(request)
        request.programme = programme  # type: ignore[attr-defined]
        request.at = programme.moment(request.at)  # type: ignore[attr-defined]
        with words_of(programme):
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        row = TABLE.get(match.view_name)
        if row is None:
            return render(request, "errors/403.html", {"why": ""}, status=403)
        if row.outside_production and settings.ENV.production:
            raise Http404
        if request.method not in row.methods:
            return HttpResponseNotAllowed(sorted(row.methods))
        if "slug" in kwargs and request.programme is None:
            raise Http404
        if request.programme is not None and not belongs(match.view_name, request.programme.kind):
            raise Http404
        try:
            request.viewer = _viewer(request, row, kwargs)
        except Turned as turned:
            return turned.response
        return None

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """One more step before a page about somebody whose details are protected."""
        if not isinstance(exception, Veiled):
            return None
        slug = request.programme.slug
        step = reverse(BEFORE_PROTECTED[exception.kind], args=[slug, exception.pk])
        going = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{step}?{going}" if going else step)


gate = Gate

# Of several roles that a page lets in, one acts in the first of these that she has.
BY_REACH = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.USER_ORGANISATION, Role.RECRUITER,
            Role.TRAINER, Role.STEERING)  # fmt: skip
OUTSIDE = (Role.PERSON, Role.BORROWER, Role.WORKPLACE)

# The step before a protected person's page, by what she is there.
BEFORE_PROTECTED = {
    "contributor": "coordinator:open_protected",
    "candidate": "recruiting:open_protected",
    "enrolment": "training:open_protected",
    "certificate": "certificates:open_protected",
    "supporter": "pool:open_protected",
}

# First parts of a path that are no programme's.
RESERVED = frozenset(
    {"arbete", "konto", "galleri", "demo", "halsa", "sprak", "static", "drift", "robots.txt"}
)


def _slug_in(path: str) -> str:
    """The programme's part of an address: /sormland/… or /arbete/sormland/…"""
    parts = path.strip("/").split("/")
    if parts[0] == "arbete":
        slug = parts[1] if len(parts) > 1 else ""
    else:
        slug = "" if parts[0] in RESERVED else parts[0]
    # What can't be one isn't looked for: PostgreSQL refuses to be asked for a NUL.
    return slug if slug_re.match(slug) else ""


def _viewer(request: Any, row: Row, kwargs: dict[str, Any]) -> Actor:
    programme: Programme | None = request.programme
    tenant = programme.pk if programme else None
    if row.is_public:
        return Actor(Role.PUBLIC, tenant)
    if row.link:
        return _by_link(request, row, kwargs["token"])
    if row.for_staff:
        return _staff(request, row)
    if programme is None:  # people's pages stand under a programme
        raise Http404
    return _person(request, row, programme)


def _by_link(request: Any, row: Row, token: str) -> Actor:
    programme: Programme = request.programme
    looked = links.look(token, purpose=row.link, at=request.at)
    link = looked.link
    if link is None or link.tenant_id != programme.pk or looked.status is not links.Status.LIVE:
        page = render(request, "errors/link.html", {"status": looked.status.value}, status=404)
        raise Turned(page)
    request.link = link
    (role,) = row.roles
    # Opening a link is no sign of life: programs open them too.
    if role is Role.PERSON and request.method == "POST" and link.person_id is not None:
        _is_here(programme, link.person_id, request.at)
    return Actor(role, programme.pk, link.person_id)


def _person(request: Any, row: Row, programme: Programme) -> Actor:
    session = persons.viewer(request.COOKIES.get(persons.COOKIE), programme.pk, clock.now())
    if session is None:
        following = urlencode({"next": request.get_full_path()})
        raise Turned(redirect(f"/{programme.slug}/logga-in/?{following}"))
    request.person_session = session
    # Whether she is a contributor, a borrower's contact or both is seen at the doors.
    role = next(role for role in OUTSIDE if role in row.roles)
    _is_here(programme, session.person_id, request.at)
    return Actor(role, programme.pk, session.person_id)


def _is_here(programme: Programme, person_id: UUID, at: datetime) -> None:
    """A sign of life. In a record of the past nobody is waited for."""
    if programme.clock_stands_at is None:
        signs.seen([person_id], clock.local_day(at))


def _staff(request: Any, row: Row) -> Actor:
    programme: Programme | None = request.programme
    real = clock.now()
    user = request.user
    if not user.is_authenticated:
        raise Turned(redirect(sign_in_url(request.get_full_path())))
    if not user.is_active:
        logout(request)
        raise Turned(redirect(sign_in_url("/arbete/")))
    if staff.locked(request.session, real):
        raise Turned(locked_response(request))
    staff.touch(request.session, real)
    if staff.second_factor_missing(user, request.session):
        raise Turned(redirect("mfa_index"))
    if programme is None:
        return _anywhere(request, row)
    if not staff.reaches(request.session, programme.slug):
        raise Http404
    roles = queries.roles_of(user.pk, programme, clock.local_day(real))
    if not roles:
        raise Http404  # a stranger doesn't learn that the programme is here
    request.roles = roles
    for role in BY_REACH:
        if role in roles and role in row.roles:
            label = user.name if programme.shows_staff_names else ""
            opened = str(unveiled(request.session, real)) if role is Role.COORDINATOR else ""
            return Actor(role, programme.pk, user.pk, label, opened)
    # She works here, with something else: it says with whom the page is, and leads to her own.
    only = row.roles & MEMBERS == {Role.COORDINATOR}
    why = say(_("Only {coordinator:pl.def} of {library:sg.def} have it.")) if only else ""
    context = {"why": why, "at_work": True}
    raise Turned(render(request, "errors/403.html", context, status=403))


def _anywhere(request: Any, row: Row) -> Actor:
    """Pages of no programme: the operator's, and the start that shows where one works."""
    user = request.user
    request.roles = {Role.OPERATOR} if user.is_operator else set()
    if Role.COORDINATOR in row.roles:
        return Actor(Role.PUBLIC, None, user.pk, user.name)
    if not user.is_operator:
        raise Turned(render(request, "errors/403.html", {"why": ""}, status=403))
    return Actor(Role.OPERATOR, None, user.pk, user.name)
