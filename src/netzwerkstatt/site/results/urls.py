from django.urls import path

from netzwerkstatt.site.results import views

app_name = "results"
urlpatterns = [
    path("results/", views.now, name="now"),
    path("results/<int:year>", views.year, name="year"),
    path("results/<int:year>.csv", views.as_csv, name="csv"),
    path("results/<int:year>.pdf", views.as_pdf, name="pdf"),
    path("results/<int:year>/pdf", views.make_pdf, name="make-pdf"),
    path("results/<int:year>/<slug:name>", views.number, name="number"),
]
