"""Who may do what with problems: a city speaks for itself."""

from netzwerkstatt.foundation.network.rules import speaks_for_a_city, speaks_for_city

names_problems = speaks_for_a_city
names_problem_of = speaks_for_city
supports_problem = speaks_for_city
changes_problem = speaks_for_city
