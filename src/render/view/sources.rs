//! The reports' texts with everything that the ledger quotes marked in them. Comes in: texts, blocks, places. Goes out: blocks in
//! pieces, where a piece says which marks open before it and close after it. A ledger without texts gives nothing.

use super::Builder;
use crate::ledger::{BlockEntry, Place, ReportEntry, Target};
use crate::render::words::name_of;
use crate::span::Span;
use serde::Serialize;

/// Headings of a text begin at this level of the page, below that of the report; HTML has six.
const FIRST_HEADING: usize = 4;
const LAST_HEADING: usize = 6;

/// One report's text.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SourceView<'a> {
    pub(super) report: usize,
    pub(super) blocks: Vec<BlockView<'a>>,
}

/// One paragraph, heading or row of a table.
#[derive(Debug, Serialize)]
pub(in crate::render) struct BlockView<'a> {
    /// `heading`, `paragraph`, `item`, `table` or `furniture`.
    pub(super) kind: &'a str,
    /// Whether a table begins with it, and whether one ends.
    pub(super) opens: bool,
    pub(super) closes: bool,
    /// The heading's level on the page; 0 for what is no heading.
    pub(super) level: usize,
    /// From 1, as places count them.
    pub(super) paragraph: usize,
    /// The page in words, where a page begins.
    pub(super) page: Option<String>,
    /// The half in words, where one begins.
    pub(super) half: Option<String>,
    /// The text by cells; one but in tables.
    pub(super) cells: Vec<Vec<Piece<'a>>>,
}

/// A stretch of text between two borders of marks.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct Piece<'a> {
    pub(super) opens: Vec<Open>,
    pub(super) text: &'a str,
    pub(super) closes: Vec<Close>,
}

/// A mark that begins, or goes on after the end of one that it overlaps: then it has no `id`.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Open {
    pub(super) class: String,
    pub(super) id: Option<String>,
}

/// The end of a mark; where it ends for good, with the way back.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Close {
    pub(super) back: Option<Back>,
}

/// The way from a passage to its target.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Back {
    pub(super) key: String,
    pub(super) class: String,
    pub(super) label: String,
}

/// A passage that the ledger quotes.
#[derive(Debug, Clone)]
struct Quoted {
    span: Span,
    id: String,
    key: String,
    /// `target` or `evidence`.
    role: &'static str,
    mark: String,
    label: String,
}

