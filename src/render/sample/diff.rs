//! A small invented comparison for the tests of the renderers.

use super::report;
use crate::ledger::diff::Diff;
use serde_json::{Value, json};

/// The texts of the two reports, a block a line.
const EARLIER: [&str; 4] =
    ["各位代表：", "一、办好民生实事", "新建小学5所。建成文化馆。", "加快建设湖滨大道。"];
const LATER: [&str; 4] = ["各位代表！", "一、增进民生福祉", "新建小学3所左右。", "扩大就业。建成文化馆。"];

/// Where `words` stand in the text of a report.
fn at(text: &str, words: &str) -> Value {
    let start = text.find(words).unwrap_or_else(|| panic!("{words}"));
    json!({"start": start, "end": start + words.len()})
}

fn place(report: usize, text: &str, words: &str, block: usize) -> Value {
    let mut place = at(text, words);
    place["report"] = report.into();
    place["page"] = Value::Null;
    place["paragraph"] = (block + 1).into();
    place["section"] = if block > 1 { json!(["一、办好民生实事"]) } else { json!([]) };
    place
}

fn with_text(mut report: Value, lines: &[&str]) -> Value {
    let mut start = 0;
    let block = |(nth, line): (usize, &&str)| {
        let block = json!({"start": start, "end": start + line.len(), "kind": if nth == 1 { "heading" } else { "paragraph" },
            "level": if nth == 1 { json!(3) } else { Value::Null }, "page": null, "half": if nth > 0 { "plan" } else { "none" }});
        start += line.len() + 1;
        block
    };
    report["blocks"] = lines.iter().enumerate().map(block).collect();
    report["text"] = lines.join("\n").into();
    report
}

