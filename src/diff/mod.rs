//! One report against the next, sentence by sentence. Comes in: which blocks belong together. Goes out: where each of them is shown and
//! against which, the redline there, with what was moved from one to another, and the figures of one measure that both reports give.

pub mod figures;
mod moves;
pub mod shown;

use crate::align::Halves;
use crate::extract::figure;
use crate::lang::Pack;
use crate::outline::{Half, Outline};
use crate::read::{BlockKind, Document};
use crate::span::Span;
use crate::text::fold::{Folded, fold};
use crate::text::redline::{self, Piece, Text, redline};
use crate::text::sentence::sentences;
use crate::text::similarity::{Grams, Rarity, grams};
use rayon::prelude::*;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It stands in both reports, letter for letter.
    Same,
    /// It stands in both, in other words.
    Changed,
    /// It stands in the earlier report only.
    Removed,
    /// It stands in the later report only.
    Added,
    /// It stands at another place of the later report.
    MovedAway,
    /// It stood at another place of the earlier report.
    MovedHere,
}

/// Where the blocks outside of both halves stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// Before the first half: title, date, address.
    Opening,
    /// Behind the beginning of the first half: last words, annexes, glossaries.
    Closing,
}

/// Blocks of the two reports whose text is shown together; each block is in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The halves that they are of; `None` outside of both.
    pub halves: Option<Halves>,
    /// Where they stand outside.
    pub outside: Option<Outside>,
    /// The earlier and the later report's, in order.
    pub blocks: [Vec<usize>; 2],
}

/// A sentence of one report, or one of each that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What became of it.
    pub became: Became,
    /// Where it stands in the earlier text; of [`Became::MovedHere`], where it stood.
    pub earlier: Option<Span>,
    /// Where it stands in the later text; of [`Became::MovedAway`], where it stands now.
    pub later: Option<Span>,
    /// What differs; nothing where both are the same or one is missing.
    pub pieces: Vec<Piece>,
    /// Whether it is a ritual formula.
    pub ritual: bool,
}

/// One report, ready to be compared.
#[derive(Debug)]
pub struct Side<'a> {
    /// The report.
    pub document: &'a Document,
    /// Its outline.
    pub outline: &'a Outline,
    /// Its figures with scale and unit, in order.
    figures: Vec<Span>,
}

impl<'a> Side<'a> {
    /// Finds the figures of a report.
    pub fn new(document: &'a Document, outline: &'a Outline, pack: &Pack) -> Self {
        let of = |span: Span| {
            let folded = Folded::new(&document.text, span);
            let mut found = Vec::new();
            for sentence in sentences(&folded.text) {
                let figures = figure::figures(sentence.slice(&folded.text), pack);
                found.extend(figures.iter().map(|figure| folded.back(figure.number.shift(sentence.start))));
            }
            found
        };
        let mut figures: Vec<Span> =
            document.blocks.par_iter().flat_map_iter(|block| of(block.span)).collect();
        let mut end = 0;
        figures.retain(|figure| {
            let fits = figure.start >= end && !figure.is_empty();
            end = end.max(figure.end);
            fits
        });
        Self { document, outline, figures }
    }

    fn text(&self) -> Text<'_> {
        Text { text: &self.document.text, figures: &self.figures }
    }

    /// The blocks that carry text and are of neither half, before the first half and behind its beginning.
    fn outside(&self) -> [Vec<usize>; 2] {
        let half = |block: usize| self.outline.halves.get(block).copied().unwrap_or_default();
        let blocks = 0..self.document.blocks.len();
        let first = blocks.clone().find(|&block| half(block) != Half::None).unwrap_or(blocks.end);
        let carries = |block: &usize| {
            half(*block) == Half::None && self.document.blocks[*block].kind != BlockKind::Furniture
        };
        let all: Vec<usize> = blocks.filter(carries).collect();
        let (opening, closing) = all.into_iter().partition(|&block| block < first);
        [opening, closing]
    }
}

/// What stands outside of both halves, as groups.
pub fn outside(sides: [&Side<'_>; 2]) -> Vec<Group> {
    let [[opened, closed], [opens, closes]] = sides.map(Side::outside);
    let group = |outside, blocks| Group { halves: None, outside: Some(outside), blocks };
    let all = [group(Outside::Opening, [opened, opens]), group(Outside::Closing, [closed, closes])];
    all.into_iter().filter(|group| group.blocks.iter().any(|blocks| !blocks.is_empty())).collect()
}

/// The redline of each group, with what was moved between groups of the same halves.
pub fn redlines(sides: [&Side<'_>; 2], groups: &[Group], pack: &Pack) -> Vec<Vec<Sentence>> {
    let rarity = rarity(sides);
    let of = |group: &Group| {
        let blocks = [0, 1].map(|side| spans(sides[side].document, &group.blocks[side]));
        let paired = redline(sides.map(Side::text), [&blocks[0], &blocks[1]], &rarity);
        paired.into_iter().map(|paired| became(sides, paired, pack)).collect()
    };
    let mut all: Vec<Vec<Sentence>> = groups.par_iter().map(of).collect();
    for halves in [Halves::PlanPlan, Halves::ReviewReview, Halves::PlanReview] {
        let among: Vec<usize> =
            (0..groups.len()).filter(|&group| groups[group].halves == Some(halves)).collect();
        moves::find(sides, &mut all, &among, &rarity);
    }
    all
}

fn spans(document: &Document, blocks: &[usize]) -> Vec<Span> {
    blocks.iter().filter_map(|&block| document.blocks.get(block)).map(|block| block.span).collect()
}

/// How rare each run is among the sentences of both reports.
fn rarity(sides: [&Side<'_>; 2]) -> Rarity {
    let of = |side: &Side<'_>| -> Vec<Grams> {
        let text = &side.document.text;
        let blocks = side.document.blocks.par_iter();
        blocks
            .flat_map_iter(|block| redline::sentences(text, block.span))
            .map(|span| grams(span.slice(text)))
            .collect()
    };
    let all = sides.map(of);
    Rarity::new(all.iter().flatten())
}

fn became(sides: [&Side<'_>; 2], paired: redline::Paired, pack: &Pack) -> Sentence {
    let redline::Paired { earlier, later, pieces } = paired;
    let became = match (earlier, later) {
        (Some(_), Some(_)) if pieces.is_empty() => Became::Same,
        (Some(_), Some(_)) => Became::Changed,
        (Some(_), None) => Became::Removed,
        (None, _) => Became::Added,
    };
    let ritual = |side: usize, span: Option<Span>| {
        span.is_none_or(|span| pack.diff.ritual.any(&fold(sides[side].document.slice(span))))
    };
    let ritual = ritual(0, earlier) && ritual(1, later);
    Sentence { became, earlier, later, pieces, ritual }
}
