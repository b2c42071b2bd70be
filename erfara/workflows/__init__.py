"""Use cases that span apps: plain functions that call several of them in one transaction."""
