from django.urls import path, register_converter

from netzwerkstatt.site.setup import views


class StepConverter:
    """The steps that add things of one kind."""

    regex = "|".join(views.ADDING)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepConverter, "setup_step")

urlpatterns = [
    path("setup/alliance", views.alliance, name="setup-alliance"),
    path("setup/<setup_step:step>", views.adding, name="setup"),
    path("setup/<setup_step:step>/<int:pk>/remove", views.remove, name="setup-remove"),
    path("setup/<str:token>", views.first_administrator, name="first-administrator"),
]
