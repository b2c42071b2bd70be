"""Drawing a panel by lot: what is wished, who was drawn and with which chance, and drawn again."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.lending import access, proposal_queries
from erfara.lending.models import Draw
from erfara.lending.policies import may_choose
from erfara.organisations.words import say
from erfara.people import queries as people
from erfara.web import http
from erfara.web.coordinator.choosing import put_on_list
from erfara.web.coordinator.names import names
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_forms import capital
from erfara.web.paper import download
from erfara.workflows.finding.drawing import EVERYBODY, GROUPS, TOLD, draw_panel, pool, same_again


class DrawForm(forms.Form):
    """How many, among whom, and at least and at most how many of each group."""

    size = forms.Number(_("How many are to be drawn?"), min_value=1, max_value=100)
    whom = forms.Radios(
        _("Among whom?"), initial=TOLD,
        choices=[(TOLD, _("Those who have told of something like it")),
                 (EVERYBODY, _("Everybody who can be asked"))],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in GROUPS.items():
            for end, text in (("least", _("At least: {group}")), ("most", _("At most: {group}"))):
                field: Any = forms.Number(
                    say(text, group=say(label)), required=False, min_value=0, max_value=100
                )
                field.marks_optional = False
                self.fields[f"{end}_{name}"] = field
        self.fields["seed"] = forms.Number(
            _("Seed"), required=False, min_value=0, max_value=10**9,
            hint=_("Leave it empty. Write one only to draw as somebody else has drawn."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, (least, most) in self.quotas().items():
            if least > most:
                self.add_error(f"most_{name}", forms.said(_("Write at least as many as at least.")))
        return data

    def quotas(self) -> dict[str, tuple[int, int]]:
        """Group → at least, at most; those with neither are left out."""
        found = {}
        size = self.cleaned_data.get("size") or 100
        for name in GROUPS:
            least, most = (self.cleaned_data.get(f"{end}_{name}") for end in ("least", "most"))
            if least is not None or most is not None:
                found[name] = (least or 0, size if most is None else most)
        return found


def draw(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Wish a panel and let it be drawn."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:proposal", args=[slug, pk])
    wanted = row.assignment.people_wanted or row.people_wanted or 10
    form = DrawForm(http.posted(request), initial={"size": wanted})

    data = form.cleaned_data if http.filled(request, form) else {}
    among = pool(row, data["whom"], request.at) if data and may_choose(row) else None

    def run() -> Draw:
        return draw_panel(
            row=row, among=among, size=data["size"], quotas=form.quotas(), seed=data["seed"],
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer := http.save(
        request, form, run, to=lambda drawn: reverse("coordinator:drawn", args=[slug, drawn.pk])
    ):
        return answer
    before = [
        (one.number, clock.local_day(one.created_at),
         reverse("coordinator:drawn", args=[slug, one.pk]))
        for one in proposal_queries.draws_of(row)
    ]  # fmt: skip
    return form_page(
        request, "draw", form, heading=say(_("Draw a panel by lot")), button=say(_("Draw")),
        back=back, back_label=say(_("To the proposal")), before_=before, open_=may_choose(row),
    )  # fmt: skip


def _percent(chance: float) -> str:
    return f"{100 * chance:.1f} %".replace(".", ",")


def drawn(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who was drawn, everybody's chance, and the same draw again to be compared."""
    row = proposal_queries.draw_for(request.viewer, request.programme, pk)
    here = people.by_numbers(request.programme, [int(one) for one in row.panel])
    called = names(
        request, [one.person_id for one in here.values()], purpose="choose", case=row.request_id
    )
    taken = set(row.panel)
    groups = [
        (", ".join(say(GROUPS[name]) for name in label if name in GROUPS) or say(_("no group")),
         len(members), sum(one in taken for one in members))
        for label, members in row.report["groups"]
    ]  # fmt: skip
    chances = _chances(row)
    return render(request, "coordinator/drawn.html", {
        "row": row, "request_": row.request, "slug": slug,
        "back": reverse("coordinator:draw", args=[slug, row.request_id]),
        "day": clock.local_day(row.created_at),
        "panel": [
            (called.of(here[int(one)].person_id) if int(one) in here else
             say(_("Number {no}, no longer in the register"), no=int(one)),
             reverse("coordinator:person", args=[slug, here[int(one)].pk])
             if int(one) in here else "")
            for one in row.panel
        ],
        "quotas": [
            (capital(say(GROUPS[name])), least, most,
             sum(name in names_ for names_ in row.pool.values()),
             sum(name in row.pool[one] for one in row.panel))
            for name, (least, most) in row.quotas.items() if name in GROUPS
        ],
        "groups": [(capital(label), many, got, _percent(chance))
                   for (label, many, got), chance in zip(groups, chances, strict=True)],
        "smallest": _percent(row.report["smallest_chance"]),
        "largest": _percent(row.report["largest_chance"]),
        "pool": len(row.pool), "ids": " ".join(str(one.pk) for one in here.values()),
        "again": same_again(row) if request.GET.get("igen") else None,
        "again_url": f"{request.path}?igen=1#igen", "may_choose": may_choose(row.request),
    })  # fmt: skip


def _chances(row: Draw) -> list[float]:
    """The chance of somebody in each group, from the panels that it was drawn among."""
    return [
        sum(share * panel[at] for share, panel in row.report["panels"]) / len(members)
        for at, (_label, members) in enumerate(row.report["groups"])
    ]


def drawn_file(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The whole report, as data without names: enough to draw it again elsewhere."""
    row = proposal_queries.draw_for(request.viewer, request.programme, pk)
    data = {
        "request": row.request.no, "draw": row.number, "drawn": row.created_at.isoformat(),
        "size": row.size, "seed": row.seed, "people": row.pool, "quotas": row.quotas,
        "panel": row.panel, **row.report,
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return download(text.encode(), f"draw-{row.request.no}-{row.number}.json", "application/json")


def choose_drawn(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Put those who were drawn on the list of those to ask."""
    row = proposal_queries.draw_for(request.viewer, request.programme, pk)
    here = people.by_numbers(request.programme, [int(one) for one in row.panel])
    return put_on_list(
        request, row.request, list(here.values()),
        to=reverse("coordinator:preview", args=[slug, row.request_id]),
        done=say(_("Those who were drawn are on your list now.")),
    )  # fmt: skip