impl<'a> Builder<'a> {
    /// The text of a report, where the ledger holds it.
    pub(in crate::render) fn source(&self, report: usize) -> Option<SourceView<'a>> {
        let entry = &self.ledger.reports[report];
        self.marked_text(report, entry, entry.text.as_deref()?)
    }

    /// The anchor of the paragraph at a place; `None` where the ledger holds no text.
    pub(super) fn paragraph_anchor(&self, at: &Place) -> Option<String> {
        let entry = self.ledger.reports.get(at.report)?;
        let known = entry.text.is_some() && (1..=entry.blocks.len()).contains(&at.paragraph);
        known.then(|| format!("r{}-p{}", at.report, at.paragraph))
    }

    /// `id`, where the place is one of the text that the ledger holds.
    pub(super) fn mark_anchor(&self, at: &Place, id: String) -> Option<String> {
        let text = self.ledger.reports.get(at.report)?.text.as_deref()?;
        self.paragraph_anchor(at)?;
        let span = Span::new(at.start, at.end);
        let block =
            at.paragraph.checked_sub(1).and_then(|block| self.ledger.reports[at.report].blocks.get(block))?;
        let holds = Span::new(block.start, block.end).overlaps(span) && span.fits(text);
        holds.then_some(id)
    }

    fn marked_text(&self, report: usize, entry: &'a ReportEntry, text: &'a str) -> Option<SourceView<'a>> {
        let quoted = self.quoted(report);
        let mut open_headings: Vec<u8> = Vec::new();
        let (mut page, mut half) = (None, None);
        let kind = |index: usize| entry.blocks.get(index).map(|block| block.kind.as_str());
        let blocks: Vec<BlockView<'a>> = entry
            .blocks
            .iter()
            .enumerate()
            .map(|(index, block)| {
                let table = block.kind == "table";
                let turns = block.page.is_some() && block.page != page;
                page = block.page.or(page);
                let name = name_of(block.half);
                let begins = block.kind != "furniture" && half.as_deref() != Some(name.as_str());
                if begins {
                    half = Some(name.clone());
                }
                BlockView {
                    kind: &block.kind,
                    opens: table && (index == 0 || kind(index - 1) != Some("table")),
                    closes: table && kind(index + 1) != Some("table"),
                    level: heading(&mut open_headings, block),
                    paragraph: index + 1,
                    page: block
                        .page
                        .filter(|_| turns)
                        .map(|page| self.words.fill("place.page", &[("page", &page.to_string())])),
                    half: (begins && name != "none").then(|| self.words.say(&format!("source.{name}"))),
                    cells: cells(text, block).map(|cell| pieces(text, cell, &quoted)).collect(),
                }
            })
            .collect();
        (!blocks.is_empty()).then_some(SourceView { report, blocks })
    }

    /// Everything that the ledger quotes from a report as a target or as evidence, in the order of the text.
    fn quoted(&self, report: usize) -> Vec<Quoted> {
        let mut all = Vec::new();
        let here = |target: &&Target| {
            target.at.report == report || target.evidence.iter().any(|said| said.at.report == report)
        };
        for target in self.ledger.targets.iter().filter(here) {
            let mark = target.mark.map_or_else(|| "none".to_owned(), name_of);
            let word = self.words.say(&format!("mark.{mark}"));
            let one = |at: &Place, id: String, role: &'static str| Quoted {
                span: Span::new(at.start, at.end),
                id,
                key: target.key.clone(),
                role,
                mark: mark.clone(),
                label: match target.mark {
                    Some(_) => self
                        .words
                        .fill(&format!("source.{role}"), &[("subject", &target.subject), ("mark", &word)]),
                    None => self.words.fill("source.unmarked", &[("subject", &target.subject)]),
                },
            };
            let own = std::iter::once((&target.at, format!("{}-at", target.key), "target"));
            let evidence = target.evidence.iter().enumerate();
            let evidence =
                evidence.map(|(n, said)| (&said.at, format!("{}-e{}", target.key, n + 1), "evidence"));
            let quoted = own.chain(evidence).filter(|(at, ..)| at.report == report && at.start < at.end);
            all.extend(quoted.map(|(at, id, role)| one(at, id, role)));
        }
        all.sort_by(|a, b| a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)));
        all
    }
}

/// The level of a heading on the page: one below the heading that it stands under, so that none is left out between.
fn heading(open: &mut Vec<u8>, block: &BlockEntry) -> usize {
    let Some(level) = block.level else { return 0 };
    while open.last().is_some_and(|last| *last >= level) {
        open.pop();
    }
    open.push(level);
    (FIRST_HEADING + open.len() - 1).min(LAST_HEADING)
}

/// The cells of a row, which a table's text parts by tabs; the whole of any other block.
fn cells(text: &str, block: &BlockEntry) -> impl Iterator<Item = Span> {
    let span = Span::new(block.start, block.end);
    let inside = if block.kind == "table" { span.slice(text) } else { "" };
    let mut borders = vec![span.start];
    for (at, tab) in inside.match_indices('\t') {
        borders.extend([span.start + at, span.start + at + tab.len()]);
    }
    borders.push(span.end);
    let pairs: Vec<Span> = borders.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1])).collect();
    pairs.into_iter()
}

