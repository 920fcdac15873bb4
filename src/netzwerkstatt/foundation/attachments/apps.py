from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "netzwerkstatt.foundation.attachments"
    label = "attachments"
    verbose_name = _("Attachments")

    def ready(self) -> None:
        from netzwerkstatt.foundation.attachments import offers, registered
        from netzwerkstatt.foundation.attachments.store import sweep
        from netzwerkstatt.foundation.events.chores import declare_chore

        offers.register()
        registered.register()
        declare_chore("attachments: sweep the shelf", every=timedelta(hours=12), do=sweep)
