//! How well the program did where it was measured. Comes in: `accuracy.json`, which `tests/fit/measure.sh` writes, and the rules
//! of a ledger. Goes out: the numbers in words, or that there are none for these rules.

use super::Builder;
use crate::ledger::Kind;
use crate::render::words::Words;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// What the last measuring found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accuracy {
    /// The `tool.rules` of the program that was measured.
    rules: String,
    /// How many pairs of reports were read by hand.
    pairs: usize,
    /// With the tables that the program holds.
    built_in: Kinds,
    /// Every pair with tables that were made from the others.
    left_out: Kinds,
}

/// The scores by kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    quantified: Scores,
    deliverable: Scores,
}

/// The scores of one kind, shares from 0 to 1 and counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scores {
    /// How many targets of this kind the reader found.
    targets: usize,
    /// F1 of the targets found.
    f1: f64,
    /// The share of the reader's targets with evidence for which a passage of it was given.
    evidence: f64,
    /// The mean F1 of the three marks, a target that was not found counted as wrong.
    macro_f1: f64,
    /// How many of the reader's missed targets were marked missed, and how many there are.
    missed_found: [usize; 2],
    /// How many targets marked missed the reader did not mark so, and how many were marked.
    missed_wrong: [usize; 2],
}

/// The measured accuracy as the templates see it.
#[derive(Debug, Serialize)]
pub(in crate::render) struct AccuracyView {
    /// What was measured, or that nothing was.
    text: String,
    /// Nothing where nothing was measured.
    rows: Vec<Row>,
}

/// One kind with one way of making the tables.
#[derive(Debug, Serialize)]
struct Row {
    kind: String,
    tables: String,
    targets: String,
    evidence: String,
    marks: String,
    missed_found: String,
    missed_wrong: String,
}

/// What was measured last; `None` when the file cannot be read, which a test rules out.
fn last() -> Option<&'static Accuracy> {
    static LAST: OnceLock<Option<Accuracy>> = OnceLock::new();
    LAST.get_or_init(|| serde_json::from_str(include_str!("../accuracy.json")).ok()).as_ref()
}

impl Builder<'_> {
    /// What was measured for the rules of this ledger.
    pub(super) fn accuracy(&self) -> AccuracyView {
        said(self.words, last().filter(|last| last.rules == self.ledger.tool.rules))
    }
}

fn said(words: Words<'_>, accuracy: Option<&Accuracy>) -> AccuracyView {
    let Some(accuracy) = accuracy else {
        return AccuracyView { text: words.say("accuracy.unmeasured"), rows: Vec::new() };
    };
    let share = |share: f64| format!("{share:.2}");
    let of = |[count, total]: [usize; 2]| {
        words.fill("accuracy.of", &[("count", &count.to_string()), ("total", &total.to_string())])
    };
    let row = |kind: Kind, tables: &str, scores: &Scores| Row {
        kind: words.say_of("kind", kind),
        tables: words.say(tables),
        targets: share(scores.f1),
        evidence: share(scores.evidence),
        marks: share(scores.macro_f1),
        missed_found: of(scores.missed_found),
        missed_wrong: of(scores.missed_wrong),
    };
    let (built_in, left_out) = (&accuracy.built_in, &accuracy.left_out);
    AccuracyView {
        text: words.fill(
            "accuracy.measured",
            &[
                ("pairs", &accuracy.pairs.to_string()),
                ("quantified", &built_in.quantified.targets.to_string()),
                ("deliverable", &built_in.deliverable.targets.to_string()),
            ],
        ),
        rows: vec![
            row(Kind::Quantified, "accuracy.built_in", &built_in.quantified),
            row(Kind::Quantified, "accuracy.left_out", &left_out.quantified),
            row(Kind::Deliverable, "accuracy.built_in", &built_in.deliverable),
            row(Kind::Deliverable, "accuracy.left_out", &left_out.deliverable),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use serde_json::json;

    #[test]
    fn the_file_is_read() {
        let last = last().expect("accuracy.json has the fields above and no others");
        assert!(last.pairs > 0 && last.rules.len() == 64);
    }

    #[test]
    fn every_number_stands_in_its_place() {
        let scores = |f1: f64| {
            json!({"targets": 400, "f1": f1, "evidence": 0.64, "macro_f1": 0.8, "missed_found": [21, 30],
                "missed_wrong": [3, 24]})
        };
        let kinds = |f1: f64| json!({"quantified": scores(f1), "deliverable": scores(f1 / 2.0)});
        let measured = json!({"rules": "ef", "pairs": 7, "built_in": kinds(0.9), "left_out": kinds(0.5)});
        let accuracy: Accuracy = serde_json::from_value(measured).unwrap();
        let view = said(Words::new(sample::labels("en")), Some(&accuracy));
        assert!(view.text.contains(" 7 pairs") && view.text.contains("400 "), "{}", view.text);
        let cells: Vec<[&str; 3]> = view
            .rows
            .iter()
            .map(|row| [row.targets.as_str(), &row.missed_found, &row.missed_wrong])
            .collect();
        let counts = ["21 of 30", "3 of 24"];
        let expected = ["0.90", "0.50", "0.45", "0.25"].map(|f1| [f1, counts[0], counts[1]]);
        assert_eq!(cells, expected);
        assert_eq!((view.rows[3].evidence.as_str(), view.rows[3].marks.as_str()), ("0.64", "0.80"));
        assert!(view.rows.iter().all(|row| !row.kind.is_empty() && !row.tables.contains('.')), "{view:?}");
    }
}
