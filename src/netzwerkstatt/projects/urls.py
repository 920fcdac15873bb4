from django.urls import path

from netzwerkstatt.site.placeholder import placeholder

app_name = "projects"
urlpatterns = [
    path("", placeholder, name="list"),
    path("new", placeholder, name="new"),
    path("<slug:public_id>", placeholder, name="project"),
    path("<slug:public_id>/partner", placeholder, name="add-partner"),
    path("<slug:public_id>/first-step", placeholder, name="finish-first-step"),
]
