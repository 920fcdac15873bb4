from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MethodsConfig(AppConfig):
    name = "netzwerkstatt.methods"
    label = "methods"
    verbose_name = _("Methods")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.methods import notices, offers, registered, results, searching, versions
        from netzwerkstatt.methods.kinds import METHOD, TOOLBOX

        declare_kind(METHOD)
        declare_page(METHOD.code)
        declare_page(TOOLBOX)
        versions.declare()
        offers.register()
        notices.declare()
        searching.declare()
        registered.register()
        results.register()
