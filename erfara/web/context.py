"""What every page gets: whose programme, which way to go, what kind of installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.words import say
from erfara.web.addresses import kept
from erfara.web.own_home import own_home
from erfara.web.roles_table import belongs

# label, route, the roles that see it
STAFF_NAV = (
    (_("Today"), "coordinator:home", {Role.COORDINATOR}),
    (_("{library:sg.def.cap}"), "setup:home", {Role.COORDINATOR}),
    (_("{borrower:pl.cap}"), "workplaces:all", {Role.COORDINATOR}),
    (_("Recruitment"), "recruiting:rounds", {Role.COORDINATOR}),
    (_("My interviews"), "recruiting:mine", {Role.USER_ORGANISATION, Role.RECRUITER}),
    (_("Courses"), "training:home", {Role.COORDINATOR, Role.TRAINER}),
    (_("Certificates"), "certificates:home", {Role.COORDINATOR, Role.USER_ORGANISATION}),
    (_("The pool"), "pool:home", {Role.COORDINATOR}),
    (_("Requests"), "coordinator:requests", {Role.COORDINATOR}),
    (_("{contributor:pl.cap}"), "coordinator:people", {Role.COORDINATOR}),
    (_("Figures"), "steering:figures", {Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR}),
    (
        _("Figures"),
        "setup:figures",
        {Role.STEERING, Role.ADMINISTRATOR, Role.USER_ORGANISATION},
    ),
    (_("Costs"), "costs:all", {Role.COORDINATOR, Role.STEERING, Role.ADMINISTRATOR}),
    (_("Courses in numbers"), "training:numbers", {Role.STEERING}),
    (_("Members"), "administrator:members", {Role.ADMINISTRATOR}),
    (_("Settings"), "administrator:settings", {Role.ADMINISTRATOR}),
    (_("Settings"), "setup:about", {Role.ADMINISTRATOR}),
)
# Pages that belong to a request and have an address of their own.
_OF_REQUESTS = ("fragor", "lan", "tillfallen", "deltar", "ersattning", "utlagg",
                "utbetalningar", "uppfoljning", "aterkoppling", "berattat", "tavla",
                "kalender")  # fmt: skip
_OF_PEOPLE = ("samtal", "utskrifter", "meddelanden", "fragor-om-loggen", "att-ta-bort")
# Whether a coordinator has turned single keys off, in her browser.
KEYS_COOKIE = "erfara_keys"
_FOOT = ("privacy", "accessibility", "contact")


def _staff_nav(request: Any) -> list[dict[str, Any]]:
    roles: set[Role] = getattr(request, "roles", set())
    programme = request.programme
    if programme is None:
        return []
    items = []
    home = kept("coordinator:home", programme.slug)
    about = request.path.removeprefix(home).split("/", 1)[0]
    for label, route, seen_by in STAFF_NAV:
        if roles & seen_by and belongs(route, programme.kind):
            url = kept(route, programme.slug)
            here = (
                request.path == url
                or (route != "coordinator:home" and request.path.startswith(url))
                or (route == "coordinator:requests" and about in _OF_REQUESTS)
                or (route == "coordinator:people" and about in _OF_PEOPLE)
                or (route == "workplaces:all" and about == "ansvar")
            )
            items.append({"label": say(label), "url": url, "current": here})
    return items


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for every template. Makes no query: the gate has found what is here."""
    programme = getattr(request, "programme", None)
    found: dict[str, Any] = {
        "programme": programme,
        "now": getattr(request, "at", None),
        "demonstration": settings.ENV.mode == "demo",
        "language_url": kept("public:language"),
        "viewer": getattr(request, "viewer", None),
    }
    if programme is not None:
        found |= {f"{name}_url": kept(f"public:{name}", programme.slug) for name in _FOOT}
        found["own_home_url"] = own_home(programme)
    if programme is not None and programme.clock_stands_at is not None:
        found["frozen_day"] = clock.local_day(programme.clock_stands_at)
    if getattr(request, "roles", None) is not None:
        found["nav"] = _staff_nav(request)
        found["signed_in_as"] = str(request.user)
        found["sign_out_url"] = kept("account_logout")
        if (
            programme is not None
            and Role.COORDINATOR in getattr(request, "roles", ())
            and belongs("coordinator:find", programme.kind)
        ):
            found["find_url"] = kept("coordinator:find", programme.slug)
            found["keys_url"] = kept("coordinator:shortcuts", programme.slug)
            found["keys_on"] = request.COOKIES.get(KEYS_COOKIE) != "off"
    elif getattr(request, "person_session", None) is not None and programme is not None:
        found["sign_out_url"] = kept("signin:out", programme.slug)
    return found
