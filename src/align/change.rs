//! What became of what. Comes in: units joined. Goes out: groups of units that belong together, and whether they are the same, renamed,
//! moved, merged or split; what has no partner is dropped or new.

use super::likeness::Likeness;
use super::link::Joined;
use super::side::{Side, Unit};
use super::{How, Parts};
use crate::policy::AlignPolicy;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

/// Units that belong together: everything on one side to everything on the other. A unit stands in several when it has partners that
/// have others than it has.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Earlier units, in order.
    pub(super) earlier: Vec<usize>,
    /// Later units, in order.
    pub(super) later: Vec<usize>,
    /// What became of them.
    pub(super) how: How,
    /// Why.
    pub(super) parts: Parts,
}

impl Group {
    /// Exchanges the sides.
    pub(super) fn turn(&mut self) {
        std::mem::swap(&mut self.earlier, &mut self.later);
        self.how = self.how.mirrored();
    }
}

/// All groups of two sides: each two units that are joined stand in exactly one, and so does a unit without a partner.
pub(super) fn changes(
    earlier: &Side,
    later: &Side,
    likeness: &Likeness,
    joined: &Joined,
    policy: &AlignPolicy,
) -> Vec<Group> {
    let mut groups = groups(joined);
    let judge = Judge::new([earlier, later], likeness, joined, policy);
    let crossing = judge.crossing(&groups);
    for (group, crossing) in groups.iter_mut().zip(crossing) {
        group.how = match (group.earlier.as_slice(), group.later.as_slice()) {
            ([], _) => How::New,
            (_, []) => How::Dropped,
            ([one, ..], [other, ..]) => {
                // Whatever of the other side they belong to counts, in this group or in another.
                let (were, became) = (joined.later[*other].len(), joined.earlier[*one].len());
                match were.cmp(&became) {
                    Ordering::Greater => How::Merged,
                    Ordering::Less => How::Split,
                    Ordering::Equal if were > 1 => How::Renamed,
                    Ordering::Equal => judge.one_to_one(*one, *other, crossing),
                }
            }
        };
    }
    groups
}

/// Units with the same partners against units with the same partners, with the mean of the parts; and each unit without a partner.
fn groups(joined: &Joined) -> Vec<Group> {
    let kin = [&joined.earlier, &joined.later].map(|units| kin(units));
    let mut of = BTreeMap::<(usize, usize), (Group, i32)>::new();
    for &(earlier, later, parts) in &joined.links {
        let (group, count) = of.entry((kin[0][earlier], kin[1][later])).or_default();
        group.earlier.push(earlier);
        group.later.push(later);
        group.parts = group.parts.plus(parts);
        *count += 1;
    }
    let joint = of.into_values().map(|(mut group, count)| {
        for units in [&mut group.earlier, &mut group.later] {
            units.sort_unstable();
            units.dedup();
        }
        group.parts = group.parts.over(count);
        group
    });
    let alone = |units: &[Vec<usize>]| -> Vec<usize> {
        units.iter().enumerate().filter(|(_, partners)| partners.is_empty()).map(|(unit, _)| unit).collect()
    };
    let dropped =
        alone(&joined.earlier).into_iter().map(|unit| Group { earlier: vec![unit], ..Group::default() });
    let new = alone(&joined.later).into_iter().map(|unit| Group { later: vec![unit], ..Group::default() });
    joint.chain(dropped).chain(new).collect()
}

/// For each unit the first one with the same partners.
fn kin(partners: &[Vec<usize>]) -> Vec<usize> {
    let mut first = HashMap::<Vec<usize>, usize>::new();
    let of = |(unit, partners): (usize, &Vec<usize>)| {
        let mut partners = partners.clone();
        partners.sort_unstable();
        *first.entry(partners).or_insert(unit)
    };
    partners.iter().enumerate().map(of).collect()
}

/// What is asked of a pair.
struct Judge<'a> {
    sides: [&'a Side; 2],
    likeness: &'a Likeness,
    joined: &'a Joined,
    /// For each unit the most that it shares with one of its kind, and the second most.
    nearest: [Vec<[u32; 2]>; 2],
    policy: &'a AlignPolicy,
}

impl<'a> Judge<'a> {
    fn new(
        sides: [&'a Side; 2],
        likeness: &'a Likeness,
        joined: &'a Joined,
        policy: &'a AlignPolicy,
    ) -> Self {
        let mut nearest = sides.map(|side| vec![[0; 2]; side.units.len()]);
        for near in likeness.pairs() {
            if sides[0].units[near.earlier].whole == sides[1].units[near.later].whole {
                for (nearest, unit) in nearest.iter_mut().zip([near.earlier, near.later]) {
                    let [first, second] = &mut nearest[unit];
                    if near.content > *first {
                        *second = std::mem::replace(first, near.content);
                    } else {
                        *second = near.content.max(*second);
                    }
                }
            }
        }
        Self { sides, likeness, joined, nearest, policy }
    }

    fn units(&self, side: usize) -> &'a [Unit] {
        &self.sides[side].units
    }

    /// The nearest section around a unit that has a partner.
    fn around(&self, side: usize, unit: usize) -> Option<usize> {
        self.above(side, unit).find(|&above| !self.partners(side, above).is_empty())
    }

    /// The sections around a unit, the innermost first.
    fn above(&self, side: usize, unit: usize) -> impl Iterator<Item = usize> {
        let units = self.units(side);
        std::iter::successors(units[unit].parent, |&above| units[above].parent)
    }

