from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "netzwerkstatt.ideas"
    label = "ideas"

    def ready(self) -> None:
        from netzwerkstatt.ideas import inquiries, kinds, offers, results, searching
        from netzwerkstatt.ideas.versions import declare as declare_versions

        kinds.declare()
        declare_versions()
        searching.declare()
        inquiries.declare()
        offers.register()
        results.register()
