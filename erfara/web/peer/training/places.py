"""Places on a course: who is offered one, what they answer, who comes in groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.errors import Refused
from erfara.organisations.models import Organisation
from erfara.organisations.words import say
from erfara.peersupport.training import access, policies, queries
from erfara.peersupport.training.actions import assessing, groups, places
from erfara.peersupport.training.actions.places import Invitee
from erfara.peersupport.training.models import Enrolment, ForWhom, SessionPresence
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.veil import may_open
from erfara.web import http
from erfara.web.coordinator.names import VEILED_NUMBER
from erfara.web.peer import protected
from erfara.web.peer.recruiting.shown import names as names_of_candidates
from erfara.web.peer.training.forms import GroupForm, LeaveForm, OfferForm, PersonForm
from erfara.web.peer.training.shared import Watched, her_details, is_lead, page, tone, url_of


def offer(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Offer places to those whom recruitment has chosen, in the order in which they stand."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    here = url_of(slug, pk, "people")
    rows = queries.who_could_come(row)
    form = OfferForm(http.posted(request), people=[(one.pk, "") for one in rows])

    def invite() -> list[Enrolment]:
        chosen = set(form.cleaned_data["who"])
        return places.invite(
            cohort=row, who=[Invitee(one.person, one) for one in rows if one.pk in chosen],
            overlap_ok=bool(form.cleaned_data["overlap_ok"]), by=request.viewer, at=request.at,
        )  # fmt: skip

    if answer := http.save(
        request, form, Watched(form, invite), to=here,
        done=_("Done. Those there are places for are asked, and the rest stand in line."),
    ):  # fmt: skip
        return answer
    who = names_of_candidates(
        request, [one.person_id for one in rows], purpose="course_offer", case=row.pk, listed=True
    )
    form.call(
        (one.pk, say(_("{name}, waits for a course"), name=who.of(one.person_id)))
        if one.state == "waiting" else (one.pk, who.of(one.person_id))
        for one in rows
    )  # fmt: skip
    return page(
        request, "offer", form, heading=say(_("Offer places")),
        button=say(_("Offer places to them")),
        back=here, back_label=row.name, cohort=row, people=bool(rows),
        free=row.places - queries.held_seats(row), last_day=policies.last_day(row, request.at),
    )  # fmt: skip


def add_person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody who has not come by recruitment."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    here = url_of(slug, pk, "people")
    form = PersonForm(http.posted(request))
    run = Watched(
        form,
        lambda: places.add_person(
            cohort=row, identity=form.identity(), protected=form.cleaned_data["protected"],
            overlap_ok=bool(form.cleaned_data["overlap_ok"]), by=request.viewer, at=request.at,
        ),
    )  # fmt: skip
    if answer := http.save(
        request, form, run, to=here, done=_("Added. When there is a place, it is offered.")
    ):  # fmt: skip
        return answer
    return page(
        request, "person", form, heading=say(_("Add somebody")), button=say(_("Add")), back=here,
        back_label=row.name,
    )  # fmt: skip


def _name(one: Workplace | Organisation) -> str:
    return str(one.unit) if isinstance(one, Workplace) else one.name


def add_group(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A workplace's or an organisation's people come to the course."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    here = url_of(slug, pk, "people")
    which = queries.could_send(row)
    form = GroupForm(http.posted(request), which=[(pk, _name(one)) for pk, one in which.items()])

    def add() -> Any:
        kind = "workplace" if row.for_whom == ForWhom.WORKPLACES else "organisation"
        chosen: dict[str, Any] = {kind: which[form.cleaned_data["which"]]}
        return groups.add_group(
            cohort=row, expected=form.cleaned_data["expected"], by=request.viewer, at=request.at,
            **chosen,
        )  # fmt: skip

    if answer := http.save(request, form, add, to=here, done=_("Added.")):
        return answer
    return page(
        request, "form", form, heading=say(_("Whose people come?")), button=say(_("Add")),
        back=here, back_label=row.name, about="",
    )  # fmt: skip


def drop_group(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """They don't come after all."""
    row = access.group_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.cohort_id, "people")
    return http.press(
        request, lambda: groups.drop_group(group=row, by=request.viewer, at=request.at), to=here,
        back=here, done=_("Taken away."),
    )  # fmt: skip


