"""Recruitment: rounds, applications, interviews by two who don't read each other, decisions.

Everybody who has applied is answered, and what she wrote is erased in time; the counts stay.
"""
