"""Everything a project keeps, by subject."""

from netzwerkstatt.projects.models.helping import Help, Need
from netzwerkstatt.projects.models.indicator import Indicator
from netzwerkstatt.projects.models.plan import Balance, BudgetLine, Expense, Funding, Hearing, Line, Resolution, Step
from netzwerkstatt.projects.models.profile import CityRelease, Profile, ProfileBlock, ProfileRelease
from netzwerkstatt.projects.models.project import Partner, Project, Stage
from netzwerkstatt.projects.models.sketch import CostClass, Sketch

__all__ = [
    "Balance",
    "BudgetLine",
    "CityRelease",
    "CostClass",
    "Expense",
    "Funding",
    "Hearing",
    "Help",
    "Indicator",
    "Line",
    "Need",
    "Partner",
    "Profile",
    "ProfileBlock",
    "ProfileRelease",
    "Project",
    "Resolution",
    "Sketch",
    "Stage",
    "Step",
]
