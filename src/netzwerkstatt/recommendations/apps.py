from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "netzwerkstatt.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION
        from netzwerkstatt.recommendations.offers import register

        declare_kind(RECOMMENDATION)
        declare_kind(ANSWER)
        declare_page(RECOMMENDATION.code)
        declare_page(ANSWER.code)
        register()
