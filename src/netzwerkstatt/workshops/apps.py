from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "netzwerkstatt.workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from netzwerkstatt.workshops import kinds, notices, offers, personal, redacting, searching
        from netzwerkstatt.workshops.versions import declare as declare_versions

        kinds.declare()
        declare_versions()
        offers.register()
        notices.declare()
        searching.declare()
        personal.declare()
        redacting.declare()
