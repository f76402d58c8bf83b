//! Redlines. Comes in: stretches of two texts. Goes out: the sentences of both, paired in order where they are alike, and inside a pair
//! what was kept, removed and added. The pieces of a redline tile both texts: what was kept and added, one behind the other, is the later.
//!
//! Sentences are paired first, then their clauses, then words: a Han character is a word, and so is a figure with its scale and unit. What
//! has little in common is removed and added whole.

use super::sentence;
use super::similarity::{Rarity, Weighed, grams, shared};
use crate::span::Span;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, DiffableStr, capture_diff_slices};

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It stands in both texts, letter for letter.
    Kept,
    /// It stands in the earlier text only.
    Removed,
    /// It stands in the later text only.
    Added,
}

/// A piece of two texts. Spans are those of the whole texts; where a side has nothing, its span is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub change: Change,
    /// Where it stands in the earlier text.
    pub earlier: Span,
    /// Where it stands in the later text.
    pub later: Span,
}

/// A sentence of one text, or one of each that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paired {
    /// Where it stands in the earlier text, with its end mark.
    pub earlier: Option<Span>,
    /// Where it stands in the later text.
    pub later: Option<Span>,
    /// What differs, of two that are not the same letter for letter; they tile both.
    pub pieces: Vec<Piece>,
}

/// One of the two texts.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The whole of it.
    pub text: &'a str,
    /// Its figures with scale and unit (1200万人), in order, without overlap: each is one word.
    pub figures: &'a [Span],
}

/// Sentences are alike from here on: thousandths of their weight that both share.
const ALIKE_SENTENCES: u32 = 330;
/// Clauses inside a pair of sentences are alike from here on.
const ALIKE_CLAUSES: u32 = 400;
/// Of two clauses at least so much stands in both in the end, in thousandths of their bytes; else they are removed and added whole.
const LEAST_KEPT: usize = 350;
/// Most sentences against sentences, or words against words, that are weighed in one go. Beyond it, which no report reaches, a stretch is
/// removed and added whole: it bounds time and memory.
const MOST_CELLS: usize = 1_000_000;

/// The redline of the stretches `blocks` of two texts, in order; no sentence reaches from one stretch into the next.
pub fn redline(texts: [Text<'_>; 2], blocks: [&[Span]; 2], rarity: &Rarity) -> Vec<Paired> {
    let units = [0, 1].map(|side| -> Vec<Unit<'_>> {
        let text = texts[side].text;
        let spans = blocks[side].iter().flat_map(|block| sentences(text, *block));
        spans.map(|span| Unit::new(text, span, rarity)).collect()
    });
    let mut out = Vec::with_capacity(units[0].len().max(units[1].len()));
    for (earlier, later) in pair(&units[0], &units[1], ALIKE_SENTENCES) {
        let (earlier, later) = (earlier.map(|at| units[0][at].span), later.map(|at| units[1][at].span));
        let (Some(was), Some(is)) = (earlier, later) else {
            out.push(Paired { earlier, later, pieces: Vec::new() });
            continue;
        };
        if was.slice(texts[0].text) == is.slice(texts[1].text) {
            out.push(Paired { earlier, later, pieces: Vec::new() });
            continue;
        }
        let pieces = between(texts, [was, is], rarity);
        if pieces.iter().any(|piece| piece.change == Change::Kept) {
            out.push(Paired { earlier, later, pieces });
        } else {
            out.push(Paired { earlier, later: None, pieces: Vec::new() });
            out.push(Paired { earlier: None, later, pieces: Vec::new() });
        }
    }
    out
}

/// What differs between two sentences: clauses in order, and words inside those that are alike.
pub fn between(texts: [Text<'_>; 2], spans: [Span; 2], rarity: &Rarity) -> Vec<Piece> {
    let units = [0, 1].map(|side| -> Vec<Unit<'_>> {
        let text = texts[side].text;
        let inner = sentence::clauses(text, spans[side]);
        tiles(spans[side], &inner).into_iter().map(|span| Unit::new(text, span, rarity)).collect()
    });
    let mut at = spans.map(|span| span.start);
    let mut pieces = Pieces::default();
    for (earlier, later) in pair(&units[0], &units[1], ALIKE_CLAUSES) {
        let was = earlier.map_or(Span::new(at[0], at[0]), |unit| units[0][unit].span);
        let is = later.map_or(Span::new(at[1], at[1]), |unit| units[1][unit].span);
        at = [was.end, is.end];
        if earlier.is_some() && later.is_some() {
            pieces.extend(words(texts, [was, is]));
        } else {
            pieces.replace(was, is);
        }
    }
    pieces.finish(texts)
}

/// The sentences of a stretch, each with its end mark: they tile it.
pub fn sentences(text: &str, block: Span) -> Vec<Span> {
    let inner: Vec<Span> =
        sentence::sentences(block.slice(text)).into_iter().map(|span| span.shift(block.start)).collect();
    tiles(block, &inner)
}

