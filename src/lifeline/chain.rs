//! Promises through the years. Comes in: the plans of all reports. Goes out: every promise with all that it goes back to or that goes
//! back to it, and what became of it last.

use super::link::{Link, Sides, far_alike, far_links, least, links};
use super::name::{Named, one_alias};
use super::shelf::{Likeness, Shelf};
use super::{Change, Differs, Late, Plan};
use crate::extract::clause::Reading;
use crate::extract::target::{Kind, Target};
use crate::judge::Mark;
use crate::judge::stage::{self, Stage};
use crate::lang::Pack;
use crate::policy::LifelinePolicy;
use crate::text::similarity::{Gram, Numbered, grams};
use rayon::prelude::*;
use std::collections::HashMap;

/// A promise with all that it goes back to or that goes back to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// In the order of the reports; what became of a promise in a year stands behind what is promised for it.
    pub moments: Vec<Moment>,
}

/// One moment of a life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// The plan, an index into those that came in, and its target; of `dropped` and `delivered` the promise that they end.
    pub of: (usize, usize),
    /// What became of it.
    pub change: Change,
    /// The how-manieth time it is promised, from 1.
    pub nth: usize,
    /// What is different.
    pub differs: Vec<Differs>,
    /// Who says so.
    pub says: Says,
}

/// Who says what became of a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// The promise itself.
    Promise,
    /// The plan, an index into those that came in, that does not have it.
    Without(usize),
    /// The review half of a later report.
    Review(Late),
    /// What was found for the same promise made again: plan and target.
    Again((usize, usize)),
}

impl Life {
    /// How often it is promised.
    pub fn promises(&self) -> usize {
        self.moments.iter().filter(|moment| matches!(moment.says, Says::Promise)).count()
    }
}

/// A promise: its plan and its target.
type Node = (usize, usize);

