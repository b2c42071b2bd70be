"""Recruitment for those who work with it: the lead pair, and the two who interview."""
