//! `duixian explain LEDGER KEY`: every kind of verdict in words, keys that are unknown or left open, ledgers that were changed.

use crate::corpus::ledgers;
use crate::support::{Ended, pair, program, run, snapshot};
use duixian::lang::labels::{interfaces, labels};
use duixian::ledger::{Kind, Ledger, Target};
use duixian::pipeline::{self, Options};
use std::fs;

/// What the program says of the first target for which `wanted` holds.
fn told(name: &str, ui: &str, wanted: impl Fn(&Target) -> bool) -> String {
    let (_, ledger) = ledgers().find(|(run, _)| run.name == name).unwrap_or_else(|| panic!("no case {name}"));
    let target = ledger.targets.iter().find(|target| wanted(target)).unwrap_or_else(|| panic!("{name}"));
    let ended = explained(ledger, &[&target.key, "--ui", ui]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    ended.stdout
}

fn explained(ledger: &Ledger, args: &[&str]) -> Ended {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let json = serde_json::to_string_pretty(ledger).expect("JSON") + "\n";
    fs::write(directory.path().join("r.json"), json).expect("a file");
    crate::support::ended(program(directory.path()).args(["explain", "r.json"]).args(args))
}

fn reason(word: &'static str) -> impl Fn(&Target) -> bool {
    move |target| target.reason.is_some_and(|reason| crate::expect::word(&reason) == word)
}

#[test]
fn every_kind_of_verdict_is_told() {
    let derived = pipeline::check(&crate::verify::levels(), &Options::default()).expect("a pair");
    let all = [
        told("chenghu", "zh", reason("exceeded")),
        told("chenghu", "zh", reason("short")),
        told("chenghu", "zh", reason("partial")),
        told("chenghu", "zh", reason("silent")),
        told("chenghu", "zh", reason("no_figure")),
        told("chenghu", "zh", reason("substituted")),
        told("chenghu", "zh", reason("blanket_only")),
        explained(&derived, &[&derived.targets[0].key]).stdout,
        told("chenghu", "zh", |target| target.kind == Kind::Effort),
        told("incomplete-text-is-not-silent", "zh", |target| {
            target.search.is_some() && target.mark.is_none()
        }),
    ];
    snapshot("explain-zh", &all.join("\n――――――\n\n"));
    let all = [told("chenghu", "en", reason("within_hedge")), told("chenghu", "en", reason("silent"))];
    snapshot("explain-en", &all.join("\n――――――\n\n"));
}

#[test]
fn how_a_promise_stands_to_the_year_before_is_told() {
    for (ui, words) in [
        ("zh", ["要求低于上年实绩", "所承诺的比同一份报告所说的上年实绩差"]),
        ("en", ["asks less than last year’s actual", "Less is promised than the same report says"]),
    ] {
        let said = told("chenghu", ui, |target| target.quote.contains("完成造林"));
        for words in words.iter().chain(&["“完成造林3600亩”"]) {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
    let said = told("chenghu", "zh", |target| target.kind == Kind::Effort);
    assert!(!said.contains("对照上年"), "{said}");
}

#[test]
fn the_interface_is_that_of_the_report() {
    let (_, ledger) = ledgers().next().expect("a case");
    let ended = explained(ledger, &[&ledger.targets[0].key]);
    assert!(ended.stdout.contains("目标："), "{}", ended.stdout);
}

#[test]
fn nothing_is_left_without_a_word() {
    for (run, ledger) in ledgers() {
        for ui in interfaces() {
            let table = labels(ui).expect("labels");
            for index in 0..ledger.targets.len() {
                let text = duixian::render::explain(ledger, index, table, None).expect("an explanation");
                for name in table.keys() {
                    let lacking = |word: &str| {
                        word.strip_prefix(name.as_str())
                            .is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
                    };
                    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'));
                    let rule = ledger.targets[index].rule.as_deref().unwrap_or_default();
                    let lacking: Vec<&str> = words.filter(|word| lacking(word) && *word != rule).collect();
                    assert!(lacking.is_empty(), "{} {ui}: {lacking:?}\n{text}", run.name);
                }
            }
        }
    }
}

#[test]
fn every_rule_has_its_words_and_every_word_a_rule() {
    for ui in interfaces() {
        let words = labels(ui).expect("labels")["rule"].as_table().expect("rules");
        let named = |(family, rules): (&String, &toml::Value)| {
            let rules = rules.as_table().expect("a family of rules");
            rules.keys().map(|rule| format!("{family}.{rule}")).collect::<Vec<_>>()
        };
        let mut named: Vec<String> = words.iter().flat_map(named).collect();
        let mut known: Vec<String> = pipeline::rules().iter().map(|rule| rule.name.to_owned()).collect();
        named.sort();
        known.sort();
        assert_eq!(named, known, "{ui}");
    }
}

#[test]
fn a_key_may_be_shortened_but_not_left_open() {
    let (_, ledger) = ledgers().find(|(run, _)| run.name == "chenghu").expect("the pair");
    let key = ledger.targets[3].key.as_str();
    let length = (1..=key.len())
        .find(|length| {
            let begin = key.get(..*length).expect("ASCII");
            ledger.targets.iter().filter(|target| target.key.starts_with(begin)).count() == 1
        })
        .expect("keys differ");
    let short = key.get(..length).expect("ASCII");
    assert_eq!(explained(ledger, &[short]).stdout, explained(ledger, &[key]).stdout);
    let open = explained(ledger, &["2024-"]);
    assert_eq!((open.code, open.stdout.as_str()), (2, ""));
    assert!(open.stderr.contains("keys begin with 2024-, among them"), "{}", open.stderr);
    let mut wrong = key.to_owned();
    wrong.pop();
    wrong.push('x');
    let none = explained(ledger, &[&wrong]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    let said = format!("there is no key {wrong}; the nearest are {key}");
    assert!(none.stderr.contains(&said), "{}", none.stderr);
}

#[test]
fn a_changed_ledger_is_explained_with_a_warning() {
    let directory = pair();
    let here = directory.path();
    assert_eq!(run(here, &["check", "earlier.md", "later.md", "-o", "r.json"]).code, 0);
    let text = fs::read_to_string(here.join("r.json")).unwrap();
    fs::write(here.join("r.json"), text.replace("新建小学3所", "新建小学9所")).unwrap();
    let ended = run(here, &["explain", "r.json", "2022-"]);
    assert!(ended.code == 2 && ended.stderr.contains("/seal: the seal does not fit"), "{}", ended.stderr);
    let file = run(here, &["explain", "r.json"]);
    assert!(file.code == 2 && file.stderr.contains("give the key of the target"), "{}", file.stderr);
    let report = run(here, &["explain", "later.md", "2022-"]);
    assert!(report.code == 2 && report.stderr.contains("later.md: line 1, column 1: "), "{}", report.stderr);
}
