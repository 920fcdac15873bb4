from django.urls import path

from netzwerkstatt.foundation.attachments import views

app_name = "attachments"
urlpatterns = [
    path("e/<slug:public_id>/attachments/new", views.add, name="add"),
    path("attachments/<slug:public_id>", views.file, name="file"),
    path("attachments/<slug:public_id>/small", views.small, name="small"),
    path("attachments/<slug:public_id>/describe", views.describe, name="describe"),
    path("attachments/<slug:public_id>/remove", views.remove, name="remove"),
]
