//! One half as passages, sentences and clauses of folded text. Comes in: the blocks of a half. Goes out: statements with
//! their figures and surroundings.

use super::figure::{Figure, figures};
use super::target::years;
use crate::lang::Pack;
use crate::outline::{Half, Outline, Section};
use crate::policy::Policy;
use crate::read::{BlockKind, Document};
use crate::span::Span;
use crate::text::fold::{Folded, fold};
use crate::text::sentence;

/// One half of a report, ready to be searched.
#[derive(Debug, Default)]
pub struct Reading {
    /// The blocks of the half that carry text, in order.
    pub passages: Vec<Passage>,
    /// The clauses of all passages, in order.
    pub statements: Vec<Statement>,
    /// The folded heads of the outline's sections.
    pub heads: Vec<String>,
    /// Sentences longer than `policy.most_sentence`, left unread, in the canonical text.
    pub unread: Vec<Span>,
}

/// One block, folded.
#[derive(Debug)]
pub struct Passage {
    /// Index into the document's blocks.
    pub block: usize,
    /// The matching copy.
    pub folded: Folded,
}

/// One clause.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Index into the reading's passages.
    pub passage: usize,
    /// The clause, in the folded text of its passage.
    pub span: Span,
    /// The sentence around it.
    pub sentence: Span,
    /// Its number in the sentence, from 0.
    pub nth: usize,
    /// The figures in it, spans in the folded text of the passage.
    pub figures: Vec<Figure>,
    /// The innermost section, an index into the outline's sections.
    pub section: Option<usize>,
    /// What time the section's heading speaks of.
    pub time: Time,
}

/// What time a stretch of text speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// The one year.
    Year,
    /// A term of several years and the one year together: 过去一年和五年.
    Mixed,
    /// A term of several years.
    Term,
    /// Another year than the one of the half.
    OtherYear,
}

impl Time {
    /// Whether it is surely not the one year.
    pub fn is_other(self) -> bool {
        matches!(self, Self::Term | Self::OtherYear)
    }
}

impl Reading {
    /// The clauses of `half`. Headings that stand alone are left out; run-in heads are part of their paragraph.
    pub fn new(document: &Document, outline: &Outline, half: Half, pack: &Pack, policy: &Policy) -> Self {
        let heads = outline.sections.iter().map(|section| fold(document.slice(section.head))).collect();
        let mut reading = Self { heads, ..Self::default() };
        // A heading of the review half may be all that the report says of a thing: 三、青山水厂建成投用.
        let last_heading = if half == Half::Review { LAST_BARE_HEADING } else { LAST_HEADING };
        for (index, block) in document.blocks.iter().enumerate() {
            let wanted = outline.halves.get(index) == Some(&half) && block.kind != BlockKind::Furniture;
            if !wanted || stands_alone(document, outline, block.span, last_heading) {
                continue;
            }
            let folded = Folded::new(&document.text, block.span);
            let passage = reading.passages.len();
            for sentence in sentence::sentences(&folded.text) {
                if sentence.len() > policy.most_sentence {
                    reading.unread.push(folded.back(sentence));
                    continue;
                }
                let found = figures(sentence.slice(&folded.text), pack);
                for (nth, span) in sentence::clauses(&folded.text, sentence).into_iter().enumerate() {
                    let section = outline.innermost(folded.back(span).start);
                    reading.statements.push(Statement {
                        passage,
                        span,
                        sentence,
                        nth,
                        figures: found
                            .iter()
                            .map(|figure| placed(figure, sentence.start, &folded))
                            .filter(|figure| span.contains(figure.number))
                            .collect(),
                        section,
                        time: section.map_or(Time::Year, |section| time_of(document, outline, section, pack)),
                    });
                }
            }
            reading.passages.push(Passage { block: index, folded });
        }
        reading
    }

    /// The folded words of a span of a passage.
    pub fn words(&self, passage: usize, span: Span) -> &str {
        span.slice(&self.passages[passage].folded.text)
    }

    /// The clause's folded words.
    pub fn clause(&self, statement: &Statement) -> &str {
        self.words(statement.passage, statement.span)
    }

    /// The sentence's folded words.
    pub fn sentence(&self, statement: &Statement) -> &str {
        self.words(statement.passage, statement.sentence)
    }

    /// The canonical span of a folded span.
    pub fn back(&self, passage: usize, span: Span) -> Span {
        self.passages[passage].folded.back(span)
    }
}

/// What time the headings around a section speak of.
fn time_of(document: &Document, outline: &Outline, section: usize, pack: &Pack) -> Time {
    let mut at = Some(section);
    while let Some(index) = at {
        let section = &outline.sections[index];
        at = section.parent;
        if section.term && at.is_none_or(|parent| !outline.sections[parent].term) {
            let head = fold(document.slice(section.head));
            return if pack.outline.year.any(&head) || !years(&head).is_empty() {
                Time::Mixed
            } else {
                Time::Term
            };
        }
    }
    Time::Year
}

/// Headings of a plan half down to this level (一、, （一）) only announce; below it (1. 2. 3.) they are items that promise.
const LAST_HEADING: u8 = 3;

/// Headings of a review half down to this level (一、) only announce; those below it may claim.
const LAST_BARE_HEADING: u8 = 2;

/// Whether a block is nothing but a heading of the outline. A numbered line that ends like a sentence is an item of a list.
fn stands_alone(document: &Document, outline: &Outline, block: Span, last: u8) -> bool {
    let near = outline.sections.partition_point(|section| section.head.start < block.start);
    let heads = outline.sections[near..].iter().take_while(|section| section.head.start < block.end);
    let fills = |section: &Section| {
        !section.run_in && section.level <= last && section.head.end + '。'.len_utf8() >= block.end
    };
    !document.slice(block).ends_with('。') && heads.into_iter().any(fills)
}

/// The figure with its spans `by` bytes further right, and where it stands in the text that was folded.
fn placed(figure: &Figure, by: usize, folded: &Folded) -> Figure {
    let number = figure.number.shift(by);
    let stands = (!figure.shared).then(|| folded.back(number));
    Figure { span: figure.span.shift(by), number, stands, ..figure.clone() }
}
