"""Words that mean the same in every programme: roles, forms, levels, the ladder, effect areas."""
