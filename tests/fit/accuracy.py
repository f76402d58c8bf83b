#!/usr/bin/env python3
"""Writes what a report says of the program's accuracy. Python 3, standard library only.

  accuracy.py LEDGER BUILT_IN LEFT_OUT OUT

LEDGER: a ledger of the measured program, for its rules; BUILT_IN and LEFT_OUT: the scorer's pooled.json with the program's own
tables and with tables made from the other pairs; OUT: src/render/accuracy.json or a file to compare it with. Shares have the two
decimals that are printed."""
import json
import sys


def scores(said):
    return {'targets': said['n'], 'f1': round(said['f1'], 2), 'evidence': round(said['evidence'], 2), 'macro_f1': round(said['macro_f1'], 2),
            'missed_found': [said['missed_found'], said['missed_gold']], 'missed_wrong': [said['false_accusations'], said['missed_said']]}


def main():
    ledger, *pooled, out = sys.argv[1:]
    ledger, built_in, left_out = (json.load(open(name, encoding='utf-8')) for name in [ledger, *pooled])
    if built_in['pairs'] != left_out['pairs']:
        sys.exit(f"{built_in['pairs']} pairs with the program's tables, {left_out['pairs']} with others; measure both on the same")
    kinds = lambda said: {kind: scores(said[kind]) for kind in ('quantified', 'deliverable')}
    accuracy = {'rules': ledger['tool']['rules'], 'pairs': built_in['pairs'], 'built_in': kinds(built_in), 'left_out': kinds(left_out)}
    with open(out, 'w', encoding='utf-8') as file:
        json.dump(accuracy, file, indent=2)
        file.write('\n')
    print(f'{out}: {accuracy["pairs"]} pairs, rules {accuracy["rules"]}')


if __name__ == '__main__':
    main()
