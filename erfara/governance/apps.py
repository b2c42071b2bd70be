from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "erfara.governance"
    label = "governance"
