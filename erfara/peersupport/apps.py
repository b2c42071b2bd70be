from importlib import import_module

from django.apps import AppConfig

# What each part has to tell the vault, the outbox and the copy: modules with a `register`.
TELL = (
    "certificates.openings",
    "certificates.letters",
    "certificates.own_parts",
    "pool.openings",
    "pool.letters",
    "pool.own_parts",
    "workplaces.openings",
    "workplaces.letters",
    "workplaces.own_parts",
    "duties.openings",
    "duties.letters",
    "duties.own_parts",
)


class PeerSupportConfig(AppConfig):
    name = "erfara.peersupport"
    label = "peersupport"

    def ready(self) -> None:
        for module in TELL:
            import_module(f"erfara.peersupport.{module}").register()
