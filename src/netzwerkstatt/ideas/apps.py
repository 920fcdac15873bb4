from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "netzwerkstatt.ideas"
    label = "ideas"
