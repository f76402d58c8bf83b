//! The promises of one plan by their names. Comes in: names. Goes out: which of them share how much with another.

use super::name::Named;
use crate::text::similarity::{Gram, Grams, Numbered, Rarity, Shared, Weighed, shared};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The names that hold a run.
type Index = HashMap<Gram, Vec<u32>, Numbered>;

/// Names with an index over their runs of characters.
#[derive(Debug)]
pub(super) struct Shelf {
    pub(super) rarity: Rarity,
    pub(super) weighed: Vec<Weighed>,
    holding: Index,
    /// The same of each name's [`leading`] runs alone.
    led: Index,
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

    /// The share on the side that shares more.
    pub(super) fn most(self) -> u32 {
        self.cover.max(self.back)
    }
}

impl Shelf {
    /// Indexes names; rare runs weigh more. What [`Shelf::alike`] asks for is at least `least`.
    pub(super) fn new(named: &[Named<'_>], least: u32) -> Self {
        let rarity =
            Rarity::new(named.iter().filter(|named| !named.grams.is_empty()).map(|named| &named.grams));
        let mut shelf =
            Self { rarity, weighed: Vec::new(), holding: Index::default(), led: Index::default() };
        for (index, named) in (0..).zip(named) {
            let weighed = shelf.rarity.weigh(&named.grams);
            for (gram, _) in &weighed.runs {
                shelf.holding.entry(*gram).or_default().push(index);
            }
            for gram in leading(&weighed, least) {
                shelf.led.entry(gram).or_default().push(index);
            }
            shelf.weighed.push(weighed);
        }
        shelf
    }

    /// What each name of the shelf shares with `name`, in the order of the shelf: of those that share `least` or more on one side.
    pub(super) fn alike(&self, name: &Named<'_>, least: u32) -> Vec<Likeness> {
        let query = self.rarity.weigh(&name.grams);
        let of_theirs = query.runs.iter().filter_map(|(gram, _)| self.led.get(gram));
        let of_ours = leading(&query, least);
        let of_ours = of_ours.iter().filter_map(|gram| self.holding.get(gram));
        self.sharing(&query, of_theirs.chain(of_ours), |likeness| likeness.most() >= least)
    }

    /// The same of those that share `least` or more on both sides.
    pub(super) fn called_so(&self, name: &Named<'_>, least: u32) -> Vec<Likeness> {
        let query = self.rarity.weigh(&name.grams);
        let of_ours = leading(&query, least);
        let of_ours = of_ours.iter().filter_map(|gram| self.holding.get(gram));
        self.sharing(&query, of_ours, |likeness| likeness.least() >= least)
    }

    /// What the names in `lists` share with `query`, where it is enough.
    fn sharing<'a>(
        &self,
        query: &Weighed,
        lists: impl Iterator<Item = &'a Vec<u32>>,
        enough: impl Fn(&Likeness) -> bool,
    ) -> Vec<Likeness> {
        let mut near: Vec<u32> = lists.flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let likeness = |earlier: u32| {
            let earlier = earlier as usize;
            let Shared { cover, back } = shared(&self.weighed[earlier], query);
            Likeness { earlier, cover, back }
        };
        near.into_iter().map(likeness).filter(enough).collect()
    }
}

/// The heaviest runs of a name, so many that what holds none of them holds less than `least` thousandths of its weight.
fn leading(name: &Weighed, least: u32) -> Grams {
    let mut runs = name.runs.clone();
    runs.sort_unstable_by_key(|(gram, weight)| (Reverse(*weight), *gram));
    let mut rest = name.total;
    let needed = |(gram, weight): (Gram, u32)| {
        let enough = rest * 1000 >= u64::from(least) * name.total;
        rest -= u64::from(weight);
        enough.then_some(gram)
    };
    runs.into_iter().map_while(needed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_none_of_the_leading_runs_holds_too_little() {
        let name = Weighed { runs: vec![(1, 10), (2, 60), (3, 30)], total: 100 };
        assert_eq!(leading(&name, 1000), [2]);
        assert_eq!(leading(&name, 401), [2]);
        assert_eq!(leading(&name, 400), [2, 3]);
        assert_eq!(leading(&name, 1), [2, 3, 1]);
        assert!(leading(&Weighed::default(), 500).is_empty());
    }
}
