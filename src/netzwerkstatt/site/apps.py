from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "netzwerkstatt.site"
    label = "site"

    def ready(self) -> None:
        from netzwerkstatt.foundation.entries.offers import declare_page
        from netzwerkstatt.site import asking
        from netzwerkstatt.site.feeds import offers as feeds
        from netzwerkstatt.site.organisations import notices
        from netzwerkstatt.site.setup import inviting
        from netzwerkstatt.site.sign_in import noting

        declare_page("city")
        declare_page("organisation")
        feeds.register()
        noting.listen()
        asking.register()
        notices.declare()
        inviting.declare()
