from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "erfara.insight"
    label = "insight"
