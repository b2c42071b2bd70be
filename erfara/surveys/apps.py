from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "erfara.surveys"
    label = "surveys"

    def ready(self) -> None:
        from erfara.surveys import own_parts

        own_parts.register()
