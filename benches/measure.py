#!/usr/bin/env python3
"""Measure kbtool on real and generated data, and print the rows of docs/performance.md.

usage: measure.py [--kbtool target/release/kbtool] --data DIR [--peers peers.py] [--synth synth.py] [--work DIR]

DIR holds banking77/{train,test}.csv (text,intent) and smp2019/{train,test}.csv (text,intent,domain).
peers.py trains scikit-learn on the same files; synth.py writes large knowledge bases. What is not given
is skipped, and said to be skipped. Standard library only; a POSIX system, for peak memory.
"""
import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time


def run(command, **options):
    """Seconds, peak MB of the largest process so far started this way, standard output."""
    started = time.time()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.time() - started, usage.ru_maxrss / 1024, output


def median(command, times=5):
    return sorted(run(command)[0] for _ in range(times))[times // 2]


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def report(kbtool, kb, transcripts, *more):
    seconds, memory, output = run([kbtool, "--kb", kb, "eval", transcripts, "-o", "json", *more])
    return seconds, memory, json.loads(output)


def figure(result, name):
    return result["overall"][name]["value"]


def rows_of(path):
    with open(path, encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path, header, rows):
    with open(path, "w", encoding="utf8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def accuracy(arguments, name, work):
    train, test = (os.path.join(arguments.data, name, f"{part}.csv") for part in ("train", "test"))
    kb = os.path.join(work, name)
    imported, _, _ = run([arguments.kbtool, "import", train, "--out", kb, "--force"])
    runs = sorted((report(arguments.kbtool, kb, test) for _ in range(5)), key=lambda found: found[0])
    seconds, memory, result = runs[len(runs) // 2]
    row(name, "top1", f"{figure(result, 'top1'):.4f}")
    row(name, "hit_rate", f"{figure(result, 'hit_rate'):.4f}")
    row(name, "import + eval, s (median of 5)", f"{imported + seconds:.2f}")
    row(name, "peak memory, MB", f"{memory:.0f}")
    if arguments.peers:
        peers = [json.loads(run([arguments.python, arguments.peers, "intent", train, test])[2]) for _ in range(3)]
        peer = sorted(peers, key=lambda found: found["whole_s"])[1]
        row(name, "scikit-learn accuracy", peer["accuracy"])
        row(name, "scikit-learn whole_s (median of 3)", peer["whole_s"])
        row(name, "time, kbtool / scikit-learn", f"{(imported + seconds) / peer['whole_s']:.3f}")


def turning_away(arguments, work):
    folder = os.path.join(arguments.data, "smp2019")
    train, test = rows_of(os.path.join(folder, "train.csv")), rows_of(os.path.join(folder, "test.csv"))
    domains = sorted({line["domain"] for line in train})
    lost, rejected = [], []
    for draw in range(5):
        out = set(random.Random(draw).sample(domains, 5))
        kept = [(line["text"], line["intent"], line["domain"]) for line in train if line["domain"] not in out]
        asked = [(line["text"], "" if line["domain"] in out else line["intent"]) for line in test]
        learned, questions = os.path.join(work, "kept.csv"), os.path.join(work, "asked.csv")
        write_rows(learned, ["text", "intent", "domain"], kept)
        write_rows(questions, ["question", "expected"], asked)
        kb = os.path.join(work, f"draw{draw}")
        run([arguments.kbtool, "import", learned, "--out", kb, "--force"])
        _, _, result = report(arguments.kbtool, kb, questions)
        lost.append(figure(result, "top1") - figure(result, "hit_rate"))
        rejected.append(figure(result, "reject_rate"))
    show = lambda values: ", ".join(f"{value:.3f}" for value in values)
    row("smp2019, 5 domains out", "reject_rate, mean of 5 draws", f"{sum(rejected) / 5:.3f} ({show(rejected)})")
    row("smp2019, 5 domains out", "top1 − hit_rate, mean of 5 draws", f"{sum(lost) / 5:.4f} ({show(lost)})")


def size(arguments, work):
    def made(entries, variants, rows):
        folder = os.path.join(work, f"synth-{entries}-{variants}-{rows}")
        command = [sys.executable, arguments.synth, folder, "--entries", entries, "--variants", variants, "--rows", rows]
        run(list(map(str, command)))
        return os.path.join(folder, "kb"), os.path.join(folder, "transcripts.csv")

    found = {}
    for rows in (100_000, 1_000_000):
        kb, transcripts = made(1000, 20, rows)
        runs = sorted((report(arguments.kbtool, kb, transcripts) for _ in range(3)), key=lambda run: run[0])
        found[rows] = runs[1]
        row(f"1,000 entries × 20, {rows:,} rows", "whole, s; peak MB", f"{runs[1][0]:.1f}; {runs[1][1]:.0f}")
    speed = 900_000 / (found[1_000_000][0] - found[100_000][0])
    row("1,000 entries × 20", "rows a second after training", f"{speed:,.0f}")
    kb, transcripts = made(100_000, 10, 100_000)
    seconds, memory, result = report(arguments.kbtool, kb, transcripts)
    row("100,000 entries × 10, 100,000 rows", "whole, s; peak MB", f"{seconds:.1f}; {memory:.0f}")
    row("100,000 entries × 10, 100,000 rows", "top1", f"{figure(result, 'top1'):.4f}")


def start_up(arguments):
    row("`kbtool --version`", "s (median of 11)", f"{median([arguments.kbtool, '--version'], 11):.4f}")
    asked = [arguments.kbtool, "match", "亲几天能到呀", "--as-of", "2026-11-05"]
    row("`kbtool match` on the example", "s (median of 11)", f"{median(asked, 11):.3f}")


def size_of(folder):
    files = [os.path.join(path, name) for path, _, names in os.walk(folder) for name in names]
    return sum(map(os.path.getsize, files)) / 1e6


def lint(arguments, work):
    """All rules but the two that train, against yamllint and PyYAML's C loader, which know no rules at all."""
    def made(entries, packs):
        folder = os.path.join(work, f"lint-{entries}")
        command = [sys.executable, arguments.synth, folder, "--entries", entries, "--variants", 10, "--packs", packs, "--rows", 1]
        run(list(map(str, command)))
        return os.path.join(folder, "kb")

    def linted(kb, times, output):
        command = [arguments.kbtool, "--kb", kb, "lint", "--as-of", "2026-11-05", "-o", output]
        runs = sorted((run(command) for _ in range(times)), key=lambda run: run[0])
        return runs[len(runs) // 2]

    large = made(100_000, 20)
    what = f"100,000 entries × 10 in 20 packs, {size_of(large):.0f} MB"
    for output in ("concise", "text", "json"):
        seconds, memory, shown = linted(large, 5, output)
        row(what, f"`--output {output}`, s (median of 5); peak MB", f"{seconds:.2f}; {memory:.0f}")
        if output == "concise":
            found = shown.count(b"\n")
    row(what, "findings", f"{found:,}")
    if arguments.peers:
        small = made(4_000, 4)
        seconds, _, _ = linted(small, 11, "concise")
        peer = json.loads(run([arguments.python, arguments.peers, "lint", small])[2].splitlines()[-1])
        what = f"4,000 entries × 10, {size_of(small):.1f} MB"
        row(what, "kbtool lint, s (median of 11)", f"{seconds:.3f}")
        row(what, "yamllint, s; times kbtool's", f"{peer['yamllint_s']}; {peer['yamllint_s'] / seconds:.0f}")
        row(what, "PyYAML C loader, s; times kbtool's", f"{peer['pyyaml_c_load_s']}; {peer['pyyaml_c_load_s'] / seconds:.1f}")
    one = [arguments.kbtool, "lint", "kb/common/shipping.yaml", "--as-of", "2026-11-05"]
    row("one file of the bundled packs", "s (median of 11)", f"{median(one, 11):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kbtool", default="target/release/kbtool")
    parser.add_argument("--data")
    parser.add_argument("--peers")
    parser.add_argument("--python", default=sys.executable, help="the Python that has scikit-learn")
    parser.add_argument("--synth")
    parser.add_argument("--work")
    parser.add_argument("--only-lint", action="store_true", help="nothing but lint")
    arguments = parser.parse_args()
    arguments.kbtool = os.path.abspath(arguments.kbtool)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    row("What", "Figure", "Value")
    row("---", "---", "---")
    start_up(arguments)
    with tempfile.TemporaryDirectory(dir=arguments.work) as work:
        if arguments.data and not arguments.only_lint:
            accuracy(arguments, "banking77", work)
            accuracy(arguments, "smp2019", work)
            turning_away(arguments, work)
        if arguments.synth:
            lint(arguments, work)
            if not arguments.only_lint:
                size(arguments, work)
    for option, value in (("--data", arguments.data), ("--peers", arguments.peers), ("--synth", arguments.synth)):
        if not value:
            print(f"skipped: {option} is not given", file=sys.stderr)


main()
