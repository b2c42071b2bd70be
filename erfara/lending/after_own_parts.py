"""What comes after a loan, in somebody's own copy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.lending.models import Aftercare, Concern, EffectAsk, EffectDelivery
from erfara.organisations.words import say
from erfara.people.own_copy import Copy, Entry, Field, register_part


def aftercare(copy: Copy) -> list[Entry]:
    """How she was after loans, what she wrote, and what somebody did about it."""
    if copy.contributor is None:
        return []
    found = []
    rows = Aftercare.objects.filter(contributor=copy.contributor).select_related(
        "participation__loan__request__assignment"
    )
    for row in rows.order_by("created_at", "id"):
        words = copy.open(row.blob, ["words", "done"])
        found.append(
            [
                Field("about", _("About"), row.participation.loan.request.assignment.title),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("asked_at", _("Asked"), row.asked_at),
                Field("again", _("Asked a second time"), row.again),
                Field("by_phone", _("By phone"), row.by_phone),
                Field("answer", _("Your answer"), say(row.get_answer_display()), row.answer),
                Field("answered_at", _("Answered"), row.answered_at),
                Field("words", _("What you wrote"), words.get("words")),
                Field("done", _("What was done"), words.get("done")),
            ]
        )
    return found


SAID = {
    "words": _("What you wrote"), "answer": _("The answer"),
    "missing": _("What you found missing"), "answer_again": _("The second answer"),
    "ended": _("Why it was ended"),
}  # fmt: skip


def concerns(copy: Copy) -> list[Entry]:
    """What she said felt wrong, and what was answered."""
    found = []
    for row in Concern.objects.filter(person=copy.person).order_by("created_at", "id"):
        words = copy.open(row.blob, list(SAID))
        found.append(
            [
                Field("kind", _("About"), say(row.get_kind_display()), row.kind),
                Field("route", _("For"), say(row.get_route_display()), row.route),
                Field("raised_at", _("Written"), row.created_at),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("answer_by", _("An answer by"), row.answer_by),
                Field("answered_at", _("Answered"), row.answered_at),
                *(Field(name, label, words.get(name)) for name, label in SAID.items()),
            ]
        )
    return found


def effects(copy: Copy) -> list[Entry]:
    """What she was asked and told about what loans led to, and what she was told."""
    if copy.contributor is None:
        return []
    found = []
    asked = EffectAsk.objects.filter(participation__contributor=copy.contributor)
    for row in asked.select_related("loan__request__assignment").order_by("created_at", "id"):
        areas = [effect.area for effect in row.effects.order_by("area")]
        words = copy.open(row.blob, areas) if areas else {}
        found.append(
            [
                Field("about", _("About"), row.loan.request.assignment.title),
                Field("asked_at", _("Asked"), row.created_at),
                Field("answer", _("Your answer"), say(row.get_answer_display()), row.answer),
                Field("words", _("What you wrote"), [w for w in words.values() if w]),
            ]
        )
    told = EffectDelivery.objects.filter(participation__contributor=copy.contributor)
    for one in told.select_related("ask__loan__request__assignment").order_by("created_at", "id"):
        found.append(
            [
                Field("about", _("About"), one.ask.loan.request.assignment.title),
                Field("told", _("What you were told"),
                      [e.text for e in one.ask.effects.order_by("created_at", "id") if e.text]),
                Field("told_at", _("Told"), one.reached_at),
            ]
        )  # fmt: skip
    return found


def register() -> None:
    """Add them."""
    register_part("aftercare", _("How you were after loans"), aftercare, ["lending.aftercare"])
    register_part("concerns", _("What felt wrong"), concerns, ["lending.concern"])
    register_part("effects", _("What loans led to"), effects,
                  ["lending.effectask", "lending.effectdelivery"])  # fmt: skip
