//! How well a claim fits a target. The parts are kept apart, so that a score can be explained.

use super::name::{names, other_name};
use super::pool::{Pool, forms, one_name};
use super::{Match, Pairing, Parts, Refused};
use crate::extract::claim::{Claim, Measure};
use crate::extract::clause::Reading;
use crate::extract::figure::Figure;
use crate::extract::measure::bare;
use crate::extract::target::Target;
use crate::lang::Pack;
use crate::policy::Policy;
use crate::quantity::compare::{as_rate, base};
use crate::quantity::unit::{Dimension, Units};
use crate::quantity::{Basis, Quantity};
use crate::text::similarity::{Weighed, grams, shared};
use rust_decimal::Decimal;

/// How many claims are fetched for each one that is kept.
const FETCHED: usize = 2;

/// What a target is weighed with.
struct Scale<'a> {
    target: &'a Target,
    promise: Promise,
    /// The nouns of the target's subject that have a name of their own.
    names: Vec<(&'a str, String)>,
    query: Weighed,
    pool: &'a Pool<'a>,
    pack: &'a Pack,
    policy: &'a Policy,
}

/// Weighs the nearest claims for one target. `sums` is working space of [`Pool::nearest`].
pub fn weigh(
    target: &Target,
    plan: &Reading,
    pool: &Pool<'_>,
    sums: &mut Vec<u64>,
    pack: &Pack,
    policy: &Policy,
) -> Pairing {
    let thing = if target.figure.is_some() { target.subject.clone() } else { bare(&target.subject, pack) };
    let query = pool.rarity.weigh(&grams(&one_name(&thing, pack)));
    let promise = Promise::new(plan.clause(&plan.statements[target.statement]), pack);
    let names = names(&one_name(&target.subject, pack), pack);
    let scale = Scale { target, promise, names, query, pool, pack, policy };
    let near = pool.nearest(&scale.query, policy.most_candidates * FETCHED, sums);
    let mut matches: Vec<Match> = near.into_iter().map(|claim| scale.weigh(claim)).collect();
    matches.sort_by(|a, b| b.score.cmp(&a.score).then(a.claim.cmp(&b.claim)));
    matches.truncate(policy.most_candidates);
    Pairing { matches, forms: forms(&target.subject, pack) }
}

