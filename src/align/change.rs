//! What became of what. Comes in: units joined. Goes out: groups of units that belong together, and whether they are the same, renamed,
//! moved, merged or split; what has no partner is dropped or new.

use super::likeness::Likeness;
use super::link::Joined;
use super::side::{Side, Unit};
use super::{How, Parts};
use crate::policy::AlignPolicy;
use std::collections::BTreeMap;

/// Units that belong together.
#[derive(Debug, Clone)]
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

/// All groups of two sides, each unit in exactly one.
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
            ([one], [other]) => judge.one_to_one(*one, *other, crossing),
            (several, others) if several.len() > others.len() => How::Merged,
            (several, others) if several.len() < others.len() => How::Split,
            _ => How::Renamed,
        };
    }
    groups
}

/// Units that links connect, with the mean of the parts.
fn groups(joined: &Joined) -> Vec<Group> {
    let mut seen = [vec![false; joined.earlier.len()], vec![false; joined.later.len()]];
    let mut group_of = vec![usize::MAX; joined.earlier.len()];
    let mut groups: Vec<Group> = Vec::new();
    let starts =
        (0..joined.earlier.len()).map(|unit| (0, unit)).chain((0..joined.later.len()).map(|unit| (1, unit)));
    for (side, unit) in starts {
        if seen[side][unit] {
            continue;
        }
        seen[side][unit] = true;
        let mut open = vec![(side, unit)];
        let mut units = [Vec::new(), Vec::new()];
        while let Some((side, unit)) = open.pop() {
            units[side].push(unit);
            let partners = if side == 0 { &joined.earlier[unit] } else { &joined.later[unit] };
            for &partner in partners {
                if !std::mem::replace(&mut seen[1 - side][partner], true) {
                    open.push((1 - side, partner));
                }
            }
        }
        let [mut earlier, mut later] = units;
        earlier.sort_unstable();
        later.sort_unstable();
        earlier.iter().for_each(|&unit| group_of[unit] = groups.len());
        groups.push(Group { earlier, later, how: How::Same, parts: Parts::default() });
    }
    let mut counts = vec![0_i32; groups.len()];
    for &(earlier, _, parts) in &joined.links {
        let group = group_of[earlier];
        counts[group] += 1;
        let sum = &mut groups[group].parts;
        sum.content += parts.content;
        sum.heading += parts.heading;
        sum.section += parts.section;
        sum.place += parts.place;
        sum.nearest += parts.nearest;
        sum.opening += parts.opening;
    }
    for (group, count) in groups.iter_mut().zip(counts) {
        let Parts { content, heading, section, place, nearest, opening } = group.parts;
        let mean = |sum: i32| sum.checked_div(count).unwrap_or(0);
        group.parts = Parts {
            content: mean(content),
            heading: mean(heading),
            section: mean(section),
            place: mean(place),
            nearest: mean(nearest),
            opening: mean(opening),
        };
    }
    groups
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

    /// For each group whether it stands under another section, or clearly out of the order of those beside it.
    fn crossing(&self, groups: &[Group]) -> Vec<bool> {
        let mut crossing = vec![false; groups.len()];
        let mut beside = BTreeMap::<Option<(usize, usize)>, Vec<(usize, usize, usize, u64)>>::new();
        for (at, group) in groups.iter().enumerate() {
            let ([earlier], [later]) = (group.earlier.as_slice(), group.later.as_slice()) else { continue };
            match self.sections((self.around(0, *earlier), self.around(1, *later))) {
                Sections::Together(section) => {
                    let weight = u64::from(group.parts.score().unsigned_abs()) + 1;
                    beside.entry(section).or_default().push((*earlier, *later, at, weight));
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
