from importlib import import_module

from django.apps import AppConfig

# What each part has to tell the vault, the outbox and the copy: modules with a `register`.
TELL = (
    "setup.openings",
    "setup.own_parts",
    "certificates.openings",
    "certificates.letters",
    "certificates.own_parts",
    "pool.openings",
    "pool.letters",
    "pool.own_parts",
    "pool.erasing",
    "workplaces.openings",
    "workplaces.letters",
    "workplaces.own_parts",
    "workplaces.erasing",
    "duties.openings",
    "duties.letters",
    "duties.own_parts",
    "recruitment.openings",
    "recruitment.letters",
    "recruitment.own_parts",
    "recruitment.actions.erasing",
    "training.openings",
    "training.letters",
    "training.own_parts",
    "training.erasing",
)


class PeerSupportConfig(AppConfig):
    name = "erfara.peersupport"
    label = "peersupport"

    def ready(self) -> None:
        for module in TELL:
            import_module(f"erfara.peersupport.{module}").register()
