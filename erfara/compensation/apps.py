from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "erfara.compensation"
    label = "compensation"

    def ready(self) -> None:
        from erfara.compensation import letters, openings, own_parts

        letters.register()
        openings.register()
        own_parts.register()
