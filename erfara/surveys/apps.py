from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "erfara.surveys"
    label = "surveys"
