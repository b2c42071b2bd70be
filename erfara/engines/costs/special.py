"""Quantiles of gamma and beta, for the ends of a one-way sensitivity analysis.

Series and continued fractions as in the textbooks (Abramowitz & Stegun 6.5, 26.5), then bisection.
They are here so that the engine needs numpy alone: the library that has them weighs 140 MB.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_STEPS = 500
_SMALL = 1e-300


def gamma_share(shape: float, x: float) -> float:
    """P(X ≤ x) of a gamma distribution with scale 1."""
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, _STEPS):
            term *= x / (shape + step)
            total += term
            if term < total * 1e-15:
                break
        return front * total
    b = x + 1 - shape
    c, d = 1 / _SMALL, 1 / b
    h = d
    for step in range(1, _STEPS):
        a = -step * (step - shape)
        b += 2
        d = 1 / ((a * d + b) or _SMALL)
        c = (b + a / c) or _SMALL
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return 1 - front * h


def beta_share(a: float, b: float, x: float) -> float:
    """P(X ≤ x) of a beta distribution."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _beta_fraction(b, a, 1 - x) / b
    return front * _beta_fraction(a, b, x) / a


def _beta_fraction(a: float, b: float, x: float) -> float:
    c = 1.0
    d = 1 / ((1 - (a + b) * x / (a + 1)) or _SMALL)
    h = d
    for m in range(1, _STEPS):
        for top in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / ((1 + top * d) or _SMALL)
            c = (1 + top / c) or _SMALL
            h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return h


def quantile(share: Callable[[float], float], p: float, low: float, high: float) -> float:
    """Where a rising share reaches p, between two ends, by bisection."""
    for _ in range(200):
        middle = (low + high) / 2
        if share(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_quantile(shape: float, scale: float, p: float) -> float:
    """The p-quantile of a gamma distribution."""
    high = shape + 40 * math.sqrt(shape) + 60
    return scale * quantile(lambda x: gamma_share(shape, x), p, 0.0, high)


def beta_quantile(a: float, b: float, p: float) -> float:
    """The p-quantile of a beta distribution."""
    return quantile(lambda x: beta_share(a, b, x), p, 0.0, 1.0)
