from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "erfara.lending"
    label = "lending"

    def ready(self) -> None:
        from erfara.lending import (
            agreement_letters,
            agreement_openings,
            letters,
            occasion_letters,
            openings,
            own_parts,
            story_letters,
        )

        openings.register()
        letters.register()
        occasion_letters.register()
        story_letters.register()
        agreement_letters.register()
        agreement_openings.register()
        own_parts.register()
