#!/usr/bin/env python3
"""Measure `kbtool dedup` on generated data, and print the rows of docs/performance.md.

usage: measure_dedup.py --synth synth.py [--peers peers.py] [--kbtool target/release/kbtool] [--python PYTHON] [--work DIR]

synth.py writes knowledge bases of any size; peers.py searches the same folder with datasketch's MinHash LSH, run by
PYTHON, which must have datasketch and PyYAML. Standard library only; a POSIX system, for peak memory.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

THRESHOLD = "0.8"


def run(command):
    """Seconds, peak MB of that process, standard output."""
    started = time.time()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.time() - started, usage.ru_maxrss / 1024, output


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synth", required=True)
    parser.add_argument("--peers")
    parser.add_argument("--kbtool", default="target/release/kbtool")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--work")
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.work) as work:
        def made(entries):
            folder = os.path.join(work, str(entries))
            run([sys.executable, arguments.synth, folder, "--entries", entries, "--variants", 20, "--rows", 1])
            return os.path.join(folder, "kb")

        def searched(kb, times):
            command = [arguments.kbtool, "--kb", kb, "dedup", "--threshold", THRESHOLD, "-o", "json", "--as-of", "2026-11-05"]
            runs = sorted((run(command) for _ in range(times)), key=lambda one: one[0])
            seconds, memory, output = runs[len(runs) // 2]
            return seconds, memory, json.loads(output)["summary"]

        for entries in (500, 1_500, 5_000, 15_000, 50_000):
            seconds, memory, summary = searched(made(entries), arguments.times)
            row(f"{summary['phrasings']:,}", f"{seconds:.2f}", f"{memory:.0f}", f"{summary['pairs']:,}", f"{summary['groups']:,}")
        if arguments.peers:
            kb = made(1_000)
            seconds, _, summary = searched(kb, 5)
            peer = json.loads(run([arguments.python, arguments.peers, "dedup", kb, "--threshold", THRESHOLD])[2].splitlines()[-1])
            row(f"{summary['phrasings']:,} phrasings", "kbtool dedup, the whole process, s", f"{seconds:.2f}")
            row(f"{peer['texts']:,} different phrasings", "datasketch, index and query alone, s; times kbtool's", f"{peer['whole_s']}; {peer['whole_s'] / seconds:.0f}")


main()