impl Scale<'_> {
    /// One claim; for a quantified target with the figure that fits best, or refused when none may be compared.
    fn weigh(&self, claim: usize) -> Match {
        let whole = shared(&self.query, &self.pool.words[claim]);
        let base = Match {
            claim,
            figure: None,
            score: 0,
            cover: thousandths(whole.cover),
            back: thousandths(whole.back),
            parts: Parts::default(),
            shared: false,
            refused: None,
        };
        if other_name(&self.names, &self.pool.texts[claim], self.pack) {
            return self.total(Match { refused: Some(Refused::Subject), ..base }, 0);
        }
        let Some(figure) = &self.target.figure else {
            let other = self.pool.claims[claim].time.is_other();
            let other_time = if other { self.policy.pair.other_time } else { 0 };
            return self.total(Match { parts: Parts { other_time, ..base.parts }, ..base }, 0);
        };
        let said = &self.pool.reading.statements[self.pool.claims[claim].statement].figures;
        let mut best: Option<Match> = None;
        let mut refused = Refused::Weak;
        for index in 0..said.len() {
            match self.figure(figure, base, said, index) {
                Ok(weighed) if best.is_none_or(|best| weighed.score > best.score) => best = Some(weighed),
                Ok(_) => {}
                Err(why) => refused = why,
            }
        }
        best.unwrap_or_else(|| self.total(Match { refused: Some(refused), ..base }, 0))
    }

    /// One figure of a claim, or why it may not be compared.
    fn figure(&self, figure: &Figure, base: Match, said: &[Figure], index: usize) -> Result<Match, Refused> {
        let (pool, pack, pair) = (self.pool, self.pack, &self.policy.pair);
        let claim = &pool.claims[base.claim];
        let other = &said[index];
        if other.from {
            return Err(Refused::Year);
        }
        if other.scope && !figure.scope {
            return Err(Refused::Subject);
        }
        if let Some(why) = unlike(figure, other, other.stock && !claim.makes, pack) {
            return Err(why);
        }
        let measure = &claim.measures[index];
        if let Some(why) = other_base(&self.promise, figure, measure, pack) {
            return Err(why);
        }
        let mut parts = Parts::default();
        if claim.time.is_other() && !self.promise.sums {
            // What was done in several years says nothing of the one year; a share that stands, does.
            let stands = matches!(other.quantity.basis, Basis::Level | Basis::Share);
            if !stands || figure.quantity.basis != Basis::Share {
                return Err(Refused::Year);
            }
            parts.other_time = pair.other_time;
        }
        match dealt(self.target, claim, index, said, pack) {
            Some(false) => return Err(Refused::Subject),
            Some(true) => parts.same_rank += pair.same_rank,
            None => {}
        }
        if contrasts(&self.target.subject, &measure.words, pack) {
            return Err(Refused::Level);
        }
        let listed = |figures: &[Figure]| figures.iter().filter(|figure| figure.list).count();
        if self.target.rank.is_some_and(|(rank, of)| listed(said) == of && listed(&said[..index]) == rank) {
            parts.same_rank += pair.same_rank;
        }
        match size(figure, other, pack, self.policy) {
            Size::Near => parts.near_by = pair.near_by,
            Size::FarOff => parts.far_off = pair.far_off,
            Size::Unsaid => {}
        }
        parts.unnamed = unnamed(&self.query, base.claim, pool, self.policy);
        let own = shared(&self.query, &pool.measures[base.claim][index]);
        let (own, back) = (thousandths(own.cover), thousandths(own.back));
        let cover = own.max(base.cover * pair.sentence_share / 1000);
        let weighed = Match { figure: Some(index), cover, back, parts, shared: other.each, ..base };
        Ok(self.total(weighed, cover - own))
    }

    /// The score from its parts; so much of `cover` comes from words away from the figure.
    fn total(&self, mut weighed: Match, sentence: i32) -> Match {
        let (weights, parts) = (&self.policy.pair, &mut weighed.parts);
        let thin = self.query.total * u64::try_from(weighed.cover).unwrap_or(0) / 1000 < weights.thin_weight;
        parts.thin = if thin { weights.thin } else { 0 };
        let covered = weighed.cover * weights.cover / 1000;
        parts.cover = (weighed.cover - sentence) * weights.cover / 1000;
        parts.sentence = covered - parts.cover;
        // Rounded once, so that the parts add up to the whole.
        parts.back = (weighed.cover * weights.cover + weighed.back * weights.back) / 1000 - covered;
        weighed.score = parts.sum();
        weighed
    }
}

/// Why two figures may not be compared; `None` when they may. Opposite directions may: a reported decline answers a promised growth.
/// `stock` says whether the reported figure is one of a stock.
fn unlike(target: &Figure, said: &Figure, stock: bool, pack: &Pack) -> Option<Refused> {
    let units = &pack.quantity.units;
    let (a, b) = (rate_or(&target.quantity, units), rate_or(&said.quantity, units));
    if !units.comparable(&a.unit, &b.unit) {
        return Some(Refused::Unit);
    }
    let percent = units.lookup(&a.unit).is_some_and(|unit| unit.dimension == Dimension::Percent);
    let grows =
        |quantity: &Quantity, figure: &Figure| quantity.basis == Basis::Growth || (percent && figure.falls);
    if grows(&a, target) != grows(&b, said) {
        return Some(Refused::Basis);
    }
    let made = |basis: Basis| matches!(basis, Basis::Count | Basis::Change);
    // 达到150家 is no answer to 新增20家, nor the other way round.
    let stock_and_flow = (target.stock && b.basis == Basis::Change) || (stock && made(a.basis));
    let rise = a.basis == Basis::Count && said.rises;
    (!percent && (stock_and_flow || rise)).then_some(Refused::Basis)
}

/// The quantity, doublings and times of growth as a rate.
pub fn rate_or(quantity: &Quantity, units: &Units) -> Quantity {
    as_rate(quantity, units).unwrap_or_else(|| quantity.clone())
}

/// What the clause that a target stands in says of its time and of what is counted.
#[derive(Debug, Clone, Copy)]
struct Promise {
    /// It speaks of the whole year and of no part.
    whole_year: bool,
    /// It counts a part of the year.
    part_counted: bool,
    /// It speaks of what is meant.
    intends: bool,
    /// It speaks of a stock.
    stock: bool,
    /// It sums up what was done before as well.
    sums: bool,
}

