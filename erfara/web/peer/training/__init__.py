"""Courses: for leads, and for those who teach them."""
