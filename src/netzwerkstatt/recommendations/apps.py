from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "netzwerkstatt.recommendations"
    label = "recommendations"
    verbose_name = _("Recommendations")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.foundation.entries.owed import register_lands, register_owed
        from netzwerkstatt.recommendations import letters, notices, personal, redacting, resistance, results, searching
        from netzwerkstatt.recommendations.kinds import AMENDMENT, ANSWER, RECOMMENDATION
        from netzwerkstatt.recommendations.offers import register
        from netzwerkstatt.recommendations.owed import answers_owed, lands_of_answers
        from netzwerkstatt.recommendations.versions import declare as declare_versions

        declare_kind(RECOMMENDATION)
        declare_kind(ANSWER)
        declare_kind(AMENDMENT)
        declare_page(RECOMMENDATION.code)
        declare_page(ANSWER.code)
        declare_versions()
        declare_page(AMENDMENT.code)
        register_owed(RECOMMENDATION.code, answers_owed)
        register_lands(ANSWER.code, lands_of_answers)
        register()
        notices.declare()
        letters.declare()
        searching.declare()
        resistance.register()
        personal.declare()
        redacting.declare()
        results.register()
