from django.urls import include, path, re_path

from netzwerkstatt.site.api import views
from netzwerkstatt.site.api.building import ROOT, addresses

app_name = "api"
urlpatterns = [
    path("api/", views.docs, name="docs"),
    path(f"{ROOT[1:]}", views.index, name="index"),
    path(f"{ROOT[1:]}openapi.json", views.openapi, name="openapi"),
    path(f"{ROOT[1:]}", include(addresses())),
    re_path(r"^api/v1/(?P<rest>.+)$", views.nothing, name="nothing"),
]
