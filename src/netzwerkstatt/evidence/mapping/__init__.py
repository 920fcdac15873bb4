"""Maps of figures: outlines that users bring in, and figures of their territories as classes.

arriving.py  a GeoJSON file comes in and is read by the worker
queries.py   outlines and figures that belong together, and what does not
views.py     the page of the map and of the outlines
"""
