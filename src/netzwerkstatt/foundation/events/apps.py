from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "netzwerkstatt.foundation.events"
    label = "events"
    verbose_name = _("The log of changes")

    def ready(self) -> None:
        autodiscover_modules("events")  # every process knows all event types: the worker too has to shred and to tell

        from netzwerkstatt.foundation.events import declared

        declared.declare()
