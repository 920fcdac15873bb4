from django.urls import path

from netzwerkstatt.foundation.commitments import views

app_name = "commitments"
urlpatterns = [
    path("commitments/", views.commitment_list, name="list"),
    path("commitments.csv", views.commitment_csv, name="csv"),
    path("e/<slug:public_id>/commitments/new", views.new, name="new"),
    path("commitments/<slug:public_id>", views.commitment, name="commitment"),
    path("commitments/<slug:public_id>/accept", views.accept, name="accept"),
    path("commitments/<slug:public_id>/hand-back", views.hand_back, name="hand-back"),
    path("commitments/<slug:public_id>/done", views.done, name="done"),
    path("commitments/<slug:public_id>/postpone", views.postpone, name="postpone"),
    path("commitments/<slug:public_id>/drop", views.drop, name="drop"),
    path("commitments/<slug:public_id>/resume", views.resume, name="resume"),
    path("commitments/<slug:public_id>/reword", views.reword, name="reword"),
    path("commitments/<slug:public_id>/entrust", views.entrust, name="entrust"),
]
