"""Who may found a project and write at it: whoever speaks for its city."""

from netzwerkstatt.foundation.network.rules import speaks_for_a_city, speaks_for_city

may_found = speaks_for_city
may_found_somewhere = speaks_for_a_city
may_write = speaks_for_city
