from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "netzwerkstatt.workshops"
    label = "workshops"

    def ready(self) -> None:
        from netzwerkstatt.workshops import kinds, offers

        kinds.declare()
        offers.register()
