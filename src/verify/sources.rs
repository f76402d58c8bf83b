//! The reports, read again. Comes in: the ledger and the files that were given. Goes out: each report's text and outline, and
//! where the ledger says otherwise.

use super::Given;
use super::fault::Faults;
use super::file::sha256;
use crate::ledger::{BlockEntry, Ledger, NoticeEntry, Place, Range, ReportEntry};
use crate::notice::{Notice, NoticeKind, Notices};
use crate::outline::{self, Half, Outline};
use crate::read::{self, BlockKind, Document, File, Reader};
use crate::span::Span;
use std::collections::HashMap;

/// One report, read again.
#[derive(Debug)]
pub(super) struct Source {
    /// Its text.
    pub(super) document: Document,
    /// Its outline, with the years that the user gave.
    pub(super) outline: Outline,
    /// What reading it says.
    pub(super) notices: Notices,
}

impl Source {
    /// The place of a span, as a ledger gives it.
    pub(super) fn place(&self, report: usize, span: Span) -> Place {
        let block = self.document.block_at(span.start);
        let sections = self.outline.path(span.start).into_iter().map(|index| &self.outline.sections[index]);
        let heads = sections.filter(|section| section.level > 1 && !section.head.overlaps(span));
        let words = |head: Span| self.document.slice(head).split_whitespace().collect::<Vec<_>>().join(" ");
        Place {
            report,
            start: span.start,
            end: span.end,
            page: self.document.page_at(span.start),
            paragraph: block.map_or(0, |block| block + 1),
            section: heads.map(|section| words(section.head)).collect(),
        }
    }

    /// Whether a span lies in blocks of one half only.
    pub(super) fn lies_in(&self, span: Span, half: Half) -> bool {
        let blocks = self.document.blocks.iter().zip(&self.outline.halves);
        let mut touched = blocks.filter(|(block, _)| block.span.overlaps(span)).peekable();
        touched.peek().is_some() && touched.all(|(_, of)| *of == half)
    }

    /// The blocks of a half that carry text.
    pub(super) fn blocks(&self, half: Half) -> impl Iterator<Item = Span> {
        let blocks = self.document.blocks.iter().zip(&self.outline.halves);
        blocks
            .filter(move |(block, of)| **of == half && block.kind != BlockKind::Furniture)
            .map(|(block, _)| block.span)
    }

    fn block_entries(&self) -> Vec<BlockEntry> {
        let heads = self.outline.sections.iter().filter(|section| !section.run_in);
        let levels: HashMap<usize, u8> = heads
            .filter_map(|section| Some((self.document.block_at(section.head.start)?, section.level)))
            .collect();
        let entry = |(index, block): (usize, &read::Block)| {
            let level = levels.get(&index).copied();
            let kind = match block.kind {
                _ if level.is_some() => "heading",
                BlockKind::Furniture => "furniture",
                BlockKind::Table => "table",
                BlockKind::Item => "item",
                BlockKind::Heading | BlockKind::Paragraph => "paragraph",
            };
            BlockEntry {
                start: block.span.start,
                end: block.span.end,
                kind: kind.to_owned(),
                level,
                page: self.document.page_at(block.span.start),
                half: self.outline.halves.get(index).copied().unwrap_or_default(),
            }
        };
        self.document.blocks.iter().enumerate().map(entry).collect()
    }
}

/// A span as a ledger writes it.
fn range(span: Span) -> Range {
    Range { start: span.start, end: span.end }
}

