"""What a living library or a peer support programme costs: a budget impact model.

A scenario (`reading`, `scenario`) becomes named lines (`model`), each a formula (`formula`) that
can be read four ways: exactly, as arrays of draws, as a living Excel cell, and as a sentence.
`calculation` adds them up by year; `sensitivity`, `simulation` and `effectiveness` say how sure
that is; `uppsala` reproduces the one published cost table to the krona.

No Django here, and nothing of Erfara outside `engines`: usable from a notebook and the command
line. numpy is imported where numbers are drawn and nowhere else.
"""
