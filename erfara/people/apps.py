from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "erfara.people"
    label = "people"

    def ready(self) -> None:
        from erfara.people import letters, openings

        openings.register()
        letters.register()
