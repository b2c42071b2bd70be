"""What somebody tells, part by part: in a talk, or afterwards from her page.

Each part is saved by itself. A part that somebody else has written since it was shown is not
overwritten: both versions are shown, and she who writes decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation import vault
from erfara.foundation.models import BaseModel
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions import Told, background, concepts, parts
from erfara.people.actions.parts import (
    BACKGROUND,
    OPEN_TO_WRITE,
    TRAININGS,
    WISHES,
    Changed,
    area_part,
)
from erfara.people.counting import VARIABLES
from erfara.people.interview_queries import (
    areas_told,
    numbers_of,
    open_interview,
    trainings_of,
)
from erfara.people.models import Contributor, Part, Purpose
from erfara.people.queries import experiences_of, live_purposes, texts_in_force
from erfara.vocabulary.choices import Area
from erfara.vocabulary.experience_map import MAP, QUESTION
from erfara.web import http
from erfara.web.coordinator import part_forms as f
from erfara.web.coordinator.area_form import About, AreaForm
from erfara.web.experience_map import picture
from erfara.web.paper import download
from erfara.workflows.finding.suggesting import Suggester

CONSENTS = "consents"


@dataclass(frozen=True, slots=True)
class Spec:
    """A part as the guide knows it: its name, what it asks, and its form."""

    name: str
    title: str | Promise
    lead: str | Promise
    form: Callable[..., Any]
    template: str = "part"
    wishes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    # Form field → column, where they differ.
    renamed: dict[str, str] = field(default_factory=dict)


FREE = _("The person chooses what to tell. Nothing has to be filled in.")
SPECS: dict[str, Spec] = {
    one.name: one
    for one in (
        Spec("settings", _("How they take part"), FREE, f.SettingsForm, columns=("forms",),
             renamed={"takes_part": "forms"}),
        Spec("avoid", _("What they don't talk about"), FREE, f.AvoidForm, wishes=("avoid",)),
        Spec("adaptations", _("What is needed"), FREE, f.AdaptationsForm,
             wishes=("adaptations",)),
        Spec("language", _("Language and interpreter"), FREE, f.LanguageForm,
             wishes=("language", "interpreter")),
        Spec("where", _("Where they take part"), FREE, f.WhereForm,
             wishes=("places", "on_screen", "travels")),
        Spec("availability", _("When it fits, and planned absence"), FREE, f.AvailabilityForm,
             wishes=("availability",), columns=("away_from", "away_until")),
        Spec("reach", _("How to be reached, and how often"), FREE, f.ReachForm,
             wishes=("reach_ways", "reach"), columns=("ask_often", "messages_by")),
        Spec(TRAININGS, _("Trainings"),
             _("A merit when people are chosen. Nobody needs one to take part."),
             f.TrainingsForm, "part_trainings"),
        Spec(BACKGROUND, _("Background for statistics"),
             _("Only if the person wants to. It is counted and used for nothing else. Every "
               "question can be passed over."), f.BackgroundForm),
        Spec(CONSENTS, _("What they agree to"),
             _("Each of them is asked for on its own. A no to one changes nothing in the others, "
               "and every yes can be taken back."), f.AgreeForm, "part_consents"),
    )
}  # fmt: skip
# Buttons that show the form again as it was sent.
NOT_SAVED = ("more", "suggest")
AREAS = {area_part(area): area for area in ("", *Area.values)}


def area_title(area: str) -> str:
    """A place on the map by its short name."""
    return say(MAP[area].title) if area else say(_("Not placed on the map yet"))


def _open(request: Any, row: Contributor, blob: str, fields: tuple[str, ...]) -> dict[str, Any]:
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[row.person_id], blob=blob, fields=fields,
        purpose="talk", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(row.person_id) or {}


def told_at(request: Any, row: Contributor, area: str | None = None) -> list[Told]:
    """What she has told at one place of the map, or all of it; opened for a page that shows it."""
    rows = [e for e in experiences_of([row.pk])[row.pk] if area is None or e.area == area]
    texts = _open(request, row, "experience", tuple(str(e.pk) for e in rows)) if rows else {}
    return [Told(e.role, texts.get(str(e.pk)) or "", e.pk, e.area, e.matchable) for e in rows]


def _initial(request: Any, row: Contributor, name: str) -> dict[str, Any]:
    """What stands in a part now."""
    if name in AREAS:
        return AreaForm.filled_with(told_at(request, row, AREAS[name]))
    if name == TRAININGS:
        return f.TrainingsForm.filled_with(trainings_of([row.pk])[row.pk])
    if name == BACKGROUND:
        return _open(request, row, background.BLOB, tuple(VARIABLES))
    if name == CONSENTS:
        return {}
    spec = SPECS[name]
    back = {column: shown for shown, column in spec.renamed.items()}
    found = {back.get(c, c): getattr(row, c) for c in spec.columns}
    if spec.wishes:
        found |= _open(request, row, "wishes", spec.wishes)
    return found


def _about(request: Any, row: Contributor, initial: dict[str, Any]) -> About:
    """What those of her experiences that stand in a form have been said to be about."""
    told = tuple(str(pk) for name, pk in initial.items() if name.startswith("told_") and pk)
    said = _open(request, row, concepts.BLOB, told) if told else {}
    return {pk: (one.get("yes", []), one.get("no", [])) for pk, one in said.items() if one}


def _form(request: Any, row: Contributor, name: str, initial: dict[str, Any] | None) -> Any:
    """The form of a part: filled with what stands there, or bound to what was sent."""
    args: dict[str, Any] = {"initial": initial or {}}
    rows_of: Any = AreaForm if name in AREAS else f.TrainingsForm if name == TRAININGS else None
    if name == BACKGROUND:
        args["this_year"] = request.at.year
    if name == CONSENTS:
        args |= {"texts": texts_in_force(request.programme),
                 "live": live_purposes([row.person_id])[row.person_id]}  # fmt: skip
    if name in AREAS:
        args["reads"] = Suggester(request.programme)
        args["about"] = _about(request, row, args["initial"])
    if rows_of is not None:
        if initial is None and request.POST.get("do") in NOT_SAVED:
            more = int(request.POST["do"] == "more")
            return rows_of.again(request.POST, more, **{k: args[k] for k in args if k == "reads"})
        filled = len([k for k in args["initial"] if k.startswith(("text_", "kind_"))])
        args["rows"] = filled + 1
    maker = rows_of or SPECS[name].form
    return maker(request.POST if initial is None else None, **args)


def _save(request: Any, row: Contributor, name: str, form: Any, seen: int) -> Callable[[], Any]:
    """What saving a part does."""
    who: dict[str, Any] = {"contributor": row, "by": request.viewer, "at": request.at}
    data = form.cleaned_data
    if name in AREAS:
        area = AREAS[name]
        return lambda: actions.set_experiences(
            told=form.told(area), shown=form.shown(), seen={name: seen}, **who
        )
    if name == TRAININGS:
        return lambda: parts.write_trainings(trained=form.trained(), seen=seen, **who)
    if name == BACKGROUND:
        return lambda: background.write(values=form.values(), seen=seen, **who)
    if name == CONSENTS:
        return lambda: parts.agree(consents=form.consents(), how=data["how"], **who)
    spec = SPECS[name]
    shown = {column: shown for shown, column in spec.renamed.items()}
    columns = {c: data[shown.get(c, c)] for c in spec.columns if shown.get(c, c) in data}
    wishes = {w: data[w] for w in spec.wishes}
    return lambda: parts.write_part(part=name, seen=seen, columns=columns, wishes=wishes, **who)


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else has written meanwhile."""

    words: list[tuple[str, str]]
    who: str
    when: Any


