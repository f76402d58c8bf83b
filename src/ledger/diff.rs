//! What `duixian diff` finds (a second waist beside the ledger). Comes in: two reports, what became of their parts, and their redlines.
//! Goes out: the data that every renderer of a comparison reads. Nothing after it decides or counts anew.

use super::build::{self, Source};
use super::{AlignmentEntry, Halves, NoticeEntry, Place, QuantityEntry, Range, ReportEntry, Tool};
use crate::diff::figures::Pairs;
use crate::diff::{Group, Sentence};
use crate::policy::Policy;
use crate::span::Span;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use crate::diff::figures::Turn;
pub use crate::diff::{Became, Outside};
pub use crate::text::redline::Change as PieceChange;

/// The schema's name and version.
pub const DIFF_SCHEMA: &str = "duixian-diff/1";

/// One report against the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Diff {
    /// Always [`DIFF_SCHEMA`].
    pub schema: String,
    /// Which program and rules made it.
    pub tool: Tool,
    /// The earlier and the later report, each with its text: every range below is one of these texts.
    pub reports: Vec<ReportEntry>,
    /// The plan halves, then the review halves: what became of each section and paragraph, in the order of the later report; what was
    /// dropped stands where it stood. A block that belongs to several stands in several entries; its text is shown in one of them.
    pub alignment: Vec<Aligned>,
    /// What stands outside of both halves: opening and closing words, annexes, glossaries.
    pub outside: Vec<OutsideEntry>,
    /// Figures of one measure that stand in both reports and differ, in the order of the later report.
    pub figures: Vec<FigureChange>,
    /// The counts.
    pub totals: DiffTotals,
    /// What could not be read or had to be guessed.
    pub notices: Vec<NoticeEntry>,
}

/// Blocks of one report against those of the other, with their heads and their text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Aligned {
    /// Which blocks, and what became of them.
    #[serde(flatten)]
    pub entry: AlignmentEntry,
    /// The first words of each of the earlier blocks.
    pub earlier_heads: Vec<Head>,
    /// The first words of each of the later blocks.
    pub later_heads: Vec<Head>,
    /// The earlier blocks whose text `redline` shows. Each block is shown once: one against another as far as can be, what fits best
    /// first, and what is left over where that is to which it belongs best. Empty where all is shown at other entries.
    pub earlier_shown: Vec<usize>,
    /// The later blocks whose text `redline` shows.
    pub later_shown: Vec<usize>,
    /// The sentences of the blocks shown. Those with `earlier`, but for what was moved here, tile the earlier blocks in order; those with
    /// `later`, but for what was moved away, tile the later blocks.
    pub redline: Vec<SentenceEntry>,
}

impl Aligned {
    /// Whether the text of any block is shown here.
    pub fn shows(&self) -> bool {
        !(self.earlier_shown.is_empty() && self.later_shown.is_empty())
    }
}

/// The first words of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct Head {
    /// Which words they are.
    pub kind: HeadKind,
    /// The exact words.
    pub text: String,
    /// Where they stand.
    pub at: Place,
}

/// What the first words of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeadKind {
    /// A heading that stands alone.
    Heading,
    /// A heading that runs into its paragraph.
    RunIn,
    /// The first clause of a paragraph without a heading.
    Opening,
}

/// Blocks outside of both halves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct OutsideEntry {
    /// Before the first half or behind it.
    pub part: Outside,
    /// Blocks of the earlier report.
    pub earlier: Vec<usize>,
    /// Blocks of the later report.
    pub later: Vec<usize>,
    /// Their sentences.
    pub redline: Vec<SentenceEntry>,
}

/// A sentence of one report, or one of each that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct SentenceEntry {
    /// What became of it.
    pub change: Became,
    /// Where it stands in the earlier text; of `moved_here`, where it stood.
    pub earlier: Option<Range>,
    /// Where it stands in the later text; of `moved_away`, where it stands now.
    pub later: Option<Range>,
    /// What differs, of `changed` and `moved_here`; the pieces tile both ranges. Empty where nothing differs.
    pub pieces: Vec<PieceEntry>,
    /// Whether it is a ritual formula, which renderers fold away.
    pub ritual: bool,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct PieceEntry {
    /// What became of it.
    pub change: PieceChange,
    /// Where it stands in the earlier text; null for what was added.
    pub earlier: Option<Range>,
    /// Where it stands in the later text; null for what was removed.
    pub later: Option<Range>,
}

