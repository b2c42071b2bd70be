"""All writes about courses."""
