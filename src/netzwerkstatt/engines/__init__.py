"""The ground floor: pure computation. No database, no web, no Django; each engine could be published alone."""
