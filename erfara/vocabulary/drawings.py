"""The drawn pictures: everyday things that suggest a life without telling it.

Each is a file in `web/static/erfara/drawings/`, our own and CC0. No faces, no signs of illness.
"""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Drawing(models.TextChoices):
    """What there is to choose from, by what it is called."""

    KETTLE = "kettle", _("The kettle")
    CUPS = "cups", _("The coffee cups")
    THERMOS = "thermos", _("The thermos")
    WINDOW = "window", _("The window at night")
    CHAIR = "chair", _("The chair")
    RADIO = "radio", _("The radio")
    BOOKSHELF = "bookshelf", _("The bookshelf")
    PLANT = "plant", _("The pot plant")
    CLOCK = "clock", _("The clock")
    DOOR = "door", _("The door ajar")
    STAIRS = "stairs", _("The stairs")
    KEYS = "keys", _("The keys")
    GLASSES = "glasses", _("The glasses")
    WOOL = "wool", _("Wool and needles")
    SEWING = "sewing", _("The sewing box")
    MITTENS = "mittens", _("The mittens")
    SHOES = "shoes", _("The worn shoes")
    UMBRELLA = "umbrella", _("The umbrella")
    BACKPACK = "backpack", _("The backpack")
    SUITCASE = "suitcase", _("The suitcase")
    LEAD = "lead", _("The dog lead")
    LETTERBOX = "letterbox", _("The letterbox")
    NUMBER = "number", _("The queue ticket")
    BUSSTOP = "busstop", _("The bus stop")
    STREETLAMP = "streetlamp", _("The street lamp")
    BICYCLE = "bicycle", _("The bicycle")
    BENCH = "bench", _("The bench")
    PATH = "path", _("The park path")
    SWING = "swing", _("The swing")
    APPLE_TREE = "appletree", _("The apple tree")
    LADDER = "ladder", _("The ladder")
    WASHING = "washing", _("The washing line")
    BOAT = "boat", _("The rowing boat")
    ROD = "rod", _("The fishing rod")


# What one who doesn't see the picture is told.
ALTS: dict[str, str | Promise] = {
    Drawing.KETTLE: _("Drawing: a kettle on its way to boil."),
    Drawing.CUPS: _("Drawing: two cups of coffee that steam."),
    Drawing.THERMOS: _("Drawing: a thermos with its cup beside it."),
    Drawing.WINDOW: _("Drawing: a window at night, with the moon and a warm cup."),
    Drawing.CHAIR: _("Drawing: a wooden chair with a cushion."),
    Drawing.RADIO: _("Drawing: an old radio on a table."),
    Drawing.BOOKSHELF: _("Drawing: a shelf with books, one of them leaning."),
    Drawing.PLANT: _("Drawing: a plant in a pot."),
    Drawing.CLOCK: _("Drawing: an alarm clock."),
    Drawing.DOOR: _("Drawing: a door that stands ajar, with light behind it."),
    Drawing.STAIRS: _("Drawing: stairs with a handrail."),
    Drawing.KEYS: _("Drawing: two keys on a ring."),
    Drawing.GLASSES: _("Drawing: a pair of glasses above a book."),
    Drawing.WOOL: _("Drawing: a ball of wool with two needles."),
    Drawing.SEWING: _("Drawing: a sewing box with thread and scissors."),
    Drawing.MITTENS: _("Drawing: a pair of knitted mittens on a string."),
    Drawing.SHOES: _("Drawing: a pair of worn shoes."),
    Drawing.UMBRELLA: _("Drawing: an open umbrella in the rain."),
    Drawing.BACKPACK: _("Drawing: a packed backpack."),
    Drawing.SUITCASE: _("Drawing: a suitcase with a label."),
    Drawing.LEAD: _("Drawing: a dog lead and a bowl."),
    Drawing.LETTERBOX: _("Drawing: a letterbox with a letter in it."),
    Drawing.NUMBER: _("Drawing: a queue ticket from a waiting room."),
    Drawing.BUSSTOP: _("Drawing: a bus stop with a bench."),
    Drawing.STREETLAMP: _("Drawing: a street lamp that is lit."),
    Drawing.BICYCLE: _("Drawing: a bicycle with a basket."),
    Drawing.BENCH: _("Drawing: a bench under a branch."),
    Drawing.PATH: _("Drawing: a path that winds through a park."),
    Drawing.SWING: _("Drawing: a swing in a tree."),
    Drawing.APPLE_TREE: _("Drawing: an apple tree with fruit."),
    Drawing.LADDER: _("Drawing: a ladder against a wall, and a bucket."),
    Drawing.WASHING: _("Drawing: washing on a line."),
    Drawing.BOAT: _("Drawing: a rowing boat at a jetty."),
    Drawing.ROD: _("Drawing: a fishing rod and a float on the water."),
}
