//! Which promise of an earlier plan each promise of a later one goes back to. Comes in: the names of both plans. Goes out: links, one
//! to one, and where the text joins or parts promises several to one and one to several.

use super::kin::{Turn, again, turn};
use super::name::Named;
use super::shelf::{Likeness, Shelf};
use super::{Change, Differs};
use crate::judge::Mark;
use crate::lang::Pack;
use crate::policy::LifelinePolicy;
use crate::text::similarity::{Gram, shared};

/// One promise made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The target of the earlier plan.
    pub(super) earlier: usize,
    /// The target of the later plan.
    pub(super) later: usize,
    pub(super) turn: Turn,
}

/// What a pair gains beyond its names, in thousandths, where nothing but the figure differs: of two measures with one name the one
/// by the same yardstick is the one made again.
const SAME_YARDSTICK: u32 = 300;

/// The same, where not even the figure does.
const SAME_FIGURE: u32 = 50;

/// Both sides of a comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'a> {
    pub(super) earlier: &'a [Named<'a>],
    pub(super) shelf: &'a Shelf,
    pub(super) marks: &'a [Option<Mark>],
    pub(super) later: &'a [Named<'a>],
}

/// What names of plans that follow each other must share on one side to be looked at, in thousandths.
pub(super) fn least(policy: &LifelinePolicy) -> u32 {
    policy.one_figure.min(policy.one_thing).min(policy.joined)
}

/// The links between plans that follow each other.
pub(super) fn links(sides: Sides<'_>, pack: &Pack, policy: &LifelinePolicy) -> Vec<Link> {
    let least = least(policy);
    let alike: Vec<Vec<Likeness>> = sides.later.iter().map(|named| sides.shelf.alike(named, least)).collect();
    let open = |_: usize| true;
    let mut links = one_to_one(sides, &alike, (&open, &open), (policy.one_figure, policy.one_thing), pack);
    links.extend(joined(sides, &alike, &links, policy));
    links.extend(parted(sides, &alike, &links, policy));
    links.sort_by_key(|link| (link.later, link.earlier));
    links
}

/// What could be linked over plans that lie between: for each promise of the later plan for which `open` holds, the earlier ones that are
/// nearly called so.
pub(super) fn far_alike(
    sides: Sides<'_>,
    open: (&dyn Fn(usize) -> bool, &dyn Fn(usize) -> bool),
    policy: &LifelinePolicy,
) -> Vec<Vec<Likeness>> {
    let of = |(index, named): (usize, &Named<'_>)| {
        let alike = if open.1(index) { sides.shelf.called_so(named, policy.one_far) } else { Vec::new() };
        alike.into_iter().filter(|likeness| open.0(likeness.earlier)).collect()
    };
    sides.later.iter().enumerate().map(of).collect()
}

/// The links among those: of promises for which `open` holds on either side, the surest alone.
pub(super) fn far_links(
    sides: Sides<'_>,
    alike: &[Vec<Likeness>],
    open: (&dyn Fn(usize) -> bool, &dyn Fn(usize) -> bool),
    pack: &Pack,
    policy: &LifelinePolicy,
) -> Vec<Link> {
    let mut links = one_to_one(sides, alike, open, (policy.one_far, policy.one_far), pack);
    // By another yardstick, after years without it, it is as good as new.
    links.retain(|link| link.turn.change != Change::Redefined || link.turn.differs == [Differs::Bound]);
    links
}

/// The best pairs first, each promise once on its side; among equals in the order of the text.
fn one_to_one(
    sides: Sides<'_>,
    alike: &[Vec<Likeness>],
    open: (&dyn Fn(usize) -> bool, &dyn Fn(usize) -> bool),
    (figure, thing): (u32, u32),
    pack: &Pack,
) -> Vec<Link> {
    let mut pairs: Vec<(u32, Link)> = Vec::new();
    for (later, found) in alike.iter().enumerate() {
        let named = &sides.later[later];
        let enough = if named.target.figure.is_some() { figure } else { thing };
        for likeness in found.iter().filter(|likeness| likeness.least() >= enough) {
            let earlier = likeness.earlier;
            if !open.0(earlier) || !open.1(later) {
                continue;
            }
            let Some(turn) = turn(&sides.earlier[earlier], named, sides.marks[earlier], pack) else {
                continue;
            };
            let gain = match turn.change {
                Change::Redefined if turn.differs != [Differs::Bound] => 0,
                Change::Repeated => SAME_YARDSTICK + SAME_FIGURE,
                _ => SAME_YARDSTICK,
            };
            pairs.push((likeness.least() + gain, Link { earlier, later, turn }));
        }
    }
    pairs.sort_by_key(|(score, link)| (std::cmp::Reverse(*score), link.later, link.earlier));
    let mut taken = (vec![false; sides.earlier.len()], vec![false; sides.later.len()]);
    let mut links = Vec::new();
    for (_, link) in pairs {
        if !taken.0[link.earlier] && !taken.1[link.later] {
            taken.0[link.earlier] = true;
            taken.1[link.later] = true;
            links.push(link);
        }
    }
    links
}

