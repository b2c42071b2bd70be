"""What courses are made of, and the ethical rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say, say_plural
from erfara.peersupport.setup.kinds import MODELS
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.training import access, catalogue, queries
from erfara.peersupport.training.actions import assessing, planning
from erfara.peersupport.training.catalogue import Module, Slot
from erfara.peersupport.training.models import ForWhom
from erfara.web import http
from erfara.web.peer.training.forms import DAYS, EthicsForm, ModuleForm, SlotForm, TemplateForm
from erfara.web.peer.training.shared import page


def _found(request: Any, key: str) -> dict[str, Any]:
    """A course, as the programme has it."""
    access.template_for(request.viewer, request.programme, key)
    found = queries.template_data(request.programme, key)
    if found is None:
        raise Http404
    return found


def templates(request: Any, slug: str) -> HttpResponse:
    """All courses that can be planned, by whom they are for."""
    found = queries.templates(request.programme)
    setup = setup_of(request.programme)
    first = list(MODELS[setup.model].courses) if setup is not None else []
    found = sorted(found, key=lambda one: one["key"] not in first)
    labels = dict(ForWhom.choices)
    by_whom = [
        {"label": say(str(labels[whom])) if whom else "", "rows": [
            {**one, "url": reverse("training:template", args=[slug, one["key"]]),
             "plan": reverse("training:new", args=[slug]) + f"?mall={one['key']}",
             "hours": _hours(one), "times": _times(one), "proposed": one["key"] in first}
            for one in found if one["for_whom"] == whom
        ]}
        for whom in ForWhom.values
    ]  # fmt: skip
    return page(request, "templates", by_whom=by_whom)


def _times(one: dict[str, Any]) -> int:
    return sum(len(module["slots"]) for module in one["modules"])


def _hours(one: dict[str, Any]) -> int:
    return sum(
        slot["hours"]
        for module in one["modules"]
        for slot in module["slots"]
        if slot["kind"] != "home"
    )


def template(request: Any, slug: str, key: str) -> HttpResponse:
    """What one course is made of."""
    found = _found(request, key)
    modules = [
        {"row": module, "number": number,
         "url": reverse("training:module", args=[slug, key, number]),
         "weeks": sorted({slot.week for slot in module.slots}),
         "hours": sum(slot.hours for slot in module.slots if slot.kind != "home"),
         "kinds": {slot.kind for slot in module.slots}}
        for number, module in enumerate(catalogue.read(found["modules"]))
    ]  # fmt: skip
    return page(
        request,
        "template",
        found=found,
        modules=modules,
        times=_times(found),
        plan=reverse("training:new", args=[slug]) + f"?mall={key}",
    )


def change_template(request: Any, slug: str, key: str) -> HttpResponse:
    """What it asks for, from now on."""
    found = _found(request, key)
    here = reverse("training:template", args=[slug, key])
    form = TemplateForm(
        http.posted(request),
        certifies=found["for_whom"] == ForWhom.PEERS,
        initial={name: found[name] for name in ("name", "places", "share", "gives_certificate")}
        | {"criteria": "\n".join(found["criteria"])},
    )
    who: Any = {"by": request.viewer, "at": request.at}

    def change() -> Any:
        own = planning.take_template(programme=request.programme, key=key, **who)
        data = form.cleaned_data
        return planning.change_template(
            template=own, name=data["name"], places=data["places"], share=data["share"],
            criteria=data["criteria"].splitlines(),
            gives_certificate=data.get("gives_certificate"), **who,
        )  # fmt: skip

    if answer := http.save(request, form, change, to=here, done=_("Saved.")):
        return answer
    return page(
        request, "form", form, heading=say(_("Change the template")), button=say(_("Save")),
        back=here, back_label=found["name"],
        about=say(_("Courses that are planned already stay as they are.")),
    )  # fmt: skip


def _write(request: Any, key: str, number: int | None, module: Any) -> Any:
    who: Any = {"by": request.viewer, "at": request.at}
    own = planning.take_template(programme=request.programme, key=key, **who)
    return planning.write_module(template=own, place=number, module=module, **who)


def new_module(request: Any, slug: str, key: str) -> HttpResponse:
    """One more part."""
    found = _found(request, key)
    here = reverse("training:template", args=[slug, key])
    form = ModuleForm(http.posted(request))
    if answer := http.save(
        request, form, lambda: _write(request, key, None, form.module().as_data()), to=here,
        done=_("Saved."),
    ):  # fmt: skip
        return answer
    return page(
        request, "form", form, heading=say(_("Add a part")), button=say(_("Save")), back=here,
        back_label=found["name"], about="",
    )  # fmt: skip


def module(request: Any, slug: str, key: str, number: int) -> HttpResponse:
    """Change a part, or take it out. Each of its times has a page of its own."""
    found = _found(request, key)
    here = reverse("training:template", args=[slug, key])
    known = _part(found, number)
    if request.method == "POST" and request.POST.get("do") == "drop":
        return http.press(
            request, lambda: _write(request, key, number, None), to=here, back=here,
            done=_("Taken away."),
        )  # fmt: skip
    form = ModuleForm(
        http.posted(request), known=known,
        initial={"title": known.title, "about": known.about, "material": known.material},
    )  # fmt: skip
    if answer := http.save(
        request, form, lambda: _write(request, key, number, form.module().as_data()), to=here,
        done=_("Saved."),
    ):  # fmt: skip
        return answer
    return page(
        request, "module", form, heading=say(_("Change a part")), button=say(_("Save")), back=here,
        back_label=found["name"], about="", module=known, drop={"do": "drop"},
        times=[(shown_slot(slot), reverse("training:slot", args=[slug, key, number, at]))
               for at, slot in enumerate(known.slots)],
        add_url=reverse("training:slot", args=[slug, key, number, len(known.slots)]),
    )  # fmt: skip


def _part(found: dict[str, Any], number: int) -> Module:
    modules = catalogue.read(found["modules"])
    if number >= len(modules):
        raise Http404
    return modules[number]


def shown_slot(slot: Slot) -> str:
    """One time in words."""
    names = [say(name) for _value, name in DAYS]
    if get_language() == "sv":  # within a sentence
        names = [name.lower() for name in names]
    last = slot.day + slot.days - 2
    days = names[(slot.day - 1) % 7]
    if slot.days > 1:
        days = say(_("{first} to {last}"), first=days, last=names[last % 7])
    return say(
        _("week {week}, {days}, {begins}, {hours}"), week=slot.week, days=days, begins=slot.at,
        hours=say_plural("1 hour", "{count} hours", slot.hours),
    )  # fmt: skip


def slot(request: Any, slug: str, key: str, number: int, time: int) -> HttpResponse:
    """Change a time of a part, take it out, or add one: the one after the last."""
    known = _part(_found(request, key), number)
    if time > len(known.slots):
        raise Http404
    here = reverse("training:module", args=[slug, key, number])
    before, rest = known.slots[:time], known.slots[time + 1 :]
    old = known.slots[time] if time < len(known.slots) else None

    def write(*new: Slot) -> Any:
        part = replace(known, slots=tuple(sorted((*before, *new, *rest), key=_when)))
        return _write(request, key, number, part.as_data())

    if request.method == "POST" and request.POST.get("do") == "drop":
        return http.press(request, write, to=here, back=here, done=_("Taken away."))
    form = SlotForm(http.posted(request), initial=SlotForm.of(old) if old else None)
    if answer := http.save(
        request, form, lambda: write(*form.slots(old.evidence if old else "")), to=here,
        done=_("Saved."),
    ):  # fmt: skip
        return answer
    heading = (
        say(_("Change a time of {part}"), part=known.title) if old
        else say(_("Add a time to {part}"), part=known.title)
    )  # fmt: skip
    return page(
        request, "slot", form, heading=heading, button=say(_("Save")), back=here,
        back_label=known.title, old=old, drop={"do": "drop"},
        about=say(_("Courses that are planned already stay as they are.")),
    )  # fmt: skip


def _when(slot: Slot) -> tuple[int, int, str]:
    return slot.week, slot.day, slot.at


def ethics(request: Any, slug: str) -> HttpResponse:
    """The ethical rules: the version in force, a new one, and who has signed how many."""
    versions = queries.ethics_versions(request.programme)
    newest = versions[0] if versions else None
    text = newest.text if newest else catalogue.first_ethics()
    number = newest.version if newest else 0
    form = EthicsForm(http.posted(request), initial={"seen": number, "text": text})
    here = reverse("training:ethics", args=[slug])
    if answer := http.save(
        request, form,
        lambda: assessing.write_ethics(
            programme=request.programme, text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"] or 0, by=request.viewer, at=request.at,
        ),
        to=here, done=_("Saved. Those on courses are asked to read and sign it."),
    ):  # fmt: skip
        return answer
    return page(
        request, "ethics", form, heading=say(_("The ethical rules")),
        button=say(_("Save as a new version")), back=reverse("training:home", args=[slug]),
        back_label=say(_("Courses")), versions=versions, text=text,
    )  # fmt: skip
