"""The peers' predictions of the tested rows: XGBoost bagged, and a WoE card without sign constraints.

    /usr/bin/python3 bench/accuracy/peers.py FOLDER MODEL...

FOLDER is made by bench/accuracy/run.js; each model's probabilities are written there as MODEL.f64. Categories
are one-hot for XGBoost and bins for the card. Settings: xgb_bag as in bench/taiwan/evaluate.py.
"""
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "taiwan"))
from evaluate import woe, xgb_bag  # noqa: E402


def one_hot(matrix, definitions):
    columns = []
    for j, definition in enumerate(definitions):
        if definition["unit"] != "category":
            columns.append(matrix[:, j])
            continue
        for code in range(len(definition["categories"])):
            columns.append(np.where(np.isnan(matrix[:, j]), np.nan, matrix[:, j] == code))
    return np.column_stack(columns)


def main():
    folder, models = sys.argv[1], sys.argv[2:]
    with open(os.path.join(folder, "definitions.json"), encoding="utf-8") as file:
        definitions = json.load(file)
    matrix = np.fromfile(os.path.join(folder, "matrix.f64")).reshape(-1, len(definitions))
    bad = np.fromfile(os.path.join(folder, "labels.u8"), np.uint8).astype(int)
    tested = np.fromfile(os.path.join(folder, "tested.u8"), np.uint8).astype(bool)
    hot = one_hot(matrix, definitions)
    for name in models:
        if name == "xgb_bag":
            predicted = xgb_bag(definitions, False, 5)(hot[~tested], bad[~tested], hot[tested])
        else:
            predicted = woe(matrix[~tested], bad[~tested], matrix[tested])
        np.asarray(predicted, dtype=np.float64).tofile(os.path.join(folder, name + ".f64"))


if __name__ == "__main__":
    main()
