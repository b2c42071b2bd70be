"""Identity providers of the programmes, as configured in ERFARA_OIDC_FILE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Provider:
    """One identity provider: its id in addresses and the name on its button."""

    id: str
    name: str
    programme: str


def providers(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS, from the rows of ERFARA_OIDC_FILE.

    A provider's id is the programme's slug; a second one of the same programme gets a number,
    with a dot that no slug can hold. Connections are kept by provider id and subject, so the
    order of a programme's rows must stay.
    """
    apps: list[dict[str, Any]] = []
    count: dict[str, int] = {}
    for row in rows:
        slug = row["programme"]
        count[slug] = count.get(slug, 0) + 1
        apps.append(
            {
                "provider_id": slug if count[slug] == 1 else f"{slug}.{count[slug]}",
                "name": row["name"],
                "client_id": row["client_id"],
                "secret": row["secret"],
                "settings": {
                    "server_url": row["server_url"],
                    # Who it is comes from the ID token, whose issuer and audience are checked.
                    "fetch_userinfo": False,
                    "uid_field": row.get("uid_field", "sub"),
                    "scope": ["openid"],
                    "oauth_pkce_enabled": True,
                },
            }
        )
    return {"openid_connect": {"APPS": apps}}


def programme_of(provider_id: str) -> str:
    """The slug of the programme that a provider belongs to."""
    return provider_id.partition(".")[0]


def configured(programme: str = "") -> list[Provider]:
    """The providers, of one programme or of all."""
    from django.conf import settings

    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    rows = [
        Provider(app["provider_id"], app["name"], programme_of(app["provider_id"])) for app in apps
    ]
    return [row for row in rows if not programme or row.programme == programme]
