from django.urls import path

from netzwerkstatt.site.feeds import views

app_name = "feeds"
urlpatterns = [
    path("feeds/", views.overview, name="overview"),
    path("feeds/alliance.atom", views.alliance, name="alliance"),
    path("feeds/recommendations.atom", views.recommendations, name="recommendations"),
    path("feeds/mine", views.my_calendar, name="my-calendar"),
    path("feeds/mine/<str:token>.ics", views.mine, name="mine"),
    path("feeds/days.ics", views.days, name="days"),
    path("feeds/cities/<slug:slug>.atom", views.of_city, name="city"),
    path("feeds/cities/<slug:slug>.ics", views.days_of_city, name="city-days"),
    path("feeds/projects/<slug:public_id>.atom", views.of_project, name="project"),
    path("feeds/themes/<slug:slug>.atom", views.of_theme, name="theme"),
]
