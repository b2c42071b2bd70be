from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "erfara.compensation"
    label = "compensation"
