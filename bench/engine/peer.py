"""Fits by a peer on the rows of bench/engine/run.js, one after another: peer.py sklearn|xgboost FOLDER ROWS INPUTS FITS

With one fit the peer has one thread, else the threads of OMP_NUM_THREADS."""
import json
import os
import resource
import sys
import time

import numpy as np


def main():
    engine, folder = sys.argv[1:3]
    rows, inputs, fits = (int(text) for text in sys.argv[3:])
    x = np.fromfile(os.path.join(folder, "columns.f32"), np.float32).reshape(inputs, rows).T
    y = np.fromfile(os.path.join(folder, "labels.u8"), np.uint8)
    if engine == "sklearn":
        from sklearn.ensemble import HistGradientBoostingClassifier
        model = HistGradientBoostingClassifier(
            max_iter=100, max_leaf_nodes=31, min_samples_leaf=20, max_bins=255, learning_rate=0.1,
            early_stopping=False, random_state=0)
    else:
        import xgboost
        # min_child_weight counts hessians: 20 rows of this bad rate.
        model = xgboost.XGBClassifier(
            n_estimators=100, max_leaves=31, max_depth=0, grow_policy="lossguide", max_bin=255,
            learning_rate=0.1, reg_lambda=0, min_child_weight=20 * y.mean() * (1 - y.mean()),
            tree_method="hist", n_jobs=int(os.environ["OMP_NUM_THREADS"]))
    started, processor = time.perf_counter(), time.process_time()
    for _ in range(fits):
        model.fit(x, y)
    processor, wall = time.process_time() - processor, time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p = model.predict_proba(x)[:, 1].astype(float)
    loss = -np.where(y == 1, np.log(p), np.log1p(-p)).mean()
    print(json.dumps({"processorSeconds": processor, "wallSeconds": wall, "peakMebibytes": peak,
                      "logLoss": float(loss)}))


if __name__ == "__main__":
    main()
