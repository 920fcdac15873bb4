"""The product's addresses; with them the kind of stream that is measured is known."""

from django.urls import include, path

from bench.live import board  # noqa: F401 - registers itself

urlpatterns = [path("", include("netzwerkstatt.config.urls"))]
