"""Peer support in the demonstration: a file for each part."""
