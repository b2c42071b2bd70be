"""What the sign-in pages ask for and the sign-in library's views don't give."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString

from erfara.accounts import oidc, staff

register = template.Library()


def _next(context: Context) -> str:
    """Where somebody was going; never to another site."""
    request = context.get("request")
    if request is None:
        return ""
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


@register.simple_tag(takes_context=True)
def hidden_next(context: Context) -> SafeString:
    """Carries along where somebody was going."""
    url = _next(context)
    return format_html('<input type="hidden" name="next" value="{}">', url) if url else SafeString()


@register.simple_tag(takes_context=True)
def sign_in_providers(context: Context) -> list[dict[str, Any]]:
    """The identity providers to offer: of the programme somebody was on the way to, or all."""
    following = _next(context)
    parts = urlsplit(following).path.split("/")
    slug = parts[2] if len(parts) > 2 and parts[1] == "arbete" else ""
    rows = oidc.configured(slug)
    query = f"?{urlencode({'next': following})}" if following else ""
    return [
        {
            "name": row.name,
            "url": reverse("openid_connect_login", kwargs={"provider_id": row.id}) + query,
        }
        for row in rows
    ]


@register.simple_tag(takes_context=True)
def second_step_missing(context: Context) -> bool:
    """Whether the signed-in user has to set up a second step before anything else."""
    request = context["request"]
    return staff.second_factor_missing(request.user, request.session)
