//! The promises of one plan by their names. Comes in: names. Goes out: which of them share how much with another.

use super::name::Named;
use crate::text::similarity::{Gram, Numbered, Rarity, Weighed};
use std::collections::HashMap;

/// Names with an index over their runs of characters.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) rarity: Rarity,
    pub(super) weighed: Vec<Weighed>,
    holding: HashMap<Gram, Vec<u32>, Numbered>,
}

/// What an earlier and a later name share, in thousandths of the weight of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Index into the shelf.
    pub(super) earlier: usize,
    /// The share of the earlier name that the later one holds.
    pub(super) cover: u32,
    /// The share of the later name that the earlier one holds.
    pub(super) back: u32,
}

impl Likeness {
    /// The share on the side that shares less.
    pub(super) fn least(self) -> u32 {
        self.cover.min(self.back)
    }
}

impl Shelf {
    /// Indexes names; rare runs weigh more.
    pub(super) fn new(named: &[Named<'_>]) -> Self {
        let rarity =
            Rarity::new(named.iter().filter(|named| !named.grams.is_empty()).map(|named| &named.grams));
        let mut holding: HashMap<Gram, Vec<u32>, Numbered> = HashMap::default();
        for (index, named) in named.iter().enumerate() {
            for gram in &named.grams {
                holding.entry(*gram).or_default().push(u32::try_from(index).unwrap_or(u32::MAX));
            }
        }
        let weighed = named.iter().map(|named| rarity.weigh(&named.grams)).collect();
        Self { rarity, weighed, holding }
    }

    /// What each name of the shelf shares with `name`, in the order of the shelf: of those that share `least` or more on one side.
    pub(super) fn alike(&self, name: &Named<'_>, least: u32) -> Vec<Likeness> {
        let query = self.rarity.weigh(&name.grams);
        let mut sums = vec![0u64; self.weighed.len()];
        for (gram, weight) in &query.runs {
            for index in self.holding.get(gram).into_iter().flatten() {
                sums[*index as usize] += u64::from(*weight);
            }
        }
        // Whether `sum` is a share of `least` thousandths of `all`, without dividing: most are far from it.
        let holds = |sum: u64, all: u64| sum > 0 && sum * 1000 >= u64::from(least) * all;
        let near = |(earlier, sum): &(usize, u64)| {
            holds(*sum, self.weighed[*earlier].total) || holds(*sum, query.total)
        };
        let share =
            |sum: u64, all: u64| u32::try_from((sum * 1000).checked_div(all).unwrap_or(0)).unwrap_or(1000);
        let likeness = |(earlier, sum): (usize, u64)| Likeness {
            earlier,
            cover: share(sum, self.weighed[earlier].total),
            back: share(sum, query.total),
        };
        sums.into_iter().enumerate().filter(near).map(likeness).collect()
    }
}
