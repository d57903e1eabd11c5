"""Shape, Trend, distances and C2ST of DRAWN rows beside REAL ones by SDMetrics and XGBoost, as `bijou compare --json` names them.

Needs `pip install sdmetrics==0.32.0 xgboost==3.2.0`, which nothing else here does. COLUMNS is what `bijou compare REAL DRAWN
--json` printed: its columns are compared, as numbers or names as it has them. Distances take minutes beyond some thousand rows.
"""

import argparse
import json
import warnings

import pandas
from sdmetrics.reports.single_table import QualityReport
from sdmetrics.reports.single_table._properties import ColumnPairTrends
from sdmetrics.single_table.detection.sklearn import ScikitLearnClassifierDetectionMetric
from sdmetrics.single_table.privacy.dcr_utils import calculate_dcr
from xgboost import XGBClassifier


class XGBoostDetection(ScikitLearnClassifierDetectionMetric):
    """As april-tools/tabpc has it."""

    @staticmethod
    def _get_classifier():
        return XGBClassifier(eval_metric="logloss", enable_categorical=True, random_state=0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real")
    parser.add_argument("drawn")
    parser.add_argument("columns", help="the output of bijou compare --json")
    parser.add_argument("--test", help="rows that were not learned from")
    parser.add_argument("--no-distances", action="store_true", help="leave out what takes longest")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    with open(options.columns, encoding="utf-8") as file:
        kinds = {column["name"]: column["type"] for column in json.load(file)["columns"]}
    real, drawn = read(options.real, kinds), read(options.drawn, kinds)
    metadata = {"columns": {name: {"sdtype": "numerical" if kind == "numbers" else "categorical"}
                            for name, kind in kinds.items()}}
    report = QualityReport()
    report.generate(real, drawn, metadata, verbose=False)
    shape, related = report.get_properties()["Score"]
    pairs = ColumnPairTrends()._generate_details(real.copy(), drawn.copy(), metadata)
    result = {"shape": shape, "trend": pairs["Score"].mean(), "related_trend": related,
              "c2st": {"score": XGBoostDetection.compute(real.copy(), drawn.copy(), metadata)}}
    if not options.no_distances:
        distances = calculate_dcr(drawn, real, metadata)
        result["closest"] = {"drawn": {"median": distances.median(), "copies": (distances == 0).mean()}}
        if options.test:
            beside = calculate_dcr(read(options.test, kinds), real, metadata)
            result["closest"]["test"] = {"median": beside.median(), "copies": (beside == 0).mean()}
            result["closest"]["nearer"] = {"share": (distances < beside.quantile(0.02)).mean()}
    print(json.dumps(result, indent=2))


def read(path, kinds):
    table = pandas.read_csv(path, skipinitialspace=True, na_values=["?"])[list(kinds)]
    return table.astype({name: object for name, kind in kinds.items() if kind == "names"})


if __name__ == "__main__":
    main()