def place(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody's place: how it stands, when she was there, what is left."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    fields = "name email phone" if row.by_phone or row.state == "asked" else "name"
    opened = her_details(request, row, fields)
    presences = queries.presences(row.cohort)
    times = [
        {"row": one, "came": presences.get((one.pk, row.pk)),
         "missed": (found := presences.get((one.pk, row.pk))) is not None
         and found.came == SessionPresence.Came.ABSENT,
         "url": reverse("training:presence", args=[slug, one.pk])}
        for one in queries.own_sessions(row)
    ]  # fmt: skip
    there, of = queries.shares_of(row.cohort, [row]).of(row)
    signed = queries.who_signed(row.programme_id, [row.person_id]).get(row.person_id)
    assessment = queries.assessment_of(row)
    words: dict[str, Any] = {}
    if assessment is not None:
        found_words = vault.open(
            tenant_id=row.programme_id, person_ids=[row.person_id], blob=assessing.BLOB,
            fields=(str(assessment.pk), f"{assessment.pk}:way"), purpose="course_place",
            case=str(row.pk), actor=request.viewer, at=request.at,
        ) if may_open(request.viewer, row.programme_id, [row.person_id]) else {}  # fmt: skip
        words = found_words.get(row.person_id) or {}
    rules = queries.ethics_in_force(row.programme_id)
    return page(
        request, "place", enrolment=row, name=opened["name"],
        email=opened.get("email") or "", phone=opened.get("phone") or "", tone=tone(row.state),
        times=times, there=there, of=of, signed=signed, version=rules.version if rules else 1,
        signs=row.cohort.for_whom == ForWhom.PEERS and row.state in policies.COMES,
        assessment=assessment, words=words.get(str(assessment.pk)) if assessment else "",
        way_words=words.get(f"{assessment.pk}:way") if assessment else "",
        free=bool(queries.free_seats(row.cohort)) and row.cohort.state in ("open", "running"),
        may={t.name for t in row.table.available(row.state, request.viewer.role)},
        back=url_of(slug, row.cohort_id, "people"),
        protection=protected.box(slug, "training", row) if is_lead(request) else None,
    )  # fmt: skip


def open_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The step before the place of somebody with protected details: what it means to open it."""
    row = access.veiled_enrolment_for(request.viewer, request.programme, pk)
    return protected.step(
        request, slug, row.person, to=reverse("training:place", args=[slug, pk]),
        title=say(VEILED_NUMBER, no=row.number), back=url_of(slug, row.cohort_id, "people"),
        back_label=row.cohort.name,
    )  # fmt: skip


def protect(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody on a course has protected details from now on."""
    row = access.veiled_enrolment_for(request.viewer, request.programme, pk)
    return protected.begin(
        request, row.person, name=lambda: her_details(request, row)["name"],
        here=reverse("training:place", args=[slug, pk]), back=url_of(slug, row.cohort_id, "people"),
    )  # fmt: skip


def end_protection(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """They are protected no longer."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    return protected.end(request, row.person, here=reverse("training:place", args=[slug, pk]))


def answer(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What somebody has said on the telephone; or a place that goes to the next."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    here = reverse("training:place", args=[slug, pk])
    who: Any = {"enrolment": row, "by": request.viewer, "at": request.at}
    acts = {
        "yes": places.accept, "no": places.decline, "silent": places.lapse,
        "late": places.ask_late,
    }  # fmt: skip
    said = request.POST.get("answer", "")[:10]

    def act() -> Any:
        if said not in acts:
            raise Refused(_("Choose an answer."))
        return acts[said](**who)

    return http.press(request, act, to=here, back=here, done=_("Noted."))


def leave(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She leaves the course, as she has said to somebody who works here."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    here = reverse("training:place", args=[slug, pk])
    form = LeaveForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: places.leave(
            enrolment=row, again=bool(form.cleaned_data["again"]), by=request.viewer,
            at=request.at,
        ),
        to=here, done=_("Noted."),
    ):  # fmt: skip
        return done
    if row.state not in policies.LEAVABLE:
        return http.go(request, here, _("The place is over already."))
    name = her_details(request, row)["name"]
    return page(
        request, "form", form, heading=say(_("{name} leaves the course"), name=name),
        title=say(_("Leave the course")), button=say(_("Leave the course")), kind="danger",
        back=here, back_label=name, about="",
    )  # fmt: skip


def signed_on_paper(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The rules are signed on paper."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    here = reverse("training:place", args=[slug, pk])
    rules = queries.ethics_in_force(row.programme_id)
    return http.press(
        request,
        lambda: assessing.sign_ethics(
            person=row.person, version=rules.version if rules else 1, how="paper",
            by=request.viewer, at=request.at,
        ),
        to=here, back=here, done=_("Noted."),
    )  # fmt: skip
