"""The pages as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
application = get_wsgi_application()

# What is loaded by now stays to the end. Whoever collects garbage amid a page would look through all of it each time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
