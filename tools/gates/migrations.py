"""The migrations make the tables that the models describe."""

from __future__ import annotations

from tools.programs import output

NAME = "migrations"


def run() -> list[str]:
    """A line for each app whose models moved on without a migration."""
    status, lines = output("manage", "makemigrations", "--check", "--dry-run", "--verbosity=1")
    if not status:
        return []
    apps = [line.split("'")[1] for line in lines if line.startswith("Migrations for '")]
    return [
        f"erfara/{app}/models: changed without a migration. Run .venv/bin/python manage.py "
        f"makemigrations {app}"
        for app in apps
    ] or [f"manage.py makemigrations: {' '.join(lines)[-400:]}"]
