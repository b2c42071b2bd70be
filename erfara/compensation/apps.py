from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "erfara.compensation"
    label = "compensation"

    def ready(self) -> None:
        from erfara.compensation import own_parts

        own_parts.register()
