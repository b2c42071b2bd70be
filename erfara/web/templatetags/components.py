"""The components of every page. `/galleri/` shows them all; the props are the signatures here."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.web import charts, people_say
from erfara.web.parts import Body, one_of, part

register = template.Library()
forms.register_words(say)

KINDS = {"primary", "secondary", "danger", "quiet"}
TONES = {"neutral", "good", "warn", "wrong", "people", "action"}
NOTICES = {"info", "good", "warn", "wrong", "people"}
LINKS = {"plain", "back", "person"}
STEPS = {"done", "now", "todo", "skipped"}
_PICTURES = Path(__file__).parents[1] / "static" / "erfara" / "drawings"
DRAWINGS = {"kettle", "busstop", "shoes", "window", "number", "lead"}


# --- words and figures ---------------------------------------------------------------------------


@register.filter(name="say")
def say_filter(message: Any) -> str:
    """`_("Ask {contributor:pl}")|say`: fills in the programme's words. Only for texts of our own."""
    return say(message)


register.filter("kronor", people_say.kronor)
register.filter("numeral", people_say.numeral)
register.filter("in_words", people_say.in_words)
register.filter("full_day", people_say.full_day)


@register.simple_tag
def page_language() -> str:
    """The language of the page, for `lang`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


@part(register)
def when(
    context: Context, body: Body, start: datetime, end: datetime | None = None
) -> dict[str, Any]:
    """When something happens, as people say it: "torsdag 26 november, kl. 13–15"."""
    return {
        "machine": start.isoformat(),
        "full": people_say.full(start, end),
        "text": people_say.when(start, end, now=people_say.now_of(context)),
    }


@part(register)
def day(context: Context, body: Body, value: date) -> dict[str, Any]:
    """A day, as people say it; the year only when it isn't this one."""
    return {
        "machine": value.isoformat(),
        "full": people_say.full(value),
        "text": people_say.day(value, now=people_say.now_of(context)),
    }


@part(register)
def since(context: Context, body: Body, value: date) -> dict[str, Any]:
    """How long something has been so, counted in days as people count them."""
    return {
        "machine": value.isoformat(),
        "full": people_say.full(value),
        "text": people_say.since(value, now=people_say.now_of(context)),
    }


# --- doing ---------------------------------------------------------------------------------------


@part(register, block=True)
def button(
    context: Context,
    body: Body,
    *,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    described_by: str = "",
) -> dict[str, Any]:
    """A button that sends the form around it, or with `href` a link that looks like one."""
    return {
        "kind": one_of("kind", kind, KINDS),
        "href": href,
        "name": name,
        "value": value,
        "described_by": described_by,
        "body": body(),
    }


@part(register, block=True)
def post_button(
    context: Context,
    body: Body,
    *,
    action: str,
    kind: str = "primary",
    values: dict[str, Any] | None = None,
    hint: str = "",
) -> dict[str, Any]:
    """A form of its own that is one button."""
    return {
        "action": action,
        "kind": one_of("kind", kind, KINDS),
        "values": (values or {}).items(),
        "hint": hint,
        "hint_id": f"hint-{uuid4().hex[:8]}",
        "once": uuid4(),
        "body": body(),
    }


@part(register, block=True)
def post_form(
    context: Context,
    body: Body,
    *,
    action: str = "",
    id: str = "",
    files: bool = False,
    label: str = "",
) -> dict[str, Any]:
    """A form that changes something: the token against forgery and the key that makes it once."""
    return {
        "action": action,
        "id": id,
        "files": files,
        "label": label,
        "once": uuid4(),
        "body": body(),
    }


@part(register, block=True)
def get_form(context: Context, body: Body, *, action: str = "", label: str = "") -> dict[str, Any]:
    """A form that only asks: searching and filtering."""
    return {"action": action, "label": label, "body": body()}


@part(register, block=True)
def equal_buttons(context: Context, body: Body) -> dict[str, Any]:
    """Answers of the same worth: the same size, under each other."""
    return {"body": body()}


@part(register, block=True)
def buttons(context: Context, body: Body) -> dict[str, Any]:
    """The main button and what stands beside it."""
    return {"body": body()}


@part(register, block=True)
def link(context: Context, body: Body, *, href: str, kind: str = "plain") -> dict[str, Any]:
    """A link; `back` has an arrow and leads up, `person` is brick."""
    return {"href": href, "kind": one_of("kind", kind, LINKS), "body": body()}


@part(register, block=True)
def confirm(
    context: Context,
    body: Body,
    *,
    heading: str,
    action: str,
    button: str,
    back: str,
    back_label: str = "",
    kind: str = "primary",
    values: dict[str, Any] | None = None,
    level: int = 2,
) -> dict[str, Any]:
    """What happens now, said before it happens, and a way back."""
    return {
        "heading": heading,
        "action": action,
        "button": button,
        "back": back,
        "back_label": back_label or _("Not yet, go back"),
        "kind": one_of("kind", kind, {"primary", "danger"}),
        "values": (values or {}).items(),
        "once": uuid4(),
        "level": _level(level),
        "body": body(),
    }


