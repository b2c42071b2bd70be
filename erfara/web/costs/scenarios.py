"""The list of cost scenarios; begin one, keep its versions, fetch it as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.errors import CostsError
from erfara.foundation import clock, forms
from erfara.governance import access, actions, content, queries
from erfara.governance.models import Scenario, ScenarioVersion
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator.imports_forms import File
from erfara.web.costs import results, shared
from erfara.web.costs import say as words
from erfara.web.costs.forms import NameForm, StartForm
from erfara.web.costs.shared import explained, held
from erfara.web.paper import download
from erfara.web.sheets import XLSX

PER_PAGE = 25
_MOST_PROBLEMS = 50


def url_of(slug: str, pk: UUID, name: str = "scenario") -> str:
    return reverse(f"costs:{name}", args=[slug, pk])


class FileForm(forms.Form):
    """A scenario as a file."""

    file = File(
        _("The file"), missing=_("Choose a file with a scenario. It may be 1 MB at the most."),
        hint=_("A scenario as Erfara writes it (.yaml)."), accept=".yaml,.yml,.json,.txt",
    )  # fmt: skip


def all_scenarios(request: Any, slug: str) -> HttpResponse:
    """Those in use, or those put away."""
    state = "put_away" if request.GET.get("visa") == "undanlagda" else "kept"
    rows = queries.scenarios(request.programme, state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    counts = queries.how_many(request.programme)
    context = {
        "page": page,
        "rows": [
            {"row": row, "kind": say(row.get_kind_display()),
             "full_year": words.money(row.sums["full_year"]),
             "one_off": words.money(row.sums["one_off"]),
             "total": words.money(row.sums["total"])}
            for row in page.object_list
        ],
        "put_away": state == "put_away",
        "others": counts.get("kept" if state == "put_away" else "put_away", 0),
        "may_write": access.may_write(request.viewer),
        "comparable": counts.get("kept", 0) > 1 and state == "kept",
    }  # fmt: skip
    return render(request, "costs/all.html", context)


def start(request: Any, slug: str) -> HttpResponse:
    """From one of Uppsala's proposals, or from nothing."""
    programme = request.programme
    form = StartForm(http.posted(request))

    def run() -> Scenario:
        kind, name = form.cleaned_data["kind"], form.cleaned_data["name"]
        if kind == "empty":
            owner = programme.owner or programme.county
            made = content.empty(organisation=owner, today=clock.local_day(request.at))
        else:
            made = content.shipped(kind)
        return actions.start_scenario(
            programme=programme, kind=kind, content=content.called(made, name),
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer := http.save(request, form, run, to=lambda row: url_of(slug, row.pk)):
        return answer
    context = {"form": form, "back": reverse("costs:all", args=[slug])}
    return render(request, "costs/start.html", context, status=form.status)


def read_file(request: Any, slug: str) -> HttpResponse:
    """A scenario from a file: all of it or nothing, and what is wrong said by line and field."""
    form = FileForm(http.posted(request), request.FILES or None)
    problems: list[str] = []
    made: content.Tree = {}
    if http.filled(request, form):
        try:
            made = content.read_file(form.cleaned_data["file"].read())
        except CostsError as error:
            problems = words.file_sentences(error)
            form.refuse(
                str(problems[0] if len(problems) == 1 else say(_("Some things in the file need to "
                    "be changed. Nothing has been brought in."))), field="file",
            )  # fmt: skip
    if made and (
        answer := http.save(
            request, form,
            lambda: actions.start_scenario(
                programme=request.programme, kind="imported", content=made, by=request.viewer,
                at=request.at,
            ),
            to=lambda row: url_of(slug, row.pk),
        )
    ):  # fmt: skip
        return answer
    context = {"form": form, "problems": problems[:_MOST_PROBLEMS] if len(problems) > 1 else [],
               "more": max(len(problems) - _MOST_PROBLEMS, 0),
               "back": reverse("costs:start", args=[slug])}  # fmt: skip
    return render(request, "costs/read_file.html", context, status=form.status)


# Versions -------------------------------------------------------------------------------------


def _called(row: ScenarioVersion) -> str:
    if row.called:
        return row.called
    if row.back_to:
        return say(_("Back to version {no}"), no=row.back_to)
    return say(_("Begun")) if row.number == 1 else ""


def _in_list(row: ScenarioVersion, newest: ScenarioVersion, names: dict[UUID, str]) -> Any:
    return {
        "row": row,
        "called": _called(row),
        "by": names.get(row.made_by, "") if row.made_by else "",
        "changed": [words.path_words(tuple(p), newest.content) for p in row.changed[:5]],
        "more": max(len(row.changed) - 5, 0),
        "total": words.money(row.figures["total"]),
        "full_year": words.money(row.figures["full_year"]),
    }


def versions(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Each time somebody saved: who, when, what changed, and the way back."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    newest = queries.newest(scenario)
    page = Paginator(queries.versions(scenario), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names: dict[UUID, str] = {}
    if request.programme.shows_staff_names:
        names = names_of({row.made_by for row in rows if row.made_by})
    context = {
        **shared.around(request, slug, scenario, "versions"),
        "page": page,
        "versions": [_in_list(row, newest, names) for row in rows],
    }
    return render(request, "costs/versions.html", context)


@explained
def version(request: Any, slug: str, pk: UUID, number: int) -> HttpResponse:
    """What an earlier version came to."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    row = queries.version(scenario, number)
    if row is None:
        raise Http404
    context = {
        **shared.around(request, slug, scenario, ""),
        **results.shown(calculate(content.scenario_of(row.content))),
        "version": row,
        "called": _called(row),
    }
    return render(request, "costs/version.html", context)


def _seen(request: Any, scenario: Scenario) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else scenario.version


def name_version(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Keep what stands now as a version with a name."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    newest = queries.newest(scenario)
    form = NameForm(http.posted(request), initial={"version": scenario.version})
    back = url_of(slug, pk, "versions")
    if answer := http.save(
        request, form,
        lambda: actions.save_scenario(
            scenario=scenario, content=newest.content, seen=_seen(request, scenario),
            called=form.cleaned_data["called"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("The version is saved under its name."),
    ):  # fmt: skip
        return answer
    context = {"form": form, "scenario": scenario, "back": back}
    return render(request, "costs/name_version.html", context, status=form.status)


def go_back(request: Any, slug: str, pk: UUID, number: int) -> HttpResponse:
    """Fetch an earlier version back, as a new one."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    if queries.version(scenario, number) is None:
        raise Http404
    back = url_of(slug, pk, "versions")
    return http.press(
        request,
        lambda: actions.go_back(
            scenario=scenario, number=number, seen=_seen(request, scenario), by=request.viewer,
            at=request.at,
        ),
        to=back, back=back, done=_("It is as in version {no} again."), no=number,
    )  # fmt: skip


def _move(request: Any, slug: str, pk: UUID, transition: str, done: Any) -> HttpResponse:
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    there = url_of(slug, pk)
    return http.press(
        request,
        lambda: actions.move_scenario(
            scenario=scenario, transition=transition, by=request.viewer, at=request.at
        ),
        to=reverse("costs:all", args=[slug]), back=there, done=done, name=scenario.name,
    )  # fmt: skip


def put_away(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Out of the way, and never lost."""
    return _move(request, slug, pk, "put_away", _("“{name}” is put away."))


def take_out(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Back among those in use."""
    return _move(request, slug, pk, "take_out", _("“{name}” is in use again."))


def copy(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The same figures as a scenario of its own."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    newest = queries.newest(scenario)
    name = say(_("{name}, a copy"), name=scenario.name)[:160]
    return http.press(
        request,
        lambda: actions.start_scenario(
            programme=request.programme, kind=scenario.kind,
            content=content.called(newest.content, name), by=request.viewer, at=request.at,
        ),
        to=lambda row: url_of(slug, row.pk), back=url_of(slug, pk),
        done=_("This is the copy. The first one is as it was."),
    )  # fmt: skip


# Files ----------------------------------------------------------------------------------------


def _file_name(scenario: Scenario, ending: str) -> str:
    return f"{content.short_name(scenario.name, ())}.{ending}"


@explained
def xlsx(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Excel with living formulas."""
    from erfara.engines.costs.excel import write

    one = held(request, pk)
    data = write(one.result, words.language())
    return download(data, _file_name(one.scenario, "xlsx"), XLSX)


@explained
def pdf(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """To read and print."""
    from erfara.engines.costs.pdf import write

    one = held(request, pk)
    data = write(one.result, words.language())
    return download(data, _file_name(one.scenario, "pdf"))


def file(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The document itself, to keep, to send and to read in again."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    text = content.as_file(queries.newest(scenario).content)
    return download(text.encode(), _file_name(scenario, "yaml"), "application/yaml; charset=utf-8")
