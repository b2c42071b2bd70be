"""Who has lived what is asked about: experiences and requests matched by what they mean."""
