from datetime import timedelta

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "erfara.insight"
    label = "insight"

    def ready(self) -> None:
        from erfara.foundation import worker
        from erfara.insight import prepared

        worker.register_job("count_figures", timedelta(minutes=10), prepared.count_due)
        worker.register_job("figures_ordered", timedelta(seconds=5), prepared.count_ordered)