/// Promises of the earlier plan that go on in one that names several things.
fn joined(sides: Sides<'_>, alike: &[Vec<Likeness>], links: &[Link], policy: &LifelinePolicy) -> Vec<Link> {
    let mut mate = vec![None; sides.earlier.len()];
    links.iter().for_each(|link| mate[link.earlier] = Some(link.later));
    let mut more = Vec::new();
    for (later, found) in alike.iter().enumerate().filter(|(later, _)| several(&sides.later[*later].subject))
    {
        let open = |earlier: &usize| mate[*earlier].is_none_or(|mate| mate == later);
        let held = found.iter().filter(|likeness| likeness.cover >= policy.joined);
        let parts: Vec<usize> = held.map(|likeness| likeness.earlier).filter(open).collect();
        let whole = &sides.later[later];
        if makes_up(whole, &parts, sides.earlier, sides.shelf, policy) {
            let listed = one_quote(&parts, sides.earlier);
            let new = parts.into_iter().filter(|&part| mate[part].is_none());
            let turns = new.map(|earlier| {
                let turn = listed_or(listed, Change::Merged, whole, sides.marks[earlier])?;
                Some(Link { earlier, later, turn })
            });
            more.extend(turns.flatten());
        }
    }
    more
}

/// Promises of the later plan into which one that names several things goes on.
fn parted(sides: Sides<'_>, alike: &[Vec<Likeness>], links: &[Link], policy: &LifelinePolicy) -> Vec<Link> {
    let mut mate = vec![None; sides.later.len()];
    links.iter().for_each(|link| mate[link.later] = Some(link.earlier));
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); sides.earlier.len()];
    for (later, found) in alike.iter().enumerate() {
        for likeness in found.iter().filter(|likeness| likeness.back >= policy.joined) {
            if mate[later].is_none_or(|mate| mate == likeness.earlier) {
                held[likeness.earlier].push(later);
            }
        }
    }
    let mut more = Vec::new();
    for (earlier, parts) in held.into_iter().enumerate() {
        let whole = &sides.earlier[earlier];
        if several(&whole.subject) && makes_up(whole, &parts, sides.later, sides.shelf, policy) {
            let listed = one_quote(&parts, sides.later);
            let new = parts.into_iter().filter(|&part| mate[part].is_none());
            let turns = new.map(|later| {
                let turn = listed_or(listed, Change::Split, whole, sides.marks[earlier])?;
                Some(Link { earlier, later, turn })
            });
            more.extend(turns.flatten());
        }
    }
    more
}

/// Whether parts are items of one list, which the one report took apart and the other did not: the promise is as it was.
fn one_quote(parts: &[usize], of: &[Named<'_>]) -> bool {
    let place = |part: &usize| (of[*part].target.statement, of[*part].target.span);
    parts.windows(2).all(|pair| place(&pair[0]) == place(&pair[1]))
}

/// The change of a part; of items of one list that of the whole thing, and none of figures.
fn listed_or(listed: bool, change: Change, whole: &Named<'_>, mark: Option<Mark>) -> Option<Turn> {
    let change = match (listed, whole.target.figure.is_some()) {
        (false, _) => change,
        (true, false) => again(mark),
        (true, true) => return None,
    };
    Some(Turn { change, differs: Vec::new() })
}

/// Marks and words that join two things in a name.
const JOINS: [char; 4] = ['、', '和', '与', '及'];

/// Whether a subject names several things.
fn several(subject: &str) -> bool {
    subject.contains(JOINS)
}

/// Whether `parts` are several things that `whole` names, and together all that it names.
fn makes_up(
    whole: &Named<'_>,
    parts: &[usize],
    of: &[Named<'_>],
    shelf: &Shelf,
    policy: &LifelinePolicy,
) -> bool {
    let figure = whole.target.figure.as_ref();
    let like = |part: &&Named<'_>| match (figure, part.target.figure.as_ref()) {
        (Some(one), Some(other)) => one.quantity.unit == other.quantity.unit && one.falls == other.falls,
        (None, None) => true,
        _ => false,
    };
    let parts: Vec<&Named<'_>> = parts.iter().map(|&part| &of[part]).filter(like).collect();
    let weigh = |named: &Named<'_>| shelf.rarity.weigh(&named.grams);
    let distinct = |(at, one): (usize, &&Named<'_>)| {
        parts[at + 1..].iter().all(|other| {
            let both = shared(&weigh(one), &weigh(other));
            both.cover.max(both.back) < policy.one_figure
        })
    };
    if parts.len() < 2 || !parts.iter().enumerate().all(distinct) {
        return false;
    }
    let held = |gram: &Gram| parts.iter().any(|part| part.grams.binary_search(gram).is_ok());
    let weighed = shelf.rarity.weigh(&whole.grams);
    let both: u64 =
        weighed.runs.iter().filter(|(gram, _)| held(gram)).map(|(_, weight)| u64::from(*weight)).sum();
    both * 1000 >= weighed.total * u64::from(policy.one_figure)
}
