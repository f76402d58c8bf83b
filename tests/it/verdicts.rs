//! One promise against one report of it: what the judging rules answer, row by row. The rows are in `verdicts.toml`.

use duixian::ledger::{Ledger, Target};
use duixian::pipeline::{self, Input, Options};
use serde::Deserialize;

use crate::expect::word;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    promise: String,
    said: String,
    #[serde(default)]
    problems: String,
    reason: String,
}

/// A report of an invented county around one paragraph of its plan half.
fn earlier(promise: &str) -> String {
    include_str!("verdict.earlier.md").replace("{promise}", promise)
}

/// The report a year later around one paragraph of its review half.
fn later(said: &str, problems: &str) -> String {
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
fn every_row_gets_the_reason_of_a_careful_reader() {
    let rows: Rows = toml::from_str(include_str!("verdicts.toml")).expect("verdicts.toml parses");
    let mut wrong = Vec::new();
    for row in &rows.row {
        let ledger = check(row);
        let said = target(row, &ledger)
            .map_or("no target".to_owned(), |target| target.reason.as_ref().map(word).unwrap_or_default());
        if !row.reason.split('|').any(|reason| reason == said) {
            wrong.push(format!(
                "{} ← {}{}: {said} instead of {}",
                row.promise, row.said, row.problems, row.reason
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.row.len(), wrong.join("\n"));
}
