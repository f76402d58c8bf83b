//! Every case of `seeds/cases` and the invented pair: snapshots of all that is written, and the expectations of careful
//! readers. What the program does not answer yet stands in `known_gaps.toml`, which only shrinks.

use crate::corpus::{RUNS, Run, seeds};
use crate::expect::{Gap, gaps, parse};
use crate::support::snapshot;
use duixian::lang::labels::labels_or_english;
use duixian::ledger::Ledger;
use duixian::outline::Half;
use duixian::pipeline::{self, Options};
use duixian::render::{Setting, by_name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// What is written for every case: the snapshot's ending.
const PARTS: [&str; 4] = ["outline", "ledger", "markdown", "html"];

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    gap: Vec<Gap>,
}

#[test]
fn every_case_reads_and_writes_the_same() {
    let failed: Vec<String> = RUNS.iter().flat_map(compare).collect();
    assert!(failed.is_empty(), "these snapshots differ (the differences are above): {failed:#?}");
}

/// The names of the snapshots of one run that differ.
fn compare(run: &Run) -> Vec<String> {
    let written = match pipeline::check(&run.inputs, &Options::default()) {
        Ok(lean) => {
            vec![outlines(run), ledger(&lean), render(&lean, "md"), without_style(&render(&lean, "html"))]
        }
        Err(error) => vec![outlines(run), format!("error: {error}")],
    };
    let differs = |(part, text): (&&str, &String)| {
        let name = format!("case-{}-{part}", run.name);
        let compared = std::panic::catch_unwind(|| snapshot(&name, text));
        compared.is_err().then_some(name)
    };
    PARTS.iter().zip(&written).filter_map(differs).collect()
}

/// The section trees of both reports as one readable text.
fn outlines(run: &Run) -> String {
    let mut out = String::new();
    for input in &run.inputs {
        let (document, outline, notices) = pipeline::outline(input, &Options::default()).expect("a report");
        let year = |year: Option<u16>| year.map_or("?".to_owned(), |year| year.to_string());
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
        let _ = writeln!(out, "## {}", input.name);
        let _ = writeln!(out, "title: {}\nbody: {}", or_none(&outline.title), or_none(&outline.body));
        let _ = writeln!(out, "delivered: {}", or_none(&outline.delivered));
        let _ = writeln!(out, "reviews {}, plans {}\n", year(outline.reviews), year(outline.plans));
        for section in &outline.sections {
            let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
            let half = match section.half {
                Half::Review => "review",
                Half::Plan => "plan",
                Half::None => "none",
            };
            let head = document.slice(section.head).replace('\n', " ");
            let term = if section.term { ", term" } else { "" };
            let run_in = if section.run_in { ", run-in" } else { "" };
            let _ = writeln!(out, "{indent}{} {head}  [{half}{term}{run_in}]", section.level);
        }
        for notice in &notices {
            let _ = writeln!(out, "notice {:?}: {}", notice.kind, notice.message);
        }
        out.push('\n');
    }
    out
}

/// The ledger as printed, without the policy: its values change with every fitting and say nothing about a case.
fn ledger(ledger: &Ledger) -> String {
    let mut value: serde_json::Value = serde_json::from_str(&render(ledger, "json")).expect("JSON");
    value["tool"]["policy"] = "[policy]".into();
    serde_json::to_string_pretty(&value).expect("JSON")
}

fn render(ledger: &Ledger, format: &str) -> String {
    let setting = Setting::new(labels_or_english(&ledger.reports[0].language));
    let output = by_name(format).expect("a known format");
    String::from_utf8((output.render)(ledger, &setting).expect("every case renders")).expect("UTF-8")
}

/// The page without its style sheet and its script, which are the same in every report, and without their hashes.
pub(crate) fn without_style(page: &str) -> String {
    let parts = [("<style>", "</style>"), ("<script>", "</script>"), ("style-src '", "'; base-uri")];
    parts.iter().fold(page.to_owned(), |page, (open, close)| {
        let Some((before, rest)) = page.split_once(open) else { return page };
        let (_, after) = rest.split_once(close).expect("the part ends");
        format!("{before}{open}…{close}{after}")
    })
}

#[test]
fn every_snapshot_of_a_case_belongs_to_one() {
    let known: BTreeSet<String> =
        (RUNS.iter()).flat_map(|run| PARTS.map(|part| format!("case-{}-{part}.snap", run.name))).collect();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let found = std::fs::read_dir(snapshots).expect("snapshots/");
    let names = found.map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"));
    let stray: Vec<String> = names
        .filter(|name| name.starts_with("case-") && name.ends_with(".snap") && !known.contains(name))
        .collect();
    assert!(stray.is_empty(), "no case writes these: {stray:#?}");
}

#[test]
fn expectations_are_met_but_for_the_known_gaps() {
    let known: Known = toml::from_str(include_str!("known_gaps.toml")).expect("known_gaps.toml parses");
    let mut found = Vec::new();
    for run in RUNS.iter() {
        let expected = parse(&run.name, &run.expected);
        match &run.ledger {
            Ok(ledger) => found.extend(gaps(&run.name, &expected, ledger)),
            Err(error) => found.push(Gap {
                case: run.name.clone(),
                quote: "the pair".to_owned(),
                subject: String::new(),
                instead: format!("error: {error}"),
            }),
        }
    }
    let same = |a: &Gap, b: &Gap| (&a.case, &a.quote, &a.subject) == (&b.case, &b.quote, &b.subject);
    let new: Vec<&Gap> = found.iter().filter(|gap| !known.gap.iter().any(|known| same(gap, known))).collect();
    let closed: Vec<&Gap> =
        known.gap.iter().filter(|gap| !found.iter().any(|found| same(gap, found))).collect();
    let list = |gaps: &[&Gap]| {
        let gap = gaps.iter().map(|gap| (*gap).clone()).collect();
        toml::to_string(&Known { gap }).expect("TOML")
    };
    assert!(
        new.is_empty() && closed.is_empty(),
        "{} expectations outside tests/it/known_gaps.toml fail:\n{}\n{} known gaps are closed, take them off the list:\n{}",
        new.len(),
        list(&new),
        closed.len(),
        list(&closed)
    );
}

#[test]
fn every_reason_occurs_in_the_expectations() {
    let all: String = RUNS.iter().map(|run| run.expected.as_str()).collect();
    for reason in duixian::ledger::Reason::ALL {
        let line = format!("reason = \"{}\"", crate::expect::word(&reason));
        assert!(all.contains(&line), "no case expects {line}");
    }
}

#[test]
fn every_case_has_its_reason_to_be() {
    for run in RUNS.iter() {
        parse(&run.name, &run.expected);
    }
    assert!(seeds("cases/README.md").is_file());
}
