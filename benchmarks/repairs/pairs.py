"""How often exchanged cells can be named at all, by a judge that knows the true density.

Rows of a multivariate normal table, of which two cells are replaced by those of another row ("exchanged"), or one is moved
to the other end of its column ("within") or out of its range ("beyond"), as dev.bijou.benchmark.Repairs does. Of those found
at 0.05, the share for which exactly the planted cells are named, if every repair has to make the row usual (p > 0.1), by

  fewest   the fewest cells, and of as many the most probable log p(rest) - sum log unit: the rule of Bijou
  probable the most probable set S of one or two wrong cells: log p(x without S) + sum over S of log q(x) - log(d - 1), where a
           wrong cell has the law q, half the column's own and half uniform over six standard deviations, and one of d is wrong
  told     the most probable pair, by a judge who is told that two cells are wrong, and needs no usual row

Needs numpy. Arguments: rows a table (default 1200).
"""

import itertools
import sys

import numpy as np


def factors(rng, columns, count, noise):
    loadings = rng.normal(size=(columns, count))
    covariance = loadings @ loadings.T + noise * np.eye(columns)
    scale = np.sqrt(np.diag(covariance))
    return covariance / np.outer(scale, scale)


def common(columns, r):
    return r * np.ones((columns, columns)) + (1 - r) * np.eye(columns)


def tables():
    rng = np.random.default_rng(0)
    return {
        "4 columns, 2 factors": factors(rng, 4, 2, 0.3),
        "6 columns, 2 factors": factors(rng, 6, 2, 0.5),
        "7 columns, all correlated by 0.92": common(7, 0.92),
        "7 columns, all correlated by 0.7": common(7, 0.7),
        "11 columns, 4 factors": factors(rng, 11, 4, 1.0),
        "11 columns, 3 factors, little noise": factors(rng, 11, 3, 0.2),
        "16 columns, 5 factors": factors(rng, 16, 5, 0.5),
    }


def plant(kind, row, other, rng):
    columns = len(row)
    if kind == "exchanged":
        cells = tuple(sorted(rng.choice(columns, 2, replace=False)))
        row[list(cells)] = other[list(cells)]
        return cells
    cell = rng.integers(columns)
    if kind == "within":
        if abs(row[cell]) < 0.44:
            return ()
        row[cell] = -np.sign(row[cell]) * 1.88
    else:
        row[cell] = (3.5 + 4.2 * rng.random()) * rng.choice([-1, 1])
    return (cell,)


def study(covariance, count):
    rng = np.random.default_rng(0)
    columns = len(covariance)
    rows = rng.normal(size=(20000, columns)) @ np.linalg.cholesky(covariance).T
    precision = np.linalg.inv(covariance)
    density = -0.5 * np.einsum("ni,ij,nj->n", rows, precision, rows)
    novel, usual = np.quantile(density, [0.05, 0.1])
    sets = [(c,) for c in range(columns)] + list(itertools.combinations(range(columns), 2))
    results = {}
    for kind in ("exchanged", "within", "beyond"):
        found, named = 0, np.zeros(3)
        for t in range(count):
            row = rows[t].copy()
            cells = plant(kind, row, rows[5000 + t], rng)
            force = precision @ row
            own = -0.5 * row @ force
            if not cells or own > novel:
                continue
            found += 1
            rest, best = np.empty(len(sets)), np.empty(len(sets))
            for k, chosen in enumerate(sets):
                block = precision[np.ix_(chosen, chosen)]
                part = force[list(chosen)]
                best[k] = own + 0.5 * part @ np.linalg.solve(block, part)
                rest[k] = best[k] + 0.5 * (len(chosen) * np.log(2 * np.pi) - np.linalg.slogdet(block)[1])
            works = best > usual
            marginal = -0.5 * row**2 - 0.5 * np.log(2 * np.pi)
            wrong = np.logaddexp(marginal, -np.log(6)) - np.log(2)
            told = [rest[k] + sum(marginal[c] for c in s) for k, s in enumerate(sets[columns:], columns)]
            probable = np.array([rest[k] + sum(wrong[c] - np.log(columns - 1) for c in s) for k, s in enumerate(sets)])
            fewest = np.where(works, rest, -1e9)
            one = works[:columns].any()
            choices = [
                sets[np.argmax(fewest[:columns])] if one else sets[columns + np.argmax(fewest[columns:])],
                sets[np.argmax(np.where(works, probable, -1e9))],
                sets[columns + np.argmax(told)],
            ]
            named += [choice == cells for choice in choices]
        results[kind] = (found, 100 * named / found)
    return results


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    print("% named             exchanged: fewest probable told | within: fewest probable | beyond: fewest probable")
    for name, covariance in tables().items():
        result = study(covariance, count)
        numbers = [" ".join(f"{share:5.0f}" for share in result[kind][1][:n]) for kind, n in (("exchanged", 3), ("within", 2), ("beyond", 2))]
        print(f"{name:38s}", " | ".join(numbers), flush=True)


if __name__ == "__main__":
    main()
