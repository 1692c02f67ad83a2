#!/usr/bin/env python3
"""Judge a feature matrix of the Taiwan data set with two standard models.

    python3 bench/taiwan/evaluate.py OUT LABELS [--test] [--monotone] [--drop CODE ...]

OUT holds what features.js wrote, LABELS is labels.csv. Models: xgb_bag (five XGBoost fits, settings of the
published baseline) and woe (weight-of-evidence bins of at most 8, own bin for missing values, logistic
regression). Without --test it prints the mean AUC of a 5-fold cross-validation inside the training part,
which is where features are chosen; with --test the AUC on the test part. --monotone adds the directions.

Needs numpy, scikit-learn and XGBoost.
"""
import argparse
import csv
import hashlib
import json
import os

import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.tree import DecisionTreeClassifier

SIGNS = {"rises": 1, "falls": -1, "free": 0}


def read(out, labels):
    with open(os.path.join(out, "features.json"), encoding="utf-8") as file:
        definitions = json.load(file)
    matrix = np.fromfile(os.path.join(out, "features.f64")).reshape(-1, len(definitions))
    with open(labels, encoding="utf-8", newline="") as file:
        bad = np.array([int(row["default"]) for row in csv.DictReader(file)])
    in_test = np.array([int(hashlib.sha256(str(r).encode()).hexdigest(), 16) % 5 == 0 for r in range(len(bad))])
    return definitions, matrix, bad, in_test


def xgb_bag(definitions, monotone, fits):
    signs = tuple(SIGNS[d["direction"]] for d in definitions)

    def fit_predict(train, bad, test):
        odds = np.zeros(len(test))
        for seed in range(fits):
            model = xgboost.XGBClassifier(
                n_estimators=250, max_depth=5, learning_rate=0.03, min_child_weight=40, reg_lambda=40,
                subsample=0.6, colsample_bytree=0.2, tree_method="hist", n_jobs=1, random_state=seed,
                monotone_constraints=signs if monotone else None)
            odds += model.fit(train, bad).predict(test, output_margin=True)
        return 1 / (1 + np.exp(-odds / fits))
    return fit_predict


def woe(train, bad, test):
    woes = [woe_column(train[:, j], bad, test[:, j]) for j in range(train.shape[1])]
    woes = [pair for pair in woes if pair is not None]
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(np.column_stack([t for t, _ in woes]), bad)
    return model.predict_proba(np.column_stack([s for _, s in woes]))[:, 1]


def woe_column(train, bad, test):
    known = ~np.isnan(train)
    if known.sum() < 50:
        return None
    tree = DecisionTreeClassifier(max_leaf_nodes=8, min_samples_leaf=0.05, random_state=0)
    tree.fit(train[known].reshape(-1, 1), bad[known])

    def bins(values):
        present = ~np.isnan(values)
        result = np.zeros(len(values), dtype=int)
        result[present] = tree.apply(values[present].reshape(-1, 1)) + 1
        return result
    codes = bins(train)
    table = np.zeros(tree.tree_.node_count + 2)
    for code in np.unique(codes):
        inside = codes == code
        table[code] = np.log(((bad[inside] == 0).sum() + 0.5) / (bad == 0).sum()
                             / (((bad[inside] == 1).sum() + 0.5) / (bad == 1).sum()))
    return table[codes], table[bins(test)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("labels")
    parser.add_argument("--test", action="store_true")
    parser.add_argument("--monotone", action="store_true")
    parser.add_argument("--models", nargs="+", default=["xgb_bag", "woe"])
    parser.add_argument("--fits", type=int, default=5)
    parser.add_argument("--drop", nargs="+", default=[], help="codes, or their part before the dot")
    arguments = parser.parse_args()
    definitions, matrix, bad, in_test = read(arguments.out, arguments.labels)
    keep = [j for j, d in enumerate(definitions)
            if d["code"] not in arguments.drop and d["code"].split(".")[0] not in arguments.drop]
    definitions, matrix = [definitions[j] for j in keep], matrix[:, keep]
    train, train_bad = matrix[~in_test], bad[~in_test]
    models = {"xgb_bag": xgb_bag(definitions, arguments.monotone, arguments.fits), "woe": woe}
    for name in arguments.models:
        if arguments.test:
            parts = [(models[name](train, train_bad, matrix[in_test]), bad[in_test])]
        else:
            folds = StratifiedKFold(5, shuffle=True, random_state=1).split(train, train_bad)
            parts = [(models[name](train[a], train_bad[a], train[b]), train_bad[b]) for a, b in folds]
        auc = np.mean([roc_auc_score(y, p) for p, y in parts])
        loss = np.mean([log_loss(y, p) for p, y in parts])
        where = "test part" if arguments.test else "cross-validation inside the training part"
        print("%s, %d features, %s: AUC %.4f, log loss %.4f" % (name, len(definitions), where, auc, loss))


if __name__ == "__main__":
    main()
