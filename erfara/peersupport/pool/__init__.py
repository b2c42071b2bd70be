"""The pool: certified and without a place yet; workplaces are answered from it first."""
