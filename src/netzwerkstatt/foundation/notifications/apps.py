from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "netzwerkstatt.foundation.notifications"
    label = "notifications"
    verbose_name = _("Notices and mail")

    def ready(self) -> None:
        from netzwerkstatt.foundation.events.consumers import register_consumer
        from netzwerkstatt.foundation.notifications import offers, personal, rounds, telling

        register_consumer("notifications", telling.tell)
        offers.register()
        personal.declare()
        rounds.declare()
