"""Everything a project keeps, by subject."""

from netzwerkstatt.projects.models.plan import Balance, BudgetLine, Funding, Hearing, Line, Step
from netzwerkstatt.projects.models.project import Partner, Project, Stage

__all__ = ["Balance", "BudgetLine", "Funding", "Hearing", "Line", "Partner", "Project", "Stage", "Step"]
