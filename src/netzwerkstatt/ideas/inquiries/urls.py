"""Addresses of inquiries and experiences."""

from __future__ import annotations

from django.urls import path

from netzwerkstatt.ideas.inquiries import views

app_name = "inquiries"
urlpatterns = [
    path("inquiries/", views.inquiry_list, name="list"),
    path("inquiries/new", views.new, name="new"),
    path("inquiries/answers/<slug:public_id>", views.answer, name="answer"),
    path("inquiries/answers/<slug:public_id>/change", views.change_answer, name="change-answer"),
    path("inquiries/<slug:public_id>", views.inquiry, name="inquiry"),
    path("inquiries/<slug:public_id>/answer", views.give_answer, name="give-answer"),
    path("inquiries/<slug:public_id>/nothing", views.nothing, name="nothing"),
    path("inquiries/<slug:public_id>/sum-up", views.sum_up, name="sum-up"),
    path("inquiries/<slug:public_id>/close", views.close, name="close"),
    path("experiences/<slug:public_id>", views.experience, name="experience"),
    path("experiences/<slug:public_id>/change", views.change_experience, name="change-experience"),
]
