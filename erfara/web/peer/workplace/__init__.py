"""A workplace's own pages: for its contact person and its manager."""
