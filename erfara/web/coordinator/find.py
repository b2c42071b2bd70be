"""Anything from one field: people, requests, loans, diary numbers and those who ask.

What is looked for can be somebody's name. It comes by POST and stands sealed in the address of what
was found (`foundation.in_addresses`), as in the search for whom to ask: no log, no history and no
proxy can read it, and the page can still be reloaded and come back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import in_addresses
from erfara.foundation.text import searched
from erfara.lending import find_queries
from erfara.lending.find_queries import Hit
from erfara.lending.models import EndReason, Loan, LoanRequest
from erfara.lending.openings import MOST_FOUND
from erfara.organisations.queries import units_with
from erfara.organisations.words import say
from erfara.people.models import Contributor
from erfara.people.queries import entries_of
from erfara.web import http
from erfara.web.context import KEYS_COOKIE
from erfara.web.coordinator import recent
from erfara.web.coordinator.names import Names, identities
from erfara.workflows import finding

LONGEST, MOST_WORDS = 200, 8
SHOWN = 8
# So many of those who are called something are looked at before they are asked to be fewer.
LOOKED_AT = 200
SEALED = "s"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was found: where it leads, what it is, and how it stands. `told_apart`: what
    the link goes on with for those who hear it, where another may have the same text."""

    url: str
    text: str
    note: str = ""
    person: bool = False
    told_apart: str = ""


@dataclass(slots=True)
class Group:
    """Things of one kind that were found. `says`: what there is to know beside them."""

    heading: str
    rows: list[Row] = field(default_factory=list)
    says: str = ""

    @property
    def any(self) -> bool:
        """Whether it has a place on the page."""
        return bool(self.rows or self.says)


def find(request: Any, slug: str) -> HttpResponse:
    """What was looked for, or what was opened lately."""
    if request.method == "POST":
        return _sent(request, slug)
    written = in_addresses.unsealed(request.programme.pk, "find", request.GET.get(SEALED, ""))
    text = str(written.get("q") or "")
    if not text:
        return _page(request, lately=_lately(request, slug))
    groups = [group for group in _groups(request, slug, _words(text)) if group.any]
    return _page(request, find_text=text, groups=groups, total=sum(len(g.rows) for g in groups))


def _page(request: Any, **context: Any) -> HttpResponse:
    context = {"find_text": "", "problem": "", **context}
    return render(request, "coordinator/find.html", context)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word[:60] for word in searched(text)))[:MOST_WORDS]


def _sent(request: Any, slug: str) -> HttpResponse:
    """On to the address that shows what is found; or what to write instead."""
    here = reverse("coordinator:find", args=[slug])
    text = " ".join(request.POST.get("q", "").replace("\0", " ").split())
    if not text:
        return HttpResponseRedirect(here)
    words, problem = _words(text[:LONGEST]), ""
    if len(text) > LONGEST:
        problem = say(_("That is longer than we can look for. Write a few words of it."))
    elif not any(len(word) > 1 or word.isdecimal() for word in words):
        problem = say(_("Write at least two letters, or a number."))
    if problem:
        # Nothing was to be saved, so nothing is wrong: the field keeps what was written.
        return _page(request, find_text=text, problem=problem, groups=[])
    sealed = in_addresses.sealed(request.programme.pk, "find", {"q": text})
    return HttpResponseRedirect(f"{here}?{urlencode({SEALED: sealed})}")


# What was found


def _groups(request: Any, slug: str, words: Sequence[str]) -> list[Group]:
    hits = find_queries.found(request.programme, words)
    filed = [hit for hit in hits if find_queries.has_diary_number(hit, words)]
    rest = [hit for hit in hits if hit not in filed]
    return [
        _people(request, slug, words),
        _lent(slug, _("Diary number"), filed),
        _lent(slug, _("Requests"), [hit for hit in rest if hit.loan_id is None]),
        _lent(slug, _("Loans"), [hit for hit in rest if hit.loan_id is not None]),
        _units(request, slug, words),
    ]


def _stands(hit: Hit) -> str:
    """How it stands with a request, as a loan when it has become one."""
    if hit.loan_state is not None and hit.end_reason in {"", EndReason.LOAN}:
        return say(Loan.table.state(hit.loan_state).label)
    if hit.end_reason:
        return say(EndReason(hit.end_reason).label)
    return say(LoanRequest.table.state(hit.state).label)


def _line(slug: str, hit: Hit) -> Row:
    url = reverse("coordinator:request", args=[slug, hit.id])
    if hit.loan_id is not None:
        url = reverse("coordinator:loan", args=[slug, hit.loan_id])
    number = say(_("Request {no}"), no=hit.no)
    filed = f" · {hit.diary_number}" if hit.diary_number else ""
    title = f"{hit.title}. {hit.asked_by}" if hit.title else hit.asked_by
    return Row(url, title, f"{number}{filed} · {_stands(hit)}", told_apart=number)


