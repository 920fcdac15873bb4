"""The ui room's addresses; `components` is mounted only where people build or try things out."""

from django.urls import path

from netzwerkstatt.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("language", views.language, name="language"),
    path("appearance", views.appearance, name="appearance"),
    path("ui/", views.components, name="components"),
]
