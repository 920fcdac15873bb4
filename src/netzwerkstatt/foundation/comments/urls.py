from django.urls import path

from netzwerkstatt.foundation.comments import views

app_name = "comments"
urlpatterns = [
    path("e/<slug:public_id>/comments", views.discussion, name="discussion"),
    path("e/<slug:public_id>/comments/new", views.write, name="write"),
    path("comments/<slug:public_id>", views.comment, name="comment"),
    path("comments/<slug:public_id>/answer", views.answer, name="answer"),
    path("comments/<slug:public_id>/edit", views.edit, name="edit"),
    path("comments/<slug:public_id>/note", views.note, name="note"),
    path("comments/<slug:public_id>/delete", views.delete, name="delete"),
]
