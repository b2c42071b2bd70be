"""Workplaces as the leads see them: all of them, one, and its list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.organisations.queries import unit_with_id
from erfara.organisations.words import say
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.pool.queries import wishes_of
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.workplaces import queries, rounds
from erfara.peersupport.workplaces.actions import WORDS
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
from erfara.peersupport.workplaces.policies import STANDS_STILL
from erfara.peersupport.workplaces.readiness import ITEMS
from erfara.web import http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import PER_PAGE, can
from erfara.web.history import sentences
from erfara.web.listed import paged
from erfara.web.peer.pool import shown as wish_shown
from erfara.web.peer.workplaces import forms, shown
from erfara.web.peer.workplaces.pages import form_page, here, the_one
from erfara.workflows import workplaces as flow

# What is shown of all, by a word in the address.
SHOWN: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (_("All that go on"), tuple(s for s in Workplace.table.states if s != "ended")),
    "nya": (_("New"), ("offered", "unanswered", "interested")),
    "blir-redo": (_("Getting ready"), ("preparing", "rechecking", "wants_out")),
    "redo": (_("Ready"), ("ready",)),
    "vilar": (_("Resting"), ("resting",)),
    "slut": (_("Those that have ended"), ("ended",)),
}


def all_(request: Any, slug: str) -> HttpResponse:
    """Every workplace: how it stands, how far it has come, who does what."""
    chosen = request.GET.get("visa", "")
    chosen = chosen if chosen in SHOWN else ""
    of, states = request.programme, SHOWN[chosen][1]
    words = request.GET.get("sok", "").strip()[: forms.SEARCHED]
    number = request.GET.get("page")
    if words:
        page = Paginator(queries.found(of, states, words), PER_PAGE).get_page(number)
        rows = queries.with_ids(of, list(page.object_list))
    else:
        counts = queries.count_by_state(of)
        page = paged(
            queries.listed(of, states), sum(counts.get(one, 0) for one in states),
            lambda: queries.first_listed(of, states, PER_PAGE), number,
        )  # fmt: skip
        rows = list(page)
    ids = [row.pk for row in rows]
    urls = of_each("workplaces:workplace", slug, ids)
    progress, duties = queries.progress_of(ids), duty_queries.states_of(ids)
    context = {
        "lines": [
            _line(row, urls[row.pk], progress.get(row.pk), duties.get(row.pk)) for row in rows
        ],
        "page": page, "total": page.paginator.count, "chosen": chosen, "words": words,
        "search": forms.SearchForm(initial={"sok": words, "visa": chosen}),
        "filters": [
            (say(label), f"?{urlencode({'visa': key, **({'sok': words} if words else {})})}",
             key == chosen)
            for key, (label, _states) in SHOWN.items()
        ],
        "new_url": reverse("workplaces:new", args=[slug]),
        "all_url": f"?{urlencode({'visa': chosen})}",
        "public_url": request.build_absolute_uri(reverse("peer_public:raise_hand", args=[slug])),
    }  # fmt: skip
    return render(request, "peer/workplaces/all.html", context)


def _line(
    row: Workplace, url: str, progress: queries.Progress | None, duties: DutyMatrix | None
) -> tuple[object, ...]:
    kind = say(row.get_kind_display())
    far: object = ""
    if progress is not None:
        far = pieces.nowrap(say(_("{done} of {of}"), done=progress.in_place, of=progress.of))
    return (
        pieces.link(str(row.unit), url),
        ", ".join(one for one in (kind, row.municipality) if one),
        pieces.state(say(row.state_label), shown.TONES.get(row.state, "neutral")),
        far,
        say(duties.state_label) if duties else "",
    )


def _unit(request: Any) -> dict[str, str]:
    """The unit that the address speaks of: one that came to an information day."""
    if "enhet" not in request.GET:
        return {}
    row = unit_with_id(request.programme, request.GET["enhet"])
    return {"organisation": row.organisation.name, "unit": row.name} if row else {}


def new(request: Any, slug: str) -> HttpResponse:
    """Write a workplace down, or offer one to take part."""
    form = forms.NewForm(
        http.posted(request), setup=setup_of(request.programme), initial=_unit(request)
    )

    def run() -> Workplace:
        data = form.cleaned_data
        values = {
            "programme": request.programme, "organisation": data["organisation"],
            "unit": data["unit"], "contact": form.contact(), "manager": form.manager(),
            "facts": form.facts(), "by": request.viewer, "at": request.at,
        }  # fmt: skip
        if data["how"] == "offer":
            return flow.offer(**values)
        return flow.raise_hand(came=Workplace.Came.TOLD, **values)

    if answer := http.save(
        request, form, run, to=lambda row: here(slug, row.pk), done=_("Written down.")
    ):
        return answer
    context = {
        "form": form, "heading": say(_("Write a workplace down")), "kind": "primary",
        "button": say(_("Save")), "back": reverse("workplaces:all", args=[slug]),
        "back_label": say(_("{borrower:pl.cap}")),
        "lead": say(_("Go to those who raise their hands. Two {contributor:pl} at the same "
                      "workplace are less alone.")),
    }  # fmt: skip
    return render(request, "peer/workplaces/form.html", context, status=form.status)


def workplace(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One workplace: what it needs from the leads, its list, its people, what has happened."""
    row = the_one(request, pk)
    going_on = queries.live_round(row)
    last = going_on or queries.last_round(row)
    opened = identities(request, row.people_ids(), purpose="workplace", case=row.pk,
                        fields="name email phone")  # fmt: skip
    words = _words(request, row)
    matrix = duty_queries.counting(row) or duty_queries.draft(row)
    rounds_ = list(queries.rounds(row))
    events = audit.history(row.pk, *(one.pk for one in rounds_))
    change = {role: reverse(f"workplaces:{role}", args=[slug, pk]) for role, _label in shown.ROLES}
    context = {
        "row": row, "can": can(row, request.viewer),
        "stands_still": row.state in STANDS_STILL,
        "can_round": can(going_on, request.viewer) if going_on else {},
        "listed": shown.listed(
            last,
            lambda key: reverse("workplaces:item", args=[slug, pk, key]) if going_on else "",
            request.at,
        ),
        "going_on": going_on, "tone": shown.TONES.get(row.state, "neutral"),
        "people": shown.named(row, opened, change if not row.is_over else {}),
        "words": words, "writer": Names(opened).of(row.contact_id) if words else "",
        "matrix": matrix, "duties_url": reverse("duties:duties", args=[slug, pk]),
        "history": sentences(list(events), request.programme),
        "back": reverse("workplaces:all", args=[slug]), "today": clock.local_day(request.at),
        "days": list(queries.information_days(row)),
        "wishes": [
            {
                "said": wish_shown.wish(one, request.at), "url": reverse("pool:wish",
                args=[slug, one.pk]), "row": one, "tone": wish_shown.WISH_TONES.get(one.state)
                or "neutral",
            }
            for one in wishes_of(row)
        ],
    }  # fmt: skip
    return render(request, "peer/workplaces/workplace.html", context)


