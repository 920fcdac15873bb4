from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "netzwerkstatt.foundation.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        from netzwerkstatt.foundation.comments import notices, offers, registered

        offers.register()
        notices.declare()
        registered.register()
