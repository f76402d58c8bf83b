//! How much two units share. Comes in: two sides. Goes out: for each unit of the earlier side the units of the later one that share
//! words with it, and how much. Whole numbers, in thousandths.

use super::side::{Side, unit_of};
use crate::policy::AlignPolicy;
use crate::text::similarity::log2_1024;
use std::collections::HashMap;

/// So many of the nearest units are kept for each one, and for each one of the other side. A report has some hundred.
const MOST_KEPT: usize = 40;
/// A run that more units than this hold says nothing, however many there are: it bounds the work.
const MOST_HOLDING: usize = 200;
/// Units of equal text are looked for so many places before and behind.
const EQUAL_WITHIN: usize = 3;

/// Two units that share words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Near {
    /// Index of the earlier unit.
    pub(super) earlier: usize,
    /// Index of the later unit.
    pub(super) later: usize,
    /// The weight of what they share against the geometric mean of theirs.
    pub(super) content: u32,
    /// The share of the earlier one's weight that the later one holds.
    pub(super) held: u32,
    /// The share of the later one's weight that the earlier one holds.
    pub(super) holds: u32,
    /// Whether the texts are equal to the letter.
    pub(super) equal: bool,
}

/// All pairs of units that share words, by earlier and then by later unit.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    pairs: Vec<Near>,
    /// Where the pairs of each earlier unit begin, and the end of the last.
    begins: Vec<usize>,
}

impl Likeness {
    /// Weighs what the units of both sides share.
    pub(super) fn new(earlier: &Side, later: &Side, policy: &AlignPolicy) -> Self {
        let shared = Shared::new(earlier, later, policy);
        let equal = equal(earlier, later);
        let mut pairs = Vec::new();
        let mut begins = Vec::with_capacity(earlier.units.len() + 1);
        let mut sums = vec![0_u64; later.units.len()];
        let mut touched = Vec::new();
        for (unit, equal) in equal.iter().enumerate() {
            begins.push(pairs.len());
            for &(run, weight) in &shared.runs_of[unit] {
                for &posting in shared.later[run] {
                    let other = unit_of(posting);
                    if sums[other] == 0 {
                        touched.push(other);
                    }
                    sums[other] += weight;
                }
            }
            let mut near: Vec<Near> = Vec::with_capacity(touched.len());
            for other in touched.drain(..) {
                let both = std::mem::take(&mut sums[other]);
                let one = shared.near(unit, other, both);
                // Of sections it is asked how near they are in any case, by what stands below them.
                let sections = earlier.units[unit].whole && later.units[other].whole;
                if sections || one.content >= policy.least {
                    near.push(one);
                }
            }
            for &other in equal {
                near.retain(|near| near.later != other);
                let (content, held, holds) = (1000, 1000, 1000);
                near.push(Near { earlier: unit, later: other, content, held, holds, equal: true });
            }
            near.sort_unstable_by_key(|near| (std::cmp::Reverse((near.content, near.equal)), near.later));
            near.truncate(MOST_KEPT.max(equal.len()));
            near.sort_unstable_by_key(|near| near.later);
            pairs.extend(near);
        }
        begins.push(pairs.len());
        Self { pairs, begins }
    }

    /// All pairs.
    pub(super) fn pairs(&self) -> &[Near] {
        &self.pairs
    }

    /// What two units share; `None` where it is nothing, or less than with many others.
    pub(super) fn of(&self, earlier: usize, later: usize) -> Option<&Near> {
        self.index_of(earlier, later).map(|pair| &self.pairs[pair])
    }

    /// The index of two units among all pairs.
    pub(super) fn index_of(&self, earlier: usize, later: usize) -> Option<usize> {
        let from = *self.begins.get(earlier)?;
        let row = self.pairs.get(from..*self.begins.get(earlier + 1)?)?;
        row.binary_search_by_key(&later, |near| near.later).ok().map(|at| from + at)
    }
}