/// Finds each report of the ledger among the files by its hash, reads it again and compares its entry.
pub(super) fn sources(
    ledger: &Ledger,
    given: &[Given<'_>],
    reader: Reader,
    faults: &mut Faults,
    remarks: &mut Vec<String>,
) -> Vec<Option<Source>> {
    let hashes: Vec<String> = given.iter().map(|given| sha256(given.bytes)).collect();
    for (index, (file, hash)) in given.iter().zip(&hashes).enumerate() {
        if !ledger.reports.iter().any(|report| report.sha256 == *hash) {
            remarks.push(format!("{}: the ledger names no report with its SHA-256, {hash}", file.name));
        } else if hashes[..index].contains(hash) {
            remarks.push(format!("{}: is given twice", file.name));
        }
    }
    let source = |(index, entry): (usize, &ReportEntry)| {
        let at = format!("/reports/{index}");
        let Some(found) = hashes.iter().position(|hash| *hash == entry.sha256) else {
            let what = format!(
                "{}: none of the files given has its SHA-256, {}; what rests on it was not checked",
                entry.name, entry.sha256
            );
            faults.add(&format!("{at}/sha256"), what);
            return None;
        };
        let base = given[found].name.rsplit(['/', '\\']).next().unwrap_or_default();
        if base != entry.name {
            remarks.push(format!("{}: the ledger calls this report {}", given[found].name, entry.name));
        }
        let mut notices = Notices::new();
        let policy = &ledger.tool.policy;
        let document = match read::read_by(
            reader,
            &File { name: &entry.name, bytes: given[found].bytes, policy },
            &mut notices,
        ) {
            Ok(document) => document,
            Err(error) => {
                faults.add(&at, format!("cannot be read again: {}", error.message));
                return None;
            }
        };
        let outline = outline::outline(&document, policy, &mut notices);
        let mut source = Source { document, outline, notices };
        if let Some((at, notice)) = given_year(ledger, index) {
            give_year(&at, notice, &mut source, faults);
        }
        compare(&at, entry, &source, faults);
        Some(source)
    };
    ledger.reports.iter().enumerate().map(source).collect()
}

/// The notice that the user gave a report's year.
fn given_year(ledger: &Ledger, report: usize) -> Option<(String, &NoticeEntry)> {
    let gives = |notice: &NoticeEntry| notice.kind == NoticeKind::GivenYear && notice.report == Some(report);
    let index = ledger.notices.iter().position(gives)?;
    Some((format!("/notices/{index}"), &ledger.notices[index]))
}

/// Takes the year that the user gave, where the report says none.
fn give_year(at: &str, notice: &NoticeEntry, source: &mut Source, faults: &mut Faults) {
    let guessed = source.notices.iter().any(|notice| notice.kind == NoticeKind::GuessedYear);
    let outline = &mut source.outline;
    let said = outline.reviews.or(outline.plans.and_then(|plans| plans.checked_sub(1)));
    if let Some(said) = said.filter(|_| !guessed) {
        faults.add(at, format!("the report says itself that it reviews {said}: no year can be given"));
        return;
    }
    let Some(year) = notice.args.get("reviews").and_then(|year| year.parse::<u16>().ok()) else {
        faults.add(at, "the notice does not say which year was given");
        return;
    };
    outline.reviews = outline.review_half.map(|_| year);
    outline.plans = outline.plan_half.map(|_| year.saturating_add(1));
    source.notices.retain(|notice| notice.kind != NoticeKind::GuessedYear);
    let given = Notice::new(NoticeKind::GivenYear, notice.severity, notice.message.clone());
    source.notices.push(given.with("reviews", year));
}

/// A report's entry against the report.
fn compare(at: &str, entry: &ReportEntry, source: &Source, faults: &mut Faults) {
    let (document, outline) = (&source.document, &source.outline);
    let at = |field: &str| format!("{at}/{field}");
    let said = "the report says otherwise";
    faults.same(&at("title"), said, &entry.title, &outline.title);
    faults.same(&at("body"), said, &entry.body, &outline.body);
    faults.same(&at("delivered"), said, &entry.delivered, &outline.delivered);
    faults.same(&at("reviews"), said, &entry.reviews, &outline.reviews);
    faults.same(&at("plans"), said, &entry.plans, &outline.plans);
    faults.same(&at("language"), said, &entry.language, &outline.language);
    faults.same(&at("review_half"), said, &entry.review_half, &outline.review_half.map(range));
    faults.same(&at("plan_half"), said, &entry.plan_half, &outline.plan_half.map(range));
    faults.same(&at("complete"), said, &entry.complete, &document.complete);
    if let Some(text) = &entry.text {
        faults.same(&at("text"), "this is not the text of the report", text, &document.text);
    }
    let blocks = source.block_entries();
    if entry.text.is_some() || !entry.blocks.is_empty() {
        faults.same(&at("blocks"), "the report has other blocks", &entry.blocks.len(), &blocks.len());
        for (index, (there, here)) in entry.blocks.iter().zip(&blocks).enumerate() {
            faults.same(&at(&format!("blocks/{index}")), said, there, here);
        }
        if entry.text.is_none() {
            faults.add(&at("text"), "the blocks stand without the text");
        }
    }
}
