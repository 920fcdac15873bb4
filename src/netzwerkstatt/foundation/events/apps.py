from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "netzwerkstatt.foundation.events"
    label = "events"