def _lent(slug: str, heading: str | Promise, hits: Sequence[Hit]) -> Group:
    more = len(hits) > SHOWN
    return Group(
        say(heading),
        [_line(slug, hit) for hit in hits[:SHOWN]],
        say(_("There are more. Write one word more to see the right ones.")) if more else "",
    )


def _units(request: Any, slug: str, words: Sequence[str]) -> Group:
    url = reverse("coordinator:requests", args=[slug])
    units = units_with(request.programme, words, SHOWN + 1)
    return Group(
        say(_("Those who ask")),
        [
            Row(f"{url}?{urlencode({'visa': 'alla', 'enhet': unit.id})}", unit.name,
                say(_("All requests from here")))
            for unit in units[:SHOWN]
        ],
        say(_("There are more. Write one word more to see the right ones."))
        if len(units) > SHOWN else "",
    )  # fmt: skip


def _people(request: Any, slug: str, words: Sequence[str]) -> Group:
    """Those who are called this, if they are so few that they can be opened one by one."""
    group = Group(say(_("People")))
    called = finding.called(request.programme, words, request.at)
    if called is None:
        group.says = say(_("The names are being made ready. Look again in a moment."))
        return group
    ids = called.ids if len(called.ids) <= LOOKED_AT else called.ids[: called.whole]
    rows = _persons(request, slug, ids[:LOOKED_AT], called.whole)
    if rows is None or (called.ids and not ids):
        group.says = say(_("Many have a name that begins so. Write more of it to see them."))
    group.rows = rows or []
    return group


def _persons(
    request: Any, slug: str, ids: Sequence[UUID], whole: int
) -> list[Row] | None:  # fmt: skip
    """Rows about these people, their names opened; None when they are too many to open.

    Those who are called just so (the first `whole`) are shown alone when all would be too many.
    """
    entries = entries_of(request.programme, ids)
    contacts = find_queries.latest_of_contacts(request.programme, ids)
    known = [pk for pk in ids if pk in entries or pk in contacts]
    if len(known) > MOST_FOUND:
        just_so = set(ids[:whole])
        known = [pk for pk in known if pk in just_so]
        if not 0 < len(known) <= MOST_FOUND:
            return None
    names = _opened(request, known, "find")
    return [_person(slug, pk, names, entries, contacts) for pk in known if pk in names.opened]


def _opened(request: Any, ids: Iterable[UUID], case: str) -> Names:
    return Names(identities(request, ids, purpose="find", case=case, listed=True))


def _person(
    slug: str,
    pk: UUID,
    names: Names,
    entries: dict[UUID, tuple[UUID, str, int]],
    contacts: dict[UUID, tuple[UUID, int]],
) -> Row:
    if pk in entries:
        entry, state, number = entries[pk]
        url = reverse("coordinator:person", args=[slug, entry])
        said = say(Contributor.table.state(state).label)
        return Row(url, names.of(pk), said, person=True, told_apart=f"{number}")
    request_id, no = contacts[pk]
    url = reverse("coordinator:request", args=[slug, request_id])
    said = say(_("{borrower:sg.cap}, request {no}"), no=no)
    return Row(url, names.of(pk), said, person=True, told_apart=said)


# What was opened lately


def _lately(request: Any, slug: str) -> list[Row]:
    """The last few requests, loans and people, in the order they were opened."""
    opened = recent.opened(request)
    of = {kind: [pk for one, pk in opened if one == kind] for kind, _pk in opened}
    rows: dict[tuple[str, UUID], Row] = {}
    for hit in find_queries.hits(request.programme, of.get("request", ())):
        rows["request", hit.id] = _line(slug, hit._replace(loan_id=None))
    for hit in find_queries.hits_of_loans(request.programme, of.get("loan", ())):
        if hit.loan_id is not None:
            rows["loan", hit.loan_id] = _line(slug, hit)
    persons = find_queries.persons_of(request.programme, of.get("person", ()))
    entries = entries_of(request.programme, list(persons.values()))
    names = _opened(request, entries, "recent")
    for entry, person in persons.items():
        if person in names.opened and person in entries:
            rows["person", entry] = _person(slug, person, names, entries, {})
    return [rows[one] for one in opened if one in rows]


# Keys


def shortcuts(request: Any, slug: str) -> HttpResponse:
    """The keys that do something on a coordinator's pages, and the way to have them off."""
    if request.method == "POST":
        off = request.POST.get("keys") == "off"
        answer = http.go(
            request, reverse("coordinator:shortcuts", args=[slug]),
            _("The keys are off.") if off else _("The keys are on."),
        )  # fmt: skip
        answer.set_cookie(
            KEYS_COOKIE, "off" if off else "on", max_age=A_YEAR, samesite="Lax", httponly=True,
            secure=settings.ENV.production,
        )  # fmt: skip
        return answer
    return render(request, "coordinator/shortcuts.html", {})
