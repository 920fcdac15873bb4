from django.urls import path

from netzwerkstatt.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.projects, name="list"),
    path("new", views.new, name="new"),
    path("<slug:public_id>", views.project, name="project"),
    path("<slug:public_id>/change", views.change, name="change"),
    path("<slug:public_id>/partner", views.add_partner, name="add-partner"),
    path("<slug:public_id>/partnership", views.answer_partnership, name="answer-partnership"),
    path("<slug:public_id>/first-step", views.finish_first_step, name="finish-first-step"),
]
