from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "netzwerkstatt.foundation.texts"
    label = "texts"

    def ready(self) -> None:
        from netzwerkstatt.foundation.texts.personal import declare

        declare()
