from django.urls import path

from netzwerkstatt.site.privacy import redacting_views as redacting
from netzwerkstatt.site.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/kept", views.retention, name="retention"),
    path("desk/data", views.my_data, name="my-data"),
    path("desk/data/download", views.download, name="download"),
    path("desk/data/leave", views.leave, name="leave"),
    path("desk/data/leave/code", views.leave_code, name="leave-code"),
    path("privacy/gone", views.gone, name="gone"),
    path("audit", views.audit, name="audit"),
    path("audit.csv", views.audit_csv, name="audit-csv"),
    path("redactions", redacting.redactions, name="redactions"),
    path("redactions/<slug:public_id>", redacting.redaction, name="redaction"),
    path("background", views.background, name="background"),
]
