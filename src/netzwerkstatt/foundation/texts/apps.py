from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "netzwerkstatt.foundation.texts"
    label = "texts"
