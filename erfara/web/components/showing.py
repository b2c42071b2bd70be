"""What a page tells: notices, states, summaries, steps, history, empty places."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from erfara.vocabulary.drawings import Drawing
from erfara.web import people_say, pieces
from erfara.web.parts import Body, level_of, one_of, part

TONES = {"neutral", "good", "warn", "wrong", "people", "action"}
NOTICES = {"info", "good", "warn", "wrong", "people"}
STEPS = {"done", "now", "todo", "skipped"}
DRAWINGS = set(Drawing.values)
_PICTURES = Path(__file__).parents[1] / "static" / "erfara" / "drawings"


@part(block=True)
def notice(
    context: Context, body: Body, *, kind: str = "info", heading: str = "", level: int = 2
) -> dict[str, Any]:
    """A panel that wants to be seen. Never colour alone: the kind is a word for screen readers."""
    said = {
        "info": "",
        "people": "",
        "good": _("Good to know:"),
        "warn": _("Look at this:"),
        "wrong": _("Something is wrong:"),
    }
    return {
        "kind": one_of("kind", kind, NOTICES),
        "heading": heading,
        "level": level_of(level),
        "word": "" if heading else said.get(kind, ""),
        "body": body(),
    }


@part()
def state(context: Context, body: Body, word: str, *, tone: str = "neutral") -> SafeString:
    """Where something stands, always a word."""
    return pieces.state(word, one_of("tone", tone, TONES))


@part(block=True)
def summary(context: Context, body: Body) -> dict[str, Any]:
    """A list of what has been said: key and value."""
    return {"body": body()}


@part(block=True)
def summary_row(
    context: Context, body: Body, *, key: str, change: str = "", change_label: str = ""
) -> SafeString:
    """One row of a summary, with a link that changes it."""
    label = change_label or (_("Change") if change else "")
    return pieces.summary_row(key, body(), change=change, label=label)


@part(block=True)
def task_list(context: Context, body: Body) -> dict[str, Any]:
    """Things to do in any order."""
    return {"body": body()}


@part()
def task(
    context: Context,
    body: Body,
    *,
    name: str,
    state: str,
    href: str = "",
    tone: str = "neutral",
    hint: str = "",
) -> dict[str, Any]:
    """One thing to do and where it stands. Without `href` it can't be done yet."""
    return {
        "name": name,
        "state": state,
        "href": href,
        "tone": one_of("tone", tone, TONES),
        "hint": hint,
        "id": f"task-{uuid4().hex[:8]}",
    }


@part(block=True)
def steps(context: Context, body: Body, *, label: str) -> dict[str, Any]:
    """Where something is on its way: a line of steps, the next one with its button."""
    return {"label": label, "body": body()}


@part(block=True)
def step(
    context: Context,
    body: Body,
    *,
    title: str,
    state: str,
    when: date | None = None,
) -> dict[str, Any]:
    """One step: done, now, todo or skipped."""
    words = {"done": _("Done"), "now": _("Now"), "todo": _("To come"), "skipped": _("Skipped")}
    return {
        "title": title,
        "state": one_of("state", state, STEPS),
        "word": words.get(state, ""),
        "when": when,
        "body": body(),
        "now": people_say.now_of(context),
    }


@part(block=True)
def history(context: Context, body: Body) -> dict[str, Any]:
    """What has happened, in sentences."""
    return {"body": body()}


@part(block=True)
def event(context: Context, body: Body, *, at: datetime, by: str = "") -> SafeString:
    """One sentence of a history."""
    return pieces.event(at, body(), by=by, now=people_say.now_of(context))


@part(block=True)
def empty(
    context: Context, body: Body, *, heading: str, drawing: str = "kettle", level: int = 2
) -> dict[str, Any]:
    """Nothing here yet: a picture, a sentence, and what to do."""
    return {
        "heading": heading,
        "drawing": one_of("drawing", drawing, DRAWINGS),
        "level": level_of(level),
        "body": body(),
    }


@cache
def svg(name: str) -> SafeString:
    """The file's own lines, so that ink and ground follow the page's scheme."""
    return mark_safe((_PICTURES / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S308 - ours


@part()
def drawing(context: Context, body: Body, name: str, *, alt: str = "") -> dict[str, Any]:
    """A drawn picture alone. Without `alt` it has no meaning of its own."""
    return {"svg": svg(one_of("drawing", name, DRAWINGS)), "alt": alt}
