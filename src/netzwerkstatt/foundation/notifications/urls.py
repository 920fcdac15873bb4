from django.urls import path

from netzwerkstatt.foundation.notifications.views import letters

app_name = "notifications"
urlpatterns = [
    path("answer/<str:token>", letters.letter, name="letter"),
]
