#!/usr/bin/env python3
"""How far the tests of the packs are from what the packs have learned.

For every test question that expects an entry: the score of the phrasing of that entry that is most like it, by the
same score that `kbtool dedup` uses (`kbtool dedup --pairs`). A test of paraphrases by one word would stand at the
right end. Writes a table in Markdown.

    cargo build --release && python3 benches/measure_packs.py        (needs PyYAML)
"""

import csv
import glob
import json
import os
import subprocess
import sys
import tempfile

import yaml

KBTOOL = sys.argv[1] if len(sys.argv) > 1 else "target/release/kbtool"
EDGES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def phrasings():
    found = {}
    for path in glob.glob("kb/*/*.yaml"):
        with open(path, encoding="utf8") as file:
            content = yaml.load(file, Loader=yaml.BaseLoader)
        for entry in content.get("entries", []):
            reference = f"{content['pack']}/{entry['id']}"
            found[reference] = [entry["question"], *entry.get("variants", [])]
    return found


def main():
    known = phrasings()
    questions = []
    for path in sorted(glob.glob("kb/tests/*.csv")):
        with open(path, encoding="utf8", newline="") as file:
            name = os.path.splitext(os.path.basename(path))[0]
            questions += [(name, row["question"], row["expected"]) for row in csv.DictReader(file) if row["expected"]]
    with tempfile.TemporaryDirectory() as folder:
        table = os.path.join(folder, "pairs.csv")
        with open(table, "w", encoding="utf8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["sentence1", "sentence2"])
            owners = []
            for number, (_, question, expected) in enumerate(questions):
                for phrasing in known[expected]:
                    writer.writerow([question, phrasing])
                    owners.append(number)
        out = subprocess.run([KBTOOL, "dedup", "--pairs", table, "-o", "json"], capture_output=True, check=False).stdout
    best = [0.0] * len(questions)
    pairs = json.loads(out)["pairs"]
    assert len(pairs) == len(owners), (len(pairs), len(owners))
    for owner, pair in zip(owners, pairs):
        best[owner] = max(best[owner], pair["score"])
    columns = [f"{low:.1f} to {high:.1f}" for low, high in zip(EDGES, EDGES[1:])]
    print("| Test | Questions | " + " | ".join(columns) + " | median |")
    print("|---|--:|" + "--:|" * (len(columns) + 1))
    names = sorted({name for name, _, _ in questions})
    for name in [*names, "all"]:
        scores = sorted(score for (of, _, _), score in zip(questions, best) if name in (of, "all"))
        shares = []
        for low, high in zip(EDGES, EDGES[1:]):
            inside = sum(low <= score < high or (high == 1.0 and score >= 1.0) for score in scores)
            shares.append(f"{100 * inside / len(scores):.0f}%")
        print(f"| {name} | {len(scores)} | " + " | ".join(shares) + f" | {scores[len(scores) // 2]:.2f} |")


if __name__ == "__main__":
    main()
