"""Engines: plain Python that knows nothing of Django and nothing of the rest of Erfara."""
