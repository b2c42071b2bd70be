"""Workplaces: from a raised hand or an offer to ready, rechecked, resting, ended."""