# --- showing -------------------------------------------------------------------------------------


def _level(level: int) -> str:
    return one_of("level", str(level), {"1", "2", "3", "4"})


@part(register, block=True)
def notice(
    context: Context, body: Body, *, kind: str = "info", heading: str = "", level: int = 2
) -> dict[str, Any]:
    """A panel that wants to be seen. Colour never alone: the kind is also a word for screen readers."""
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
        "level": _level(level),
        "word": "" if heading else said.get(kind, ""),
        "body": body(),
    }


@part(register)
def state(context: Context, body: Body, word: str, *, tone: str = "neutral") -> dict[str, Any]:
    """Where something stands, always a word."""
    return {"word": word, "tone": one_of("tone", tone, TONES)}


@part(register, block=True)
def summary(context: Context, body: Body) -> dict[str, Any]:
    """A list of what has been said: key and value."""
    return {"body": body()}


@part(register, block=True)
def summary_row(
    context: Context, body: Body, *, key: str, change: str = "", change_label: str = ""
) -> dict[str, Any]:
    """One row of a summary, with a link that changes it."""
    return {"key": key, "change": change, "change_label": change_label, "body": body()}


@part(register, block=True)
def task_list(context: Context, body: Body) -> dict[str, Any]:
    """Things to do in any order."""
    return {"body": body()}


@part(register)
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


@part(register, block=True)
def steps(context: Context, body: Body, *, label: str) -> dict[str, Any]:
    """Where something is on its way: a line of steps, the next one with its button."""
    return {"label": label, "body": body()}


@part(register, block=True)
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


@part(register, block=True)
def history(context: Context, body: Body) -> dict[str, Any]:
    """What has happened, in sentences."""
    return {"body": body()}


@part(register, block=True)
def event(context: Context, body: Body, *, at: datetime, by: str = "") -> dict[str, Any]:
    """One sentence of a history."""
    return {"at": at, "by": by, "body": body(), "now": people_say.now_of(context)}


@part(register, block=True)
def empty(
    context: Context, body: Body, *, heading: str, drawing: str = "kettle", level: int = 2
) -> dict[str, Any]:
    """Nothing here yet: a picture, a sentence, and what to do."""
    return {
        "heading": heading,
        "drawing": one_of("drawing", drawing, DRAWINGS),
        "level": _level(level),
        "body": body(),
    }


