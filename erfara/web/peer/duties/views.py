"""Who does what at a workplace, as the leads write it, send it and see who has said yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.peersupport.duties import access, actions, queries, tasks
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.peersupport.workplaces.access import workplace_for
from erfara.peersupport.workplaces.models import Workplace
from erfara.web import http, paper
from erfara.web.coordinator.names import Names, identities, names
from erfara.web.coordinator.pages import can
from erfara.web.history import sentences
from erfara.web.peer.duties import document as documents
from erfara.web.peer.duties import forms
from erfara.web.peer.workplaces.forms import ReasonForm
from erfara.workflows import workplaces as flow

TWO_WEEKS = timedelta(days=14)
TONES = {"accepted": "good", "wants_change": "action"}


@dataclass(frozen=True, slots=True)
class Side:
    """One party's answer, who speaks for it, and what may be done with it."""

    answer: DutyAnswer
    label: str
    name: str
    tone: str
    can: Mapping[str, Any]
    phone: bool


def here(slug: str, workplace_id: UUID) -> str:
    """The page of who does what at a workplace."""
    return reverse("duties:duties", args=[slug, workplace_id])


def _workplace(request: Any, pk: UUID) -> Workplace:
    return workplace_for(request.viewer, request.programme, pk)


def _sides(request: Any, row: DutyMatrix, answers: list[DutyAnswer], who: Names) -> list[Side]:
    reached = vault.index_holders([one.person_id for one in answers], "email") if answers else set()
    return [
        Side(
            one, say(one.get_side_display()), who.of(one.person_id),
            TONES.get(one.state, "neutral"), can(one, request.viewer),
            one.state == "asked" and one.person_id not in reached,
        )
        for one in answers
    ]  # fmt: skip


