"""Answers of NumPy and SciPy to generated cases, for `mod.rs` beside this file, which generates the same cases.

    python make.py           writes summaries.csv and trends.csv
    python make.py --check   compares them with what NumPy and SciPy say now

Computed in extended precision (64 bits of significand, 15 of exponent), where the sum of 2,000 values of 1e308 is a number;
where double precision does, both are compared here. Needs numpy and scipy; tests/suites/statistics/run.sh names the versions.
"""

import math
import sys
from pathlib import Path

import numpy as np
from scipy import stats

HERE = Path(__file__).parent
LONG = np.longdouble
assert np.finfo(LONG).nmant >= 63, "this machine has no extended precision"


class Random:
    """splitmix64 (Steele, Lea and Flood 2014)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    def below(self, bound):
        return self.next() % bound

    def unit(self):
        return (self.next() >> 11) * 2.0**-53

    def magnitude(self, lowest, exponents):
        sign = 1.0 if self.below(2) == 0 else -1.0
        digits = 1.0 + self.unit()
        return sign * digits * math.ldexp(1.0, lowest + self.below(exponents))


KINDS = [
    lambda random: random.unit() * 100.0,
    lambda random: (100 + random.below(501)) / 100.0,  # grades, with ties
    lambda random: float(random.below(6)),  # many ties
    lambda random: random.unit() * 1000.0,  # of which one is repeated
    lambda random: random.magnitude(980, 43),  # up to 1.8e308
    lambda random: random.magnitude(-1020, 40),  # down to 8.9e-308
    lambda random: 1e9 + random.unit(),
    lambda random: random.magnitude(-20, 41),
    lambda random: random.unit() * -1000.0,
    lambda random: float(random.below(4_000_000)),
    lambda random: None if random.below(4) == 0 else (100 + random.below(501)) / 100.0,  # some are missing
]
CONSTANT, HUGE, TINY = 3, 4, 5
LENGTHS = [(1, 5), (6, 25), (31, 170), (201, 1800)]


def group(case):
    random = Random(case)
    kind = case % 11
    low, many = LENGTHS[case // 11 % 4]
    n = low + random.below(many)
    values = [KINDS[kind](random) for _ in range(n)]
    if kind == CONSTANT:
        values = values[:1] * n
    present = [value for value in values if value is not None]
    own = None
    if present:
        own = present[random.below(len(present))] if random.below(2) == 0 else KINDS[kind](random)
    return kind, values, own


def same(one, other, tolerance=1e-12):
    return abs(one - other) <= tolerance * max(abs(one), abs(other))


def text(number):
    return "" if number is None else f"{float(number):.15g}"


def summary(case):
    kind, values, own = group(case)
    data = np.array([math.nan if value is None else value for value in values], dtype=LONG)
    present = data[~np.isnan(data)]
    if not len(present):
        return ["0"] + [""] * 16
    mean = np.nanmean(data)
    sd = np.nanstd(data, ddof=1) if len(present) > 1 else None
    parts = [LONG(1) / 4, LONG(3) / 4] + [LONG(tenth) / 10 for tenth in range(1, 10)]
    cuts = [np.nanquantile(data, part) for part in parts]
    doubles = present.astype(float)
    if kind not in (CONSTANT, HUGE, TINY):
        assert same(mean, np.mean(doubles)), case
        assert all(same(cut, np.quantile(doubles, float(part)), 1e-11) for cut, part in zip(cuts, parts)), case
        assert sd is None or same(sd, np.std(doubles, ddof=1), 1e-11), case
        assert same(mean, stats.tmean(doubles)), case
    rank, places = None, [None, None]
    if own is not None:
        rank = stats.percentileofscore(doubles, own, kind="mean")
        places = [int(stats.rankdata(side * np.append(doubles, own), method="min")[-1]) for side in (-1.0, 1.0)]
    row = [mean, sd, *cuts, rank]
    return [str(len(present)), *map(text, row), *("" if place is None else str(place) for place in places)]


TREND_KINDS = [
    lambda random, at: random.unit() * 100.0,
    lambda random, at: (400 + random.below(8)) / 100.0,  # with ties
    lambda random, at: at * 0.5 + random.unit() * 6.0,  # rising
    lambda random, at: random.magnitude(980, 43),
]
TREND_LENGTHS = [(4, 9), (4, 30), (34, 40)]


def series(case):
    random = Random(1_000_000 + case)
    low, many = TREND_LENGTHS[case % 3]
    kind = case // 3 % 4
    year, points = 1950, []
    for at in range(low + random.below(many)):
        year += 1 + random.below(3)
        points.append((year, TREND_KINDS[kind](random, at)))
    return kind, points


def trend(case):
    kind, points = series(case)
    years = np.array([year for year, _ in points])
    values = np.array([value for _, value in points])
    long = values.astype(LONG)
    n = len(points)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    slope = np.median([(long[j] - long[i]) / LONG(years[j] - years[i]) for i, j in pairs])
    if kind != 3:
        assert same(slope, stats.theilslopes(values, years).slope, 1e-9), case
    s = sum(int(np.sign(long[j] - long[i])) for i, j in pairs)
    _, ties = np.unique(values, return_counts=True)
    if n <= 33 and max(ties) == 1:
        # The years have no ties, so the permutation distribution of Kendall's tau is that of Mann and Kendall's S.
        return [text(slope), str(s), text(stats.kendalltau(years, values, method="exact").pvalue), "EXACT"]
    spread = lambda t: t * (t - 1) * (2 * t + 5)
    variance = (spread(n) - sum(spread(int(t)) for t in ties)) / 18
    if variance == 0:
        return [text(slope), str(s), "1", "NORMAL"]
    # SciPy's asymptotic p has the same variance with its ties, and no correction for steps: it is the check of ours.
    asymptotic = stats.kendalltau(years, values, method="asymptotic").pvalue
    assert same(asymptotic, 2 * stats.norm.sf(abs(s) / math.sqrt(variance)), 1e-9), case
    p = min(1.0, 2 * stats.norm.sf(max(abs(s) - 1, 0) / math.sqrt(variance)))
    return [text(slope), str(s), text(p), "NORMAL"]


def matches(one, other):
    if one == other:
        return True
    try:
        return same(float(one), float(other))
    except ValueError:
        return False


def main():
    files = {"summaries.csv": [summary(case) for case in range(1100)], "trends.csv": [trend(case) for case in range(300)]}
    for name, rows in files.items():
        if "--check" not in sys.argv:
            (HERE / name).write_text("".join(",".join(row) + "\n" for row in rows))
            continue
        committed = [line.split(",") for line in (HERE / name).read_text().splitlines()]
        assert len(committed) == len(rows), f"{name}: {len(committed)} cases instead of {len(rows)}"
        for case, (old, new) in enumerate(zip(committed, rows)):
            assert len(old) == len(new) and all(map(matches, old, new)), f"{name}, case {case}: {old} instead of {new}"
        print(f"{name}: {len(rows)} cases as NumPy {np.__version__} and SciPy say")


main()
