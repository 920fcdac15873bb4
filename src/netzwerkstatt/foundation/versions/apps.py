from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VersionsConfig(AppConfig):
    name = "netzwerkstatt.foundation.versions"
    label = "versions"
    verbose_name = _("Versions")

    def ready(self) -> None:
        from netzwerkstatt.foundation.versions import offers, personal

        offers.register()
        personal.declare()