/// The text at `within`, cut where a passage begins or ends. Passages that overlap without one holding the other are closed
/// and opened again, so that the marks nest.
fn pieces<'a>(text: &'a str, within: Span, quoted: &[Quoted]) -> Vec<Piece<'a>> {
    let here: Vec<(Span, &Quoted)> = quoted
        .iter()
        .filter(|one| one.span.overlaps(within) && one.span.fits(text))
        .map(|one| (Span::new(one.span.start.max(within.start), one.span.end.min(within.end)), one))
        .collect();
    let mut borders: Vec<usize> = here.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    borders.extend([within.start, within.end]);
    borders.sort_unstable();
    borders.dedup();
    let mut open: Vec<usize> = Vec::new();
    let mut all: Vec<Piece<'a>> = Vec::new();
    for pair in borders.windows(2) {
        let stretch = Span::new(pair[0], pair[1]);
        let ends = |index: &usize| here[*index].0.end == stretch.start;
        let mut again = Vec::new();
        if let Some(lowest) = open.iter().position(&ends) {
            for index in open.drain(lowest..).rev() {
                let whole = ends(&index);
                if let Some(last) = all.last_mut() {
                    last.closes.push(close(here[index], whole));
                }
                if !whole {
                    again.push(index);
                }
            }
        }
        again.extend((0..here.len()).filter(|index| here[*index].0.start == stretch.start));
        again.sort_by_key(|index| (std::cmp::Reverse(here[*index].0.end), *index));
        let opens = again.iter().map(|index| {
            let (span, one) = here[*index];
            let begins = span.start == stretch.start && one.span.start == span.start;
            Open { class: format!("{} {}", one.role, one.mark), id: begins.then(|| one.id.clone()) }
        });
        all.push(Piece { opens: opens.collect(), text: stretch.slice(text), closes: Vec::new() });
        open.extend(again);
    }
    if let Some(last) = all.last_mut() {
        last.closes.extend(open.iter().rev().map(|index| close(here[*index], true)));
    }
    all
}

/// The end of a mark; `whole` if nothing of it follows in this block.
fn close((span, one): (Span, &Quoted), whole: bool) -> Close {
    let last = whole && span.end == one.span.end;
    let back = || Back {
        key: one.key.clone(),
        class: format!("{} {}", one.role, one.mark),
        label: one.label.clone(),
    };
    Close { back: last.then(back) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(span: (usize, usize), id: &str) -> Quoted {
        Quoted {
            span: Span::new(span.0, span.1),
            id: id.to_owned(),
            key: id.to_owned(),
            role: "target",
            mark: "met".to_owned(),
            label: String::new(),
        }
    }

    /// The marks as brackets: `[a:` opens a, `[:` goes on, `]a` ends a, `]` breaks off.
    fn drawn(text: &str, quoted: &[Quoted]) -> String {
        let mut out = String::new();
        for piece in pieces(text, Span::all(text), quoted) {
            piece.opens.iter().for_each(|open| {
                out += &format!("[{}:", open.id.as_deref().unwrap_or_default());
            });
            out += piece.text;
            piece.closes.iter().for_each(|close| {
                out += "]";
                out += close.back.as_ref().map_or("", |back| &back.key);
            });
        }
        out
    }

    #[test]
    fn marks_nest() {
        assert_eq!(drawn("0123456789", &[quoted((2, 8), "a"), quoted((4, 6), "b")]), "01[a:23[b:45]b67]a89");
        assert_eq!(drawn("0123", &[quoted((0, 4), "a"), quoted((0, 4), "b")]), "[a:[b:0123]b]a");
    }

    #[test]
    fn marks_that_cross_are_taken_up_again() {
        assert_eq!(
            drawn("0123456789", &[quoted((1, 5), "a"), quoted((3, 7), "b")]),
            "0[a:12[b:34]]a[:56]b789"
        );
    }

    #[test]
    fn a_mark_goes_over_the_border_of_a_block_once_named_and_once_linked() {
        let all = [quoted((2, 8), "a")];
        let text = "0123456789";
        let first = pieces(text, Span::new(0, 5), &all);
        assert!(first[1].opens[0].id.is_some() && first[1].closes[0].back.is_none());
        let next = pieces(text, Span::new(5, 10), &all);
        assert!(next[0].opens[0].id.is_none() && next[0].closes[0].back.is_some());
    }

    #[test]
    fn no_level_is_left_out_below_the_reports_heading() {
        let mut open = Vec::new();
        let mut level = |level: Option<u8>| {
            let block = serde_json::json!({"start": 0, "end": 0, "kind": "heading", "level": level, "page": null,
                "half": "plan"});
            heading(&mut open, &serde_json::from_value(block).unwrap())
        };
        assert_eq!([1, 3, 3, 5, 2].map(|l| level(Some(l))), [4, 5, 5, 6, 5]);
        assert_eq!(level(None), 0);
    }
}
