//! What belongs together. Comes in: two sides and what their units share. Goes out: for each unit its partners on the other side.
//! Sections are joined before what stands below them, one to one and the best first; when it is known which sections belong together,
//! all is joined anew, many to many; last come texts that are equal and stand there several times, by what stands beside them.

use super::Parts;
use super::likeness::{Likeness, Near};
use super::settle::settle;
use super::side::{Side, Unit};
use crate::policy::AlignPolicy;
use crate::text::similarity::{Numbered, Rarity, Weighed, shared};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The links between units.
#[derive(Debug)]
pub(super) struct Joined {
    /// For each earlier unit its later partners, in the order in which they were joined.
    pub(super) earlier: Vec<Vec<usize>>,
    /// For each later unit its earlier partners.
    pub(super) later: Vec<Vec<usize>>,
    /// The links with what speaks for them.
    pub(super) links: Vec<(usize, usize, Parts)>,
}

impl Joined {
    /// So many units of both sides, none of them with a partner.
    pub(super) fn new(earlier: usize, later: usize) -> Self {
        Self { earlier: vec![Vec::new(); earlier], later: vec![Vec::new(); later], links: Vec::new() }
    }

    /// Makes two units partners.
    pub(super) fn join(&mut self, earlier: usize, later: usize, parts: Parts) {
        self.earlier[earlier].push(later);
        self.later[later].push(earlier);
        self.links.push((earlier, later, parts));
    }

    /// Whether both are without a partner.
    fn free(&self, earlier: usize, later: usize) -> bool {
        self.earlier[earlier].is_empty() && self.later[later].is_empty()
    }

    /// Whether two units are joined.
    pub(super) fn has(&self, earlier: usize, later: usize) -> bool {
        self.earlier[earlier].contains(&later)
    }
}

/// Joins what belongs together.
pub(super) fn link(earlier: &Side, later: &Side, likeness: &Likeness, policy: &AlignPolicy) -> Joined {
    let scale = Scale::new(earlier, later, likeness, policy);
    let mut joined = Joined::new(earlier.units.len(), later.units.len());
    scale.one_to_one(&mut joined, |one, other| one.whole && other.whole);
    scale.one_to_one(&mut joined, |_, _| true);
    settle(&scale, &mut joined);
    scale.join_repeated(&mut joined);
    joined
}

/// What two units are weighed with.
pub(super) struct Scale<'a> {
    sides: [&'a Side; 2],
    pub(super) likeness: &'a Likeness,
    /// For each pair of the likeness how much their headings share; 0 where one has none.
    headings: Vec<u32>,
    /// For each unit whether it has its equal on the other side and stands on either side several times.
    repeated: [Vec<bool>; 2],
    /// For each unit the most that it shares with any.
    nearest: [Vec<u32>; 2],
    pub(super) policy: &'a AlignPolicy,
}

impl<'a> Scale<'a> {
    fn new(earlier: &'a Side, later: &'a Side, likeness: &'a Likeness, policy: &'a AlignPolicy) -> Self {
        let sides = [earlier, later];
        let all = || sides.iter().flat_map(|side| &side.units).filter_map(|unit| unit.heading.as_ref());
        let rarity = Rarity::new(all().map(|heading| &heading.grams));
        let weigh = |unit: &Unit| {
            unit.heading.as_ref().map_or_else(Weighed::default, |heading| rarity.weigh(&heading.grams))
        };
        let weighed = sides.map(|side| side.units.iter().map(weigh).collect::<Vec<_>>());
        let headed = |near: &Near| {
            let both = [&earlier.units[near.earlier], &later.units[near.later]];
            both.iter().all(|unit| unit.heading.is_some())
        };
        let heading = |near: &Near| match (near.equal, headed(near)) {
            (true, _) => 1000,
            (false, false) => 0,
            (false, true) => {
                // The geometric mean of both shares.
                let both = shared(&weighed[0][near.earlier], &weighed[1][near.later]);
                (both.cover * both.back).isqrt()
            }
        };
        let headings = likeness.pairs().iter().map(heading).collect();
        let prints = sides.map(|side| {
            let mut prints = HashMap::<u64, u32, Numbered>::default();
            side.units.iter().for_each(|unit| *prints.entry(unit.print).or_default() += 1);
            prints
        });
        let repeated = |unit: &Unit| {
            let [one, other] = [0, 1].map(|side: usize| prints[side].get(&unit.print).copied().unwrap_or(0));
            !unit.whole && one.min(other) > 0 && one.max(other) > 1
        };
        let repeated = sides.map(|side| side.units.iter().map(repeated).collect());
        let mut nearest = sides.map(|side| vec![0; side.units.len()]);
        for near in likeness.pairs() {
            for (nearest, unit) in nearest.iter_mut().zip([near.earlier, near.later]) {
                nearest[unit] = near.content.max(nearest[unit]);
            }
        }
        Self { sides, likeness, headings, repeated, nearest, policy }
    }

