from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "erfara.lending"
    label = "lending"

    def ready(self) -> None:
        from erfara.lending import letters, openings, own_parts, story_letters

        openings.register()
        letters.register()
        story_letters.register()
        own_parts.register()
