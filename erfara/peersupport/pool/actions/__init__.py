"""All writes about the pool: who is in it, what is wished for, what is offered."""
