from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LendingConfig(AppConfig):
    name = "erfara.lending"
    label = "lending"

    def ready(self) -> None:
        from erfara.lending import (
            after_letters,
            after_openings,
            after_own_parts,
            agreement_letters,
            agreement_openings,
            letters,
            meeting_letters,
            meeting_own_parts,
            occasion_letters,
            openings,
            own_parts,
            passing_openings,
            story_letters,
            word_index,
        )

        post_migrate.connect(word_index.make, sender=self, dispatch_uid="lending_word_index")

        openings.register()
        passing_openings.register()
        letters.register()
        meeting_letters.register()
        occasion_letters.register()
        story_letters.register()
        agreement_letters.register()
        agreement_openings.register()
        after_letters.register()
        after_openings.register()
        own_parts.register()
        meeting_own_parts.register()
        after_own_parts.register()
