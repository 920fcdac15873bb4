"""Django's connection to SQLite whose writers wait in a queue; named in `DATABASES`."""
