"""What the API gives, in the order in which people read about it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.api import EVIDENCE
from netzwerkstatt.foundation.entries.api import Collection
from netzwerkstatt.foundation.network import api as network
from netzwerkstatt.ideas.api import IDEAS
from netzwerkstatt.problems.api import PROBLEMS
from netzwerkstatt.projects.api import PROJECTS
from netzwerkstatt.recommendations.api import RECOMMENDATIONS
from netzwerkstatt.workshops.api import WORKSHOPS

NETWORKS = Collection(
    path="networks", one="network", label=_("Networks"), about=_("Networks of cities, with their Land and cities."),
    schema=network.NetworkOut, rows=network.networks, shape=network.networks_out, by_slug=True,
)  # fmt: skip
CITIES = Collection(
    path="cities", one="city", label=_("Cities"), about=_("Member cities, with key, place and population."),
    schema=network.CityOut, rows=network.cities, shape=network.cities_out, by_slug=True,
)  # fmt: skip
THEMES = Collection(
    path="themes", one="theme", label=_("Themes"), about=_("The tree of themes, with other words for each."),
    schema=network.ThemeOut, rows=network.themes, shape=network.themes_out, by_slug=True,
)  # fmt: skip

COLLECTIONS = (NETWORKS, CITIES, THEMES, EVIDENCE, PROBLEMS, WORKSHOPS, IDEAS, PROJECTS, RECOMMENDATIONS)
