"""What steers: how far a programme has come, and what is about to go wrong. Reads only."""
