"""Fields in a page, and what has to change in them."""

from __future__ import annotations

from typing import Any

from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erfara.foundation import forms
from erfara.web import people_say
from erfara.web.parts import Body, part


@part()
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


@part()
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


@part()
def error_summary(context: Context, body: Body) -> dict[str, Any] | None:
    """What has to change on the page, with links to where. The layouts show it by themselves."""
    problems = _problems(context)
    if not problems:
        return None
    return {"problems": problems, "heading": people_say.things_to_change(len(problems))}


@part()
def title_prefix(context: Context, body: Body) -> SafeString:
    """“Fel: ” first in the title of a page with something to change."""
    return SafeString(_("Error: ") if _problems(context) else "")
