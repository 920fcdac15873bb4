"""The ui room announces itself."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, styles and template tags; no models."""

    name = "netzwerkstatt.foundation.ui"
    label = "ui"
