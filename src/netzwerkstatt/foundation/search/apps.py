from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "netzwerkstatt.foundation.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.foundation.events.consumers import register_consumer
        from netzwerkstatt.foundation.events.personal import declare_harmless
        from netzwerkstatt.foundation.search import asked, following, said
        from netzwerkstatt.foundation.search.searchable import declare_searchable, declare_spoken
        from netzwerkstatt.foundation.surveys.kinds import SURVEY

        declare_page("library")
        declare_spoken("comments", said.comments_on, said.commented)
        declare_searchable(SURVEY.code, asked.words_of_survey, read=asked.read_surveys)
        register_consumer("search", following.follow)
        declare_harmless("search.DocumentText", "words", because="the words of items, which change and go with them")
