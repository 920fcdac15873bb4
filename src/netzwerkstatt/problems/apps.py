from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProblemsConfig(AppConfig):
    name = "netzwerkstatt.problems"
    label = "problems"
    verbose_name = _("Problems")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.problems import notices, offers, results, searching
        from netzwerkstatt.problems.kinds import PROBLEM
        from netzwerkstatt.problems.versions import declare as declare_versions

        declare_kind(PROBLEM)
        declare_page(PROBLEM.code)
        declare_versions()
        offers.register()
        notices.declare()
        searching.declare()
        results.register()