impl Promise {
    fn new(clause: &str, pack: &Pack) -> Self {
        let cues = &pack.judge;
        let stock = cues.stock.any(clause);
        Self {
            whole_year: cues.whole_year.any(clause) && !cues.part_of_year.any(clause),
            part_counted: cues.part_counted.any(clause),
            intends: cues.intended.any(clause),
            stock,
            sums: stock || cues.cumulative.any(clause),
        }
    }
}

/// Whether the claim counts a part of the year where the target counts the whole (上半年, 12月末), counts what was only meant, or a
/// stock (总数达) where the target promises what is newly made.
fn other_base(promise: &Promise, target: &Figure, said: &Measure, pack: &Pack) -> Option<Refused> {
    let cues = &pack.judge;
    if (said.part_counted && !promise.part_counted)
        || (promise.whole_year && cues.part_of_year.any(&said.words))
    {
        return Some(Refused::Year);
    }
    let made = matches!(target.quantity.basis, Basis::Count | Basis::Change);
    let other =
        (said.intended && !promise.intends) || (made && !promise.stock && cues.stock.any(&said.words));
    other.then_some(Refused::Basis)
}

/// Whether target and claim have different words of one group: 登记失业率, 调查失业率.
pub fn contrasts(target: &str, claim: &str, pack: &Pack) -> bool {
    pack.judge.contrast.iter().any(|group| {
        let has = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        let both = |word: &&String| target.contains(word.as_str()) && claim.contains(word.as_str());
        has(target, &group.words)
            && has(claim, &group.words)
            && !group.words.iter().any(|word| both(&word))
            && !has(target, &group.unless)
            && !has(claim, &group.unless)
    })
}

/// Whether a figure of a joint name's list belongs to the target's single name; `None` where no joint name deals it out.
fn dealt(target: &Target, claim: &Claim, index: usize, said: &[Figure], pack: &Pack) -> Option<bool> {
    let joint = pack.judge.dealt.iter().find(|joint| {
        claim.words.contains(joint.name.as_str()) && !target.subject.contains(joint.name.as_str())
    })?;
    let wanted = joint.order.iter().position(|name| target.subject.contains(name.as_str()))?;
    let same = |other: &&Figure| {
        other.quantity.unit == said[index].quantity.unit && other.quantity.basis == said[index].quantity.basis
    };
    let rank = said[..index].iter().filter(same).count();
    (said.iter().filter(same).count() == joint.order.len()).then_some(rank == wanted)
}

/// What it takes away that the claim has none of the target's rare words, though other claims have them: then the report speaks of
/// the target's own thing elsewhere.
fn unnamed(query: &Weighed, claim: usize, pool: &Pool<'_>, policy: &Policy) -> i32 {
    let mut rare =
        query.runs.iter().filter(|(gram, _)| pool.rarity.names(*gram, policy.pair.rare)).peekable();
    let words = &pool.words[claim].runs;
    if rare.peek().is_none()
        || rare.any(|(gram, _)| words.binary_search_by_key(gram, |(held, _)| *held).is_ok())
    {
        return 0;
    }
    policy.pair.unnamed
}

/// What the size of a figure says.
enum Size {
    /// It most likely measures the same thing.
    Near,
    /// It most likely measures another thing.
    FarOff,
    /// Neither.
    Unsaid,
}

/// Whether a figure is near the promised one, which most likely measures the same thing, or of quite another size.
fn size(target: &Figure, said: &Figure, pack: &Pack, policy: &Policy) -> Size {
    let units = &pack.quantity.units;
    let ratio = base(&said.quantity, units)
        .zip(base(&target.quantity, units))
        .and_then(|(said, target)| said.checked_div(target));
    let within =
        |factor: Decimal| ratio.is_none_or(|ratio| ratio <= factor && ratio >= Decimal::ONE / factor);
    let pair = &policy.pair;
    let percent =
        units.lookup(&target.quantity.unit).is_some_and(|unit| unit.dimension == Dimension::Percent);
    match ratio {
        Some(_) if !percent && within(pair.near_ratio) => Size::Near,
        Some(_) if !within(pair.far_ratio) => Size::FarOff,
        _ => Size::Unsaid,
    }
}

fn thousandths(share: u32) -> i32 {
    i32::try_from(share).unwrap_or(1000)
}
