"""Costs: saved scenarios, what they come to and how sure that is."""
