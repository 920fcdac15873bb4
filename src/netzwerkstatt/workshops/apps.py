from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "netzwerkstatt.workshops"
    label = "workshops"

    def ready(self) -> None:
        from netzwerkstatt.workshops import kinds, offers, personal, searching

        kinds.declare()
        offers.register()
        searching.declare()
        personal.declare()
