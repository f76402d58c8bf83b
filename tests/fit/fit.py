#!/usr/bin/env python3
"""Fits the tables that tell deliverables from effort (zh.deliverable.tsv) and lists of separate things from lists that are
one thing (zh.separate.tsv). Python 3, standard library only; the same input gives the same tables.

  fit.py --gold DIR --reports DIR [--candidates target/release/examples/candidates] [--out src/lang/packs] [--leave-one-out]

DIR of --gold holds one JSONL a pair, place-year1-year2.jsonl (kind, quote, one object a target); --reports holds
place-year.txt. A clause is a deliverable when a hand-read deliverable overlaps it by half of the shorter; a list is separate
when two or more do. --leave-one-out prints, for every pair, how well tables fitted on the others do on it; the tables
that are written are fitted on all pairs."""
import argparse, collections, json, math, os, subprocess, sys, unicodedata

EPOCHS, RATE, DECAY, LEAST_SEEN = 12, 0.15, 2e-5, 3


def norm(text):
    return ''.join(c for c in unicodedata.normalize('NFKC', text) if not c.isspace() and c not in '*')


def places(text, quote):
    at, out = text.find(quote), []
    while at >= 0 and len(out) < 8:
        out.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return out


def examples(pair, gold_dir, reports, command):
    place, year, _ = pair.rsplit('-', 2)
    path = os.path.join(reports, f'{place}-{year}.txt')
    whole = norm(open(path, encoding='utf-8-sig').read())
    gold = [json.loads(line) for line in open(os.path.join(gold_dir, pair + '.jsonl'), encoding='utf-8') if line.strip()]
    spans = [s for g in gold if g['kind'] == 'deliverable' for s in places(whole, norm(g['quote']))[-1:]]
    rows = []
    lines = subprocess.run([command, path], capture_output=True, text=True, check=True).stdout.splitlines()
    for line in lines:
        row = json.loads(line)
        quote, count = norm(row['quote']), 0
        here = places(whole, quote)[-1:]
        for a, b in here:
            count += sum(2 * max(0, min(b, d) - max(a, c)) >= min(b - a, d - c) and min(b, d) > max(a, c) for c, d in spans)
        rows.append((sorted(set(row['features'])), count, row['items'], row['figures'], row['quote']))
    return rows


def fit(rows, label):
    seen = collections.Counter(f for r in rows for f in r[0])
    index = {f: k for k, f in enumerate(sorted(f for f, n in seen.items() if n >= LEAST_SEEN))}
    data = [([index[f] for f in r[0] if f in index], label(r)) for r in rows]
    w, g, bias, gb = [0.0] * len(index), [1e-6] * len(index), 0.0, 1e-6
    for epoch in range(EPOCHS):
        # a fixed stride visits every example once an epoch in a mixed order
        step = 7919
        while math.gcd(step, len(data)) != 1:
            step += 1
        for k in range(len(data)):
            fs, y = data[(k * step + epoch) % len(data)]
            z = bias + sum(w[f] for f in fs)
            e = (1 / (1 + math.exp(-max(-30, min(30, z)))) - y)
            gb += e * e
            bias -= RATE * e / math.sqrt(gb)
            for f in fs:
                d = e + DECAY * len(data) * w[f] / max(1, len(fs))
                g[f] += d * d
                w[f] -= RATE * d / math.sqrt(g[f])
    return {f: w[k] for f, k in index.items()}, bias


def score(model, row):
    w, bias = model
    return bias + sum(w.get(f, 0.0) for f in row[0])


def write(path, model, cut, what):
    w, bias = model
    lines = [f'# {what}', '# feature, weight in thousandths of a logit; made by tests/fit/fit.py: do not edit by hand', f'bias\t{round((bias - cut) * 1000)}']
    lines += [f'{f}\t{round(v * 1000)}' for f, v in sorted(w.items()) if abs(v) >= 0.05 and '\t' not in f and '\n' not in f and not f.startswith('#')]
    open(path, 'w', encoding='utf-8').write('\n'.join(lines) + '\n')
    print(f'{path}: {len(lines) - 3} features')


KINDS = {
    'deliverable': (lambda rows: rows, lambda r: r[1] > 0, 'Clauses that promise a nameable thing (above zero) against effort.'),
    'separate': (lambda rows: [r for r in rows if r[1] > 0 and r[2] > 1], lambda r: r[1] > 1, 'Lists of separate things (above zero) against lists that are one thing.'),
}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--gold', required=True); ap.add_argument('--reports', required=True)
    ap.add_argument('--candidates', default='target/release/examples/candidates'); ap.add_argument('--out', default='src/lang/packs')
    ap.add_argument('--leave-one-out', action='store_true'); ap.add_argument('--each', metavar='DIR', help='write tables fitted without each pair to DIR/PAIR, to measure it with: example left_out')
    a = ap.parse_args()
    pairs = sorted(f[:-6] for f in os.listdir(a.gold) if f.endswith('.jsonl'))
    rows = {p: examples(p, a.gold, a.reports, a.candidates) for p in pairs}
    for name, (choose, label, what) in KINDS.items():
        cuts = {}
        folds = pairs if a.leave_one_out else []
        tp = said = total = 0
        for left in folds:
            train = choose([r for p in pairs if p != left for r in rows[p]])
            model = fit(train, label)
            cuts[left] = model
        # one cut for all: the one that does best on the pairs left out, pooled
        if folds:
            pooled = sorted(((score(cuts[p], r), label(r)) for p in folds for r in choose(rows[p])), key=lambda x: -x[0])
            total, best, cut = sum(y for _, y in pooled), 0.0, 0.0
            for k, (s, y) in enumerate(pooled, 1):
                tp += y
                if 2 * tp / (k + total) > best:
                    best, cut = 2 * tp / (k + total), s
            print(f'{name}: left out, pooled: F1 {best:.3f} at {cut:.2f} ({len(pooled)} clauses, {total} yes)')
        model = fit(choose([r for p in pairs for r in rows[p]]), label)
        fixed = cut if folds else CUTS[name]
        for left in folds if a.each else []:
            os.makedirs(os.path.join(a.each, left), exist_ok=True)
            write(os.path.join(a.each, left, f'zh.{name}.tsv'), cuts[left], cut, what)
        write(os.path.join(a.out, f'zh.{name}.tsv'), model, fixed, what)


# the cuts that --leave-one-out found; used when it is not run
CUTS = {'deliverable': -0.94, 'separate': -1.9}

if __name__ == '__main__':
    main()