def duties(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The version that counts, who has said yes to it, and the one that is being written."""
    workplace = _workplace(request, pk)
    draft, row = queries.draft(workplace), queries.counting(workplace)
    versions = list(queries.versions(workplace))
    shown = draft or row or (versions[0] if versions else None)
    context: dict[str, Any] = {
        "workplace": workplace, "draft": draft, "row": row, "shown": shown,
        "versions": [one for one in versions if one.state != "draft"],
        "back": reverse("workplaces:workplace", args=[slug, pk]),
        "new_url": reverse("duties:new_version", args=[slug, pk]),
    }  # fmt: skip
    if shown is not None:
        shown.workplace = workplace
        answers = queries.answers(row) if row is not None else []
        who = names(request, [one.person_id for one in answers], purpose="duties", case=pk)
        events = audit.history(*queries.ids_of(workplace))
        context |= {
            "doc": documents.document(shown, []),
            "missing": [say(title) for title in tasks.missing(shown.rows)],
            "sides": _sides(request, row, answers, who) if row is not None else [],
            "can": can(row, request.viewer) if row is not None else {},
            "history": sentences(list(events), request.programme),
            "pdf_url": reverse("duties:pdf", args=[slug, pk]),
        }  # fmt: skip
    return render(request, "peer/duties/duties.html", context)


def new_version(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Begin to write another version."""
    workplace = _workplace(request, pk)
    back = here(slug, pk)
    return http.press(
        request,
        lambda: actions.new_version(workplace=workplace, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Here it is, as the last one. Change what is to be changed."),
    )  # fmt: skip


def as_pdf(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The version that counts, or the last there is, as a PDF without anybody's name."""
    workplace = _workplace(request, pk)
    row = queries.counting(workplace) or queries.last(workplace)
    if row is None:
        raise Http404
    row.workplace = workplace
    return _pdf(request, row)


def version_pdf(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The same of one version, also of one that another has taken the place of."""
    return _pdf(request, access.matrix_for(request.viewer, request.programme, pk))


def _pdf(request: Any, row: DutyMatrix) -> HttpResponse:
    found = documents.document(row, queries.answers(row))
    try:
        data = documents.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, here(request.programme.slug, row.workplace_id))
    return paper.download(data, documents.file_name(found))


# One version


def _draft(request: Any, pk: UUID) -> DutyMatrix:
    return access.matrix_for(request.viewer, request.programme, pk)


def _page(request: Any, matrix: DutyMatrix, form: Any, **context: Any) -> HttpResponse:
    context.setdefault("kind", "primary")
    context |= {"form": form, "back": here(request.programme.slug, matrix.workplace_id),
                "back_label": say(_("Who does what"))}  # fmt: skip
    return render(request, "peer/workplaces/form.html", context, status=form.status)


def _write(request: Any, matrix: DutyMatrix, key: str, form: Any) -> HttpResponse | None:
    return http.save(
        request, form,
        lambda: actions.write_row(
            matrix=matrix, key=key, by=request.viewer, at=request.at,
            **{name: form.cleaned_data[name] for name in ("title", "does", "decides", "told",
                                                          "note")},
        ),
        to=f"{here(request.programme.slug, matrix.workplace_id)}#rows", done=_("Written down."),
    )  # fmt: skip


def row(request: Any, slug: str, pk: UUID, key: str) -> HttpResponse:
    """Change one row of a draft."""
    matrix = _draft(request, pk)
    found = next((one for one in matrix.rows if one["key"] == key), None)
    if found is None:
        raise Http404
    if request.method != "POST" and matrix.state != "draft":
        return HttpResponseRedirect(here(slug, matrix.workplace_id))
    form = forms.RowForm(
        http.posted(request),
        initial={"title": documents.said(found, "title"), "note": documents.said(found, "note"),
                 "does": found["does"], "decides": found["decides"], "told": found["told"]},
    )  # fmt: skip
    return _write(request, matrix, key, form) or _page(
        request, matrix, form, heading=documents.said(found, "title"), button=say(_("Save")),
        drop_url=reverse("duties:drop_row", args=[slug, pk, key]),
    )  # fmt: skip


def new_row(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Something more to settle."""
    matrix = _draft(request, pk)
    if request.method != "POST" and matrix.state != "draft":
        return HttpResponseRedirect(here(slug, matrix.workplace_id))
    form = forms.RowForm(http.posted(request))
    return _write(request, matrix, uuid4().hex[:12], form) or _page(
        request, matrix, form, heading=say(_("Something more to settle")), button=say(_("Add it"))
    )


def drop_row(request: Any, slug: str, pk: UUID, key: str) -> HttpResponse:
    """Take a row out."""
    matrix = _draft(request, pk)
    back = here(slug, matrix.workplace_id)
    return http.press(
        request,
        lambda: actions.drop_row(matrix=matrix, key=key, by=request.viewer, at=request.at),
        to=f"{back}#rows", back=back, done=_("Taken out."),
    )  # fmt: skip


def _proposed(request: Any, matrix: DutyMatrix) -> dict[str, Any]:
    """Who spoke for each party last time, else those one turns to at the programme's parties."""
    before = queries.counting(matrix.workplace)
    found: dict[str, Any] = {"answer_by": clock.local_day(request.at) + TWO_WEEKS}
    if before is not None:
        rows = [one for one in queries.answers(before) if one.side != "workplace"]
        opened = identities(request, [one.person_id for one in rows], purpose="duties",
                            case=matrix.workplace_id, fields="name email")  # fmt: skip
        for one in rows:
            hers = opened.get(one.person_id, {})
            found |= {one.side: one.organisation, f"{one.side}_name": hers.get("name", ""),
                      f"{one.side}_email": hers.get("email", "")}  # fmt: skip
        return found
    parties = queries.parties_by_side(request.programme)
    contacts = [pk for row in parties.values() if (pk := row.contact_id)]
    opened = identities(request, contacts, purpose="parties", case=request.programme.pk,
                        fields="name email", listed=True)  # fmt: skip
    for side, party in parties.items():
        hers = (opened.get(party.contact_id) if party.contact_id else None) or {}
        found |= {side: party.organisation.name, f"{side}_name": hers.get("name", ""),
                  f"{side}_email": hers.get("email", "")}  # fmt: skip
    return found


def send(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask all parties to say yes."""
    matrix = _draft(request, pk)
    back = here(slug, matrix.workplace_id)
    if request.method != "POST" and matrix.state != "draft":
        return HttpResponseRedirect(back)
    today = clock.local_day(request.at)
    posted = http.posted(request)
    form = forms.SendForm(
        posted, today=today, initial={} if posted is not None else _proposed(request, matrix)
    )
    if answer := http.save(
        request, form,
        lambda: flow.send_duties(
            matrix=matrix, parties=form.parties(), answer_by=form.cleaned_data["answer_by"],
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("Sent. Each party reads it on a page of its own and says yes there."),
    ):  # fmt: skip
        return answer
    workplace = matrix.workplace
    speaks = (
        _("The manager speaks for the workplace.") if workplace.manager_id else
        _("No manager is written down, so the contact person speaks for the workplace.")
    )  # fmt: skip
    return _page(
        request, matrix, form, heading=say(_("Send it to all parties")), lead=say(speaks),
        button=say(_("Send it")),
    )  # fmt: skip


def without(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Go on without everybody's yes, and say why."""
    matrix = _draft(request, pk)
    back = here(slug, matrix.workplace_id)
    if request.method != "POST" and matrix.state not in {"asked", "late"}:
        return HttpResponseRedirect(back)
    form = ReasonForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.go_without(
            matrix=matrix, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Noted. A yes can still come."),
    ):  # fmt: skip
        return answer
    return _page(
        request, matrix, form, heading=say(_("Go on without every yes")),
        lead=say(_("What nobody had agreed on is what has gone wrong elsewhere. When it can’t "
                   "wait, say why.")),
        button=say(_("Go on without it")),
    )  # fmt: skip