/// `inner` grown so that it tiles `within`: each reaches to the beginning of the next.
fn tiles(within: Span, inner: &[Span]) -> Vec<Span> {
    if within.is_empty() {
        return Vec::new();
    }
    let mut starts: Vec<usize> = inner.iter().skip(1).map(|span| span.start).collect();
    starts.insert(0, within.start);
    starts.push(within.end);
    starts.windows(2).map(|pair| Span::new(pair[0], pair[1])).collect()
}

/// A sentence or clause with what it is told by.
#[derive(Debug)]
struct Unit<'a> {
    span: Span,
    words: &'a str,
    runs: Weighed,
}

impl<'a> Unit<'a> {
    fn new(text: &'a str, span: Span, rarity: &Rarity) -> Self {
        let words = span.slice(text);
        Self { span, words, runs: rarity.weigh(&grams(words)) }
    }
}

/// How much of their weight two texts share, in thousandths: the harmonic mean of the shares of both.
pub fn likeness(earlier: &Weighed, later: &Weighed) -> u32 {
    let both = shared(earlier, later);
    (2 * both.cover * both.back).checked_div(both.cover + both.back).unwrap_or(0)
}

/// Units in pairs that keep the order of both sides: equal ones first, between them those from `least` on so that together they share
/// the most. What stands alone comes where it stands, removed before added.
fn pair(earlier: &[Unit<'_>], later: &[Unit<'_>], least: u32) -> Vec<(Option<usize>, Option<usize>)> {
    let mut out = Vec::new();
    if earlier.len().saturating_mul(later.len()) > MOST_CELLS {
        alone(0..earlier.len(), 0..later.len(), &mut out);
        return out;
    }
    let words = [earlier, later].map(|units| units.iter().map(|unit| unit.words).collect::<Vec<&str>>());
    let (mut from, mut to) = (0, 0);
    for op in capture_diff_slices(Algorithm::Patience, &words[0], &words[1]) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        alike(earlier, later, [from..old_index, to..new_index], least, &mut out);
        out.extend((0..len).map(|nth| (Some(old_index + nth), Some(new_index + nth))));
        (from, to) = (old_index + len, new_index + len);
    }
    alike(earlier, later, [from..earlier.len(), to..later.len()], least, &mut out);
    out
}

fn alone(
    earlier: std::ops::Range<usize>,
    later: std::ops::Range<usize>,
    out: &mut Vec<(Option<usize>, Option<usize>)>,
) {
    out.extend(earlier.map(|at| (Some(at), None)));
    out.extend(later.map(|at| (None, Some(at))));
}

