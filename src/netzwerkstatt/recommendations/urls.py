from django.urls import path

from netzwerkstatt.site.placeholder import placeholder

app_name = "recommendations"
urlpatterns = [
    path("", placeholder, name="list"),
    path("new", placeholder, name="new"),
    path("answers/<slug:public_id>", placeholder, name="answer"),
    path("E-<int:number>", placeholder, name="short"),
    path("<slug:public_id>", placeholder, name="recommendation"),
    path("<slug:public_id>.json", placeholder, name="json"),
    path("<slug:public_id>.pdf", placeholder, name="pdf"),
    path("<slug:public_id>/pdf", placeholder, name="retry-pdf"),
    path("<slug:public_id>/edit", placeholder, name="edit"),
    path("<slug:public_id>/title", placeholder, name="retitle"),
    path("<slug:public_id>/sources", placeholder, name="sources"),
    path("<slug:public_id>/paragraphs/new", placeholder, name="add-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>", placeholder, name="rewrite-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>/remove", placeholder, name="remove-paragraph"),
    path("<slug:public_id>/addressees/new", placeholder, name="address"),
    path("<slug:public_id>/addressees/<slug:land>/withdraw", placeholder, name="withdraw-address"),
    path("<slug:public_id>/release", placeholder, name="release"),
    path("<slug:public_id>/answers/<slug:land>", placeholder, name="give-answer"),
]
