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

    /// What each name of the shelf that shares anything with `name` shares with it, in the order of the shelf.
    pub(super) fn alike(&self, name: &Named<'_>) -> Vec<Likeness> {
        let query = self.rarity.weigh(&name.grams);
        let mut sums: HashMap<u32, u64, Numbered> = HashMap::default();
        for (gram, weight) in &query.runs {
            for index in self.holding.get(gram).into_iter().flatten() {
                *sums.entry(*index).or_default() += u64::from(*weight);
            }
        }
        let share =
            |sum: u64, all: u64| u32::try_from((sum * 1000).checked_div(all).unwrap_or(0)).unwrap_or(1000);
        let mut alike: Vec<Likeness> = sums
            .into_iter()
            .map(|(index, sum)| Likeness {
                earlier: index as usize,
                cover: share(sum, self.weighed[index as usize].total),
                back: share(sum, query.total),
            })
            .collect();
        alike.sort_by_key(|found| found.earlier);
        alike
    }
}
