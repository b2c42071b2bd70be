"""The ground: vault, audit, outbox, clock, form fields, state tables. Knows nobody above."""
