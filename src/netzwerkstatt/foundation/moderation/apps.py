from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "netzwerkstatt.foundation.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from netzwerkstatt.foundation.moderation import offers, personal, telling

        telling.declare()
        offers.register()
        personal.declare()
