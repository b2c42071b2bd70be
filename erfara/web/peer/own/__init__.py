"""The page of one's own in a peer support programme."""
