from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "netzwerkstatt.evidence"
    label = "evidence"
    verbose_name = _("Pieces of evidence")

    def ready(self) -> None:
        from netzwerkstatt.evidence import notices, offers, personal, results, searching
        from netzwerkstatt.evidence.document import document_of
        from netzwerkstatt.evidence.kinds import CARD, SCENARIO
        from netzwerkstatt.evidence.versions import declare as declare_versions
        from netzwerkstatt.foundation.documents.printed import declare_printed
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page

        declare_kind(CARD)
        declare_page(CARD.code)
        declare_kind(SCENARIO)
        declare_page(SCENARIO.code)
        notices.declare()
        declare_versions()
        searching.declare()
        personal.declare()
        offers.register()
        results.register()
        declare_printed(CARD.code, document_of)
