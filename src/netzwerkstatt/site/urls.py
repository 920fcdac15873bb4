from django.urls import include, path

from netzwerkstatt.site.placeholder import placeholder

app_name = "site"
urlpatterns = [
    path("", include("netzwerkstatt.site.setup.urls")),
    path("", placeholder, name="start"),
    path("desk", placeholder, name="desk"),
    path("desk/profile", placeholder, name="profile"),
    path("cities/", placeholder, name="cities"),
    path("cities/<slug:slug>", placeholder, name="city"),
    path("contact", placeholder, name="contact"),
    path("handbook", placeholder, name="handbook"),
    path("handbook/<slug:page>", placeholder, name="handbook-page"),
    path("accessibility", placeholder, name="accessibility"),
    path("privacy", placeholder, name="privacy"),
    path("imprint", placeholder, name="imprint"),
]
