from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "netzwerkstatt.evidence"
    label = "evidence"
