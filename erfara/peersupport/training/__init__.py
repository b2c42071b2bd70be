"""Courses: planned from templates, places that are given once, attendance, ethics, assessment."""
