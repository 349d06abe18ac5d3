#!/usr/bin/env bash
# Evaluates a table of transcripts on a standalone Spark cluster.
#
#   MASTER=spark://host:7077 TRANSCRIPTS=/data/dialogues.parquet ./evaluate.sh --config kbtool.toml
#
# SUMS (./sums) is where the executors write, PARTITIONS (200) into how many tasks the rows are divided; both paths
# must be the same to every machine (a shared folder, hdfs://, s3a://). What follows the command goes to kbtool, on
# this machine. Needs `spark-sql` and a `kbtool` that runs on the executors.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
kbtool=$(command -v "${KBTOOL:-kbtool}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Once, here: read the knowledge base and train. Every task opens the file in milliseconds.
"$kbtool" bundle --out "$work/kb.bundle" "$@"
# A copy: the engine would follow a link, and send a file of another name.
cp "$kbtool" "$work/kbtool"

# --files lays both beside every executor. One task needs one core and, for a knowledge base of a thousand entries,
# about a quarter of a gigabyte outside the heap of the executor.
"${SPARK_SQL:-spark-sql}" \
  --master "$MASTER" \
  --files "$work/kbtool,$work/kb.bundle" \
  --conf spark.sql.shuffle.partitions="${PARTITIONS:-200}" \
  --conf spark.sql.adaptive.enabled=false \
  --define transcripts="$TRANSCRIPTS" \
  --define sums="${SUMS:-$PWD/sums}" \
  -f "$here/evaluate.sql"

# Here again: the sums become a report, held to the gates of kbtool.toml.
"$kbtool" merge "${SUMS:-$PWD/sums}" --output text --output json=report.json "$@"
