#!/usr/bin/env python3
"""Learn the weights of the similarity anew from judged pairs, and say how good they are by cross-validation.

  python3 benches/learn_similarity.py PAIRS.csv [--kbtool target/release/kbtool] [--write]

PAIRS.csv has the columns sentence1, sentence2 and label (1: the same, 0: not). Needs numpy and scipy. The features
come from `kbtool dedup --pairs` itself (what only one sentence has, the length of both, whether parts have changed
places, whether the guards keep the pair apart), so that what is learned is what is used. The model is that of
`src/dedup/similarity/mod.rs`:

  score = 1 / (1 + exp(kappa(n) * D + omega * exchanged - alpha)), halved for what the guards keep apart,

D the sum of the weights of what only one has. Weights are 0 or more and are drawn towards 0.6; those of words that
carry a sentence along (FREE) may be 0, all others are at least 0.1. kappa never rises with n. Fitted by L-BFGS-B on
the pairs that the guards do not keep apart. Ten folds, drawn by a fixed seed; every pair is judged by a model that
has not seen it. The threshold is chosen on these judgements.
"""
import argparse, json, pathlib, subprocess
from collections import Counter

import numpy as np
import scipy.optimize
import scipy.sparse
from scipy.stats import rankdata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "src/dedup/similarity/weights.txt"
KNOTS = [8, 12, 16, 20, 28, 40]  # lengths of a pair between which kappa is interpolated
FREE = set("的了吗呢吧啊呀哦嘛么呐啦一个请问谢您你我他她它们这那是有在就也都还又要想可会得着过把被给让和与跟及或之于为从到对向什怎样咋哪里儿谁多少时候间") | set("EHWTDMPY")
LEAST, CENTRE, PULL, SMOOTH, SEEN = 0.1, 0.6, 4.0, 0.1, 5


def is_chinese(token):
    return "\u3400" <= token[0] <= "\u9fff"


class Pairs:
    def __init__(self, pairs):
        self.label = np.array([p["label"] for p in pairs], dtype=float)
        self.apart = np.array([p["set_apart"] for p in pairs])
        self.exchanged = np.array([[p["exchanged"]] for p in pairs], dtype=float)
        self.fixed = np.array([p["score"] in (0.0, 1.0) for p in pairs])  # equal, or nothing in common
        self.score = np.array([p["score"] for p in pairs])
        different = [Counter(p["only_first"]) + Counter(p["only_second"]) for p in pairs]
        count = Counter(token for tokens in different for token in tokens)
        self.tokens = sorted(token for token in count if count[token] >= SEEN)
        column = {token: at for at, token in enumerate(self.tokens)}
        self.character, self.word = len(self.tokens), len(self.tokens) + 1
        rows, columns, values = [], [], []
        for row, tokens in enumerate(different):
            for token, times in tokens.items():
                rows.append(row)
                columns.append(column.get(token, self.character if is_chinese(token) else self.word))
                values.append(float(times))
        self.different = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(pairs), self.word + 1))
        self.least = np.array([0.0 if token in FREE else LEAST for token in self.tokens] + [LEAST, LEAST])
        self.basis = self.interpolate(np.log([max(1, p["length"]) for p in pairs]))

    @staticmethod
    def interpolate(lengths):
        knots = np.log(KNOTS)
        lengths = np.clip(lengths, knots[0], knots[-1])
        low = np.minimum(np.searchsorted(knots, lengths, side="right") - 1, len(knots) - 2)
        share = (lengths - knots[low]) / (knots[low + 1] - knots[low])
        basis = np.zeros((len(lengths), len(knots)))
        basis[np.arange(len(lengths)), low] = 1 - share
        basis[np.arange(len(lengths)), low + 1] = share
        return basis

    def fit(self, rows):
        rows = rows[~self.apart[rows]]
        different, label, exchanged = self.different[rows], self.label[rows], self.exchanged[rows]
        falls = np.tril(-np.ones((len(KNOTS), len(KNOTS))))  # log kappa: a start, and falls from knot to knot
        falls[:, 0] = 1
        basis, words, knots = self.basis[rows] @ falls, different.shape[1], len(KNOTS)

        def loss(parameters):
            weights, slopes = parameters[:words], parameters[words:words + knots]
            omega, alpha = parameters[-2:]
            distance, steep = different @ weights, np.exp(basis @ slopes)
            odds = alpha - steep * distance - exchanged[:, 0] * omega
            residual = 1 / (1 + np.exp(-np.clip(odds, -60, 60))) - label
            off, bent = weights - CENTRE, np.r_[0, slopes[1:]]
            value = np.logaddexp(0, np.where(label == 1, -odds, odds)).sum() + PULL / 2 * off @ off + SMOOTH / 2 * bent @ bent
            return value, np.r_[-(different.T @ (residual * steep)) + PULL * off, -(basis.T @ (residual * steep * distance)) + SMOOTH * bent, -(exchanged[:, 0] @ residual), residual.sum()]

        start = np.r_[np.maximum(CENTRE, self.least), np.zeros(knots), 0.1, 3.0]
        bounds = [(least, None) for least in self.least] + [(None, None)] + [(0, None)] * (knots - 1) + [(0, None), (None, None)]
        found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 800}).x
        return found[:words], falls @ found[words:words + knots], found[-2], found[-1]

    def judge(self, model, rows):
        weights, slopes, omega, alpha = model
        odds = alpha - np.exp(self.basis[rows] @ slopes) * (self.different[rows] @ weights) - self.exchanged[rows, 0] * omega
        score = 1 / (1 + np.exp(-np.clip(odds, -60, 60)))
        score = np.where(self.fixed[rows], self.score[rows], score)
        return np.where(self.apart[rows] & ~self.fixed[rows], score / 2, score)


