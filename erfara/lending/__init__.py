"""Requests, inquiries, loans, follow-up and feedback."""
