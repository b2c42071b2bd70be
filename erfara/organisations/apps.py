from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "erfara.organisations"
    label = "organisations"

    def ready(self) -> None:
        # Forms live below and don't know who has the words.
        from erfara.foundation import outbox
        from erfara.foundation.forms.words import register_words
        from erfara.organisations import feeds, queries
        from erfara.organisations.words import say

        register_words(say)
        outbox.register_hold(queries.sends_nothing)
        feeds.register()
