from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "netzwerkstatt.site"
    label = "site"
