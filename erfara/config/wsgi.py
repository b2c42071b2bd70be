"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
application = get_wsgi_application()

# After the apps are there: what this process keeps in memory of people is kept in step also while
# nobody asks it.
from erfara.workflows import finding  # noqa: E402

finding.keep_looking_after()
