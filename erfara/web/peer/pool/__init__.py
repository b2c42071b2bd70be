"""The pool: for the lead, for those who wait for a place, and for workplaces that wish for one."""
