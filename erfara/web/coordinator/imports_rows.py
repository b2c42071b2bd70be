"""The rows of a file: what will happen with each, what is wrong, and mending one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.people import import_access
from erfara.people.actions import imports
from erfara.people.importing import columns, judging, kept
from erfara.people.importing.judging import ADD, LEAVE, TAKE, Judge
from erfara.web import http
from erfara.web.coordinator import imports_say
from erfara.web.coordinator.imports import counted, in_state, opened, url_of
from erfara.web.coordinator.imports_forms import RowForm
from erfara.web.coordinator.pages import PER_PAGE
from erfara.web.people_say import first_capital
from erfara.workflows import importing

MOST_WRONG = 8


def rows(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All rows, or those of one outcome, a page at a time."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(row, "review"):
        return HttpResponseRedirect(url_of(slug, pk))
    index = opened(request, row, kept.INDEX)[kept.INDEX]
    counts = counted(index)
    only = request.GET.get("visa", "")
    only = only if counts.get(only) else ""
    places = [at for at, o in enumerate(index["outcomes"]) if not only or o == only]
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    here = list(page.object_list)
    chunks = opened(request, row, *{kept.chunk_name(at // kept.CHUNK) for at in here})
    lines = []
    for at in here:
        number = index["numbers"][at]
        judged = chunks[kept.chunk_name(at // kept.CHUNK)][str(number)]
        lines.append(_line(slug, pk, number, judged))
    return render(
        request, "coordinator/import_rows.html",
        {
            "row": row, "page": page, "lines": lines, "total": len(index["numbers"]),
            "filters": _filters(slug, pk, counts, only), "stop": counts[judging.STOP],
            "goes": counts[judging.NEW] + counts[judging.ASKED] + counts[judging.UPDATE],
            "protected": counts[judging.PROTECTED], "wrong": _wrong(index),
            "back": reverse("coordinator:imports", args=[slug]),
            "confirm": url_of(slug, pk, "import_confirm"),
        },
    )  # fmt: skip


def _line(slug: str, pk: UUID, number: int, judged: dict[str, Any]) -> dict[str, Any]:
    label, tone = imports_say.what_happens(judged["o"])
    shown = judged["o"] != judging.PROTECTED
    return {
        "number": number, "name": judged.get("v", {}).get("name", "") if shown else "",
        "first": " ".join(text for text in judged.get("c", [])[:2] if text)[:60],
        "label": label, "tone": tone, "problems": imports_say.problems(judged), "shown": shown,
        "url": reverse("coordinator:import_row", args=[slug, pk, number]),
    }  # fmt: skip


def _filters(slug: str, pk: UUID, counts: dict[str, int], only: str) -> list[dict[str, Any]]:
    base = url_of(slug, pk, "import_rows")
    found = [{"text": say(_("All")), "count": sum(counts.values()), "url": base, "here": not only}]
    for outcome, count in counts.items():
        if count:
            label, _tone = imports_say.what_happens(outcome)
            found.append(
                {"text": first_capital(label), "count": count,
                 "url": f"{base}?visa={outcome}", "here": only == outcome}
            )  # fmt: skip
    return found


def _wrong(index: dict[str, Any]) -> list[dict[str, Any]]:
    """What is wrong in many rows, where the cell may be left empty in all of them at once."""
    by_field: dict[str, int] = {}
    for name, count in index.get("wrong", {}).items():
        field = name.partition(" ")[2]
        if field in judging.MAY_BE_EMPTY and not name.startswith(("phone_same", "phone_taken")):
            by_field[field] = by_field.get(field, 0) + count
    most = sorted(by_field.items(), key=lambda one: -one[1])[:MOST_WRONG]
    return [
        {"field": field, "label": say(imports_say.FIELDS[field]), "count": count}
        for field, count in most
        if count > 1
    ]


def forgive(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Leave a field empty in all rows where it can't be read."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(row, "review"):
        return HttpResponseRedirect(url_of(slug, pk))
    choice = opened(request, row, kept.CHOICE)[kept.CHOICE]
    return http.press(
        request,
        lambda: imports.forgive(
            register_import=row, choice=choice, field=request.POST.get("field", ""),
            by=request.viewer, at=request.at,
        ),
        to=url_of(slug, pk), back=url_of(slug, pk),
    )  # fmt: skip


def row(request: Any, slug: str, pk: UUID, number: int) -> HttpResponse:
    """One row: as it stood, what is wrong, and how it should be."""
    one = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(one, "review"):
        return HttpResponseRedirect(url_of(slug, pk))
    blobs = opened(request, one, kept.INDEX, kept.CHOICE, kept.KEYS)
    index, choice = blobs[kept.INDEX], blobs[kept.CHOICE]
    if number not in index["numbers"]:
        raise Http404
    at = index["numbers"].index(number)
    chunk = at // kept.CHUNK
    judged = opened(request, one, kept.chunk_name(chunk))[kept.chunk_name(chunk)][str(number)]
    if judged["o"] == judging.PROTECTED:
        raise Http404
    mapped = [f for f in columns.FIELDS if f in choice["mapping"] and f not in _NOT_MENDED]
    form = RowForm(
        http.posted(request) if request.POST.get("do", "") == "save" else None,
        fields=mapped, initial=_texts(judged, choice["mapping"]),
    )  # fmt: skip
    back = f"{url_of(slug, pk, 'import_rows')}"
    mended = _mended(request, form, judged)

    def keep() -> None:
        new = Judge(importing.options_of(choice), clock.local_day(request.at)).judge(
            kept.row_of(number, judged), mended
        )
        keys = _compare(one, number, new, index, blobs[kept.KEYS]["first"])
        judging.name_cells(new, number, choice["mapping"])
        outcomes = index["outcomes"]
        changed = {**index, "outcomes": outcomes[:at] + new["o"] + outcomes[at + 1 :]}
        imports.mend(
            register_import=one, number=number, chunk=chunk, judged=new, index=changed, keys=keys,
            by=request.viewer, at=request.at,
        )  # fmt: skip

    if mended is not None and request.method == "POST":
        if form.is_bound:
            answer = http.save(request, form, keep, to=_next(slug, pk, index, at, judged))
            if answer:
                return answer
        else:
            return http.press(request, keep, to=back, back=back)
    label, tone = imports_say.what_happens(judged["o"])
    return render(
        request, "coordinator/import_row.html",
        {
            "form": form, "row": one, "number": number, "back": back, "label": label, "tone": tone,
            "problems": imports_say.problems(judged),
            "cells": [
                (choice["labels"][n] or say(_("no heading")), text)
                for n, text in enumerate(judged["c"]) if text and n < len(choice["labels"])
            ],
            "do_add": {"do": "add"}, "do_take": {"do": "take"}, "do_leave": {"do": "leave"},
            "can_take": judged["o"] == judging.OUT and judged["p"][0][0] != "said_no",
            "can_leave": judged["o"] != judging.OUT,
            "can_add": judged["o"] == judging.KNOWN and judged["v"].get("experience")
            and judged["v"].get("role"),
        },
        status=form.status,
    )  # fmt: skip


_NOT_MENDED = frozenset({
    "consent", "consent_date", "consent_email", "consent_statistics", "protected", "given",
    "family",
})  # fmt: skip


def _texts(judged: dict[str, Any], mapping: list[str]) -> dict[str, str]:
    """What each field says now: as it was mended, else as the cells stood."""
    found: dict[str, list[str]] = {}
    for name, text in zip(mapping, judged["c"], strict=False):
        if name and text:
            found.setdefault(name, []).append(text)
    texts = {name: (", " if name == "address" else " ").join(all_) for name, all_ in found.items()}
    parts = [texts[name] for name in ("given", "family") if name in texts]
    if parts:
        texts["name"] = " ".join(parts)
    return texts | {k: v for k, v in judged.get("m", {}).items() if not k.startswith("_")}


def _mended(request: Any, form: RowForm, judged: dict[str, Any]) -> dict[str, str] | None:
    """What is to hold for the row after this; None while there is something to show."""
    before = dict(judged.get("m", {}))
    do = request.POST.get("do", "")
    if do == "save":
        if not form.is_valid():
            return None
        before.pop(LEAVE, None)
        return before | form.written() | ({TAKE: "1"} if judged["o"] == judging.OUT else {})
    if do == "leave":
        return before | {LEAVE: "1"}
    if do == "take":
        before.pop(LEAVE, None)
        return before | {TAKE: "1"}
    if do == "add":
        return before | {ADD: "1"}
    return None


def _compare(
    one: Any, number: int, new: dict[str, Any], index: dict[str, Any], first: dict[str, int]
) -> dict[str, int]:
    """Hold a row against the other rows and the register once more. The addresses of the file."""
    outcome_of = dict(zip(index["numbers"], index["outcomes"], strict=True))
    mine = {key: n for key, n in first.items() if n != number}
    # Who has been left out, or is known, keeps no address from others.
    gone = {judging.OUT, judging.KNOWN, judging.UPDATE}
    live = {key: n for key, n in mine.items() if outcome_of.get(n) not in gone}
    seen = judging.Seen(live)
    seen.look(number, new, importing.normal)
    importing.meet_register(one, [new])
    return {**mine, **seen.first}


def _next(slug: str, pk: UUID, index: dict[str, Any], at: int, judged: dict[str, Any]) -> str:
    """On to the next row that needs somebody, or back to all of them."""
    after = index["outcomes"].find(judging.STOP, at + 1)
    if judged["o"] != judging.STOP or after < 0:
        return url_of(slug, pk, "import_rows")
    return reverse("coordinator:import_row", args=[slug, pk, index["numbers"][after]])
