#!/usr/bin/env python3
"""Makes habitat.csv from data/species.csv of the npm package vega-datasets.

    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    python3 habitat.py package/data/species.csv > habitat.csv
"""

import csv
import sys

COLUMNS = {
    "American Bullfrog": "bullfrog",
    "American Robin": "robin",
    "Common Gartersnake": "gartersnake",
    "White-tailed Deer": "deer",
}

counties = {}
with open(sys.argv[1], newline="", encoding="utf-8") as source:
    for row in csv.DictReader(source):
        shares = counties.setdefault(row["county_id"], {})
        shares[COLUMNS[row["common_name"]]] = row["habitat_yearround_pct"]

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(COLUMNS.values())
for county in sorted(counties):
    shares = [counties[county].get(column, "") for column in COLUMNS.values()]
    if all(share and 0 < float(share) < 1 for share in shares):
        out.writerow(shares)
