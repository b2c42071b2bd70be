"""The programme itself: its model, its period, its parties, its goals, its information days."""
