from django.urls import path

from netzwerkstatt.foundation.versions import views

app_name = "versions"
urlpatterns = [
    path("e/<slug:public_id>/versions", views.versions, name="versions"),
    path("e/<slug:public_id>/delete", views.delete, name="delete"),
]