    fn earlier(&self, near: &Near) -> &Unit {
        &self.sides[0].units[near.earlier]
    }

    fn later(&self, near: &Near) -> &Unit {
        &self.sides[1].units[near.later]
    }

    /// How well the units of a pair fit.
    pub(super) fn parts(&self, pair: usize, joined: &Joined) -> Parts {
        let near = &self.likeness.pairs()[pair];
        let (one, other) = (self.earlier(near), self.later(near));
        let policy = self.policy;
        let part = |thousandths: u32, weight: i32| i32::try_from(thousandths).unwrap_or(1000) * weight / 1000;
        let content = root(near.content);
        let bare = one.heading.is_none() && other.heading.is_none();
        let place = 1000 - (one.at.abs_diff(other.at) + one.rank.abs_diff(other.rank)) / 2;
        let best = [self.nearest[0][near.earlier], self.nearest[1][near.later]];
        let nearest = best.map(|best| (near.content * 1000).checked_div(best).unwrap_or(0));
        let unlike = i32::from(one.address != other.address) + i32::from(one.problems != other.problems);
        Parts {
            content: part(content, policy.content) + if bare { part(content, policy.heading) } else { 0 },
            heading: if bare { 0 } else { part(self.headings[pair], policy.heading) },
            section: part(self.section(near, joined), policy.section),
            place: part(place, policy.place),
            nearest: part(nearest[0].midpoint(nearest[1]), policy.nearest),
            opening: unlike * policy.opening,
        }
    }

    /// Whether the sections around two units belong together, or one of the two to the section around the other: then 1000. Of others
    /// it counts how much they share, for a paragraph half as much.
    fn section(&self, near: &Near, joined: &Joined) -> u32 {
        let around = (self.earlier(near).parent, self.later(near).parent);
        let whole = self.earlier(near).whole && self.later(near).whole;
        match around {
            (None, None) => 1000,
            (Some(one), Some(other)) if joined.has(one, other) => 1000,
            (Some(one), _) if joined.has(one, near.later) => 1000,
            (_, Some(other)) if joined.has(near.earlier, other) => 1000,
            (Some(one), Some(other)) => {
                let shared = self.likeness.of(one, other).map_or(0, |near| root(near.content));
                if whole { shared } else { shared / 2 }
            }
            _ => 0,
        }
    }

    /// The sections around a unit, the innermost first.
    fn above(&self, side: usize, unit: &Unit) -> impl Iterator<Item = usize> {
        let units = &self.sides[side].units;
        std::iter::successors(unit.parent, |&above| units[above].parent)
    }

    /// Whether two units may belong together at all.
    fn allowed(&self, near: &Near, joined: &Joined) -> bool {
        let (one, other) = (self.earlier(near), self.later(near));
        match (one.whole, other.whole) {
            // The uppermost sections hold the words of all that stands below them.
            (true, true) => one.parent.is_none() == other.parent.is_none(),
            // What stands below a section is in what belongs to it already.
            (true, false) => !self.above(1, other).any(|section| joined.has(near.earlier, section)),
            (false, true) => !self.above(0, one).any(|section| joined.has(section, near.later)),
            (false, false) => true,
        }
    }

