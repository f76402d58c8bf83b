//! What belongs together. Comes in: two sides and what their units share. Goes out: for each unit its partners on the other side.
//! Sections are joined before what stands below them, the best first; what is left over joins a pair that holds its words.

use super::Parts;
use super::likeness::{Likeness, Near};
use super::side::{Side, Unit};
use crate::policy::AlignPolicy;
use crate::text::similarity::{Rarity, Weighed, shared};
use std::cmp::Reverse;

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
    fn join(&mut self, earlier: usize, later: usize, parts: Parts) {
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
    let mut joined = Joined {
        earlier: vec![Vec::new(); earlier.units.len()],
        later: vec![Vec::new(); later.units.len()],
        links: Vec::new(),
    };
    let wholes = |near: &Near| (scale.earlier(near).whole, scale.later(near).whole);
    best_first(&mut joined, &scale, |near| wholes(near) == (true, true));
    best_first(&mut joined, &scale, |near| wholes(near) == (false, false));
    best_first(&mut joined, &scale, |near| {
        let (one, other) = wholes(near);
        one != other
    });
    left_over(&mut joined, &scale);
    sections_of_joined(&mut joined, &scale);
    joined
}

/// What two units are weighed with.
struct Scale<'a> {
    sides: [&'a Side; 2],
    likeness: &'a Likeness,
    headings: [Vec<Weighed>; 2],
    policy: &'a AlignPolicy,
}

impl<'a> Scale<'a> {
    fn new(earlier: &'a Side, later: &'a Side, likeness: &'a Likeness, policy: &'a AlignPolicy) -> Self {
        let sides = [earlier, later];
        let all = || sides.iter().flat_map(|side| &side.units).filter_map(|unit| unit.heading.as_ref());
        let rarity = Rarity::new(all().map(|heading| &heading.grams));
        let weigh = |unit: &Unit| {
            unit.heading.as_ref().map_or_else(Weighed::default, |heading| rarity.weigh(&heading.grams))
        };
        let headings = sides.map(|side| side.units.iter().map(weigh).collect());
        Self { sides, likeness, headings, policy }
    }

    fn earlier(&self, near: &Near) -> &Unit {
        &self.sides[0].units[near.earlier]
    }

    fn later(&self, near: &Near) -> &Unit {
        &self.sides[1].units[near.later]
    }

    /// How well two units fit.
    fn parts(&self, near: &Near, joined: &Joined) -> Parts {
        let (one, other) = (self.earlier(near), self.later(near));
        let policy = self.policy;
        let part = |thousandths: u32, weight: u32| thousandths * weight / 1000;
        let headed = one.heading.is_some() && other.heading.is_some();
        let heading = if near.equal { 1000 } else { self.headings(near) };
        let place = 1000 - (one.at.abs_diff(other.at) + one.rank.abs_diff(other.rank)) / 2;
        Parts {
            content: part(near.content, policy.content)
                + if headed { 0 } else { part(near.content, policy.heading) },
            heading: if headed { part(heading, policy.heading) } else { 0 },
            section: part(self.section(near, joined), policy.section),
            place: part(place.min(1000), policy.place),
        }
    }

    /// How much two headings share: the geometric mean of both shares.
    fn headings(&self, near: &Near) -> u32 {
        let both = shared(&self.headings[0][near.earlier], &self.headings[1][near.later]);
        (both.cover * both.back).isqrt()
    }

    /// Whether the sections around two units belong together: those joined do, of others it counts how much they share.
    fn section(&self, near: &Near, joined: &Joined) -> u32 {
        match (self.earlier(near).parent, self.later(near).parent) {
            (None, None) => 1000,
            (Some(one), Some(other)) if joined.has(one, other) => 1000,
            (Some(one), Some(other)) => {
                let sections = self.earlier(near).whole && self.later(near).whole;
                let near = self.likeness.of(one, other).map_or(0, |near| near.content);
                if sections { near } else { near / 2 }
            }
            _ => 0,
        }
    }
}

