//! Why something fell short, in the report's own words, row by row: the reason that is taken, and those of other matters that must
//! not be. The rows are in `stated.toml`.

use crate::verdicts::{earlier, later};
use duixian::judge::Mark;
use duixian::pipeline::{self, Input, Options};
use serde::Deserialize;

/// At least so many rows give a reason, and at least so many give none.
const LEAST_ROWS: usize = 12;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// A paragraph of the plan half with one target.
    promise: String,
    /// A paragraph of the review half a year later.
    said: String,
    /// What is quoted as the reason; empty where nothing may be.
    #[serde(default)]
    stated: String,
    /// The mark; `missed` where it is left out.
    #[serde(default = "missed")]
    mark: Mark,
}

fn missed() -> Mark {
    Mark::Missed
}

fn rows() -> Vec<Row> {
    let rows: Rows = toml::from_str(include_str!("stated.toml")).expect("stated.toml parses");
    rows.row
}

/// Where the program answers otherwise than the row.
fn fault(row: &Row) -> Option<String> {
    let input = |name: &str, text: String| Input { name: name.to_owned(), bytes: text.into_bytes() };
    let inputs = [input("earlier.md", earlier(&row.promise)), input("later.md", later(&row.said, ""))];
    let ledger =
        pipeline::check(&inputs, &Options::default()).unwrap_or_else(|error| panic!("{row:?}: {error}"));
    let target = ledger
        .targets
        .iter()
        .find(|target| target.search.is_some() || target.mark.is_some())
        .unwrap_or_else(|| panic!("{row:?}: no target"));
    let stated = target.stated_reason.as_ref().map_or("", |said| said.quote.as_str());
    (stated != row.stated || target.mark != Some(row.mark)).then(|| {
        let (mark, evidence) = (target.mark, target.evidence.first().map(|said| &said.quote));
        format!(
            "{} ← {}: “{stated}” instead of “{}”; {mark:?} by {evidence:?}",
            row.promise, row.said, row.stated
        )
    })
}

#[test]
fn only_the_reason_of_this_very_matter_is_quoted() {
    let wrong: Vec<String> = rows().iter().filter_map(fault).collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_rows_of_both_kinds() {
    let (given, none): (Vec<Row>, Vec<Row>) = rows().into_iter().partition(|row| !row.stated.is_empty());
    assert!(given.len() >= LEAST_ROWS && none.len() >= LEAST_ROWS, "{} and {}", given.len(), none.len());
}