/// Pairs the units of two gaps by likeness, the most shared weight in all.
fn alike(
    earlier: &[Unit<'_>],
    later: &[Unit<'_>],
    [rows, columns]: [std::ops::Range<usize>; 2],
    least: u32,
    out: &mut Vec<(Option<usize>, Option<usize>)>,
) {
    let (height, width) = (rows.len(), columns.len());
    let worth: Vec<u64> = rows
        .clone()
        .flat_map(|row| columns.clone().map(move |column| (row, column)))
        .map(|(row, column)| {
            let (was, is) = (&earlier[row].runs, &later[column].runs);
            let like = likeness(was, is);
            if like < least { 0 } else { u64::from(like) * (was.total + is.total) / 1000 + 1 }
        })
        .collect();
    // best[r][c]: the most that the units from r and c on come to.
    let mut best = vec![0u64; (height + 1) * (width + 1)];
    let at = |row: usize, column: usize| row * (width + 1) + column;
    for row in (0..height).rev() {
        for column in (0..width).rev() {
            let taken = match worth[row * width + column] {
                0 => 0,
                worth => worth + best[at(row + 1, column + 1)],
            };
            best[at(row, column)] = taken.max(best[at(row + 1, column)]).max(best[at(row, column + 1)]);
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut waiting = Vec::new();
    while row < height && column < width {
        let here = best[at(row, column)];
        let worth = worth[row * width + column];
        if worth > 0 && here == worth + best[at(row + 1, column + 1)] {
            out.append(&mut waiting);
            out.push((Some(rows.start + row), Some(columns.start + column)));
            (row, column) = (row + 1, column + 1);
        } else if here == best[at(row + 1, column)] {
            out.push((Some(rows.start + row), None));
            row += 1;
        } else {
            waiting.push((None, Some(columns.start + column)));
            column += 1;
        }
    }
    alone(rows.start + row..rows.end, 0..0, out);
    out.append(&mut waiting);
    alone(0..0, columns.start + column..columns.end, out);
}

/// The words of a stretch: they tile it. A figure is one, whatever stands in it.
fn tokens(text: Text<'_>, span: Span) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = span.start;
    let plain = |start: usize, end: usize, out: &mut Vec<_>| {
        out.extend(Span::new(start, end).slice(text.text).tokenize_unicode_words());
    };
    let first = text.figures.partition_point(|figure| figure.start < span.start);
    for figure in text.figures[first..].iter().take_while(|figure| figure.end <= span.end) {
        plain(from, figure.start, &mut out);
        out.push(figure.slice(text.text));
        from = figure.end;
    }
    plain(from, span.end, &mut out);
    out
}

/// What differs between two clauses, word by word.
fn words(texts: [Text<'_>; 2], spans: [Span; 2]) -> Vec<Piece> {
    let [was, is] = [tokens(texts[0], spans[0]), tokens(texts[1], spans[1])];
    let mut at = spans.map(|span| span.start);
    let mut pieces = Pieces::default();
    if was.len().saturating_mul(is.len()) > MOST_CELLS {
        pieces.replace(spans[0], spans[1]);
        return pieces.all;
    }
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        let bytes = |tokens: &[&str], range: std::ops::Range<usize>| -> usize {
            tokens[range].iter().map(|token| token.len()).sum()
        };
        let length = [bytes(&was, op.old_range()), bytes(&is, op.new_range())];
        let here = [Span::new(at[0], at[0] + length[0]), Span::new(at[1], at[1] + length[1])];
        at = here.map(|span| span.end);
        match op {
            DiffOp::Equal { .. } => pieces.push(Change::Kept, here[0], here[1]),
            _ => pieces.replace(here[0], here[1]),
        }
    }
    let kept: usize =
        pieces.all.iter().filter(|piece| piece.change == Change::Kept).map(|piece| piece.earlier.len()).sum();
    if 2 * kept * 1000 < LEAST_KEPT * (spans[0].len() + spans[1].len()) {
        pieces = Pieces::default();
        pieces.replace(spans[0], spans[1]);
    }
    pieces.all
}

/// Pieces as they are found: neighbours of one kind are one.
#[derive(Debug, Default)]
struct Pieces {
    all: Vec<Piece>,
}

impl Pieces {
    fn push(&mut self, change: Change, earlier: Span, later: Span) {
        if earlier.is_empty() && later.is_empty() {
            return;
        }
        match self.all.last_mut() {
            Some(last) if last.change == change => {
                last.earlier = last.earlier.cover(earlier);
                last.later = last.later.cover(later);
            }
            _ => self.all.push(Piece { change, earlier, later }),
        }
    }

    /// Removes `earlier` and puts `later` there. Next to an earlier replacement both become one: removed before added.
    fn replace(&mut self, earlier: Span, later: Span) {
        let (mut earlier, mut later) = (earlier, later);
        while let Some(last) = self.all.pop_if(|last| last.change != Change::Kept) {
            earlier = last.earlier.cover(earlier);
            later = last.later.cover(later);
        }
        if !earlier.is_empty() {
            self.push(Change::Removed, earlier, Span::new(later.start, later.start));
        }
        if !later.is_empty() {
            self.push(Change::Added, Span::new(earlier.end, earlier.end), later);
        }
    }

    fn extend(&mut self, pieces: Vec<Piece>) {
        for piece in pieces {
            match piece.change {
                Change::Kept => self.push(piece.change, piece.earlier, piece.later),
                _ => self.replace(piece.earlier, piece.later),
            }
        }
    }

    /// Without the crumbs: what was kept between two changes and is no longer than either of them says nothing, unless it ends a clause or
    /// is a figure.
    fn finish(self, texts: [Text<'_>; 2]) -> Vec<Piece> {
        let size =
            |piece: Option<&Piece>| piece.map_or(0, |piece| piece.earlier.len().max(piece.later.len()));
        let mut out = Pieces::default();
        let all = self.all;
        for (index, piece) in all.iter().enumerate() {
            let before = out.all.iter().rev().take_while(|piece| piece.change != Change::Kept);
            let before = before.map(|piece| size(Some(piece))).max().unwrap_or(0);
            let after = all
                .get(index + 1..)
                .unwrap_or_default()
                .iter()
                .take_while(|piece| piece.change != Change::Kept);
            let after = after.map(|piece| size(Some(piece))).max().unwrap_or(0);
            let crumb = piece.change == Change::Kept
                && piece.earlier.len() <= before
                && piece.earlier.len() <= after
                && !telling(texts[0], piece.earlier);
            if piece.change == Change::Kept && !crumb {
                out.push(piece.change, piece.earlier, piece.later);
            } else {
                out.replace(piece.earlier, piece.later);
            }
        }
        out.all
    }
}

/// Whether a kept stretch says something however short: it holds a figure or more than a few letters.
fn telling(text: Text<'_>, span: Span) -> bool {
    let first = text.figures.partition_point(|figure| figure.start < span.start);
    let figure = text.figures.get(first).is_some_and(|figure| span.contains(*figure));
    figure || span.slice(text.text).chars().filter(|c| c.is_alphabetic()).count() > MOST_CRUMB
}

/// A crumb has at most so many letters.
const MOST_CRUMB: usize = 3;

#[cfg(test)]
mod tests;