    /// Whether one of two units has its equal on the other side and stands on either side several times.
    fn is_repeated(&self, near: &Near) -> bool {
        self.repeated[0][near.earlier] || self.repeated[1][near.later]
    }

    /// Whether two units may be joined by what they share.
    pub(super) fn may_be(&self, near: &Near, joined: &Joined) -> bool {
        near.content >= self.policy.least && self.allowed(near, joined) && !self.is_repeated(near)
    }

    /// The pairs that fit well enough, the best first, as they fit now.
    fn fitting(&self, joined: &Joined, of: impl Fn(&Near) -> bool) -> Vec<usize> {
        let may = |near: &Near| of(near) && self.may_be(near, joined);
        let pairs = self.likeness.pairs().iter().enumerate().filter(|(_, near)| may(near));
        let scored = pairs.map(|(pair, near)| (self.parts(pair, joined).score(), pair, near));
        let mut fitting: Vec<(i32, usize, &Near)> =
            scored.filter(|(score, ..)| *score >= self.policy.accept).collect();
        fitting.sort_by_key(|(score, _, near)| {
            let apart = near.earlier.abs_diff(near.later);
            (Reverse((*score, near.equal)), apart, near.earlier, near.later)
        });
        fitting.into_iter().map(|(_, pair, _)| pair).collect()
    }

    /// Whether one of two paragraphs holds nearly all words of the other.
    pub(super) fn holds(&self, near: &Near) -> bool {
        let whole = self.earlier(near).whole || self.later(near).whole;
        !whole && near.held.max(near.holds) >= self.policy.full
    }

    /// Joins a pair, with the score that it has by what was joined until now.
    fn join(&self, joined: &mut Joined, pair: usize) {
        let near = &self.likeness.pairs()[pair];
        let parts = self.parts(pair, joined);
        joined.join(near.earlier, near.later, parts);
    }

    /// Joins units without partners one to one, the best first.
    fn one_to_one(&self, joined: &mut Joined, of: impl Fn(&Unit, &Unit) -> bool) {
        let free =
            |near: &Near| joined.free(near.earlier, near.later) && of(self.earlier(near), self.later(near));
        for pair in self.fitting(joined, free) {
            let near = &self.likeness.pairs()[pair];
            if joined.free(near.earlier, near.later) {
                self.join(joined, pair);
            }
        }
    }

    /// Whether two units share so much that nothing of them is left for others.
    pub(super) fn is_full(&self, near: &Near) -> bool {
        near.equal || near.content >= self.policy.full
    }

    /// Joins equal texts that stand there several times: first those whose neighbours belong together.
    fn join_repeated(&self, joined: &mut Joined) {
        let beside = |near: &Near| {
            let before = near.earlier.checked_sub(1).zip(near.later.checked_sub(1));
            let after = (near.earlier + 1, near.later + 1);
            let last = after.0 == joined.earlier.len() || after.1 == joined.later.len();
            usize::from(before.is_some_and(|(one, other)| joined.has(one, other)))
                + usize::from(!last && joined.has(after.0, after.1))
        };
        let pairs = self.likeness.pairs().iter().enumerate();
        let equal = pairs.filter(|(_, near)| near.equal && self.is_repeated(near));
        let scored = equal.map(|(pair, near)| (beside(near), self.parts(pair, joined).score(), pair, near));
        let mut equal: Vec<(usize, i32, usize, &Near)> =
            scored.filter(|(_, score, ..)| *score >= self.policy.accept).collect();
        equal.sort_by_key(|(beside, score, _, near)| {
            let apart = near.earlier.abs_diff(near.later);
            (Reverse((*beside, *score)), apart, near.earlier, near.later)
        });
        for (_, _, pair, near) in equal {
            if joined.free(near.earlier, near.later) {
                self.join(joined, pair);
            }
        }
    }
}

/// The root of thousandths, in thousandths.
fn root(thousandths: u32) -> u32 {
    (thousandths * 1000).isqrt()
}
