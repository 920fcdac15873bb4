from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "netzwerkstatt.foundation.accounts"
    label = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        from netzwerkstatt.foundation.accounts import personal

        personal.declare()
