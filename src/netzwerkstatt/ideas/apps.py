from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "netzwerkstatt.ideas"
    label = "ideas"

    def ready(self) -> None:
        from netzwerkstatt.ideas import kinds, searching

        kinds.declare()
        searching.declare()
