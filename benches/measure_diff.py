#!/usr/bin/env python3
"""Measure `kbtool diff` on generated data, and print the rows of docs/performance.md.

usage: measure_diff.py --synth synth.py [--kbtool target/release/kbtool] [--python PYTHON] [--work DIR] [--times N]

synth.py writes knowledge bases of any size. Of each a second version is made in which one entry in a hundred differs:
in turn another answer, a variant more, a variant less, a variant gone over into the next entry, another id. The peer
is PYTHON with PyYAML's C loader, which reads both versions and compares their entries by id: what a script of one's
own would do, and all it would find out. Standard library only but for that; a POSIX system, for peak memory.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

PEER = r"""
import glob, sys, yaml
def read(folder):
    entries = {}
    for path in sorted(glob.glob(folder + "/**/*.yaml", recursive=True)):
        with open(path, encoding="utf8") as file:
            content = yaml.load(file, Loader=yaml.CSafeLoader)
        for entry in content["entries"]:
            entries[content["pack"], entry["id"]] = entry
    return entries
before, after = map(read, sys.argv[1:])
gone, new = before.keys() - after.keys(), after.keys() - before.keys()
print(len(gone), len(new), sum(before[key] != after[key] for key in before.keys() & after.keys()))
"""


def run(command):
    """Seconds, peak MB of that process, standard output."""
    started = time.time()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.time() - started, usage.ru_maxrss / 1024, output


def changed(lines, kind, taken):
    """The lines of an entry, changed in one of five ways; `taken` are variants that the entry before gave away."""
    variants = [at for at, line in enumerate(lines) if line.startswith('      - "')]
    if kind == 0:
        return [line.replace("24小时", "48小时") for line in lines]
    if kind == 1:
        return lines[: variants[-1] + 1] + ['      - "还有一种全新的问法"\n'] + lines[variants[-1] + 1 :]
    if kind == 2:
        return lines[: variants[0]] + lines[variants[0] + 1 :]
    if kind == 3:
        taken.append(lines[variants[0]])
        return lines[: variants[0]] + lines[variants[0] + 1 :]
    return [lines[0].replace("- id: e", "- id: renamed-")] + lines[1:]


def second_version(old, new):
    """Copy `old` to `new`, with one entry in a hundred changed."""
    shutil.copytree(old, new)
    number = 0
    for path in sorted(glob.glob(new + "/**/*.yaml", recursive=True)):
        with open(path, encoding="utf8") as file:
            text = file.read()
        head, *entries = text.split("  - id: ")
        written, taken = [head], []
        for entry in entries:
            lines = ("  - id: " + entry).splitlines(keepends=True)
            if taken:
                at = next(at for at, line in enumerate(lines) if line.startswith('      - "'))
                lines[at:at] = taken
                taken = []
            if number % 100 == 0:
                lines = changed(lines, number // 100 % 5, taken)
            written.append("".join(lines))
            number += 1
        with open(path, "w", encoding="utf8") as file:
            file.write("".join(written))


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synth", required=True)
    parser.add_argument("--kbtool", default="target/release/kbtool")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--work")
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()

    def median(command, times):
        runs = sorted((run(command) for _ in range(times)), key=lambda one: one[0])
        return runs[len(runs) // 2]

    for entries in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory(dir=arguments.work) as work:
            run([sys.executable, arguments.synth, work, "--entries", entries, "--variants", 10, "--rows", 1])
            old, new = os.path.join(work, "kb"), os.path.join(work, "new")
            second_version(old, new)
            command = [arguments.kbtool, "diff", old, new, "-o", "json"]
            seconds, memory, output = median(command, arguments.times)
            found = json.loads(output)["summary"]["by_kind"]
            peer, peer_memory, _ = median([arguments.python, "-c", PEER, old, new], 1)
            row(f"{entries:,}", f"{seconds:.2f}", f"{memory:.0f}", f"{peer:.2f}", f"{peer_memory:.0f}", f"{peer / seconds:.0f}",
                ", ".join(f"{kind} {count:,}" for kind, count in sorted(found.items())))


main()
