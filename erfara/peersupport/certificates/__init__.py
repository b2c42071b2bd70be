"""Certificates of completed training: issued by the user movement, checked by anybody."""
