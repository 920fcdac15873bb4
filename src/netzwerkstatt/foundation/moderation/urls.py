from django.urls import path

from netzwerkstatt.foundation.moderation.views import deciding, reporting

app_name = "moderation"
urlpatterns = [
    path("report/<slug:kind>/<slug:public_id>", reporting.report, name="report"),
    path("moderation/", deciding.queue, name="queue"),
    path("moderation/<slug:kind>/<slug:public_id>", deciding.case, name="case"),
    path("moderation/<slug:kind>/<slug:public_id>/own", reporting.own, name="own"),
]
