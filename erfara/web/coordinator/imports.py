"""A register that comes as a file: sent in, described, confirmed, followed to its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.people import import_access, import_queries
from erfara.people.actions import imported, imports
from erfara.people.importing import columns, judging, kept, reading
from erfara.people.importing.reading import Unreadable
from erfara.people.models import RegisterImport
from erfara.web import http
from erfara.web.coordinator import imports_say
from erfara.web.coordinator.imports_file import workbook_of
from erfara.web.coordinator.imports_forms import ColumnsForm, SheetForm, UploadForm
from erfara.web.coordinator.names import identities
from erfara.web.coordinator.pages import PER_PAGE
from erfara.web.paper import download
from erfara.web.sheets import XLSX
from erfara.workflows.importing import open_for

# Where each state is seen to.
STEPS = {
    "described": "import_sheet",
    "review": "import_rows",
}


def url_of(slug: str, pk: UUID, name: str = "import") -> str:
    return reverse(f"coordinator:{name}", args=[slug, pk])


def opened(request: Any, row: RegisterImport, *names: str) -> dict[str, dict[str, Any]]:
    """Some of what is kept about a file. Empty when it is erased."""
    return open_for(row, request.viewer, request.at, *names)


def in_state(row: RegisterImport, *states: str) -> bool:
    return row.state in states


def all_imports(request: Any, slug: str) -> HttpResponse:
    """Send in a file; and those there have been, as counts."""
    programme = request.programme
    form = UploadForm(http.posted(request), request.FILES or None)
    data, look = b"", None
    if http.filled(request, form):
        data = form.cleaned_data["file"].read()
        try:
            look = reading.look(data)
        except Unreadable as why:
            form.refuse(imports_say.unreadable(why.code, **why.values), field="file")
    before = import_queries.came_before(programme, data) if look else None
    if before is not None and request.POST.get("again") != str(before.number):
        form.refuse(
            Refused(
                _("Exactly this file was written in before, as number {no}. Those in it are known "
                  "here now. Choose the new one, or look at what became of that one."),
                no=before.number,
            ),
            field="file",
        )  # fmt: skip
        look = None
    if look is not None and (
        answer := http.save(
            request, form,
            lambda: imports.take_in(
                programme=programme, data=data, look=look, source=form.cleaned_data["source"],
                by=request.viewer, at=request.at,
            ),
            to=lambda row: url_of(slug, row.pk, "import_sheet"),
        )
    ):  # fmt: skip
        return answer
    page = Paginator(import_queries.imports(programme), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "coordinator/imports.html",
        {
            "form": form, "page": page, "back": reverse("coordinator:people", args=[slug]),
            "rows": [_in_figures(row) for row in page.object_list],
            "open_now": programme.recruits_on(clock.local_day(request.at)),
        },
        status=form.status,
    )  # fmt: skip


def _in_figures(row: RegisterImport) -> dict[str, Any]:
    """A file in the list of those there have been: counts only."""
    counts = row.counts
    asked = counts.get("asked", 0) + counts.get("to_phone", 0)
    written = bool(row.done_at)
    return {
        "row": row, "active": counts.get("active", 0) if written else "–",
        "asked": asked if written else "–",
        "rejected": counts.get("rejected", 0) if written else "–",
    }  # fmt: skip


def one(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Where a file is on its way: what to do, how far it has come, or what became of it."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if row.state in STEPS:
        return HttpResponseRedirect(url_of(slug, pk, STEPS[row.state]))
    answers = import_queries.answers(row)
    return render(
        request, "coordinator/import_one.html",
        {
            "row": row, "back": reverse("coordinator:imports", args=[slug]),
            "progress": _progress(row),
            "trouble": imports_say.unreadable(row.trouble, rows=reading.MAX_ROWS,
                                              columns=reading.MAX_COLUMNS,
                                              characters=reading.MAX_CHARACTERS)
            if row.trouble else "",
            "counts": row.counts, "active": row.counts.get("active", 0),
            "asked": row.counts.get("asked", 0), "to_phone": answers.get("to_phone", 0),
            "waiting": answers.get("asked", 0), "rejected": row.counts.get("rejected", 0),
            "added": row.counts.get("added", 0),
            "erase_on": clock.local_day(row.erase_after),
        },
    )  # fmt: skip


def _progress(row: RegisterImport) -> dict[str, int] | None:
    if row.state == "reading":
        return {"done": row.seen, "of": 0}
    if row.state == "writing":
        return {"done": min(row.written * kept.CHUNK, row.rows), "of": row.rows}
    return None


def sheet(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Which sheet, and which row holds the headings."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(row, "described"):
        return HttpResponseRedirect(url_of(slug, pk))
    blobs = opened(request, row, kept.LOOK, *([kept.FILE] if request.method == "POST" else []))
    look = kept.look_of(blobs[kept.LOOK])
    at = columns.guess_sheet(look.sheets)
    header = columns.guess_header(look.sheets[at])
    form = SheetForm(http.posted(request), look=look, guess=(at, header))
    new = look
    if http.filled(request, form) and form.cleaned_data.get("encoding"):
        new = reading.look(kept.file_of(blobs[kept.FILE]), form.cleaned_data["encoding"])
        new.encodings = look.encodings
    if answer := http.save(
        request, form,
        lambda: imports.choose_sheet(
            register_import=row, look=new, sheet=form.chosen()[0], header=form.chosen()[1],
            by=request.viewer, at=request.at,
        ),
        to=url_of(slug, pk, "import_columns"),
    ):  # fmt: skip
        return answer
    return render(
        request, "coordinator/import_sheet.html",
        {
            "form": form, "row": row, "back": reverse("coordinator:imports", args=[slug]),
            "guessed": header, "sheet_name": look.sheets[at].name,
            "preview": _preview(look.sheets[at], header),
            "several": len(look.sheets) > 1,
        },
        status=form.status,
    )  # fmt: skip


def _preview(sheet: reading.Sheet, header: int | None) -> dict[str, Any]:
    """The first rows of a sheet, for one who has to recognise it."""
    rows = [row for row in sheet.top if row.number >= (header or 0)][:6]
    width = min(6, max((len(row.cells) for row in rows), default=1))
    lines = []
    for row in rows:
        texts = [cell.text[:40] if cell else "" for cell in row.cells[:width]]
        texts += [""] * (width - len(texts))
        hidden = not row.cells
        lines.append({"number": row.number, "texts": texts, "hidden": hidden})
    labels = [say(_("Row")), *(reading.column_letter(n + 1) for n in range(width))]
    return {"columns": labels, "lines": lines}


def columns_page(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What each column holds. Guessed from the headings, and remembered from the last file."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(row, "described"):
        return HttpResponseRedirect(url_of(slug, pk))
    blobs = opened(request, row, kept.LOOK, kept.CHOICE)
    choice = blobs.get(kept.CHOICE)
    if choice is None:
        return HttpResponseRedirect(url_of(slug, pk, "import_sheet"))
    found = kept.look_of(blobs[kept.LOOK]).sheets[choice["sheet"]]
    labels = choice["labels"]
    known = choice.get("mapping") or import_queries.suggested(request.programme, labels)
    form = ColumnsForm(
        http.posted(request), labels=labels, suggested=known, said=choice,
        samples=_samples(found, choice["header"], len(labels)), hidden_rows=found.hidden_rows,
        hidden_columns=found.hidden_columns,
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: imports.describe(
            register_import=row, choice=choice, mapping=form.mapping(), said=form.said(),
            by=request.viewer, at=request.at,
        ),
        to=url_of(slug, pk),
    ):  # fmt: skip
        return answer
    return render(
        request, "coordinator/import_columns.html",
        {"form": form, "row": row, "back": url_of(slug, pk, "import_sheet")},
        status=form.status,
    )  # fmt: skip


def _samples(sheet: reading.Sheet, header: int, count: int) -> list[str]:
    """A few texts from each column, so that it can be recognised."""
    below = [row for row in sheet.top if row.number > header]
    found = []
    for at in range(count):
        cells = [row.cells[at] for row in below if at < len(row.cells)]
        texts = dict.fromkeys(cell.text for cell in cells if cell and cell.text)
        different = [" ".join(text.split())[:30] for text in texts]
        found.append(" · ".join(different[:3]))
    return found


def describe_again(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Back to what the columns are."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    return http.press(
        request,
        lambda: imports.describe_again(register_import=row, by=request.viewer, at=request.at),
        to=url_of(slug, pk, "import_columns"), back=url_of(slug, pk),
    )  # fmt: skip


def confirm(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What will be written, before it is."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    if not in_state(row, "review"):
        return HttpResponseRedirect(url_of(slug, pk))
    blobs = opened(request, row, kept.INDEX)
    counts = counted(blobs[kept.INDEX])
    here = url_of(slug, pk, "import_confirm")
    if request.method == "POST":
        return http.press(
            request,
            lambda: imports.confirm(
                register_import=row, counts=counts, by=request.viewer, at=request.at
            ),
            to=url_of(slug, pk), back=here,
        )  # fmt: skip
    written = counts[judging.NEW] + counts[judging.ASKED]
    return render(
        request, "coordinator/import_confirm.html",
        {
            "row": row, "written": written, "new": counts[judging.NEW],
            "asked": counts[judging.ASKED], "added": counts[judging.UPDATE],
            "known": counts[judging.KNOWN], "stop": counts[judging.STOP],
            "out": counts[judging.OUT], "protected": counts[judging.PROTECTED],
            "days": imports.ANSWER_DAYS, "back": url_of(slug, pk, "import_rows"), "here": here,
        },
    )  # fmt: skip


def counted(index: dict[str, Any]) -> dict[str, int]:
    """Outcome → how many rows."""
    return {outcome: index["outcomes"].count(outcome) for outcome in judging.OUTCOMES}


def go_on(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """After it has stopped."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    return http.press(
        request,
        lambda: imports.go_on(register_import=row, by=request.viewer, at=request.at),
        to=url_of(slug, pk), back=url_of(slug, pk),
    )  # fmt: skip


