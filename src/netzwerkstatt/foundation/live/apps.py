from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "netzwerkstatt.foundation.live"
    label = "live"
    verbose_name = _("Live screens")

    def ready(self) -> None:
        from netzwerkstatt.foundation.events.personal import declare_harmless

        declare_harmless("live.Lease", "task", "holder", because="words of our code and a random number of a process")