/// The runs that both sides hold, and the weights of all.
struct Shared<'a> {
    /// For each earlier unit the runs it shares with any later one, with their weights.
    runs_of: Vec<Vec<(usize, u64)>>,
    /// For each of these runs the later units that hold it.
    later: Vec<&'a [u64]>,
    /// The weight of all that each unit holds.
    totals: [Vec<u64>; 2],
}

impl<'a> Shared<'a> {
    fn new(earlier: &'a Side, later: &'a Side, policy: &AlignPolicy) -> Self {
        let sides = [earlier, later];
        let paragraphs = |side: &Side| side.units.iter().filter(|unit| !unit.whole).count();
        let all = paragraphs(earlier) + paragraphs(later);
        let most = (all * policy.common as usize / 1000).clamp(2, MOST_HOLDING);
        let mut shared = Self {
            runs_of: vec![Vec::new(); earlier.units.len()],
            later: Vec::new(),
            totals: sides.map(|side| vec![0; side.units.len()]),
        };
        let mut of_later = later.by_run().peekable();
        let mut of_earlier = earlier.by_run().peekable();
        loop {
            let run = match (of_earlier.peek(), of_later.peek()) {
                (None, None) => break,
                (Some((one, _)), Some((other, _))) => *one.min(other),
                (Some((one, _)), None) | (None, Some((one, _))) => *one,
            };
            let mut take = |side: usize| {
                let groups = if side == 0 { &mut of_earlier } else { &mut of_later };
                groups.next_if(|(of, _)| *of == run).map_or(&[][..], |(_, group)| group)
            };
            let groups = [take(0), take(1)];
            let holding: usize = (groups.iter().zip(sides))
                .map(|(group, side)| group.iter().filter(|&&at| !side.units[unit_of(at)].whole).count())
                .sum();
            let holding = holding.max(1);
            if holding > most {
                continue;
            }
            let weight = log2_1024(((all + 1) * 1024 / holding) as u64).saturating_sub(10 * 1024);
            // A run of one character weighs a half: alone it says little.
            let weight = if run >> 21 == 0 { weight / 2 } else { weight };
            if weight == 0 {
                continue;
            }
            for (side, group) in groups.iter().enumerate() {
                for &posting in *group {
                    shared.totals[side][unit_of(posting)] += weight;
                }
            }
            if groups.iter().all(|group| !group.is_empty()) {
                for &posting in groups[0] {
                    shared.runs_of[unit_of(posting)].push((shared.later.len(), weight));
                }
                shared.later.push(groups[1]);
            }
        }
        shared
    }

    fn near(&self, earlier: usize, later: usize, both: u64) -> Near {
        let (own, other) = (self.totals[0][earlier], self.totals[1][later]);
        let thousandths = |part: u64, all: u64| {
            u32::try_from((part * 1000).checked_div(all).unwrap_or(0).min(1000)).unwrap_or(1000)
        };
        // The totals of a whole report stay far below the root of what 64 bits hold.
        let mean = own.saturating_mul(other).isqrt();
        Near {
            earlier,
            later,
            content: thousandths(both, mean),
            held: thousandths(both, own),
            holds: thousandths(both, other),
            equal: false,
        }
    }
}

/// For each earlier unit the later ones of equal text that have about its number among those.
fn equal(earlier: &Side, later: &Side) -> Vec<Vec<usize>> {
    let mut of = HashMap::<u64, Vec<usize>>::new();
    for (at, unit) in later.units.iter().enumerate() {
        of.entry(unit.print).or_default().push(at);
    }
    let mut nths = HashMap::<u64, usize>::new();
    let window = |unit: &super::side::Unit| {
        let nth = nths.entry(unit.print).or_default();
        *nth += 1;
        let all = of.get(&unit.print).map_or(&[][..], Vec::as_slice);
        let from = (*nth - 1).saturating_sub(EQUAL_WITHIN).min(all.len());
        all[from..(*nth + EQUAL_WITHIN).min(all.len())].to_vec()
    };
    earlier.units.iter().map(window).collect()
}
