"""What the talk, the sign-up and the presentation put into somebody's own copy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.people.actions.background import BLOB as BACKGROUND
from erfara.people.actions.interviews import BLOB as TALKS
from erfara.people.actions.parts import WISHES
from erfara.people.actions.presentations import BLOB as PRESENTATION
from erfara.people.actions.presentations import PUBLIC, wish_field
from erfara.people.actions.signing_up import INTEREST
from erfara.people.counting import VARIABLES
from erfara.people.models import Interview, Part, Presentation, Training
from erfara.people.own_copy import Copy, Entry, Field, register_part

WISH_LABELS = {
    "avoid": _("What you don't talk about"), "adaptations": _("What makes it work for you"),
    "language": _("Language"), "interpreter": _("Interpreter"),
    "availability": _("When it suits you"), "reach_ways": _("How to reach you"),
    "reach": _("More about how to reach you"),
    "places": _("Places you can come to"),
    "on_screen": _("Whether you take part on a screen"),
    "travels": _("Whether you travel within the county"),
}  # fmt: skip

YES_OR_NO = {"yes": _("Yes"), "no": _("No")}


def interest(copy: Copy) -> list[Entry]:
    """What she wrote when she signed up."""
    found = copy.open("interest", INTEREST)
    if not found:
        return []
    return [
        [
            Field("told", _("What you told"), found.get("told")),
            Field("when_to_reach", _("When to reach you"), found.get("when_to_reach")),
        ]
    ]


def _wish(name: str, value: str | list[str] | None) -> Field:
    label = WISH_LABELS.get(name, name)
    if name in {"on_screen", "travels"} and isinstance(value, str):
        return Field(name, label, say(YES_OR_NO.get(value, value)), value)
    return Field(name, label, value)


def wishes(copy: Copy) -> list[Entry]:
    """How she wants it to be."""
    found = copy.open("wishes", WISHES)
    entry = [_wish(name, found.get(name)) for name in WISHES]
    written = Part.objects.filter(contributor__person=copy.person).order_by("changed_at").last()
    if written is not None:
        entry.append(Field("changed_at", _("Last written"), written.changed_at))
    return [entry] if found or written else []


def trainings(copy: Copy) -> list[Entry]:
    """What she is trained in."""
    rows = Training.objects.filter(contributor__person=copy.person).order_by("created_at", "id")
    return [
        [
            Field("kind", _("Training"), row.get_kind_display(), row.kind),
            Field("year", _("Year"), row.year),
            Field("completed_on", _("Done"), row.completed_on),
            Field("valid_until", _("Valid until"), row.valid_until),
        ]
        for row in rows
    ]


def background(copy: Copy) -> list[Entry]:
    """What she has told about herself for figures."""
    found = copy.open(BACKGROUND, VARIABLES)
    if not found:
        return []
    entry = []
    for name, variable in VARIABLES.items():
        value = found.get(name)
        words = variable.values.get(str(value))
        entry.append(Field(name, variable.question, say(words) if words else value, value))
    return [entry]


def talks(copy: Copy) -> list[Entry]:
    """Talks with a coordinator: when, how and where."""
    rows = list(
        Interview.objects.filter(contributor__person=copy.person).order_by("created_at", "id")
    )
    places = copy.open(TALKS, [str(row.pk) for row in rows]) if rows else {}
    return [
        [
            Field("starts_at", _("When"), row.starts_at),
            Field("how", _("How"), row.get_how_display(), row.how),
            Field("where", _("Where"), places.get(str(row.pk))),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in rows
    ]


def presentations(copy: Copy) -> list[Entry]:
    """Every version of the presentation, and what she wanted changed."""
    rows = list(Presentation.objects.filter(contributor__person=copy.person).order_by("no", "id"))
    if not rows:
        return []
    names = [str(row.pk) for row in rows] + [wish_field(row) for row in rows]
    texts = copy.open(PRESENTATION, names)
    copy.opened.add(PUBLIC)  # the same words, as everybody may read them
    found = []
    for row in rows:
        kept = texts.get(str(row.pk)) or {}
        words = list(kept.values()) if isinstance(kept, dict) else [kept]
        found.append(
            [
                Field("version", _("Version"), row.no),
                Field("words", _("The words"), [w for w in words if isinstance(w, str)]),
                Field("wish", _("What you wanted changed"), texts.get(wish_field(row))),
                Field(
                    "picture", _("Picture"), row.get_picture_display() or None, row.picture or None
                ),
                Field("state", _("How it stands"), say(row.state_label), row.state),
                Field("public_at", _("Public since"), row.public_at),
            ]
        )
    return found


def register() -> None:
    """Add them."""
    for name, title, fn, models in (
        ("interest", _("What you wrote when you signed up"), interest, []),
        ("wishes", _("How you want it to be"), wishes, ["people.part"]),
        ("trainings", _("What you are trained in"), trainings, ["people.training"]),
        ("background", _("What you have told for figures"), background, []),
        ("talks", _("Talks with us"), talks, ["people.interview"]),
        ("presentations", _("Your presentation"), presentations, ["people.presentation"]),
    ):
        register_part(name, title, fn, models)