    fn partners(&self, side: usize, unit: usize) -> &'a [usize] {
        if side == 0 { &self.joined.earlier[unit] } else { &self.joined.later[unit] }
    }

    /// How two sections stand to each other.
    fn sections(&self, around: (Option<usize>, Option<usize>)) -> Sections {
        match around {
            (None, None) => Sections::Together(None),
            (Some(one), Some(other)) if self.joined.has(one, other) => Sections::Together(Some((one, other))),
            (Some(one), Some(other)) => {
                // What stood below a section and stands behind it now, below the half alone, is hardly moved.
                let holds = |side: usize, unit: usize, partner_of: usize| {
                    let mut partners = self.partners(1 - side, partner_of).iter();
                    partners.any(|&partner| self.above(side, partner).any(|above| above == unit))
                };
                if holds(1, other, one) || holds(0, one, other) { Sections::Unsure } else { Sections::Apart }
            }
            _ => Sections::Unsure,
        }
    }

    /// The units of a group of two that belong to nothing else.
    fn only(&self, group: &Group) -> Option<(usize, usize)> {
        let (earlier, later) = (*group.earlier.first()?, *group.later.first()?);
        let one = |side: usize, unit: usize| self.partners(side, unit).len() == 1;
        (one(0, earlier) && one(1, later)).then_some((earlier, later))
    }

    /// For each group whether it stands under another section, or clearly out of the order of those beside it.
    fn crossing(&self, groups: &[Group]) -> Vec<bool> {
        let mut crossing = vec![false; groups.len()];
        let mut beside = BTreeMap::<Option<(usize, usize)>, Vec<(usize, usize, usize, u64)>>::new();
        for (at, group) in groups.iter().enumerate() {
            let Some((earlier, later)) = self.only(group) else { continue };
            match self.sections((self.around(0, earlier), self.around(1, later))) {
                Sections::Together(section) => {
                    let weight = u64::from(group.parts.score().unsigned_abs()) + 1;
                    beside.entry(section).or_default().push((earlier, later, at, weight));
                }
                Sections::Apart => crossing[at] = true,
                Sections::Unsure => {}
            }
        }
        for mut pairs in beside.into_values() {
            pairs.sort_unstable();
            let weights: Vec<(usize, u64)> =
                pairs.iter().map(|&(_, later, _, weight)| (later, weight)).collect();
            for (lost, &(_, _, at, weight)) in lost(&weights).into_iter().zip(&pairs) {
                // Of two that changed places either may be the one that moved.
                crossing[at] = lost * 2 > weight;
            }
        }
        crossing
    }

    fn one_to_one(&self, earlier: usize, later: usize, crossing: bool) -> How {
        let (one, other) = (&self.units(0)[earlier], &self.units(1)[later]);
        if crossing && self.surely(earlier, later) {
            return How::Moved;
        }
        let words = |unit: &'a Unit| unit.heading.as_ref().map(|heading| heading.words.as_str());
        if words(one) == words(other) { How::Same } else { How::Renamed }
    }

    /// Whether nothing else could be meant: enough text, enough in common, and no other nearly as near.
    fn surely(&self, earlier: usize, later: usize) -> bool {
        let policy = self.policy;
        let Some(near) = self.likeness.of(earlier, later) else { return false };
        let long = self.units(0)[earlier].length.min(self.units(1)[later].length) >= policy.moved_length;
        let alone = |side: usize, unit: usize| {
            let [first, second] = self.nearest[side][unit];
            let other = if near.content == first { second } else { first };
            near.content >= other.saturating_add(policy.moved_lead)
        };
        long && near.content >= policy.moved && alone(0, earlier) && alone(1, later)
    }
}

/// How the sections around two units stand to each other.
#[derive(Debug, Clone, Copy)]
enum Sections {
    /// They belong together; `None` where there are none.
    Together(Option<(usize, usize)>),
    /// They belong to others.
    Apart,
    /// One holds what belongs to the other, or one is none.
    Unsure,
}

/// How much of the heaviest rising row is lost when this one must be part of it: 0 for its members. Each is a place on the other side
/// and a weight.
fn lost(pairs: &[(usize, u64)]) -> Vec<u64> {
    let most = pairs.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
    let up = heaviest_to(pairs.iter().copied(), most);
    let turned = pairs.iter().rev().map(|&(at, weight)| (most - 1 - at, weight));
    let down = heaviest_to(turned, most);
    let all = up.iter().copied().max().unwrap_or(0);
    let through = up.iter().zip(down.iter().rev()).zip(pairs);
    through.map(|((up, down), (_, weight))| all - (up + down - weight)).collect()
}

/// For each the weight of the heaviest rising row that ends with it. A Fenwick tree over `most` places holds the heaviest row that ends
/// at or before each.
fn heaviest_to(pairs: impl Iterator<Item = (usize, u64)>, most: usize) -> Vec<u64> {
    let mut tree = vec![0_u64; most + 1];
    let row = |(at, weight): (usize, u64)| {
        let mut best = 0;
        let mut place = at;
        while place > 0 {
            best = best.max(tree[place]);
            place &= place - 1;
        }
        let mut place = at + 1;
        while place <= most {
            tree[place] = tree[place].max(best + weight);
            place += place & place.wrapping_neg();
        }
        best + weight
    };
    pairs.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_out_of_order_loses_the_most() {
        assert_eq!(lost(&[(0, 5), (1, 5), (2, 5)]), [0, 0, 0]);
        assert_eq!(lost(&[(3, 5), (0, 5), (1, 5), (2, 5)]), [10, 0, 0, 0]);
        assert_eq!(
            lost(&[(1, 5), (0, 5), (2, 5)]),
            [0, 0, 0],
            "two that changed places: either may have moved"
        );
        assert_eq!(lost(&[]), [0_u64; 0]);
    }
}