/// A section that was renamed, a paragraph that was changed, one that was dropped and one that is new, two that belong together and are
/// shown apart, a sentence that was moved, a figure that was lowered; the lines of the earlier report are `earlier`.
fn made(earlier: &[&str]) -> Diff {
    let (was, is) = (earlier.join("\n"), LATER.join("\n"));
    let (was, is) = (was.as_str(), is.as_str());
    let head = |report: usize, text: &str, words: &str, block: usize, kind: &str| json!({"kind": kind, "text": words, "at": place(report, text, words, block)});
    let entry = |how: &str, earlier: Value, later: Value| {
        json!({"reports": [0, 1], "halves": "plan-plan", "how": how, "score": 0.5, "why": {}, "earlier": earlier,
            "later": later, "earlier_heads": [], "later_heads": [], "earlier_shown": earlier, "later_shown": later, "redline": []})
    };
    let whole = |change: &str, earlier: Value, later: Value| json!({"change": change, "earlier": earlier, "later": later, "pieces": [], "ritual": false});
    let mut section = entry("renamed", json!([1]), json!([1]));
    section["earlier_heads"] = json!([head(0, was, earlier[1], 1, "heading")]);
    section["later_heads"] = json!([head(1, is, LATER[1], 1, "heading")]);
    section["redline"] = json!([
        whole("removed", at(was, earlier[1]), Value::Null),
        whole("added", Value::Null, at(is, LATER[1]))
    ]);
    let mut changed = entry("same", json!([2]), json!([2]));
    changed["earlier_heads"] = json!([head(0, was, "新建小学5所", 2, "opening")]);
    changed["later_heads"] = json!([head(1, is, "新建小学3所左右", 2, "run_in")]);
    let piece = |change: &str, earlier: Value, later: Value| json!({"change": change, "earlier": earlier, "later": later});
    // The end mark of a sentence: the last character of its words.
    let end = |text: &str, words: &str| {
        let end = at(text, words)["end"].as_u64().unwrap();
        json!({"start": end - '。'.len_utf8() as u64, "end": end})
    };
    let sentence = json!({"change": "changed", "earlier": at(was, "新建小学5所。"), "later": at(is, LATER[2]), "ritual": false,
        "pieces": [piece("kept", at(was, "新建小学"), at(is, "新建小学")), piece("removed", at(was, "5所"), Value::Null),
            piece("added", Value::Null, at(is, "3所左右")), piece("kept", end(was, "新建小学5所。"), end(is, LATER[2]))]});
    changed["redline"] =
        json!([sentence, whole("moved_away", at(was, "建成文化馆。"), at(is, "建成文化馆。"))]);
    let mut dropped = entry("dropped", json!([3]), json!([]));
    dropped["earlier_heads"] = json!([head(0, was, earlier[3], 3, "opening")]);
    dropped["redline"] = json!([whole("removed", at(was, earlier[3]), Value::Null)]);
    let mut new = entry("new", json!([]), json!([3]));
    new["later_heads"] = json!([head(1, is, "扩大就业", 3, "opening")]);
    new["redline"] = json!([
        whole("added", Value::Null, at(is, "扩大就业。")),
        whole("moved_here", at(was, "建成文化馆。"), at(is, "建成文化馆。"))
    ]);
    // What was changed belongs to the section of before, too.
    let mut besides = entry("renamed", json!([1]), json!([2]));
    besides["earlier_heads"] = section["earlier_heads"].clone();
    besides["later_heads"] = changed["later_heads"].clone();
    (besides["earlier_shown"], besides["later_shown"]) = (json!([]), json!([]));
    let side = |report: usize, text: &str, words: &str, quote: &str, value: &str| {
        json!({"words": words, "quote": quote, "at": place(report, text, quote, 2),
            "quantity": {"bound": "exactly", "value": value, "high": null, "scale": "1", "unit": "所", "basis": "count", "hedges": []}})
    };
    let mut ritual = whole("changed", at(was, EARLIER[0]), at(is, LATER[0]));
    ritual["ritual"] = true.into();
    ritual["pieces"] = json!([
        piece("removed", at(was, EARLIER[0]), Value::Null),
        piece("added", Value::Null, at(is, LATER[0]))
    ]);
    let diff = json!({"schema": "duixian-diff/1",
        "tool": {"name": "duixian", "version": "0.0.0", "rules": "ef".repeat(32), "policy": {}},
        "reports": [with_text(report("earlier.md", 2021), earlier), with_text(report("later.md", 2022), &LATER)],
        "alignment": [section, changed, dropped, new, besides],
        "outside": [{"part": "opening", "earlier": [0], "later": [0], "redline": [ritual]}],
        "figures": [{"halves": "plan-plan", "subject": "新建小学", "turn": "lower", "gap": "-2", "unit": "所",
            "earlier": side(0, was, "5所", "新建小学5所", "5"), "later": side(1, is, "3所左右", "新建小学3所左右", "3")}],
        "totals": {"sections": {"renamed": 1}, "paragraphs": {"same": 1, "dropped": 1, "new": 1}, "kept": 5, "removed": 20,
            "added": 18, "moved": 6, "figures_changed": 1, "figures_kept": 0},
        "notices": [{"kind": "guessed_year", "severity": "warning", "message": "the year of the plan half was taken to be 2022",
            "args": {"half": "plan", "year": "2022"}, "report": 0, "at": null}]});
    serde_json::from_value(diff).unwrap()
}

/// See [`made`].
pub(crate) fn diff() -> Diff {
    made(&EARLIER)
}

/// The same with `text` wherever words of the earlier report stand alone, and as name, body and unit.
pub(crate) fn diff_with(text: &str) -> Diff {
    let mut diff = made(&[EARLIER[0], text, EARLIER[2], EARLIER[3]]);
    for report in &mut diff.reports {
        (report.name, report.body) = (text.to_owned(), Some(text.to_owned()));
    }
    for figure in &mut diff.figures {
        (figure.subject, figure.unit) = (text.to_owned(), text.to_owned());
        (figure.later.words, figure.later.quote) = (text.to_owned(), text.to_owned());
    }
    diff
}

/// Two reports without anything to compare.
pub(crate) fn nothing() -> Diff {
    let mut diff = diff();
    diff.alignment.clear();
    diff.outside.clear();
    diff.figures.clear();
    diff.notices.clear();
    diff.totals = crate::ledger::diff::DiffTotals::default();
    diff
}
