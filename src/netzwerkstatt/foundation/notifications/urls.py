from django.conf import settings
from django.urls import path

from netzwerkstatt.foundation.notifications.views import letters, mails, pages

app_name = "notifications"
urlpatterns = [
    path("answer/<str:token>", letters.letter, name="letter"),
    path("fewer-mails/<str:token>", mails.stop, name="stop"),
    path("notices", pages.notices, name="list"),
    path("notices/read", pages.read_all, name="read-all"),
    path("notices/settings", pages.wishes, name="settings"),
    path("notices/address", pages.confirm_address, name="confirm-address"),
    path("notices/unreachable", pages.unreachable, name="unreachable"),
    path("notices/unreachable/<int:pk>", pages.correct_address, name="correct-address"),
    path("notices/<int:pk>", pages.open_notice, name="open"),
    path("notices/<int:pk>/read", pages.read, name="read"),
    path("following", pages.following, name="following"),
    path("follow/<slug:what>/<slug:key>", pages.follow, name="follow"),
]
if settings.DEMO:
    urlpatterns.append(path("outbox", mails.outbox, name="outbox"))
