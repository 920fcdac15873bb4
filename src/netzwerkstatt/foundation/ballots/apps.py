from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    name = "netzwerkstatt.foundation.ballots"
    label = "ballots"
    verbose_name = _("Votes")

    def ready(self) -> None:
        from netzwerkstatt.foundation.ballots import personal
        from netzwerkstatt.foundation.ballots.showcase import examples
        from netzwerkstatt.foundation.ui.showcase import show_parts

        show_parts("ballots/showcase.html", examples)
        personal.declare()