/// A figure of one measure that both reports give, and that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct FigureChange {
    /// In which halves.
    pub halves: Halves,
    /// The measure, in a few words, as the report has it that needs fewer.
    pub subject: String,
    /// What became of the number.
    pub turn: Turn,
    /// Later less earlier, scale applied, in the unit of the later figure; null for ranges and for numbers too large to reckon with.
    pub gap: Option<String>,
    /// The unit of the gap.
    pub unit: String,
    /// What the earlier report says.
    pub earlier: FigureSide,
    /// What the later report says.
    pub later: FigureSide,
}

/// A figure of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct FigureSide {
    /// The figure with the words of its bound, exactly: 5.5%左右.
    pub words: String,
    /// The clause that it stands in, exactly.
    pub quote: String,
    /// Where the clause stands.
    pub at: Place,
    /// How it was read.
    pub quantity: QuantityEntry,
}

/// The counts of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub struct DiffTotals {
    /// Sections (a heading that stands alone) by what became of them, where they are shown.
    pub sections: BTreeMap<String, usize>,
    /// Paragraphs by what became of them, where they are shown; several that were merged or one that was split count once.
    pub paragraphs: BTreeMap<String, usize>,
    /// Characters of both halves, white space left out, that stand in both texts.
    pub kept: usize,
    /// Those that stand in the earlier text only.
    pub removed: usize,
    /// Those that stand in the later text only.
    pub added: usize,
    /// Those of the later text that stood elsewhere.
    pub moved: usize,
    /// Figures of one measure that differ.
    pub figures_changed: usize,
    /// Figures of one measure that stand in both reports as they were.
    pub figures_kept: usize,
}

/// What the parts of a comparison are made of.
#[derive(Debug)]
pub struct Found<'a> {
    /// The two reports.
    pub sources: [Source<'a>; 2],
    /// What became of the blocks of the halves, in the order to be shown.
    pub alignment: Vec<AlignmentEntry>,
    /// The same and then what stands outside, as they were set against each other.
    pub groups: &'a [Group],
    /// The redline of each group.
    pub redlines: &'a [Vec<Sentence>],
    /// The figures.
    pub figures: &'a Pairs,
    /// See [`Tool::rules`].
    pub rules: String,
}

/// Puts the parts of a comparison together.
pub fn diff(found: Found<'_>, notices: Vec<NoticeEntry>, policy: &Policy) -> Diff {
    let Found { sources, alignment, groups, redlines, figures, rules } = found;
    let [earlier, later] = sources;
    let sentences = |redline: &[Sentence]| redline.iter().map(sentence).collect::<Vec<_>>();
    let shown = groups.iter().map(|group| &group.blocks);
    let aligned = alignment.into_iter().zip(shown).zip(redlines).map(|((entry, shown), redline)| Aligned {
        earlier_heads: entry.earlier.iter().map(|block| head(earlier, *block)).collect(),
        later_heads: entry.later.iter().map(|block| head(later, *block)).collect(),
        earlier_shown: shown[0].clone(),
        later_shown: shown[1].clone(),
        redline: sentences(redline),
        entry,
    });
    let alignment: Vec<Aligned> = aligned.collect();
    let outside = groups.iter().zip(redlines).skip(alignment.len()).map(|(group, redline)| OutsideEntry {
        part: group.outside.unwrap_or(Outside::Closing),
        earlier: group.blocks[0].clone(),
        later: group.blocks[1].clone(),
        redline: sentences(redline),
    });
    let outside = outside.collect();
    let reports = sources.map(|source| source.entry(true)).into();
    let mut diff = Diff {
        schema: DIFF_SCHEMA.to_owned(),
        tool: Tool {
            name: "duixian".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules,
            policy: policy.clone(),
        },
        reports,
        alignment,
        outside,
        figures: figures.changed.iter().map(|pair| change(sources, pair)).collect(),
        totals: DiffTotals::default(),
        notices,
    };
    diff.totals = totals(&diff, figures.kept);
    diff
}

