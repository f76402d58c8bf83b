//! One promise against one report of it: what the judging rules answer, row by row. The rows are in `verdicts.toml` and
//! `verdicts/*.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use duixian::judge::{Mark, RULES};
use duixian::ledger::{Ledger, Target};
use duixian::pipeline::{self, Input, Options};
use rayon::prelude::*;
use serde::Deserialize;

use crate::expect::word;

/// Each rule has at least so many rows in which it answers, and so many near misses in which it must not.
const LEAST_ROWS: usize = 3;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// A paragraph of the plan half.
    promise: String,
    /// A paragraph of the review half a year later.
    said: String,
    /// What stands in the paragraph of problems.
    #[serde(default)]
    problems: String,
    /// What a careful reader would give; `|` where two readers may differ.
    reason: String,
    /// `sure` or `check`.
    confidence: Option<String>,
    /// What a strict reader would say.
    strict: Option<Mark>,
    /// What a lenient reader would say.
    lenient: Option<Mark>,
    /// Words of the clause that is quoted as evidence.
    evidence: Option<String>,
    /// The rule that must decide.
    guards: Option<String>,
    /// A rule that must not, although the row looks like one of its own.
    spares: Option<String>,
}

impl Row {
    fn shown(&self) -> String {
        format!("{} ← {}{}", self.promise, self.said, self.problems)
    }

    /// Where the program answers otherwise than the row.
    fn faults(&self) -> Vec<String> {
        let ledger = check(self);
        let Some(target) = target(self, &ledger) else {
            let meant = self.reason.split('|').any(|reason| reason == "no target");
            return if meant { Vec::new() } else { vec![format!("no target instead of {}", self.reason)] };
        };
        let mut faults = Vec::new();
        let mut differ = |name: &str, said: &str, wanted: &str| {
            if !wanted.split('|').any(|wanted| wanted == said) {
                faults.push(format!("{name} {said} instead of {wanted}"));
            }
        };
        differ("reason", &target.reason.as_ref().map(word).unwrap_or_default(), &self.reason);
        let rule = target.rule.as_deref().unwrap_or_default();
        differ("rule", rule, self.guards.as_deref().unwrap_or(rule));
        let marks = [("strict", &target.strict, &self.strict), ("lenient", &target.lenient, &self.lenient)];
        for (name, said, wanted) in marks {
            let said = said.as_ref().map(word).unwrap_or_default();
            differ(name, &said, &wanted.as_ref().map_or_else(|| said.clone(), word));
        }
        let confidence = target.confidence.as_ref().map(word).unwrap_or_default();
        differ("confidence", &confidence, self.confidence.as_deref().unwrap_or(&confidence));
        if self.spares.as_deref() == Some(rule) {
            faults.push(format!("{rule} decides"));
        }
        let quoted = |words: &String| target.evidence.iter().any(|found| found.quote.contains(words));
        if self.evidence.as_ref().is_some_and(|words| !quoted(words)) {
            faults.push(format!("the evidence {:?} does not hold {:?}", target.evidence, self.evidence));
        }
        faults
    }
}

/// Every row, in order of the files.
fn rows() -> Vec<Row> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut files: Vec<_> = std::fs::read_dir(directory.join("verdicts"))
        .expect("tests/it/verdicts")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.push(directory.join("verdicts.toml"));
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let text = std::fs::read_to_string(file).expect("a readable file");
        let rows: Rows = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        rows.row
    };
    files.iter().flat_map(read).collect()
}

/// A report of an invented county around one paragraph of its plan half.
pub(crate) fn earlier(promise: &str) -> String {
    include_str!("verdict.earlier.md").replace("{promise}", promise)
}

/// The report a year later around one paragraph of its review half.
pub(crate) fn later(said: &str, problems: &str) -> String {
    let problems = if problems.is_empty() { String::new() } else { format!("，{problems}") };
    include_str!("verdict.later.md").replace("{said}", said).replace("{problems}", &problems)
}

fn check(row: &Row) -> Ledger {
    let input = |name: &str, text: String| Input { name: name.to_owned(), bytes: text.into_bytes() };
    let inputs =
        [input("earlier.md", earlier(&row.promise)), input("later.md", later(&row.said, &row.problems))];
    pipeline::check(&inputs, &Options::default()).unwrap_or_else(|error| panic!("{row:?}: {error}"))
}

/// The checkable target that stands in the promise: the first of it.
fn target<'a>(row: &Row, ledger: &'a Ledger) -> Option<&'a Target> {
    ledger
        .targets
        .iter()
        .find(|target| target.mark.is_some() && row.promise.contains(target.quote.trim_end_matches('。')))
}

#[test]
fn every_row_gets_the_answer_of_a_careful_reader() {
    let rows = rows();
    let wrong: Vec<String> = rows
        .par_iter()
        .map(|row| (row, row.faults()))
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(row, faults)| format!("{}: {}", row.shown(), faults.join("; ")))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_rows_that_it_decides_and_near_misses() {
    let rows = rows();
    let mut counts: BTreeMap<&str, [usize; 2]> = RULES.iter().map(|rule| (rule.name, [0, 0])).collect();
    for row in &rows {
        for (place, rule) in [(0, &row.guards), (1, &row.spares)] {
            let Some(rule) = rule else { continue };
            let count = counts.get_mut(rule.as_str());
            count.unwrap_or_else(|| panic!("{}: there is no rule {rule}", row.shown()))[place] += 1;
        }
    }
    let few: Vec<_> = counts.iter().filter(|(_, counts)| counts.iter().any(|n| *n < LEAST_ROWS)).collect();
    assert!(few.is_empty(), "fewer than {LEAST_ROWS} rows that guard and {LEAST_ROWS} that spare: {few:?}");
}

#[test]
fn no_row_stands_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for row in rows() {
        assert!(seen.insert(row.shown()), "{} stands twice", row.shown());
    }
}