def _theirs(request: Any, row: Contributor, name: str, number: Part | None) -> Theirs:
    row.refresh_from_db()
    words = f.said_in_words(_form(request, row, name, _initial(request, row, name)))
    by = number.changed_by if number else None
    known = names_of([by]) if by and request.programme.shows_staff_names else {}
    return Theirs(words, known.get(by, "") if by else "", number.changed_at if number else None)


def _seen(request: Any) -> int:
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def part(request: Any, slug: str, pk: UUID, name: str) -> HttpResponse:
    """One part: its questions, and saving it by itself."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    if name not in SPECS and name not in AREAS:
        raise Http404
    back, back_label = way_back(row, slug, name)
    if row.person.erased_at is not None or row.state not in OPEN_TO_WRITE:
        messages.error(request, say(_("Nothing more can be written about this person.")))
        return HttpResponseRedirect(reverse("coordinator:person", args=[slug, row.pk]))
    if name == BACKGROUND and not _counted(row):
        messages.error(
            request, say(_("First ask whether the person agrees to be counted in the statistics."))
        )
        return HttpResponseRedirect(reverse("coordinator:part", args=[slug, row.pk, CONSENTS]))
    # Read before what stands there: whoever writes in between is then seen, never overwritten.
    number = numbers_of(row).get(name)
    seen, theirs = number.number if number else 0, None
    if request.method == "POST":
        form = _form(request, row, name, None)
        if request.POST.get("do") in NOT_SAVED:
            seen = _seen(request)
        else:
            clash: list[Changed] = []

            def run() -> BaseModel | object:
                try:
                    return _save(request, row, name, form, _seen(request))()
                except Changed as changed:
                    clash.append(changed)
                    raise

            if answer := http.save(request, form, run, to=back, done=_("Saved.")):
                return answer
            if clash:
                theirs = _theirs(request, row, name, number)
            else:
                seen = _seen(request)
    else:
        form = _form(request, row, name, _initial(request, row, name))
    return _page(request, row, name, form, seen=seen, theirs=theirs, back=back,
                 back_label=back_label)  # fmt: skip


def _page(request: Any, row: Contributor, name: str, form: Any, **context: Any) -> HttpResponse:
    if name in AREAS:
        area = AREAS[name]
        context |= {
            "title": area_title(area), "template": "coordinator/part_area.html",
            "prompts": MAP[area].prompts if area else (), "question": QUESTION, "lead": "",
        }  # fmt: skip
    else:
        spec = SPECS[name]
        context |= {
            "title": say(spec.title), "lead": spec.lead,
            "template": f"coordinator/{spec.template}.html",
        }  # fmt: skip
    context |= {"form": form, "contributor": row, "name": name}
    return render(request, context["template"], context, status=form.status)


def _counted(row: Contributor) -> bool:
    return Purpose.STATISTICS in live_purposes([row.person_id])[row.person_id]


def way_back(row: Contributor, slug: str, name: str = "") -> tuple[str, str]:
    """To the talk that is under way, or to her page; from a place to the map."""
    if name in AREAS:
        return reverse("coordinator:map", args=[slug, row.pk]), say(_("The map"))
    talk = open_interview(row)
    if talk is not None and talk.state in {"under_way", "thinking"}:
        return reverse("coordinator:talk", args=[slug, talk.pk]), say(_("The talk"))
    return reverse("coordinator:person", args=[slug, row.pk]), say(_("The person's page"))


def overview(request: Any, row: Contributor) -> list[dict[str, Any]]:
    """What stands in each part but the experiences, the consents and the background, in words. The
    vault is opened once for all of it, for her page."""
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[row.person_id], blob="wishes", fields=WISHES,
        purpose="person_page", case=str(row.pk), actor=request.viewer, at=request.at,
    ).get(row.person_id) or {}  # fmt: skip
    trained = trainings_of([row.pk])[row.pk]
    found = []
    for name, spec in SPECS.items():
        if name in {BACKGROUND, CONSENTS}:
            continue
        if name == TRAININGS:
            form: Any = f.TrainingsForm(
                rows=len(trained) + 1, initial=f.TrainingsForm.filled_with(trained)
            )
        else:
            back = {column: shown for shown, column in spec.renamed.items()}
            initial = {back.get(c, c): getattr(row, c) for c in spec.columns}
            form = spec.form(initial=initial | {w: opened.get(w) for w in spec.wishes})
        found.append(
            {"title": say(spec.title), "words": f.said_in_words(form),
             "url": reverse("coordinator:part", args=[request.programme.slug, row.pk, name])}
        )  # fmt: skip
    return found


def experience_map(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Her map: every place with how much she has told there; to be printed, too."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    counts = areas_told(row)
    back, back_label = way_back(row, slug)
    areas = [*Area.values, *([""] if counts.get("") else [])]
    return render(
        request, "coordinator/map.html",
        {
            "contributor": row, "back": back, "back_label": back_label,
            "picture": picture(counts, heading=say(_("The person's experience map"))),
            "places": [
                {"title": area_title(area), "count": counts.get(area, 0),
                 "url": reverse("coordinator:part", args=[slug, row.pk, area_part(area)])}
                for area in areas
            ],
            "told": any(counts.values()), "writable": row.state in OPEN_TO_WRITE,
        },
    )  # fmt: skip


def map_file(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The map as a picture in a file."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    return svg_file(areas_told(row))


def svg_file(counts: dict[str, int]) -> HttpResponse:
    """A map as a file to keep. Without a name: it may lie anywhere."""
    drawn = picture(counts, heading=say(_("My experience map")))
    return download(drawn.encode(), "erfarenhetskarta.svg", "image/svg+xml")
