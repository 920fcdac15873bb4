from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "netzwerkstatt.problems"
    label = "problems"
