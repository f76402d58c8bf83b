//! What was surely moved. Comes in: redlines. Goes out: the same, where a sentence that was removed at one place and added at another is
//! told as moved. Surely: it is long, nearly the same in both places, and nothing else of either report is like it.

use super::{Became, Sentence, Side};
use crate::span::Span;
use crate::text::redline::{between, likeness};
use crate::text::similarity::{Gram, Numbered, Rarity, Weighed, grams};
use std::collections::{BTreeSet, HashMap};

/// A sentence of fewer letters can stand anywhere by chance.
const LEAST_LETTERS: usize = 16;
/// So much of their weight both share, in thousandths.
const NEARLY_SAME: u32 = 900;
/// Another sentence that shares so much leaves it open which of them was moved.
const TWIN: u32 = 700;
/// A run of characters that more sentences hold finds too much to be followed.
const MOST_HOLDING: usize = 40;

/// A sentence of one side.
#[derive(Debug)]
struct Known {
    group: usize,
    nth: usize,
    span: Span,
    runs: Weighed,
}

/// The sentences of one side with an index over their runs of two characters.
#[derive(Debug, Default)]
struct Index {
    known: Vec<Known>,
    holding: HashMap<Gram, Vec<usize>, Numbered>,
}

impl Index {
    fn push(&mut self, known: Known) {
        for (gram, _) in known.runs.runs.iter().filter(|(gram, _)| gram >> 32 != 0) {
            self.holding.entry(*gram).or_default().push(self.known.len());
        }
        self.known.push(known);
    }

    /// The sentences that are like `runs`, in order: two at the most, which is one too many.
    fn twins(&self, runs: &Weighed) -> Vec<usize> {
        let lists = runs.runs.iter().filter_map(|(gram, _)| self.holding.get(gram));
        let near: BTreeSet<usize> =
            lists.filter(|list| list.len() <= MOST_HOLDING).flatten().copied().collect();
        near.into_iter().filter(|&at| likeness(&self.known[at].runs, runs) >= TWIN).take(2).collect()
    }
}

/// Tells what was moved among the groups `among`.
pub(super) fn find(sides: [&Side<'_>; 2], all: &mut [Vec<Sentence>], among: &[usize], rarity: &Rarity) {
    let mut indexes = [Index::default(), Index::default()];
    for &group in among {
        for (nth, sentence) in all[group].iter().enumerate() {
            for (side, span) in [sentence.earlier, sentence.later].into_iter().enumerate() {
                let Some(span) = span else { continue };
                let runs = rarity.weigh(&grams(sides[side].document.slice(span)));
                indexes[side].push(Known { group, nth, span, runs });
            }
        }
    }
    let letters =
        |known: &Known| sides[0].document.slice(known.span).chars().filter(|c| c.is_alphabetic()).count();
    let mut moved = Vec::new();
    for (at, known) in indexes[0].known.iter().enumerate() {
        let sentence = &all[known.group][known.nth];
        if sentence.became != Became::Removed || sentence.ritual || letters(known) < LEAST_LETTERS {
            continue;
        }
        let [to] = indexes[1].twins(&known.runs)[..] else { continue };
        let other = &indexes[1].known[to];
        let added = all[other.group][other.nth].became == Became::Added;
        if added
            && likeness(&known.runs, &other.runs) >= NEARLY_SAME
            && indexes[0].twins(&known.runs) == [at]
            && indexes[0].twins(&other.runs) == [at]
            && indexes[1].twins(&other.runs) == [to]
        {
            moved.push((at, to));
        }
    }
    for (from, to) in moved {
        let (from, to) = (&indexes[0].known[from], &indexes[1].known[to]);
        let same =
            sides[0].document.slice(from.span).trim_end() == sides[1].document.slice(to.span).trim_end();
        let pieces =
            if same { Vec::new() } else { between(sides.map(Side::text), [from.span, to.span], rarity) };
        let away = &mut all[from.group][from.nth];
        (away.became, away.later) = (Became::MovedAway, Some(to.span));
        let here = &mut all[to.group][to.nth];
        (here.became, here.earlier, here.pieces) = (Became::MovedHere, Some(from.span), pieces);
    }
}
