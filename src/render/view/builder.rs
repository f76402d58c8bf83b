//! What puts a ledger into words: made once, asked by every part of the view, also side by side.

use super::shorts;
use crate::ledger::{Ledger, ReportEntry};
use crate::render::words::Words;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use toml::Table;

/// Puts a ledger into words.
pub(in crate::render) struct Builder<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) words: Words<'a>,
    /// What each report is called.
    pub(super) shorts: Vec<String>,
    /// The sentences of every block of every report, each cut when it is first asked for.
    pub(super) cuts: Vec<Vec<OnceLock<Vec<Span>>>>,
    /// How many targets of a report have a quote.
    pub(super) quotes: BTreeMap<(usize, &'a str), usize>,
}

impl<'a> Builder<'a> {
    /// For `ledger` in the words of `labels`.
    pub(in crate::render) fn new(ledger: &'a Ledger, labels: &'a Table) -> Self {
        let cuts = ledger.reports.iter().map(|report| vec![OnceLock::new(); report.blocks.len()]).collect();
        let mut quotes = BTreeMap::new();
        for target in &ledger.targets {
            *quotes.entry((target.at.report, target.quote.as_str())).or_default() += 1;
        }
        let words = Words::new(labels);
        Self { ledger, words, shorts: shorts(words, &ledger.reports), cuts, quotes }
    }

    /// The ledger without targets, blocks and texts: what the embedded templates name of it. A page of many reports would
    /// otherwise hold everything twice.
    pub(super) fn head(&self) -> Ledger {
        let reports = self.ledger.reports.iter();
        let bare = |report: &ReportEntry| ReportEntry {
            name: report.name.clone(),
            sha256: report.sha256.clone(),
            title: report.title.clone(),
            body: report.body.clone(),
            delivered: report.delivered.clone(),
            language: report.language.clone(),
            blocks: Vec::new(),
            text: None,
            ..*report
        };
        Ledger {
            schema: self.ledger.schema.clone(),
            tool: self.ledger.tool.clone(),
            reports: reports.map(bare).collect(),
            targets: Vec::new(),
            alignment: Vec::new(),
            lifelines: Vec::new(),
            restated: Vec::new(),
            unpromised: Vec::new(),
            totals: self.ledger.totals.clone(),
            notices: self.ledger.notices.clone(),
            seal: self.ledger.seal.clone(),
        }
    }
}
