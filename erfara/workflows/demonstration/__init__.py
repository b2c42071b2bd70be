"""The demonstration counties, played in through the product's own actions.

Everybody in them is made up. `play` does nothing where the counties are already there.
"""

from erfara.workflows.demonstration.play import play
from erfara.workflows.demonstration.ways_in import links

__all__ = ["links", "play"]