@cache
def _svg(name: str) -> SafeString:
    """The file's own lines, so that ink and ground follow the page's scheme."""
    return mark_safe((_PICTURES / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S308 - ours


@part(register)
def drawing(context: Context, body: Body, name: str) -> dict[str, Any]:
    """A drawn picture alone, without a meaning of its own."""
    return {"svg": _svg(one_of("drawing", name, DRAWINGS))}


@part(register, block=True)
def table(
    context: Context,
    body: Body,
    *,
    caption: str,
    columns: Any,
    caption_hidden: bool = False,
    numbers: str = "",
) -> dict[str, Any]:
    """A table that becomes labelled rows on a phone. `numbers="2 3"`: columns of figures."""
    heads = columns.split("|") if isinstance(columns, str) else [str(one) for one in columns]
    figures = {int(one) for one in str(numbers).split()}
    columns_with = [
        {"text": text, "number": at in figures} for at, text in enumerate(heads, start=1)
    ]
    return {
        "caption": caption,
        "caption_hidden": caption_hidden,
        "columns": columns_with,
        "body": body(table_columns=columns_with, table_cell=None),
    }


@part(register, block=True)
def row(context: Context, body: Body) -> dict[str, Any]:
    """One row of a table."""
    if context.get("table_columns") is None:
        raise template.TemplateSyntaxError("{% row %} belongs in {% table %}.")
    return {"body": body(table_cell=[0])}


@part(register, block=True)
def cell(
    context: Context, body: Body, *, head: bool = False, number: bool = False
) -> dict[str, Any]:
    """One cell; `head` names the row."""
    columns, counter = context.get("table_columns"), context.get("table_cell")
    if counter is None:
        raise template.TemplateSyntaxError("{% cell %} belongs in {% row %}.")
    counter[0] += 1
    if counter[0] > len(columns):
        raise template.TemplateSyntaxError("There are more cells than columns.")
    column = columns[counter[0] - 1]
    return {
        "head": head,
        "number": number or column["number"],
        "label": column["text"],
        "body": body(),
    }


@part(register)
def pages(
    context: Context, body: Body, page: Page, *, param: str = "page"
) -> dict[str, Any] | None:
    """The way through a long list; keeps what was searched for."""
    if page.paginator.num_pages <= 1:
        return None
    request = context.get("request")
    kept = request.GET.copy() if request else None

    def url(number: int) -> str:
        if kept is None:
            return f"?{param}={number}"
        kept[param] = str(number)
        return f"?{kept.urlencode()}"

    numbers = [
        {
            "text": one,
            "url": url(one) if isinstance(one, int) else "",
            "current": one == page.number,
        }
        for one in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {
        "numbers": numbers,
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
    }


@part(register, block=True)
def details(context: Context, body: Body, *, summary: str, open: bool = False) -> dict[str, Any]:
    """More, for who wants it."""
    return {"summary": summary, "open": open, "body": body()}


@part(register, block=True)
def todos(context: Context, body: Body, *, heading: str, level: int = 2) -> dict[str, Any]:
    """A group of things that need somebody."""
    return {
        "heading": heading,
        "level": _level(level),
        "id": f"todos-{uuid4().hex[:8]}",
        "body": body(),
    }


@part(register, block=True)
def todo(
    context: Context, body: Body, *, what: str, why: str, href: str = "", since: date | None = None
) -> dict[str, Any]:
    """Who or what, why now, since when, and one button."""
    return {
        "what": what,
        "why": why,
        "href": href,
        "since": since,
        "now": people_say.now_of(context),
        "body": body(),
    }


@part(register, block=True)
def people(context: Context, body: Body) -> dict[str, Any]:
    """A list of people."""
    return {"body": body()}


@part(register, block=True)
def person(
    context: Context, body: Body, *, name: str, href: str = "", note: str = ""
) -> dict[str, Any]:
    """One person: the name, a line about them, and what can be done."""
    return {"name": name, "href": href, "note": note, "body": body()}


@part(register)
def chips(context: Context, body: Body, items: Any) -> dict[str, Any]:
    """Short words beside each other; each a text, or a text and where it leads."""
    pairs = [one if isinstance(one, list | tuple) else (one, "") for one in items]
    return {"items": [{"text": text, "url": url} for text, url in pairs]}


@part(register, block=True)
def figures(context: Context, body: Body) -> dict[str, Any]:
    """Several figures beside each other."""
    return {"body": body()}


@part(register)
def figure(
    context: Context, body: Body, *, value: Any, label: str, href: str = ""
) -> dict[str, Any]:
    """One number, what it is, and the way to its rows."""
    shown = people_say.numeral(value) if isinstance(value, int | float) else str(value)
    return {"value": shown, "label": label, "href": href}


@part(register)
def bars(
    context: Context,
    body: Body,
    *,
    title: str,
    rows: Any,
    unit: str,
    of: float = 0,
    highlight: str = "",
    level: int = 2,
) -> dict[str, Any]:
    """One idea as bars, said in its title, with direct labels and its table beneath."""
    return {
        "title": title,
        "unit": unit,
        "level": _level(level),
        "id": f"bars-{uuid4().hex[:8]}",
        "bars": charts.bars(rows, of=of, highlight=str(highlight)),
    }


# --- forms ---------------------------------------------------------------------------------------


@part(register)
def field(context: Context, body: Body, bound: Any) -> SafeString:
    """One field of a form, with its label, hint and error."""
    if isinstance(bound, forms.BoundField):
        return bound.as_field_group()
    kind = getattr(bound.field.widget, "input_type", "")
    attrs: dict[str, Any] = {}
    if kind not in {"radio", "hidden"}:
        attrs["class"] = "ds-input"
    described = [
        f"{bound.auto_id}_{suffix}"
        for suffix, there in (("hint", bound.help_text), ("error", bound.errors))
        if there
    ]
    if described:
        attrs["aria-describedby"] = " ".join(described)
    control = bound.as_widget(attrs=attrs)
    context_of = {"field": bound, "control": control, "one_tick": kind == "checkbox"}
    return SafeString(render_to_string("forms/foreign_field.html", context_of))


@part(register)
def fields(context: Context, body: Body, form: Any, *names: str) -> SafeString:
    """All fields of a form, or those named. Also for forms that are not ours."""
    wanted = [form[name] for name in names] if names else list(form)
    return SafeString("\n".join(field(context, body, one) for one in wanted))


def _problems(context: Context) -> list[forms.Problem]:
    found, seen = [], []
    for one in [context.get("form"), *(context.get("forms") or [])]:
        if one is not None and hasattr(one, "non_field_errors") and one not in seen:
            seen.append(one)
            found += forms.problems_of(one)
    return found


@part(register)
def error_summary(context: Context, body: Body) -> dict[str, Any] | None:
    """What has to change on the page, with links to where. The layouts show it by themselves."""
    problems = _problems(context)
    if not problems:
        return None
    return {"problems": problems, "heading": people_say.things_to_change(len(problems))}


@part(register)
def title_prefix(context: Context, body: Body) -> SafeString:
    """“Fel: ” first in the title of a page with something to change."""
    return SafeString(_("Error: ") if _problems(context) else "")
