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
    let mut counts = vec![0_u32; groups.len()];
    for &(earlier, _, parts) in &joined.links {
        let group = group_of[earlier];
        counts[group] += 1;
        let sum = &mut groups[group].parts;
        sum.content += parts.content;
        sum.heading += parts.heading;
        sum.section += parts.section;
        sum.place += parts.place;
    }
    for (group, count) in groups.iter_mut().zip(counts) {
        let Parts { content, heading, section, place } = group.parts;
        let mean = |sum: u32| sum.checked_div(count).unwrap_or(0);
        group.parts = Parts {
            content: mean(content),
            heading: mean(heading),
            section: mean(section),
            place: mean(place),
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
        let partners = if side == 0 { &self.joined.earlier } else { &self.joined.later };
        let units = self.units(side);
        std::iter::successors(units[unit].parent, |&above| units[above].parent)
            .find(|&above| !partners[above].is_empty())
    }

    /// The sections around a pair, where they belong together.
    fn section(&self, earlier: usize, later: usize) -> Option<Option<(usize, usize)>> {
        match (self.around(0, earlier), self.around(1, later)) {
            (None, None) => Some(None),
            (Some(one), Some(other)) => self.joined.has(one, other).then_some(Some((one, other))),
            _ => None,
        }
    }

    /// For each group whether it stands under another section, or out of the order of those beside it.
    fn crossing(&self, groups: &[Group]) -> Vec<bool> {
        let mut crossing = vec![false; groups.len()];
        let mut beside = BTreeMap::<Option<(usize, usize)>, Vec<(usize, usize, usize, u64)>>::new();
        for (at, group) in groups.iter().enumerate() {
            let ([earlier], [later]) = (group.earlier.as_slice(), group.later.as_slice()) else { continue };
            match self.section(*earlier, *later) {
                Some(section) => {
                    let weight = u64::from(group.parts.score()) + 1;
                    beside.entry(section).or_default().push((*earlier, *later, at, weight));
                }
                None => crossing[at] = true,
            }
        }
        for mut pairs in beside.into_values() {
            pairs.sort_unstable();
            let weights: Vec<(usize, u64)> =
                pairs.iter().map(|&(_, later, _, weight)| (later, weight)).collect();
            for (kept, &(_, _, at, _)) in heaviest_rise(&weights).into_iter().zip(&pairs) {
                crossing[at] = !kept;
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

/// Which of these, in order, belong to the rising row of the greatest weight. Of two rows of equal weight the one that ends first.
fn heaviest_rise(pairs: &[(usize, u64)]) -> Vec<bool> {
    let most = pairs.iter().map(|(at, _)| at + 1).max().unwrap_or(0);
    // A Fenwick tree over places: the heaviest row that ends at or before each, as its weight and its last member.
    let mut tree: Vec<(u64, usize)> = vec![(0, usize::MAX); most + 1];
    let mut before = vec![usize::MAX; pairs.len()];
    let mut last = (0, usize::MAX);
    for (index, &(at, weight)) in pairs.iter().enumerate() {
        let mut best = (0, usize::MAX);
        let mut place = at;
        while place > 0 {
            if tree[place].0 > best.0 {
                best = tree[place];
            }
            place &= place - 1;
        }
        before[index] = best.1;
        let row = (best.0 + weight, index);
        if row.0 > last.0 {
            last = row;
        }
        let mut place = at + 1;
        while place <= most {
            if row.0 > tree[place].0 {
                tree[place] = row;
            }
            place += place & place.wrapping_neg();
        }
    }
    let mut kept = vec![false; pairs.len()];
    let mut at = last.1;
    while at != usize::MAX {
        kept[at] = true;
        at = before[at];
    }
    kept
}
