from django.urls import path

from netzwerkstatt.site.organisations import views

urlpatterns = [
    path("organisations", views.organisations, name="organisations"),
    path("organisations/new", views.new, name="new-organisation"),
    path("organisations/<int:pk>", views.organisation, name="organisation"),
    path("organisations/<int:pk>/change", views.change, name="change-organisation"),
    path("organisations/<int:pk>/voice", views.name_voice, name="name-voice"),
    path("organisations/voices/<int:pk>/confirm", views.confirm_voice, name="confirm-voice"),
    path("organisations/voices/<int:pk>/end", views.end_voice, name="end-voice"),
]
