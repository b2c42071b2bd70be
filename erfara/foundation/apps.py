from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "erfara.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Have the checks registered."""
        from erfara.foundation.outbox import checks  # noqa: F401
