"""Workplaces, for the leads of the programme, and how one raises its hand."""