def area_under_curve(label, score):
    rank, positive = rankdata(score), label.sum()
    return (rank[label == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(label) - positive))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs")
    parser.add_argument("--kbtool", default=str(ROOT / "target/release/kbtool"))
    parser.add_argument("--write", action="store_true", help="write the table; build and run again to see it at work")
    arguments = parser.parse_args()
    report = subprocess.run([arguments.kbtool, "dedup", "--pairs", arguments.pairs, "--output", "json"], check=True, capture_output=True).stdout
    pairs = Pairs(json.loads(report)["pairs"])
    everything, score = np.arange(len(pairs.label)), np.zeros(len(pairs.label))
    for fold in np.array_split(np.random.RandomState(1).permutation(everything), 10):
        score[fold] = pairs.judge(pairs.fit(np.setdiff1d(everything, fold)), fold)
    print(f"{len(pairs.label)} pairs, ten folds: area under the ROC curve {area_under_curve(pairs.label, score):.4f}")
    for threshold in [0.85, 0.86, 0.87, 0.88, 0.89, 0.9, 0.91, 0.92]:
        taken = score >= threshold
        right = (taken & (pairs.label == 1)).sum()
        print(f"threshold {threshold:.2f}: precision {right / max(1, taken.sum()):.4f}, recall {right / pairs.label.sum():.4f}")
    if not arguments.write:
        return
    weights, slopes, omega, alpha = pairs.fit(everything)
    threshold = next(line.split()[1] for line in TABLE.read_text("utf8").splitlines() if line.startswith("threshold "))
    lines = [line for line in TABLE.read_text("utf8").splitlines() if line.startswith("#")]
    lines += [f"certainty {alpha:.3f}", f"exchange {omega:.3f}", f"threshold {threshold}"]
    lines += [f"slope {knot} {slope:.3f}" for knot, slope in zip(KNOTS, np.exp(slopes))]
    lines += [f"character {weights[pairs.character] * 1000:.0f}", f"word {weights[pairs.word] * 1000:.0f}"]
    groups = {}
    for token, weight in zip(pairs.tokens, weights):
        groups.setdefault(int(round(weight * 40)) * 25, []).append(token)
    lines += [f"{weight} {' '.join(groups[weight])}" for weight in sorted(groups)]
    TABLE.write_text("\n".join(lines) + "\n", "utf8")


main()