/// The first words of a block: its heading, or its first clause.
fn head(source: Source<'_>, block: usize) -> Head {
    let span = source.document.blocks[block].span;
    let sections = &source.outline.sections;
    let first = sections.partition_point(|section| section.head.start < span.start);
    let own = sections.get(first).filter(|section| span.contains(section.head));
    let own = own.filter(|section| !section.run_in || section.head.start <= span.start + BOLD_BYTES);
    let (kind, words) = match own {
        Some(section) if section.run_in => (HeadKind::RunIn, section.head),
        Some(section) => (HeadKind::Heading, section.head),
        None => {
            let clauses =
                crate::text::sentence::clauses(source.document.slice(span), Span::new(0, span.len()));
            let first = clauses.first().map_or(span, |clause| clause.shift(span.start));
            (HeadKind::Opening, first.trim(&source.document.text, |c| "。；！".contains(c)))
        }
    };
    Head { kind, text: source.document.slice(words).to_owned(), at: source.place(words) }
}

/// A run-in head begins its paragraph, up to so many bytes of marks before it.
const BOLD_BYTES: usize = 6;

fn range(span: Span) -> Range {
    Range { start: span.start, end: span.end }
}

fn sentence(sentence: &Sentence) -> SentenceEntry {
    let pieces = sentence.pieces.iter().map(|piece| PieceEntry {
        change: piece.change,
        earlier: (piece.change != PieceChange::Added).then(|| range(piece.earlier)),
        later: (piece.change != PieceChange::Removed).then(|| range(piece.later)),
    });
    SentenceEntry {
        change: sentence.became,
        earlier: sentence.earlier.map(range),
        later: sentence.later.map(range),
        pieces: pieces.collect(),
        ritual: sentence.ritual,
    }
}

fn change(sources: [Source<'_>; 2], pair: &crate::diff::figures::Pair) -> FigureChange {
    let side = |at: usize| {
        let (source, said) = (sources[at], &pair.sides[at]);
        FigureSide {
            words: source.document.slice(said.words).to_owned(),
            quote: source.document.slice(said.quote).to_owned(),
            at: source.place(said.quote),
            quantity: build::quantity(&said.figure.quantity, said.figure.stands),
        }
    };
    // Of two ways to call it the shorter: the longer one may be a sentence.
    let [earlier, later] = pair.sides.each_ref().map(|said| &said.subject);
    let subject = if earlier.chars().count() < later.chars().count() { earlier } else { later };
    FigureChange {
        halves: pair.halves,
        subject: subject.clone(),
        turn: pair.turn,
        gap: pair.gap.map(|gap| gap.normalize().to_string()),
        unit: pair.unit.clone(),
        earlier: side(0),
        later: side(1),
    }
}

/// Counts what was found.
fn totals(diff: &Diff, figures_kept: usize) -> DiffTotals {
    let mut totals =
        DiffTotals { figures_changed: diff.figures.len(), figures_kept, ..DiffTotals::default() };
    for aligned in diff.alignment.iter().filter(|aligned| aligned.shows()) {
        let mut heads = aligned.earlier_heads.iter().chain(&aligned.later_heads);
        let heading = heads.any(|head| head.kind == HeadKind::Heading);
        let counts = if heading { &mut totals.sections } else { &mut totals.paragraphs };
        *counts.entry(build::word(&aligned.entry.how)).or_default() += 1;
        for sentence in &aligned.redline {
            count(diff, sentence, &mut totals);
        }
    }
    totals
}

fn count(diff: &Diff, sentence: &SentenceEntry, totals: &mut DiffTotals) {
    let length = |side: usize, range: Option<Range>| {
        let text = diff.reports[side].text.as_deref().unwrap_or_default();
        let span = range.map_or(Span::default(), |range| Span::new(range.start, range.end));
        span.slice(text).chars().filter(|c| !c.is_whitespace()).count()
    };
    match sentence.change {
        Became::Same => totals.kept += length(1, sentence.later),
        Became::Removed => totals.removed += length(0, sentence.earlier),
        Became::Added => totals.added += length(1, sentence.later),
        Became::MovedHere => totals.moved += length(1, sentence.later),
        Became::MovedAway => {}
        Became::Changed => {
            for piece in &sentence.pieces {
                match piece.change {
                    PieceChange::Kept => totals.kept += length(1, piece.later),
                    PieceChange::Removed => totals.removed += length(0, piece.earlier),
                    PieceChange::Added => totals.added += length(1, piece.later),
                }
            }
        }
    }
}
