"""Benchmarks: `./run bench` and a name. What they share begins with an underscore."""
