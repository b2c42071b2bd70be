"""Every write of recruitment. What a round makes of its candidates stands in `rounds.settle`."""
