from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "erfara.workflows"
    label = "workflows"

    def ready(self) -> None:
        from erfara.foundation import outbox
        from erfara.workflows import (
            afterwards,
            agreements,
            certifying,
            choosing,
            consents_in_time,
            first_meetings,
            held,
            importing,
            merging,
            messages,
            paying,
            presentations_in_time,
            recruiting,
            replacing,
            staying_true,
            talks_in_time,
            timekeeping,
            training_in_time,
            weekly,
            workplaces,
        )

        timekeeping.register()
        weekly.register()
        choosing.register()
        first_meetings.register()
        held.register()
        talks_in_time.register()
        agreements.register()
        replacing.register()
        presentations_in_time.register()
        merging.register()
        messages.register()
        paying.register()
        staying_true.register()
        consents_in_time.register()
        importing.register()
        afterwards.register()
        certifying.register()
        recruiting.register()
        workplaces.register()
        training_in_time.register()
        outbox.after_sent("effects", afterwards.after_effects_were_sent)
        outbox.after_sent("feedback", timekeeping.after_feedback_was_sent)
