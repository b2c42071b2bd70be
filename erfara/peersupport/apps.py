from django.apps import AppConfig


class PeerSupportConfig(AppConfig):
    name = "erfara.peersupport"
    label = "peersupport"
