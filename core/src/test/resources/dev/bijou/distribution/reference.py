"""Writes the reference values beside it: normal-*.csv and student-t-*.csv, at 40 digits rounded to 17.

Run with Python 3 and mpmath 1.4.1: python reference.py
"""

from mpmath import betainc, erfc, log10, mp, mpf, nstr, sqrt

mp.dps = 40


def normal_cdf(x):
    return erfc(-x / sqrt(2)) / 2


def t_cdf(t, nu):
    tail = betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return tail if t < 0 else 1 - tail


def bisect(cdf, p, low, high):
    """The root of an increasing function; in the lower half only, by symmetry."""
    for _ in range(220):
        middle = (low + high) / 2
        if cdf(middle) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def normal_quantile(p):
    if p > 0.5:
        return -normal_quantile(1 - p)
    return bisect(normal_cdf, p, mpf(-40), mpf(0))


def t_quantile(p, nu):
    if p > 0.5:
        return -t_quantile(1 - p, nu)
    return -mpf(10) ** bisect(lambda e: -t_cdf(-(mpf(10) ** e), nu), -p, mpf(-10), mpf(130))


def write(name, header, rows):
    with open(name, "w", encoding="ascii") as file:
        print(header, file=file)
        for *arguments, value in rows:
            print(*(repr(a) for a in arguments), nstr(value, 17), sep=",", file=file)


XS = [-37.0, -20.0, -8.5, -5.0, -3.0001, -2.9999, -1.0, -0.1, 0.0, 1e-9, 0.5, 1.7, 3.5, 6.0]
PS = [1e-300, 1e-100, 1e-20, 1e-6, 0.001, 0.02425, 0.3, 0.49999, 0.75, 0.975, 0.999999]
NUS = [0.1, 0.5, 1.0, 3.0, 4.5, 30.0, 1000.0]
TS = [-1e10, -40.0, -3.0, -0.7, 0.001, 2.0]
TPS = [1e-12, 0.001, 0.2, 0.49, 0.9, 0.9999]

write("normal-cdf.csv", "x,p", [(x, normal_cdf(mpf(x))) for x in XS])
write("normal-quantile.csv", "p,x", [(p, normal_quantile(mpf(p))) for p in PS])
t_rows = [(nu, t, t_cdf(mpf(t), mpf(nu))) for nu in NUS for t in TS]
write("student-t-cdf.csv", "nu,t,p", [row for row in t_rows if log10(row[2]) > -300])
write("student-t-quantile.csv", "nu,p,t", [(nu, p, t_quantile(mpf(p), mpf(nu))) for nu in NUS for p in TPS])
