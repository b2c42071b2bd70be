"""Where one is better off asking: the programme's own list, and ending a request with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.lending import access, meeting_access, queries
from erfara.lending.actions import elsewhere as actions
from erfara.lending.meeting_queries import elsewhere as listed
from erfara.lending.models import Elsewhere, EndReason
from erfara.web import http
from erfara.web.coordinator.meeting_forms import ElsewhereForm
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.request_forms import EndForm
from erfara.workflows import lend


def elsewhere(request: Any, slug: str) -> HttpResponse:
    """The list, and one more."""
    here = reverse("coordinator:elsewhere", args=[slug])
    form = ElsewhereForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.write_elsewhere(
            programme=request.programme, values=form.cleaned_data, by=request.viewer,
            at=request.at,
        ),
        to=here, done=_("It stands on the list."),
    ):  # fmt: skip
        return answer
    return form_page(request, "elsewhere", form, rows=listed(request.programme))


def change_elsewhere(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Change one of the list."""
    row = meeting_access.elsewhere_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:elsewhere", args=[slug])
    written = {name: getattr(row, name) for name in actions.FIELDS}
    form = ElsewhereForm(http.posted(request), initial=written)
    if answer := http.save(
        request, form,
        lambda: actions.write_elsewhere(
            programme=request.programme, row=row, values=form.cleaned_data, by=request.viewer,
            at=request.at,
        ),
        to=back, done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(request, "change_elsewhere", form, row=row, back=back)


def drop_elsewhere(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take one off the list."""
    row = meeting_access.elsewhere_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:elsewhere", args=[slug])
    return http.press(
        request, lambda: actions.drop_elsewhere(row=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Taken off the list."),
    )  # fmt: skip


def as_text(row: Elsewhere) -> str:
    """One of the list as the borrower reads it."""
    first = f"{row.name}: {row.what_for}" if row.what_for else row.name
    return f"{first.rstrip('.')}. {row.how}"


def end_request(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """End a request that becomes no loan. One of the list can be put into the text first."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:request", args=[slug, pk])
    places = list(listed(request.programme))
    if taken := _taken(request, places):
        form = EndForm(initial=taken)
    else:
        form = EndForm(http.posted(request))
        if answer := http.save(
            request, form,
            lambda: lend.end_request(
                request=row, end_reason=form.cleaned_data["end_reason"],
                words=form.cleaned_data["words"], elsewhere=form.cleaned_data["elsewhere"],
                by=request.viewer, at=request.at,
            ),
            to=back, done=_("The request has ended. Everybody concerned is told."),
        ):  # fmt: skip
            return answer
    answers = queries.answers_so_far(row)
    told = sum(n for state, n in answers.items() if state not in {"chosen", "dropped", "stopped"})
    return form_page(
        request, "end_request", form, request_=row, back=back, told=told, places=places
    )


def _taken(request: Any, places: list[Elsewhere]) -> dict[str, Any] | None:
    """What the form says when one of the list was pressed: all that was written, and that one."""
    wanted = request.POST.get("take", "") if request.method == "POST" else ""
    row = next((one for one in places if str(one.pk) == wanted), None)
    if row is None:
        return None
    said = [request.POST.get("elsewhere", "").strip(), as_text(row)]
    return {
        "end_reason": EndReason.ASKED_ELSEWHERE,
        "elsewhere": "\n".join(text for text in said if text)[:1000],
        "words": request.POST.get("words", "")[:1500],
    }
