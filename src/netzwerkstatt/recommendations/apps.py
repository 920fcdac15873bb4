from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "netzwerkstatt.recommendations"
    label = "recommendations"

    def ready(self) -> None:
        from netzwerkstatt.recommendations import searching
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.foundation.entries.owed import register_lands, register_owed
        from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION
        from netzwerkstatt.recommendations.offers import register
        from netzwerkstatt.recommendations.owed import answers_owed, lands_of_answers

        declare_kind(RECOMMENDATION)
        declare_kind(ANSWER)
        declare_page(RECOMMENDATION.code)
        declare_page(ANSWER.code)
        register_owed(RECOMMENDATION.code, answers_owed)
        register_lands(ANSWER.code, lands_of_answers)
        register()
        searching.declare()
