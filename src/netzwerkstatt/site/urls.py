from django.urls import include, path

from netzwerkstatt.site.views import cities, desk, people, reading, start

app_name = "site"
urlpatterns = [
    path("", include("netzwerkstatt.site.setup.urls")),
    path("", include("netzwerkstatt.site.organisations.urls")),
    path("", start.start, name="start"),
    path("desk", desk.desk, name="desk"),
    path("desk/profile", people.profile, name="profile"),
    path("people", people.people, name="people"),
    path("people/<int:pk>", people.person, name="person"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:slug>", cities.city, name="city"),
    path("contact", reading.contact, name="contact"),
    path("handbook", reading.handbook, name="handbook"),
    path("handbook/<slug:page>", reading.handbook_page, name="handbook-page"),
    path("accessibility", reading.accessibility, name="accessibility"),
    path("privacy", reading.privacy, name="privacy"),
    path("imprint", reading.imprint, name="imprint"),
]
