//! A stand-in for the pipeline, to be replaced whole.
#![allow(missing_docs, reason = "a stand-in")]

use crate::error::{Error, ErrorKind, Result};
use crate::ledger::{Ledger, Reason};
use crate::notice::Notice;
use crate::outline::Outline;
use crate::policy::Policy;
use crate::read::Document;

#[derive(Debug, Clone, Default)]
pub struct Input {
    pub name: String,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, Default)]
pub struct Options {
    pub policy: Policy,
    pub with_text: bool,
    pub years: Vec<u16>,
    pub packs: Vec<String>,
}

#[derive(Debug)]
pub struct RuleDoc {
    pub name: &'static str,
    pub reason: Reason,
    pub doc: &'static str,
}

fn ledger(inputs: &[Input], options: &Options) -> Result<Ledger> {
    let input = &inputs[0];
    if let Some(empty) = inputs.iter().find(|input| input.bytes.is_empty()) {
        return Err(Error::new(ErrorKind::Input, &empty.name, "is empty; give the report's text"));
    }
    if let Ok(ledger) = serde_json::from_slice(&input.bytes) {
        return Ok(ledger);
    }
    let report = |input: &Input, reviews: u16| {
        let mut value = serde_json::json!({"name": input.name, "sha256": "ab".repeat(32), "title": null, "body": null, "delivered": null,
            "reviews": reviews, "plans": reviews + 1, "language": "zh", "review_half": null, "plan_half": null,
            "complete": true});
        if options.with_text {
            value["text"] = String::from_utf8_lossy(&input.bytes).into_owned().into();
        }
        value
    };
    let target = |key: &str, mark: &str, reason: &str| {
        serde_json::json!({"key": key, "set_in": 2021, "for_year": 2022, "kind": "deliverable",
            "quote": "新建小学2所", "subject": "小学", "at": {"report": 0, "start": 0, "end": 1, "page": null,
            "paragraph": 1, "section": []}, "quantity": null, "mark": mark, "reason": reason, "rule": "stand.in",
            "confidence": "sure", "strict": mark, "lenient": mark, "standing": null, "evidence": [],
            "candidates": [], "search": null, "ambition": null, "lifeline": [], "ruling": null})
    };
    let ledger = serde_json::json!({"schema": "duixian-ledger/1", "tool": {"name": "duixian", "version": "0.1.0",
        "rules": "cd".repeat(32), "policy": {}}, "seal": "ef".repeat(32),
        "reports": inputs.iter().zip(2021..).map(|(input, year)| report(input, year)).collect::<Vec<_>>(),
        "targets": [target("2022-00000001", "missed", "short"), target("2022-00000002", "not_mentioned", "silent")],
        "alignment": [], "restated": [], "unpromised": [],
        "totals": {"extracted": 2, "effort": 0, "checkable": 2, "met": 0, "missed": 1, "not_mentioned": 1,
            "by_reason": {"short": 1, "silent": 1}, "by_kind": {"deliverable": 2}, "by_section": [],
            "strict": {"missed": 1, "not_mentioned": 1}, "lenient": {"missed": 1, "not_mentioned": 1}},
        "notices": []});
    serde_json::from_value(ledger).map_err(|cause| {
        Error::new(ErrorKind::Internal, &input.name, "the stand-in is wrong").caused_by(cause)
    })
}

pub fn check(inputs: &[Input], options: &Options) -> Result<Ledger> {
    ledger(inputs, options)
}

pub fn targets(input: &Input, options: &Options) -> Result<Ledger> {
    ledger(std::slice::from_ref(input), options)
}

pub fn text(input: &Input, _: &Options) -> Result<(Document, Vec<Notice>)> {
    let text = String::from_utf8_lossy(&input.bytes).into_owned();
    Ok((
        Document { name: input.name.clone(), sha256: String::new(), text, blocks: vec![], complete: true },
        vec![],
    ))
}

pub fn outline(input: &Input, options: &Options) -> Result<(Document, Outline, Vec<Notice>)> {
    let (document, notices) = text(input, options)?;
    Ok((document, Outline { language: "zh".into(), ..Outline::default() }, notices))
}

pub fn rules() -> &'static [RuleDoc] {
    &[
        RuleDoc {
            name: "figure.exceeded",
            reason: Reason::Exceeded,
            doc: "The reported figure is beyond the promised one.",
        },
        RuleDoc {
            name: "figure.short",
            reason: Reason::Short,
            doc: "The reported figure lies outside the bound.",
        },
    ]
}

pub fn pack_faults() -> Vec<(String, usize, Vec<String>)> {
    crate::lang::Pack::built_in().iter().map(|pack| (pack.language.clone(), 0, vec![])).collect()
}
