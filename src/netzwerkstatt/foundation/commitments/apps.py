from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    name = "netzwerkstatt.foundation.commitments"
    label = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        from netzwerkstatt.foundation.commitments import notices, offers, registered, results

        offers.register()
        notices.declare()
        registered.register()
        results.register()
