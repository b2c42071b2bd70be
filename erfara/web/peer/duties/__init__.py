"""Who does what: for the leads, and for each who speaks for a party."""
