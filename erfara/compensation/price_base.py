"""The price base amounts of Sweden (prisbasbelopp), in kronor a year. Sums that are a share of it
follow prices without anybody's touching them.

Source: the government's yearly regulation, as SCB lists them; for 2026 SFS 2025:872. A year that
is missing here is written by the administrator (`PriceBase`).
"""

from __future__ import annotations

SHIPPED: dict[int, int] = {
    2016: 44_300, 2017: 44_800, 2018: 45_500, 2019: 46_500, 2020: 47_300, 2021: 47_600,
    2022: 48_300, 2023: 52_500, 2024: 57_300, 2025: 58_800, 2026: 59_200,
}  # fmt: skip
SOURCE = "SCB, prisbasbelopp"
