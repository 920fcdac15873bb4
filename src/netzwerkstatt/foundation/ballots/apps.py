from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "netzwerkstatt.foundation.ballots"
    label = "ballots"

    def ready(self) -> None:
        from netzwerkstatt.foundation.ballots import personal
        from netzwerkstatt.foundation.ballots.showcase import examples
        from netzwerkstatt.foundation.ui.showcase import show_parts

        show_parts("ballots/showcase.html", examples)
        personal.declare()
