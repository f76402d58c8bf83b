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

fn ledger(input: &Input) -> Result<Ledger> {
    serde_json::from_slice(&input.bytes).map_err(|cause| {
        Error::new(ErrorKind::Input, &input.name, "the stand-in reads ledgers only").caused_by(cause)
    })
}

pub fn check(inputs: &[Input], _: &Options) -> Result<Ledger> {
    ledger(&inputs[0])
}

pub fn targets(input: &Input, _: &Options) -> Result<Ledger> {
    ledger(input)
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
