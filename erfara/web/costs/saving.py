"""Saving what was changed, and the page where two who changed the same scenario meet."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.engines.costs.errors import CostsError
from erfara.foundation import forms
from erfara.foundation.errors import Refused
from erfara.governance import access, actions, content, queries
from erfara.governance.content import Node, Tree
from erfara.governance.merging import Difference, Path, changes, differences, merged, put
from erfara.governance.models import Scenario, ScenarioVersion
from erfara.governance.policies import SavedMeanwhile
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.costs import say as words

SAVED = _("Saved. The costs are calculated anew.")
_MOST = 200_000


def seen_version(request: Any, scenario: Scenario) -> ScenarioVersion:
    """The version that the page was opened on; the newest when it isn't said."""
    text = request.POST.get("version", "")
    if text.isascii() and text.isdigit() and 0 < len(text) < 9:
        found = queries.version(scenario, int(text))
        if found is not None:
            return found
    return queries.newest(scenario)


def save(
    request: Any, form: forms.Form, scenario: Scenario, base: ScenarioVersion, mine: Tree, *,
    to: str, path: str,
) -> HttpResponse | None:  # fmt: skip
    """Save a changed document; the page where two meet when somebody was first.

    None when there is a form to show: it says what has to change. `path` is the row's place, by
    which the engine's errors find their fields.
    """
    try:
        content.scenario_of(mine)
    except CostsError as error:
        form.refuse_costs(error, path)  # type: ignore[attr-defined]
        return None
    late = False

    def run() -> Scenario:
        nonlocal late
        try:
            return actions.save_scenario(
                scenario=scenario, content=mine, seen=base.number, by=request.viewer,
                at=request.at,
            )  # fmt: skip
        except SavedMeanwhile:
            late = True
            raise

    answer = http.save(request, form, run, to=to, done=SAVED)
    if answer is None and late:
        return _meet(request, scenario, base, mine)
    return answer


def in_use(error: CostsError) -> Refused:
    """Why a row can't go: something else rests on it."""
    return Refused(
        _("It can't be taken out, because something else rests on it: {why}"),
        why=words.path_words(tuple(error.problems[0].field.split("."))),
    )


# Two at once ----------------------------------------------------------------------------------


def _name(path: Path) -> str:
    return "pick:" + "/".join(path)


def _meet(
    request: Any, scenario: Scenario, base: ScenarioVersion, mine: Tree,
    problems: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Both, side by side: what she changed, what I changed, and a choice where they clash."""
    scenario = access.scenario_for(request.viewer, request.programme, scenario.pk)
    theirs = queries.newest(scenario)
    found = differences(base.content, theirs.content, mine)
    who = ""
    if request.programme.shows_staff_names and theirs.made_by:
        who = names_of([theirs.made_by]).get(theirs.made_by, "")
    slug = request.programme.slug
    trees = (mine, theirs.content, base.content)

    def row(one: Difference) -> dict[str, Any]:
        return {
            "name": _name(one.path),
            "where": words.path_words(one.path, *trees),
            "was": words.node_words(one.was, one.path),
            "theirs": words.node_words(one.theirs, one.path),
            "mine": words.node_words(one.mine, one.path),
        }

    context = {
        "scenario": scenario,
        "who": who,
        "when": theirs.created_at,
        "clashes": [row(one) for one in found if one.clash],
        "only_theirs": [row(one) for one in found if one.by_them and not one.by_me],
        "only_mine": [row(one) for one in found if one.by_me and not one.by_them],
        "base": base.number,
        "version": theirs.number,
        "mine": json.dumps(
            [[list(path), node] for path, node in changes(base.content, mine).items()],
            ensure_ascii=False,
        ),
        "problems": problems or [],
        "action": reverse("costs:both", args=[slug, scenario.pk]),
        "back": reverse("costs:scenario", args=[slug, scenario.pk]),
    }
    return render(request, "costs/both.html", context, status=422)


def _mine(request: Any, base: ScenarioVersion) -> Tree | None:
    """What I had changed, upon what I had seen; None when it isn't there or isn't whole."""
    text = request.POST.get("mine", "")
    tree = json.loads(json.dumps(base.content))
    try:
        found = json.loads(text[:_MOST])
        for path, node in found:
            names: Path = tuple(str(name) for name in path)
            value: Node = node
            if not names or len(names) > 8:
                return None
            if value is not None:
                content.entry_of(value)
            put(tree, names, value)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    return tree


def both(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What was chosen where two had changed the same: saved, or kept as a copy of one's own."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    text = request.POST.get("base", "")
    base = queries.version(scenario, int(text)) if text.isdecimal() and len(text) < 9 else None
    there = reverse("costs:scenario", args=[slug, pk])
    mine = _mine(request, base) if base is not None else None
    if base is None or mine is None:
        return HttpResponseRedirect(there)
    theirs = seen_version(request, scenario)
    if request.POST.get("do") == "copy":
        return _as_copy(request, slug, scenario, base, mine)
    found = differences(base.content, theirs.content, mine)
    chosen = {one.path for one in found if request.POST.get(_name(one.path)) == "mine"}
    unsaid = [one for one in found if one.clash and _name(one.path) not in request.POST]
    if unsaid:
        return _meet(request, scenario, base, mine,
                     [say(_("Choose yours or theirs at each place."))])  # fmt: skip
    tree = merged(theirs.content, found, chosen)
    form = forms.Form(request.POST)
    try:
        content.scenario_of(tree)
    except CostsError as error:
        return _meet(request, scenario, base, mine, [words.sentence(p) for p in error.problems])
    answer = http.save(
        request, form,
        lambda: actions.save_scenario(
            scenario=scenario, content=tree, seen=theirs.number, by=request.viewer, at=request.at
        ),
        to=there, done=_("Saved, with what both of you had changed."),
    )  # fmt: skip
    return answer or _meet(request, scenario, base, mine, [p.text for p in form.problems()])


def _as_copy(
    request: Any, slug: str, scenario: Scenario, base: ScenarioVersion, mine: Tree
) -> HttpResponse:
    name = say(_("{name}, a copy"), name=scenario.name)[:160]
    try:
        content.scenario_of(mine)
    except CostsError as error:
        return _meet(request, scenario, base, mine, [words.sentence(p) for p in error.problems])
    return http.press(
        request,
        lambda: actions.start_scenario(
            programme=request.programme, kind=scenario.kind,
            content=content.called(mine, name), by=request.viewer, at=request.at,
        ),
        to=lambda row: reverse("costs:scenario", args=[slug, row.pk]),
        back=reverse("costs:scenario", args=[slug, scenario.pk]),
        done=_("What you had written is kept as a scenario of its own."),
    )  # fmt: skip
