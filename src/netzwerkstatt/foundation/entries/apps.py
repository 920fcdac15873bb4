from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntriesConfig(AppConfig):
    name = "netzwerkstatt.foundation.entries"
    label = "entries"
    verbose_name = _("Entries")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries import audience, personal

        audience.register()
        personal.declare()
