"""Many of a kind: tables, pages, what needs somebody, people, figures, bars."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.paginator import Page
from django.template import TemplateSyntaxError
from django.template.context import Context
from django.utils.safestring import SafeString

from erfara.web import charts, people_say, pieces
from erfara.web.parts import Body, level_of, part


def _columns(columns: Any, numbers: str) -> list[dict[str, Any]]:
    """The heads of a table, "Name|When" or a list, and which of them are over figures."""
    texts = columns.split("|") if isinstance(columns, str) else columns
    figures = {int(one) for one in str(numbers).split()}
    return [{"text": str(text), "number": at in figures} for at, text in enumerate(texts, start=1)]


@part(block=True)
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
    columns_with = _columns(columns, numbers)
    return {
        "caption": caption,
        "caption_hidden": caption_hidden,
        "columns": columns_with,
        "body": body(table_columns=columns_with, table_cell=None),
    }


@part(block=True)
def row(context: Context, body: Body) -> SafeString:
    """One row of a table."""
    if context.get("table_columns") is None:
        raise TemplateSyntaxError("{% row %} belongs in {% table %}.")
    return pieces.row(body(table_cell=[0]))


@part(block=True)
def cell(context: Context, body: Body, *, head: bool = False, number: bool = False) -> SafeString:
    """One cell; `head` names the row."""
    columns, counter = context.get("table_columns"), context.get("table_cell")
    if columns is None or counter is None:
        raise TemplateSyntaxError("{% cell %} belongs in {% row %}.")
    counter[0] += 1
    if counter[0] > len(columns):
        raise TemplateSyntaxError("There are more cells than columns.")
    column = columns[counter[0] - 1]
    return pieces.cell(body(), label=column["text"], head=head, number=number or column["number"])


@part()
def listing(
    context: Context,
    body: Body,
    rows: Any,
    *,
    caption: str,
    columns: Any,
    numbers: str = "",
    head: int = 1,
) -> dict[str, Any]:
    """A table with a hidden caption whose rows the view has made, of `pieces`: for long lists.

    `rows`: for each row one text or piece for each column; column `head` names the row.
    """
    columns_with = _columns(columns, numbers)
    written = [(one["text"], one["number"]) for one in columns_with]
    return {
        "caption": caption,
        "caption_hidden": True,
        "columns": columns_with,
        "body": pieces.rows(written, rows, head=head),
    }


@part()
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


@part(block=True)
def details(context: Context, body: Body, *, summary: str, open: bool = False) -> dict[str, Any]:
    """More, for who wants it."""
    return {"summary": summary, "open": open, "body": body()}


@part(block=True)
def todos(context: Context, body: Body, *, heading: str, level: int = 2) -> dict[str, Any]:
    """A group of things that need somebody."""
    return {
        "heading": heading,
        "level": level_of(level),
        "id": f"todos-{uuid4().hex[:8]}",
        "body": body(),
    }


@part(block=True)
def todo(
    context: Context, body: Body, *, what: str, why: str, href: str = "", since: date | None = None
) -> SafeString:
    """Who or what, why now, since when, and one button."""
    time = pieces.since(since, now=people_say.now_of(context)) if since else ""
    return pieces.todo(what, why, body(), href=href, time=time)


@part(block=True)
def people(context: Context, body: Body) -> dict[str, Any]:
    """A list of people."""
    return {"body": body()}


@part(block=True)
def person(
    context: Context, body: Body, *, name: str, href: str = "", note: str = ""
) -> SafeString:
    """One person: the name, a line about them, and what can be done."""
    return pieces.person(name, body(), href=href, note=note)


@part()
def chips(context: Context, body: Body, items: Any) -> dict[str, Any]:
    """Short words beside each other; each a text, or a text and where it leads."""
    pairs = [one if isinstance(one, list | tuple) else (one, "") for one in items]
    return {"items": [{"text": text, "url": url} for text, url in pairs]}


@part(block=True)
def figures(context: Context, body: Body) -> dict[str, Any]:
    """Several figures beside each other."""
    return {"body": body()}


@part()
def figure(
    context: Context, body: Body, *, value: Any, label: str, href: str = ""
) -> dict[str, Any]:
    """One number, what it is, and the way to its rows."""
    shown = people_say.numeral(value) if isinstance(value, int | float) else str(value)
    return {"value": shown, "label": label, "href": href}


@part()
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
        "level": level_of(level),
        "id": f"bars-{uuid4().hex[:8]}",
        "bars": charts.bars(rows, of=of, highlight=str(highlight)),
    }
