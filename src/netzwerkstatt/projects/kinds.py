from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind

PROJECT = Kind(
    code="project",
    stage="project",
    label=_("Project"),
    plural=_("Projects"),
    page="projects:project",
    list_page="projects:list",
    prefix="P",
    order=60,
    may_be_kept=True,
)
