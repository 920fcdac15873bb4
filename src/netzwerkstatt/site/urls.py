from django.urls import path

from netzwerkstatt.site.placeholder import placeholder

app_name = "site"
urlpatterns = [
    path("", placeholder, name="start"),
    path("desk", placeholder, name="desk"),
    path("cities/", placeholder, name="cities"),
    path("cities/<slug:slug>", placeholder, name="city"),
    path("contact", placeholder, name="contact"),
    path("handbook", placeholder, name="handbook"),
    path("accessibility", placeholder, name="accessibility"),
    path("privacy", placeholder, name="privacy"),
    path("imprint", placeholder, name="imprint"),
]
