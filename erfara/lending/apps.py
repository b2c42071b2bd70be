from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "erfara.lending"
    label = "lending"

    def ready(self) -> None:
        from erfara.lending import letters, openings

        openings.register()
        letters.register()
