"""What is new, for feed readers (Atom), and what has a day, for calendars (iCalendar). Public things alone."""
