from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind

SURVEY = Kind(
    code="survey",
    stage="participation",
    label=_("Survey"),
    plural=_("Surveys"),
    page="surveys:survey",
    list_page="surveys:list",
    prefix="U",
    order=35,
    beside=True,
)