/// Every promise of the plans but efforts, each in exactly one life. Plans stand in the order of the reports; one is a later one only
/// if it is for a later year.
pub fn lives(plans: &[Plan<'_>], pack: &Pack, policy: &LifelinePolicy) -> Vec<Life> {
    let named: Vec<Vec<Named<'_>>> = plans
        .par_iter()
        .map(|plan| plan.targets.iter().map(|target| Named::new(target, plan.reading, pack)).collect())
        .collect();
    let shelves: Vec<Shelf> = named.par_iter().map(|named| Shelf::new(named, least(policy))).collect();
    let sides = |earlier: usize, later: usize| Sides {
        earlier: &named[earlier],
        shelf: &shelves[earlier],
        marks: &plans[earlier].marks,
        later: &named[later],
    };
    let near: Vec<Vec<Link>> = (1..plans.len())
        .into_par_iter()
        .map(|later| {
            let follows = later_year(&plans[later - 1], &plans[later]);
            if follows { links(sides(later - 1, later), pack, policy) } else { Vec::new() }
        })
        .collect();
    let mut web = Web::new(&named);
    for (earlier, links) in near.into_iter().enumerate() {
        web.tie(earlier, earlier + 1, links);
    }
    let far = |later: usize| (2..=policy.years_back.min(later)).map(move |back| (later - back, later));
    let far: Vec<(usize, usize)> = (1..plans.len())
        .flat_map(far)
        .filter(|(earlier, later)| later_year(&plans[*earlier], &plans[*later]))
        .collect();
    // What is open shrinks with every tie; what is called alike does not change.
    let alike: Vec<Vec<Vec<Likeness>>> = (far.par_iter())
        .map(|&(earlier, later)| {
            let (ends, begins) = web.open(earlier, later);
            far_alike(sides(earlier, later), (&ends, &begins), policy)
        })
        .collect();
    for (&(earlier, later), alike) in far.iter().zip(&alike) {
        let links = {
            let (ends, begins) = web.open(earlier, later);
            far_links(sides(earlier, later), alike, (&ends, &begins), pack, policy)
        };
        web.tie(earlier, later, links);
    }
    let dropped = dropped(plans, &named, &shelves, &web, pack, policy);
    web.groups(&named).into_par_iter().map(|group| web.life(&group, plans, &dropped, pack)).collect()
}

/// Whether the one is for a later year than the other, as far as both say.
fn later_year(earlier: &Plan<'_>, later: &Plan<'_>) -> bool {
    earlier.year.zip(later.year).is_none_or(|(earlier, later)| earlier < later)
}

/// The links of all plans.
struct Web {
    /// For each target of each plan the promises it goes back to, with what changed.
    before: Vec<Vec<Vec<(Node, Link)>>>,
    /// For each target of each plan the promises that go back to it.
    next: Vec<Vec<Vec<Node>>>,
}

impl Web {
    fn new(named: &[Vec<Named<'_>>]) -> Self {
        Self {
            before: named.iter().map(|plan| vec![Vec::new(); plan.len()]).collect(),
            next: named.iter().map(|plan| vec![Vec::new(); plan.len()]).collect(),
        }
    }

    fn tie(&mut self, earlier: usize, later: usize, links: Vec<Link>) {
        for link in links {
            self.next[earlier][link.earlier].push((later, link.later));
            self.before[later][link.later].push(((earlier, link.earlier), link));
        }
    }

    /// Of two plans, which promises of the one nothing goes back to yet, and which of the other go back to nothing yet.
    fn open(&self, earlier: usize, later: usize) -> (impl Fn(usize) -> bool, impl Fn(usize) -> bool) {
        let (next, before) = (&self.next[earlier], &self.before[later]);
        (move |target: usize| next[target].is_empty(), move |target: usize| before[target].is_empty())
    }

    /// What a promise is against those it goes back to.
    fn change(&self, (plan, target): Node) -> (Change, Vec<Differs>) {
        let before = &self.before[plan][target];
        let Some((_, link)) = before.first() else { return (Change::First, Vec::new()) };
        let parted = |&(plan, target): &Node| {
            self.before[plan][target].iter().any(|(_, link)| link.turn.change == Change::Split)
        };
        let split = before.iter().any(|((plan, target), _)| self.next[*plan][*target].iter().any(parted));
        if before.iter().any(|(_, link)| link.turn.change == Change::Merged) {
            (Change::Merged, Vec::new())
        } else if split {
            (Change::Split, Vec::new())
        } else {
            (link.turn.change, link.turn.differs.clone())
        }
    }

    /// The promises that hang together, each group in the order of the reports and of the text.
    fn groups(&self, named: &[Vec<Named<'_>>]) -> Vec<Vec<Node>> {
        let mut seen: Vec<Vec<bool>> = named.iter().map(|plan| vec![false; plan.len()]).collect();
        let mut groups = Vec::new();
        for (plan, names) in named.iter().enumerate() {
            for (target, name) in names.iter().enumerate() {
                if name.target.kind == Kind::Effort || seen[plan][target] {
                    continue;
                }
                seen[plan][target] = true;
                let (mut group, mut open) = (Vec::new(), vec![(plan, target)]);
                while let Some(node) = open.pop() {
                    group.push(node);
                    let before = self.before[node.0][node.1].iter().map(|(before, _)| before);
                    for &(plan, target) in before.chain(&self.next[node.0][node.1]) {
                        if !std::mem::replace(&mut seen[plan][target], true) {
                            open.push((plan, target));
                        }
                    }
                }
                group.sort_unstable();
                groups.push(group);
            }
        }
        groups
    }

    fn life(&self, group: &[Node], plans: &[Plan<'_>], dropped: &[Vec<bool>], pack: &Pack) -> Life {
        // By report, then promises, what was dropped, what was delivered.
        let mut moments: Vec<((usize, u8), Moment)> = Vec::new();
        for &of in group {
            let (change, differs) = self.change(of);
            let promise = Moment { of, change, nth: 0, differs, says: Says::Promise };
            moments.push(((plans[of.0].report, 0), promise));
            let ends = |change, says| Moment { of, change, nth: 0, differs: Vec::new(), says };
            if let Some(says) = delivered(of, group, plans, pack) {
                let report = match says {
                    Says::Review(late) => late.report.saturating_sub(1),
                    Says::Again((plan, _)) => plans[plan].report,
                    Says::Promise | Says::Without(_) => plans[of.0].report,
                };
                moments.push(((report, 2), ends(Change::Delivered, says)));
            } else if dropped[of.0][of.1] {
                moments.push(((plans[of.0].report + 1, 1), ends(Change::Dropped, Says::Without(of.0 + 1))));
            }
        }
        moments.sort_by_key(|(order, moment)| (*order, moment.of));
        // Of several promises of one year that end alike it is said once.
        let ends = |moment: &Moment| !matches!(moment.says, Says::Promise);
        moments.dedup_by(|(_, later), (_, moment)| ends(moment) && later.says == moment.says);
        let mut moments: Vec<Moment> = moments.into_iter().map(|(_, moment)| moment).collect();
        let (mut count, mut last) = (0, None);
        for moment in &mut moments {
            if matches!(moment.says, Says::Promise) && last != Some(moment.of.0) {
                last = Some(moment.of.0);
                count += 1;
            }
            moment.nth = if moment.change == Change::First { 1 } else { count };
        }
        Life { moments }
    }
}

/// Where a later report than the one that was due says that a thing was done: the one after next, or what met the same promise when it
/// was made again. A figure of another year, and one more push (推进), is no late delivery.
fn delivered(of: Node, group: &[Node], plans: &[Plan<'_>], pack: &Pack) -> Option<Says> {
    let plan = &plans[of.0];
    if !due(&plan.targets[of.1], plan.reading, plan.marks[of.1], pack) {
        return None;
    }
    let stage =
        |(plan, target): Node| promised_stage(&plans[plan].targets[target], plans[plan].reading, pack);
    plan.late[of.1].map(Says::Review).or_else(|| {
        let as_far = |node: Node| {
            stage(of).zip(stage(node)).is_some_and(|(due, again)| {
                due.of == again.of && due.order <= again.order && !again.is_push()
            })
        };
        let met = |&&(plan, target): &&Node| {
            let met = plans[plan].marks[target] == Some(Mark::Met) && plans[plan].sure[target];
            plan > of.0 && met && as_far((plan, target))
        };
        group.iter().find(met).map(|&node| Says::Again(node))
    })
}

/// Whether something nameable was promised to be done, and was not reported so.
pub(super) fn due(target: &Target, plan: &Reading, mark: Option<Mark>, pack: &Pack) -> bool {
    let finishes = || promised_stage(target, plan, pack).is_some_and(|stage| !stage.is_push());
    target.kind == Kind::Deliverable && unmet(mark) && finishes()
}

/// The stage that the quote of a target promises.
fn promised_stage<'a>(target: &Target, plan: &Reading, pack: &'a Pack) -> Option<Stage<'a>> {
    stage::promised(plan.words(plan.statements[target.statement].passage, target.span), pack)
}

/// Whether a target was looked for and not reported met.
fn unmet(mark: Option<Mark>) -> bool {
    matches!(mark, Some(Mark::Missed | Mark::NotMentioned))
}

/// For each target of each plan whether the next plan, that of the next report and year and read whole, has nothing like it.
fn dropped(
    plans: &[Plan<'_>],
    named: &[Vec<Named<'_>>],
    shelves: &[Shelf],
    web: &Web,
    pack: &Pack,
    policy: &LifelinePolicy,
) -> Vec<Vec<bool>> {
    let of = |index: usize| {
        let plan = &plans[index];
        let follows = |next: &&Plan<'_>| {
            let years = plan.year.zip(next.year).is_some_and(|(this, next)| this + 1 == next);
            years && next.report == plan.report + 1 && next.whole
        };
        let Some(next) = plans.get(index + 1).filter(follows) else { return vec![false; plan.targets.len()] };
        let open = |target: usize| {
            let again = web.next[index][target].iter().any(|(plan, _)| *plan == index + 1);
            let span = |at: usize| plan.targets.get(at).map(|target| (target.statement, target.span));
            // What shares its quote is an item of a list, and may be called so only in it.
            let beside = [target.checked_sub(1), Some(target + 1)].into_iter().flatten();
            let listed = beside.into_iter().any(|at| span(at) == span(target));
            unmet(plan.marks[target]) && !again && !listed && nameable(&named[index][target], pack)
        };
        let open: Vec<usize> = (0..plan.targets.len()).filter(|&target| open(target)).collect();
        let spoken = spoken(&open, &shelves[index], next, pack);
        let mut dropped = vec![false; plan.targets.len()];
        for (target, most) in open.into_iter().zip(spoken) {
            dropped[target] = most < u64::from(policy.spoken);
        }
        dropped
    };
    (0..plans.len()).into_par_iter().map(of).collect()
}

/// Whether a promise is so plainly named that it can be looked for, and so plainly meant that its lack says something: a figure of its own,
/// or a thing to be done and not only pushed, called by words that stand together and are few.
fn nameable(named: &Named<'_>, pack: &Pack) -> bool {
    let finishes = || promised_stage(named.target, named.plan, pack).is_some_and(|stage| !stage.is_push());
    let plain = match named.target.kind {
        Kind::Effort => false,
        Kind::Quantified => named.target.rank.is_none(),
        Kind::Deliverable => finishes(),
    };
    let together = || named.quote().contains(named.target.subject.as_str());
    plain && !named.grams.is_empty() && named.name.chars().count() <= MOST_NAME && together()
}

/// A name with more characters is half a sentence, of which a plan can say the same in other words.
const MOST_NAME: usize = 14;

/// For each of these targets the largest share of its name's weight, in thousandths, that one sentence of `next` holds.
fn spoken(open: &[usize], shelf: &Shelf, next: &Plan<'_>, pack: &Pack) -> Vec<u64> {
    let mut holding: HashMap<Gram, Vec<(usize, u32)>, Numbered> = HashMap::default();
    let mut totals = vec![0u64; open.len()];
    for (at, &target) in open.iter().enumerate() {
        for (gram, weight) in shelf.weighed[target].runs.iter().filter(|(gram, _)| gram >> 32 != 0) {
            holding.entry(*gram).or_default().push((at, *weight));
            totals[at] += u64::from(*weight);
        }
    }
    let mut most = vec![0u64; open.len()];
    let heads = next.reading.heads.iter().map(String::as_str);
    let passages = next.reading.passages.iter().map(|passage| passage.folded.text.as_str());
    let mut sums: HashMap<usize, u64, Numbered> = HashMap::default();
    for text in heads.chain(passages) {
        for sentence in one_alias(text, pack).split(['。', '；', '！']) {
            for gram in grams(sentence).iter().filter(|gram| *gram >> 32 != 0) {
                for (at, weight) in holding.get(gram).into_iter().flatten() {
                    *sums.entry(*at).or_default() += u64::from(*weight);
                }
            }
            for (at, sum) in sums.drain() {
                most[at] = most[at].max((sum * 1000).checked_div(totals[at]).unwrap_or(1000));
            }
        }
    }
    most
}
