#!/usr/bin/env bash
# Fits the tables on all pairs, measures the program, and measures every pair with tables fitted on the others.
#   tests/fit/measure.sh GOLD_DIR REPORTS_DIR SCORER [TABLES_DIR [SCORES_DIR [ACCURACY]]]
# SCORER: a script that takes `--out SCORES_DIR -- COMMAND {earlier} {later}`. TABLES_DIR: where the tables fitted on all pairs go; without
# it, or empty, those of the program are written anew and the program is built with them before it is measured. SCORES_DIR: where the scores
# go, below built-in and left-out. ACCURACY: the file that says what was measured for which rules; without it that which reports print.
set -euo pipefail
gold=$1 reports=$2 scorer=$3 tables=${4:-src/lang/packs} scores=${5:-target/accuracy} accuracy=${6:-src/render/accuracy.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --locked --bins --examples --quiet
mkdir -p "$tables" "$scores"
target/release/examples/fit "$gold" "$reports" "$tables" "$work"
# Nothing is built here unless the program's own tables were written.
cargo build --release --locked --bins --examples --quiet

echo 'with the tables of the program'
python3 "$scorer" --out "$scores/built-in" -- target/release/duixian check {earlier} {later} -f json
echo 'every pair with tables fitted on the others'
cat >"$work/run" <<'RUN'
#!/usr/bin/env bash
e=$(basename "$1" .txt) l=$(basename "$2" .txt)
exec "$LEFT_OUT" "$TABLES/${e%-*}-${e##*-}-${l##*-}" "$1" "$2"
RUN
chmod +x "$work/run"
export LEFT_OUT=$PWD/target/release/examples/left_out TABLES=$work
python3 "$scorer" --out "$scores/left-out" -- "$work/run" {earlier} {later}

target/release/duixian targets seeds/reports/chenghu-2023.md -f json >"$work/ledger.json"
python3 tests/fit/accuracy.py "$work/ledger.json" "$scores/built-in/pooled.json" "$scores/left-out/pooled.json" "$accuracy"
