from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "erfara.people"
    label = "people"

    def ready(self) -> None:
        from erfara.people import (
            address_letters,
            consent_letters,
            contact_letters,
            import_letters,
            interview_letters,
            interview_queries,
            letters,
            log_letters,
            message_letters,
            openings,
            own_parts,
            own_parts_told,
            presentation_letters,
            silence_letters,
        )

        openings.register()
        letters.register()
        message_letters.register()
        interview_letters.register()
        interview_queries.register()
        presentation_letters.register()
        silence_letters.register()
        import_letters.register()
        for mine in (
            address_letters,
            consent_letters,
            contact_letters,
            log_letters,
            own_parts,
            own_parts_told,
        ):
            mine.register()
