from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "erfara.workflows"
    label = "workflows"

    def ready(self) -> None:
        from erfara.foundation import outbox
        from erfara.workflows import timekeeping

        timekeeping.register()
        outbox.after_sent("feedback", timekeeping.after_feedback_was_sent)
