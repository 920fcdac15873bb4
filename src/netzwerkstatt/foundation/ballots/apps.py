from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "netzwerkstatt.foundation.ballots"
    label = "ballots"
