from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    name = "netzwerkstatt.foundation.network"
    label = "network"
    verbose_name = _("Alliance")

    def ready(self) -> None:
        from netzwerkstatt.foundation.network import personal

        personal.declare()
