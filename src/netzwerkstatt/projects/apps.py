from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "netzwerkstatt.projects"
    label = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.projects import notices, personal, redacting, results, searching, unsigned
        from netzwerkstatt.projects.kinds import PROJECT
        from netzwerkstatt.projects.offers import register
        from netzwerkstatt.projects.versions import declare as declare_versions

        declare_kind(PROJECT)
        declare_page(PROJECT.code)
        declare_versions()
        register()
        notices.declare()
        unsigned.declare()
        searching.declare()
        personal.declare()
        redacting.declare()
        results.register()
