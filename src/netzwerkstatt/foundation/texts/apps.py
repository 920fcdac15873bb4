from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextsConfig(AppConfig):
    name = "netzwerkstatt.foundation.texts"
    label = "texts"
    verbose_name = _("Texts")

    def ready(self) -> None:
        from netzwerkstatt.foundation.texts.personal import declare

        declare()
