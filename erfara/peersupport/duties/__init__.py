"""Who does what: the matrix between employer, workplace and user organisation, agreed by all."""
