"""What was agreed to pay each person, by whom, and whether it was paid."""