def erase(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Erase the file now, and stop if it isn't written yet."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    done = row.state == "done"
    try:
        # The vault is emptied outside any transaction. To repeat it changes nothing.
        if not row.is_over:
            imports.erase(register_import=row, by=request.viewer, at=request.at)
    except Refused as refusal:
        messages.error(request, http.refusal(refusal))
        return HttpResponseRedirect(url_of(slug, pk))
    said = _("The file is erased.") if done else _("Stopped. The file is erased.")
    return http.go(request, reverse("coordinator:imports", args=[slug]), said)


def file(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The rows that didn't come along, each with why, as a file to mend and send in again."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    blobs = opened(request, row, kept.REJECTED) if row.state == "done" else {}
    if kept.REJECTED not in blobs:
        raise Http404
    rejected = blobs[kept.REJECTED]
    imports.note_fetched(register_import=row, by=request.viewer, at=request.at)
    name = say(_("rows-left-over-{no}"), no=row.number)
    return download(workbook_of(rejected["labels"], rejected["rows"]), f"{name}.xlsx", XLSX)


def phone(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Those who came with a file and are asked by phone."""
    row = import_access.import_for(request.viewer, request.programme, pk)
    page = Paginator(import_queries.to_phone(row), PER_PAGE).get_page(request.GET.get("page"))
    who = identities(
        request, [c.person_id for c in page.object_list], purpose="register", case="register",
        fields="name phone address",
    )  # fmt: skip
    return render(
        request, "coordinator/import_phone.html",
        {
            "page": page, "back": url_of(slug, pk),
            "rows": [{"row": c, "who": who.get(c.person_id, {})} for c in page.object_list],
        },
    )  # fmt: skip


def agree(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She has said yes by phone."""
    from erfara.people.access import contributor_for

    row = contributor_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:person", args=[slug, pk])
    return http.press(
        request,
        lambda: imported.agree(
            contributor=row, consents=(), how="phone", by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Noted. From now on this person can be asked."),
    )  # fmt: skip
