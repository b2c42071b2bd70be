from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "erfara.compensation"
    label = "compensation"

    def ready(self) -> None:
        from erfara.compensation import openings, own_parts

        openings.register()
        own_parts.register()
