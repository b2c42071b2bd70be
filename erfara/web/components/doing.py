"""What can be done on a page: buttons, links, forms, and the question before it happens."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from erfara.web import pieces
from erfara.web.parts import Body, level_of, one_of, part

KINDS = {"primary", "secondary", "danger", "quiet"}
LINKS = {"plain", "back", "person"}


@part(block=True)
def button(
    context: Context,
    body: Body,
    *,
    kind: str = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
    described_by: str = "",
) -> SafeString:
    """A button that sends the form around it, or with `href` a link that looks like one."""
    return pieces.button(
        body(), kind=one_of("kind", kind, KINDS), href=href, name=name, value=value,
        described_by=described_by,
    )  # fmt: skip


@part(block=True)
def post_button(
    context: Context,
    body: Body,
    *,
    action: str,
    kind: str = "primary",
    values: dict[str, Any] | None = None,
    hint: str = "",
) -> SafeString:
    """A form of its own that is one button."""
    return pieces.post_button(
        body(), action, kind=one_of("kind", kind, KINDS), token=context.get("csrf_token"),
        once=uuid4(), values=(values or {}).items(), hint=hint,
        hint_id=f"hint-{uuid4().hex[:8]}" if hint else "",
    )  # fmt: skip


@part(block=True)
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


@part(block=True)
def get_form(context: Context, body: Body, *, action: str = "", label: str = "") -> dict[str, Any]:
    """A form that only asks: searching and filtering."""
    return {"action": action, "label": label, "body": body()}


@part(block=True)
def equal_buttons(context: Context, body: Body) -> dict[str, Any]:
    """Answers of the same worth: the same size, under each other."""
    return {"body": body()}


@part(block=True)
def buttons(context: Context, body: Body) -> dict[str, Any]:
    """The main button and what stands beside it."""
    return {"body": body()}


@part(block=True)
def link(context: Context, body: Body, *, href: str, kind: str = "plain") -> SafeString:
    """A link; `back` has an arrow and leads up, `person` is brick."""
    return pieces.link(body(), href, kind=one_of("kind", kind, LINKS))


@part(block=True)
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
        "level": level_of(level),
        "body": body(),
    }
