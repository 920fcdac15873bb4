from django.urls import path

from netzwerkstatt.foundation.entries import views

app_name = "entries"
urlpatterns = [
    path("e/<slug:public_id>", views.permanent, name="permanent"),
    path("e/<slug:public_id>/audience", views.audience, name="audience"),
    path("e/<slug:public_id>/audience/show", views.show, name="show"),
    path("e/<slug:public_id>/audience/<int:shown>/stop", views.stop_showing, name="stop-showing"),
    path("e/<slug:public_id>/thread", views.whole_thread, name="thread"),
    path("e/<slug:public_id>/thread.prov.json", views.provenance, name="prov"),
]
