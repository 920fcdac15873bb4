"""The room of documents as a Django app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: content frozen, written as PDF in the worker, kept unchanged."""

    name = "netzwerkstatt.foundation.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what is kept about people."""
        from netzwerkstatt.foundation.documents import personal

        personal.declare()
