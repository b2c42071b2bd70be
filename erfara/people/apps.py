from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "erfara.people"
    label = "people"

    def ready(self) -> None:
        from erfara.people import letters, openings, presentation_letters

        openings.register()
        letters.register()
        presentation_letters.register()
