from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "erfara.web"
    label = "web"

    def ready(self) -> None:
        from erfara.web import addresses, own_pages

        addresses.register()
        own_pages.register()
