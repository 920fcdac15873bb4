from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "netzwerkstatt.foundation.moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        from netzwerkstatt.foundation.moderation import offers, personal, telling
        from netzwerkstatt.foundation.versions.erasing import EVERY_KIND, Erasure, declare_erasure

        declare_erasure(Erasure(EVERY_KIND, "reports", offers.forget_words))
        telling.declare()
        offers.register()
        personal.declare()
