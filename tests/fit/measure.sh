#!/usr/bin/env bash
# Fits the tables on all pairs and measures every pair with tables fitted on the others.
#   tests/fit/measure.sh GOLD_DIR REPORTS_DIR SCORER     SCORER: a script that takes `-- COMMAND {earlier} {later}`
set -euo pipefail
gold=$1 reports=$2 scorer=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --release --examples --quiet
python3 tests/fit/fit.py --gold "$gold" --reports "$reports" --leave-one-out --each "$work"
cat >"$work/run" <<'RUN'
#!/usr/bin/env bash
e=$(basename "$1" .txt) l=$(basename "$2" .txt)
exec "$LEFT_OUT" "$TABLES/${e%-*}-${e##*-}-${l##*-}" "$1" "$2"
RUN
chmod +x "$work/run"
LEFT_OUT=$PWD/target/release/examples/left_out TABLES=$work python3 "$scorer" -- "$work/run" {earlier} {later}
