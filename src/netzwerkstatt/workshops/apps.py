from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "netzwerkstatt.workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from netzwerkstatt.workshops import (
            closings,
            kinds,
            live,
            notices,
            offers,
            personal,
            redacting,
            results,
            searching,
        )
        from netzwerkstatt.workshops.phases.known import declare as declare_phases
        from netzwerkstatt.workshops.versions import declare as declare_versions

        kinds.declare()
        declare_phases()
        closings.declare()
        declare_versions()
        offers.register()
        notices.declare()
        searching.declare()
        personal.declare()
        redacting.declare()
        results.register()
        live.declare()
