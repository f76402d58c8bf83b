//! Several against several. Comes in: units joined one to one and one to several. Goes out: the same as groups, in which everything on one
//! side answers everything on the other: a unit goes where it fits better, and leaves where it does not fit all that stands there.

use super::Parts;
use super::link::{Joined, Scale};

/// So often every unit is asked where it fits best; a real pair of reports is at rest after two or three.
const ROUNDS: usize = 6;
/// Two groups become one when the links that this adds are worth so much on the mean: below it, of hand-drawn groups more wrong links
/// came in than right ones.
const UNITED: i64 = 40;
/// What a link is worth that must not be: more than all links of a unit together may be worth.
const NEVER: i64 = -1_000_000;

/// Units that belong together, and where each stands.
struct Groups {
    /// For each group its earlier and its later units, in order.
    members: Vec<[Vec<usize>; 2]>,
    /// For each earlier and each later unit its group.
    of: [Vec<usize>; 2],
}

impl Groups {
    /// The groups that are joined, each unit without partners in one of its own.
    fn new(joined: &Joined) -> Self {
        let sides = [&joined.earlier, &joined.later];
        let mut groups = Self { members: Vec::new(), of: sides.map(|units| vec![usize::MAX; units.len()]) };
        for side in [0, 1] {
            for unit in 0..sides[side].len() {
                if groups.of[side][unit] == usize::MAX {
                    let others = sides[side][unit].clone();
                    let own = others.first().map_or_else(|| vec![unit], |&one| sides[1 - side][one].clone());
                    groups.add(if side == 0 { [own, others] } else { [others, own] });
                }
            }
        }
        groups
    }

    fn add(&mut self, mut members: [Vec<usize>; 2]) {
        for (units, of) in members.iter_mut().zip(&mut self.of) {
            units.sort_unstable();
            units.iter().for_each(|&unit| of[unit] = self.members.len());
        }
        self.members.push(members);
    }

    /// Takes a unit out of its group and puts it into another, or with `None` into one of its own.
    fn put(&mut self, side: usize, unit: usize, group: Option<usize>) {
        self.members[self.of[side][unit]][side].retain(|&other| other != unit);
        let group = group.unwrap_or_else(|| {
            self.members.push([Vec::new(), Vec::new()]);
            self.members.len() - 1
        });
        let members = &mut self.members[group][side];
        members.insert(members.partition_point(|&other| other < unit), unit);
        self.of[side][unit] = group;
    }
}

/// What is needed to say where a unit fits.
struct Settling<'a> {
    scale: &'a Scale<'a>,
    /// For each pair of the likeness what a link of it is worth.
    worth: Vec<i64>,
    /// For each unit whether it stays where it is.
    fixed: [Vec<bool>; 2],
    /// For each unit those on the other side that it may go to.
    nearby: [Vec<Vec<usize>>; 2],
}