def _words(request: Any, row: Workplace) -> str:
    """What was written with the raised hand, until the workplace begins getting ready."""
    contact = row.contact
    if row.state != "interested" or contact is None or contact.erased_at is not None:
        return ""
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[contact.pk], blob=row.blob, fields=(WORDS,),
        purpose="workplace", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return str(opened.get(contact.pk, {}).get(WORDS) or "")


# The list


def _item(request: Any, row: Workplace, key: str) -> ReadinessItem:
    found = shown.item_or_none(queries.live_round(row), key)
    if found is None:
        raise Http404
    return found


def item(request: Any, slug: str, pk: UUID, key: str) -> HttpResponse:
    """One thing on the list, noted by a lead who has been told or has seen it."""
    row = the_one(request, pk)
    one = _item(request, row, key)
    form = forms.ItemForm(
        http.posted(request), item=ITEMS[key], today=clock.local_day(request.at),
        initial=initial_of(one, request),
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: rounds.write_item(item=one, by=request.viewer, at=request.at, **form.values()),
        to=f"{here(slug, pk)}#list", done=_("Written down."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(ITEMS[key].title), lead=say(ITEMS[key].hint),
        example=say(ITEMS[key].example), left=one.left, button=say(_("Save")),
        after_url=reverse("workplaces:left", args=[slug, pk, key]) if one.in_place else "",
        after_label=say(_("It is not enough: say what is left")),
    )  # fmt: skip


def initial_of(one: ReadinessItem, request: Any) -> dict[str, Any]:
    """What stands on the form of one thing: as it is, ready to be said once more."""
    standing = "done" if one.standing == "kept" else one.standing
    return {
        "standing": "" if one.standing == "missing" else standing, "number": one.number,
        "evidence": one.evidence, "done_on": one.done_on or clock.local_day(request.at),
    }  # fmt: skip


def left(request: Any, slug: str, pk: UUID, key: str) -> HttpResponse:
    """Not enough: what is left, for the workplace to read."""
    row = the_one(request, pk)
    one = _item(request, row, key)
    form = forms.WordsForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: rounds.say_left(
            item=one, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=f"{here(slug, pk)}#list", done=_("Sent. It is on their list again."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, row, form, heading=say(_("What is left?")), lead=say(ITEMS[key].title),
        button=say(_("Send it back")),
    )  # fmt: skip


def _round(request: Any, row: Workplace) -> Readiness:
    found = queries.live_round(row)
    if found is None:
        raise Http404
    found.workplace = row
    return found


def still_so(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All that was in place before still is."""
    row = the_one(request, pk)
    going_on = queries.live_round(row)
    if going_on is None:
        return HttpResponseRedirect(here(slug, pk))
    return http.press(
        request, lambda: rounds.still_so(readiness=going_on, by=request.viewer, at=request.at),
        to=f"{here(slug, pk)}#list", back=here(slug, pk), done=_("Written down."),
    )  # fmt: skip


def approve(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All is in place: the workplace is ready."""
    row = the_one(request, pk)
    if queries.live_round(row) is None:
        return HttpResponseRedirect(here(slug, pk))
    going_on = _round(request, row)
    return http.press(
        request, lambda: rounds.approve(readiness=going_on, by=request.viewer, at=request.at),
        to=here(slug, pk), back=here(slug, pk), done=_("The workplace is ready, and is told so."),
    )  # fmt: skip
