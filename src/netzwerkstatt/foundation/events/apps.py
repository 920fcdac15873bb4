from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "netzwerkstatt.foundation.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("events")  # every process knows all event types: the worker too has to shred and to tell

        from netzwerkstatt.foundation.events import declared

        declared.declare()
