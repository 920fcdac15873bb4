from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "netzwerkstatt.foundation.surveys"
    label = "surveys"

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.kinds import declare_kind
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.foundation.surveys import erasing, personal
        from netzwerkstatt.foundation.surveys.kinds import SURVEY

        declare_kind(SURVEY)
        declare_page(SURVEY.code)
        personal.declare()
        erasing.declare()