/// Joins units without partners, best first, as long as they fit well enough.
fn best_first(joined: &mut Joined, scale: &Scale<'_>, of: impl Fn(&Near) -> bool) {
    let policy = scale.policy;
    let fits = |near: &Near| {
        let parts = scale.parts(near, joined);
        (near.content >= policy.least && parts.score() >= policy.accept).then_some((parts, *near))
    };
    let pairs =
        scale.likeness.pairs().iter().filter(|near| of(near) && joined.free(near.earlier, near.later));
    let mut fitting: Vec<(Parts, Near)> = pairs.filter_map(fits).collect();
    fitting.sort_by_key(|(parts, near)| {
        let apart = near.earlier.abs_diff(near.later);
        (Reverse((parts.score(), near.equal)), apart, near.earlier, near.later)
    });
    for (parts, near) in fitting {
        if joined.free(near.earlier, near.later) {
            joined.join(near.earlier, near.later, parts);
        }
    }
}

/// Joins what is left over to a pair that holds enough of its words: the pair becomes one against several.
fn left_over(joined: &mut Joined, scale: &Scale<'_>) {
    let policy = scale.policy;
    let lonely = |partners: &[Vec<usize>], unit: usize| partners[unit].is_empty();
    let mut fitting: Vec<(u32, Near)> = Vec::new();
    for near in scale.likeness.pairs() {
        let cover = match (lonely(&joined.earlier, near.earlier), lonely(&joined.later, near.later)) {
            (true, false) => near.held,
            (false, true) => near.holds,
            _ => continue,
        };
        if scale.earlier(near).whole != scale.later(near).whole {
            continue;
        }
        let section = scale.section(near, joined) * policy.section / 1000;
        let cover = cover + section;
        if near.content >= policy.least && cover >= policy.joins {
            fitting.push((cover, *near));
        }
    }
    fitting.sort_by_key(|(cover, near)| {
        let apart = near.earlier.abs_diff(near.later);
        (Reverse((*cover, near.content)), apart, near.earlier, near.later)
    });
    for (_, near) in fitting {
        if may_join(joined, near.earlier, near.later) {
            let parts = scale.parts(&near, joined);
            joined.join(near.earlier, near.later, parts);
        }
    }
}

/// Whether one of two units is free and may join the other, so that one stands against several and never several against several.
fn may_join(joined: &Joined, earlier: usize, later: usize) -> bool {
    let only = |unit: &usize, partners: &[Vec<usize>]| partners[*unit].len() == 1;
    match (joined.earlier[earlier].as_slice(), joined.later[later].as_slice()) {
        ([], partners @ [_, ..]) => partners.iter().all(|unit| only(unit, &joined.earlier)),
        (partners @ [_, ..], []) => partners.iter().all(|unit| only(unit, &joined.later)),
        _ => false,
    }
}

/// Joins a section without a partner to the paragraph that most of what stands below it was joined to: the section became a paragraph.
fn sections_of_joined(joined: &mut Joined, scale: &Scale<'_>) {
    for side in [0, 1] {
        let units = &scale.sides[side].units;
        for section in 0..units.len() {
            let own = if side == 0 { &joined.earlier } else { &joined.later };
            if !units[section].whole || !own[section].is_empty() {
                continue;
            }
            let below: Vec<usize> =
                (section + 1..units.len()).take_while(|&unit| inside(units, unit, section)).collect();
            let whole: u32 = below.iter().map(|&unit| units[unit].length).sum();
            let Some(&partner) = below.iter().find_map(|&unit| own[unit].first()) else { continue };
            let with = |unit: &&usize| own[**unit].contains(&partner);
            let held: u32 = below.iter().filter(with).map(|&unit| units[unit].length).sum();
            let (earlier, later) = if side == 0 { (section, partner) } else { (partner, section) };
            let paragraph = !scale.sides[1 - side].units[partner].whole;
            let near = scale.likeness.of(earlier, later).copied();
            if let Some(near) =
                near.filter(|_| paragraph && held * 2 >= whole && may_join(joined, earlier, later))
            {
                let parts = scale.parts(&near, joined);
                joined.join(earlier, later, parts);
            }
        }
    }
}

/// Whether a unit stands below a section.
pub(super) fn inside(units: &[Unit], unit: usize, section: usize) -> bool {
    std::iter::successors(units[unit].parent, |&above| units[above].parent).any(|above| above == section)
}
