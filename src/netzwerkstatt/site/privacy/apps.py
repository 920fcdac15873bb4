from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "netzwerkstatt.site.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from netzwerkstatt.foundation.events.chores import declare_chore
        from netzwerkstatt.foundation.search.searchable import declare_touched
        from netzwerkstatt.site.privacy import events, redacting
        from netzwerkstatt.site.privacy.retention import ended_by_time

        for name, end in ended_by_time():
            declare_chore(f"retention {name}", every=timedelta(hours=1), do=end)
        declare_touched(events.DOCUMENT_REDACTED, entries=redacting.blackened_with)
