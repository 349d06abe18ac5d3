#!/usr/bin/env python3
"""What the packs reach in their tests, and how far the tests are from what the packs have learned.

usage: measure_packs.py [--kbtool target/release/kbtool] [--write]        (needs PyYAML; run it in the root)

Prints the tables of docs/packs.md, or renews them there with --write. How far: for every test question that expects
an entry, the score of the phrasing of that entry that is most like it, by the score that `kbtool dedup` uses. A test of
paraphrases by one word would stand at the right end.
"""

import argparse
import csv
import glob
import json
import os
import re
import subprocess
import tempfile

import yaml

PAGE = "docs/packs.md"
TRADITIONAL = "kb/tests/traditional.csv"
EDGES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def kbtool(program, *arguments):
    """The JSON that a command prints."""
    done = subprocess.run([program, *arguments, "--quiet", "-o", "json"], stdout=subprocess.PIPE, check=False)
    return json.loads(done.stdout)


def share(rate):
    return "–" if rate["value"] is None else f"{100 * rate['value']:.1f}%"


def pack_rows(program, report):
    """For each pack the cells that are measured, from entries to rejected."""
    judged = {pack["pack"]: pack for pack in report["packs"]}
    rows = {}
    for pack in kbtool(program, "packs", "list")["packs"]:
        figures = judged[pack["id"]]
        rates = [share(figures[rate]) for rate in ("hit_rate", "coverage", "reject_rate")]
        rows[pack["id"]] = [str(pack["entries"]), f"{pack['phrasings']:,}", str(figures["rows"]), *rates]
    return rows


def phrasings():
    found = {}
    for path in glob.glob("kb/*/*.yaml"):
        with open(path, encoding="utf8") as file:
            content = yaml.load(file, Loader=yaml.BaseLoader)
        for entry in content.get("entries", []):
            reference = f"{content['pack']}/{entry['id']}"
            found[reference] = [entry["question"], *entry.get("variants", [])]
    return found


def histogram(program):
    """How many questions of each test are how like the nearest phrasing of their entry, as lines of a table."""
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
        pairs = kbtool(program, "dedup", "--pairs", table)["pairs"]
    best = [0.0] * len(questions)
    assert len(pairs) == len(owners), (len(pairs), len(owners))
    for owner, pair in zip(owners, pairs):
        best[owner] = max(best[owner], pair["score"])
    columns = [f"{low:.1f} to {high:.1f}" for low, high in zip(EDGES, EDGES[1:])]
    lines = ["| Test | Questions | " + " | ".join(columns) + " | median |", "|---|--:|" + "--:|" * (len(columns) + 1)]
    names = sorted({name for name, _, _ in questions})
    for name in [*names, "all"]:
        scores = sorted(score for (of, _, _), score in zip(questions, best) if name in (of, "all"))
        shares = []
        for low, high in zip(EDGES, EDGES[1:]):
            inside = sum(low <= score < high or (high == 1.0 and score >= 1.0) for score in scores)
            shares.append(f"{100 * inside / len(scores):.0f}%")
        lines.append(f"| {name} | {len(scores)} | " + " | ".join(shares) + f" | {scores[len(scores) // 2]:.2f} |")
    return lines


def replaced(page, pattern, text):
    """The page with the one place that fits the pattern replaced."""
    renewed, count = re.subn(pattern, lambda _: text, page, flags=re.MULTILINE)
    assert count == 1, f"{PAGE}: {count} places are like {pattern}"
    return renewed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kbtool", default="target/release/kbtool")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    report = kbtool(given.kbtool, "eval")
    overall = report["overall"]
    written, simplified = (
        kbtool(given.kbtool, "eval", TRADITIONAL, "--column", f"question={column}")["overall"]
        for column in ("question", "simplified")
    )
    rows, table = pack_rows(given.kbtool, report), "\n".join(histogram(given.kbtool))
    summary = (
        f"Over all {overall['rows']:,} questions the hit rate is {share(overall['hit_rate'])}, and "
        f"{share(overall['reject_rate'])} of those that nothing should answer are turned away."
    )
    tradition = (
        f"Hit rate: {share(written['hit_rate'])} as written there, {share(simplified['hit_rate'])} in Simplified "
        f"Chinese (`--column question=simplified`); the right entry ranks first for {share(written['top1'])} and "
        f"{share(simplified['top1'])}."
    )
    if not given.write:
        for pack, cells in rows.items():
            print(f"| `{pack}` | " + " | ".join(cells) + " |")
        print("", summary, "", table, "", tradition, sep="\n")
        return
    with open(PAGE, encoding="utf8") as file:
        page = file.read()
    for pack, cells in rows.items():
        row = re.search(rf"^\| `{re.escape(pack)}` [^|]*\|[^|]*\|", page, re.MULTILINE)
        assert row, f"{PAGE}: there is no row of {pack}"
        page = replaced(page, rf"^\| `{re.escape(pack)}` .*$", f"{row[0]} " + " | ".join(cells) + " |")
    page = replaced(page, r"Over all [\d,]+ questions the hit rate is .*? turned away\.", summary)
    page = replaced(page, r"^\| Test \| Questions \|.*\n(?:\|.*\n)*\|.*$", table)
    page = replaced(page, r"Hit rate: [\d.]+% as written there, .*? and [\d.]+%\.", tradition)
    with open(PAGE, "w", encoding="utf8") as file:
        file.write(page)


if __name__ == "__main__":
    main()
