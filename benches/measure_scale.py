#!/usr/bin/env python3
"""Rows a second and peak memory on one machine, with a bundle, from CSV and from Parquet.

usage: measure_scale.py --synth synth.py [--rows 10000000] [--entries 1000] [--variants 20]
                        [--times 2] [--work DIR]

Needs the release binary (cargo build --release) and, for Parquet, pyarrow; what is not there is skipped, and said to
be skipped. `synth.py` writes a knowledge base and transcripts of the size it is asked for. Prints a table in Markdown.
"""
import argparse, os, subprocess, sys, time

KBTOOL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "target", "release", "kbtool")


def run(*arguments):
    """Seconds and peak memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen([KBTOOL, "--quiet", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"kbtool {' '.join(arguments)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--synth", required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--variants", type=int, default=20)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--work", default="target/scale")
    given = parser.parse_args()
    table = os.path.join(given.work, "transcripts.csv")
    if not os.path.exists(table):
        size = ["--entries", given.entries, "--variants", given.variants, "--rows", given.rows]
        subprocess.run([sys.executable, given.synth, given.work, *map(str, size)], check=True)
    kb, bundle = os.path.join(given.work, "kb"), os.path.join(given.work, "kb.bundle")
    one = os.path.join(given.work, "one.csv")
    with open(table, encoding="utf8") as rows, open(one, "w", encoding="utf8") as first:
        first.writelines([next(rows), next(rows)])

    print("| What | Seconds | Rows a second | Peak memory, MB |\n|---|--:|--:|--:|")

    def line(what, seconds, memory, rows=None):
        print(f"| {what} | {seconds:.3f} | {f'{rows / seconds:,.0f}' if rows else ''} | {memory:.0f} |", flush=True)

    line("bundle: load, train, write", *run("bundle", "--kb", kb, "--out", bundle))
    print(f"| size of the bundle, MB: {os.path.getsize(bundle) / 1e6:.1f} | | | |")
    line("eval of one row with the bundle, whole process, best of 9",
         *min(run("eval", one, "--kb-bundle", bundle, "--output", "json=" + os.devnull) for _ in range(9)))
    line("version, whole process, best of 9", *min(run("--version") for _ in range(9)))

    tables = [("CSV", table)]
    try:
        import pyarrow.csv, pyarrow.parquet
    except ImportError:
        print("skipped: Parquet (pyarrow is not installed)", file=sys.stderr)
    else:
        parquet = os.path.join(given.work, "transcripts.parquet")
        if not os.path.exists(parquet):
            pyarrow.parquet.write_table(pyarrow.csv.read_csv(table), parquet, compression="snappy")
        tables.append(("Parquet", parquet))
    # In turn, as other work on the machine comes and goes.
    runs = {name: [] for name, _ in tables}
    for _ in range(given.times):
        for name, path in tables:
            runs[name].append(run("eval", path, "--kb-bundle", bundle, "--output", f"json={path}.json"))
    for name, _ in tables:
        line(f"eval of {given.rows:,} rows, {name}, best of {given.times}", *min(runs[name]), given.rows)
    reports = set()
    for _, path in tables:
        with open(f"{path}.json", "rb") as report:
            reports.add(report.read())
    print("the reports are the same" if len(reports) == 1 else "THE REPORTS DIFFER", file=sys.stderr)


main()
