"""The programme itself: where it is, what it has decided, its parties and its information days."""
