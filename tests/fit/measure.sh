#!/usr/bin/env bash
# Fits the tables on all pairs and measures every pair with tables fitted on the others.
#   tests/fit/measure.sh GOLD_DIR REPORTS_DIR SCORER [TABLES_DIR [SCORES_DIR]]
# SCORER: a script that takes `[--out SCORES_DIR] -- COMMAND {earlier} {later}`. TABLES_DIR: where the tables fitted on all pairs go; without
# it those of the program are written anew.
set -euo pipefail
gold=$1 reports=$2 scorer=$3 tables=${4:-src/lang/packs} scores=${5:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked --examples --quiet
target/release/examples/fit "$gold" "$reports" "$tables" "$work"
cat >"$work/run" <<'RUN'
#!/usr/bin/env bash
e=$(basename "$1" .txt) l=$(basename "$2" .txt)
exec "$LEFT_OUT" "$TABLES/${e%-*}-${e##*-}-${l##*-}" "$1" "$2"
RUN
chmod +x "$work/run"
export LEFT_OUT=$PWD/target/release/examples/left_out TABLES=$work
python3 "$scorer" ${scores:+--out "$scores"} -- "$work/run" {earlier} {later}