impl Settling<'_> {
    /// What it is worth that a unit stands in a group: of each link what its score is above [`crate::policy::AlignPolicy::joins`].
    fn worth(&self, side: usize, unit: usize, groups: &Groups, group: usize) -> i64 {
        let link = |&other: &usize| {
            let (earlier, later) = if side == 0 { (unit, other) } else { (other, unit) };
            let pair = self.scale.likeness.index_of(earlier, later);
            pair.map_or(-i64::from(self.scale.policy.joins), |pair| self.worth[pair])
        };
        groups.members[group][1 - side].iter().map(link).sum()
    }

    /// Every unit that may.
    fn units(&self) -> impl Iterator<Item = (usize, usize)> {
        let of =
            |side: usize| self.fixed[side].iter().enumerate().map(move |(unit, fixed)| (side, unit, fixed));
        [0, 1].into_iter().flat_map(of).filter(|(_, _, fixed)| !**fixed).map(|(side, unit, _)| (side, unit))
    }

    /// Lets every unit go where it is worth most; whether any went.
    fn go(&self, groups: &mut Groups) -> bool {
        let mut went = false;
        for (side, unit) in self.units() {
            let own = groups.of[side][unit];
            let mut best = (self.worth(side, unit, groups, own), Some(own));
            if best.0 < 0 {
                best = (0, None);
            }
            for &other in &self.nearby[side][unit] {
                let group = groups.of[1 - side][other];
                let worth = self.worth(side, unit, groups, group);
                if worth > best.0 {
                    best = (worth, Some(group));
                }
            }
            if best.1 != Some(own) {
                groups.put(side, unit, best.1);
                went = true;
            }
        }
        went
    }

    /// Makes one of two groups where everything in them answers everything, the best first; whether there were any.
    fn unite(&self, groups: &mut Groups) -> bool {
        let mut united = false;
        let pairs = self.scale.likeness.pairs();
        let mut best: Vec<usize> = (0..pairs.len()).filter(|&pair| self.worth[pair] >= UNITED).collect();
        best.sort_by_key(|&pair| (std::cmp::Reverse(self.worth[pair]), pair));
        for near in best.into_iter().map(|pair| &pairs[pair]) {
            let (one, other) = (groups.of[0][near.earlier], groups.of[1][near.later]);
            if one == other {
                continue;
            }
            let added = |from: usize, to: usize| {
                let units = &groups.members[from][0];
                let worth: i64 = units.iter().map(|&unit| self.worth(0, unit, groups, to)).sum();
                (worth, units.len() * groups.members[to][1].len())
            };
            let ((there, links), (back, more)) = (added(one, other), added(other, one));
            if there + back >= UNITED * i64::try_from(links + more).unwrap_or(i64::MAX) {
                let mut members = std::mem::take(&mut groups.members[other]);
                for (own, gone) in members.iter_mut().zip(&mut groups.members[one]) {
                    own.append(gone);
                }
                groups.add(members);
                united = true;
            }
        }
        united
    }

    /// Takes out what does not fit where it stands; whether there was any.
    fn leave(&self, groups: &mut Groups) -> bool {
        let mut left = false;
        for (side, unit) in self.units() {
            if self.worth(side, unit, groups, groups.of[side][unit]) < 0 {
                groups.put(side, unit, None);
                left = true;
            }
        }
        left
    }
}

/// Turns what is joined into groups that fit as a whole.
pub(super) fn settle(scale: &Scale<'_>, joined: &mut Joined) {
    let pairs = scale.likeness.pairs();
    let parts: Vec<Parts> = (0..pairs.len()).map(|pair| scale.parts(pair, joined)).collect();
    let mut full = [vec![false; joined.earlier.len()], vec![false; joined.later.len()]];
    for near in pairs.iter().filter(|near| scale.is_full(near) && joined.has(near.earlier, near.later)) {
        full[0][near.earlier] = true;
        full[1][near.later] = true;
    }
    let mut nearby = [vec![Vec::new(); full[0].len()], vec![Vec::new(); full[1].len()]];
    let worth = |(near, parts): (&super::likeness::Near, &Parts)| {
        let taken = full[0][near.earlier] || full[1][near.later];
        if !scale.may_be(near, joined) || (taken && !joined.has(near.earlier, near.later)) {
            return NEVER;
        }
        if parts.score() >= scale.policy.accept {
            nearby[0][near.earlier].push(near.later);
            nearby[1][near.later].push(near.earlier);
        }
        i64::from(parts.score()) - i64::from(scale.policy.joins)
    };
    let worth = pairs.iter().zip(&parts).map(worth).collect();
    let mut fixed = full;
    for (fixed, repeated) in fixed.iter_mut().zip(&scale.repeated) {
        fixed.iter_mut().zip(repeated).for_each(|(fixed, repeated)| *fixed |= repeated);
    }
    let settling = Settling { scale, worth, fixed, nearby };
    let mut groups = Groups::new(joined);
    for _ in 0..ROUNDS {
        let went = settling.go(&mut groups);
        if !settling.unite(&mut groups) && !went {
            break;
        }
    }
    // Each time somebody is alone that was not: it ends.
    while settling.leave(&mut groups) {}
    *joined = Joined::new(joined.earlier.len(), joined.later.len());
    for [earlier, later] in &groups.members {
        for (&one, &other) in earlier.iter().flat_map(|one| later.iter().map(move |other| (one, other))) {
            joined.link(one, other);
            if let Some(pair) = scale.likeness.index_of(one, other) {
                joined.links.push((one, other, parts[pair]));
            }
        }
    }
}
