from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "netzwerkstatt.workshops"
    label = "workshops"

    def ready(self) -> None:
        from netzwerkstatt.workshops import kinds, notices, offers, personal, searching
        from netzwerkstatt.workshops.versions import declare as declare_versions

        kinds.declare()
        declare_versions()
        offers.register()
        notices.declare()
        searching.declare()
        personal.declare()
