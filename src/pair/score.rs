//! How well a claim fits a target. The parts are kept apart, so that a score can be explained.

use super::name::other_name;
use super::pool::{Pool, forms, one_name, surroundings};
use super::{Match, Pairing, Parts, Refused};
use crate::extract::claim::{Claim, Measure};
use crate::extract::clause::{Reading, Statement};
use crate::extract::figure::Figure;
use crate::extract::measure::{bare, subject};
use crate::extract::name::told_apart;
use crate::extract::target::Target;
use crate::lang::Pack;
use crate::lang::quantity::Fixed;
use crate::lang::words::Contrast;
use crate::policy::Policy;
use crate::quantity::compare::{as_rate, base};
use crate::quantity::unit::{Dimension, Units};
use crate::quantity::{Basis, Quantity};
use crate::span::Span;
use crate::text::similarity::{Gram, Weighed, grams, shared};
use rust_decimal::Decimal;

/// How many claims are fetched for each one that is kept.
const FETCHED: usize = 2;

/// What a target is weighed with.
struct Scale<'a> {
    target: &'a Target,
    promise: Promise,
    /// The target's subject, other names replaced.
    subject: String,
    /// The nouns of the target's subject that have a name of their own.
    names: Vec<(&'a str, String)>,
    query: Weighed,
    /// The groups of words that exclude each other of which the subject has one.
    contrasts: Vec<&'a Contrast>,
    /// The words of what the examples in the target's subject are examples of.
    listed: Option<Weighed>,
    /// The runs of the query that few claims hold, and so name something.
    rare: Vec<Gram>,
    /// Of a thing, how much of the words around it each sentence of the pool holds, and the names in quotation marks.
    setting: Option<(&'a [u32], Vec<String>)>,
    pool: &'a Pool<'a>,
    pack: &'a Pack,
    policy: &'a Policy,
}

/// Working space for weighing many targets of one plan against one pool.
#[derive(Debug, Default)]
pub struct Space {
    /// That of [`Pool::nearest`].
    sums: Vec<u64>,
    /// What [`Pool::around`] says of the sentence that the last thing stood in, by passage and sentence: the next mostly stands there too.
    around: Option<((usize, Span), Vec<u32>)>,
}

/// What [`Pool::around`] says of a statement; `last` is what it said of the last one.
fn around<'a>(
    last: &'a mut Option<((usize, Span), Vec<u32>)>,
    plan: &Reading,
    statement: &Statement,
    pool: &Pool<'_>,
) -> &'a [u32] {
    let place = (statement.passage, statement.sentence);
    let told = last.take().filter(|(known, _)| *known == place);
    &last.insert(told.unwrap_or_else(|| (place, pool.around(&surroundings(plan, statement))))).1
}

/// Weighs the nearest claims for one target.
pub fn weigh(
    target: &Target,
    plan: &Reading,
    pool: &Pool<'_>,
    space: &mut Space,
    pack: &Pack,
    policy: &Policy,
) -> Pairing {
    let thing = if target.figure.is_some() { target.subject.clone() } else { bare(&target.subject, pack) };
    let query = pool.rarity.weigh(&grams(&one_name(&thing, pack)));
    let promise = Promise::new(target, plan, pack);
    let subject = one_name(&target.subject, pack);
    let names = told_apart(&subject, pack);
    let listed = target.listed.as_ref().map(|thing| pool.rarity.weigh(&grams(&one_name(thing, pack))));
    let listed = listed.filter(|thing| thing.total >= policy.pair.thin_weight);
    let Space { sums, around: last } = space;
    let setting = target.figure.is_none().then(|| {
        let statement = &plan.statements[target.statement];
        (around(last, plan, statement, pool), quoted(plan.words(statement.passage, target.span)))
    });
    let named = query.runs.iter().filter(|(gram, _)| pool.rarity.names(*gram, policy.pair.rare));
    let rare = named.map(|(gram, _)| *gram).collect();
    let contrasts = contrasting(&subject, pack);
    let scale = Scale {
        target,
        promise,
        subject,
        names,
        query,
        contrasts,
        listed,
        rare,
        setting,
        pool,
        pack,
        policy,
    };
    let near = pool.nearest(&scale.query, policy.most_candidates * FETCHED, sums);
    let mut matches: Vec<Match> = near.into_iter().map(|claim| scale.weigh(claim)).collect();
    matches.sort_by(|a, b| b.score.cmp(&a.score).then(a.claim.cmp(&b.claim)));
    matches.truncate(policy.most_candidates);
    Pairing { matches, forms: forms(&target.subject, pack) }
}

impl Scale<'_> {
    /// One claim; for a quantified target with the figure that fits best, or refused when none may be compared.
    fn weigh(&self, claim: usize) -> Match {
        let words = &self.pool.words[claim];
        let whole = shared(&self.query, words);
        let base = Match {
            claim,
            figure: None,
            score: 0,
            cover: thousandths(whole.cover).max(self.listed_cover(words)),
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
            let (quoted, around) = self.setting(claim);
            return self
                .total(Match { parts: Parts { other_time, quoted, around, ..base.parts }, ..base }, 0);
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

    /// What a claim's sentence and heading add for a thing.
    fn setting(&self, claim: usize) -> (i32, i32) {
        let (pool, pair) = (self.pool, &self.policy.pair);
        let Some((around, names)) = &self.setting else { return (0, 0) };
        let sentence = pool.reading.sentence(&pool.reading.statements[pool.claims[claim].statement]);
        let quoted = names.iter().any(|name| sentence.contains(name.as_str()));
        let held = thousandths(around[pool.sentence(claim)]);
        (if quoted { pair.quoted } else { 0 }, held * pair.around / 1000)
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
        let said_of = pool.measured[base.claim][index].as_str();
        let excludes = |group: &&Contrast| against(group, &self.subject, said_of);
        if self.contrasts.iter().any(excludes) || self.other_place(figure, measure) {
            return Err(Refused::Level);
        }
        let turned = |word: &String| {
            let (promised, said) = (self.subject.contains(word.as_str()), said_of.contains(word.as_str()));
            if promised { !pool.texts[base.claim].contains(word.as_str()) } else { said }
        };
        if pack.judge.turns.iter().any(turned) {
            return Err(Refused::Subject);
        }
        let statement = &pool.reading.statements[claim.statement];
        let number = pool.reading.words(statement.passage, other.number);
        let answers = |fixed: &Fixed| {
            fixed.measures.is_empty()
                || fixed.measures.iter().any(|word| self.subject.contains(word.as_str()))
        };
        if !pack.quantity.fixed(number).is_none_or(answers) {
            return Err(Refused::Basis);
        }
        if self.unlike_size(said, index) {
            return Err(Refused::Subject);
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
        parts.unnamed = self.unnamed(base.claim);
        let measured = &pool.measures[base.claim][index];
        let own = shared(&self.query, measured);
        let back = thousandths(own.back);
        let own = thousandths(own.cover).max(self.listed_cover(measured));
        let cover = own.max(base.cover * pair.sentence_share / 1000);
        let weighed = Match { figure: Some(index), cover, back, parts, shared: other.each, ..base };
        Ok(self.total(weighed, cover - own))
    }

    /// What it takes away that the claim has none of the target's rare words, though other claims have them: then the report speaks of
    /// the target's own thing elsewhere.
    fn unnamed(&self, claim: usize) -> i32 {
        let words = &self.pool.words[claim].runs;
        let held = |gram: &Gram| words.binary_search_by_key(gram, |(held, _)| *held).is_ok();
        if self.rare.is_empty() || self.rare.iter().any(held) { 0 } else { self.policy.pair.unnamed }
    }

    /// How much of what the target's examples are examples of these words hold; 0 where it gives none.
    fn listed_cover(&self, words: &Weighed) -> i32 {
        let cover = |thing| thousandths(shared(thing, words).cover) * self.policy.pair.listed_share / 1000;
        self.listed.as_ref().map_or(0, cover)
    }

    /// Whether a figure is one of a wider place than the report's own (全省 in a county's), or of a part of it (本级), and the promise
    /// does not name that. Things made are counted where they are, whatever their title (全省重点项目).
    fn other_place(&self, promised: &Figure, said: &Measure) -> bool {
        let named = |word: &&String| self.promise.clause.contains(word.as_str());
        let words = subject(&said.words, self.pack);
        let wider = |word: &&String| words.starts_with(word.as_str()) && !named(word);
        let part = |word: &&String| words.contains(word.as_str()) && !named(word);
        (promised.quantity.basis != Basis::Count && self.pool.wider.iter().any(|word| wider(&word)))
            || self.pack.judge.parts.iter().any(|word| part(&word))
    }

    /// Whether the things counted have another size than promised: 5亿元以上项目10个, 1亿元以上项目25个.
    fn unlike_size(&self, said: &[Figure], index: usize) -> bool {
        let sizes = size_before(said, index).zip(self.promise.size.as_ref());
        let of = |quantity: &Quantity| base(quantity, &self.pack.quantity.units);
        sizes.is_some_and(|(said, promised)| of(said) != of(promised))
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

/// The names in quotation marks that a text holds, with their marks.
fn quoted(text: &str) -> Vec<String> {
    let names = text.split('“').skip(1).filter_map(|rest| rest.split_once('”'));
    names.filter(|(name, _)| name.chars().count() >= 2).map(|(name, _)| format!("“{name}”")).collect()
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

/// The size that the things counted have (亿元以上项目20个): the figure of a size nearest before the figure.
pub(crate) fn size_before(figures: &[Figure], index: usize) -> Option<&Quantity> {
    index
        .checked_sub(1)
        .and_then(|last| figures.get(last))
        .filter(|last| last.scope)
        .map(|last| &last.quantity)
}

/// What the clause that a target stands in says of its time and of what is counted.
#[derive(Debug, Clone)]
struct Promise {
    /// Its folded words.
    clause: String,
    /// The size of the things counted.
    size: Option<Quantity>,
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
    fn new(target: &Target, plan: &Reading, pack: &Pack) -> Self {
        let cues = &pack.judge;
        let statement = &plan.statements[target.statement];
        let clause = plan.clause(statement);
        let own = |figure: &Figure| target.figure.as_ref().is_some_and(|own| own.number == figure.number);
        let index = statement.figures.iter().position(own);
        let stock = cues.stock.any(clause);
        Self {
            clause: clause.to_owned(),
            size: index.and_then(|index| size_before(&statement.figures, index)).cloned(),
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

/// The group of which target and claim have different words: 登记失业率, 调查失业率; `None` when there is none.
pub fn contrast<'a>(target: &str, claim: &str, pack: &'a Pack) -> Option<&'a Contrast> {
    contrasting(target, pack).into_iter().find(|group| against(group, target, claim))
}

/// The groups of which the target has a word.
fn contrasting<'a>(target: &str, pack: &'a Pack) -> Vec<&'a Contrast> {
    let groups = pack.judge.contrast.iter();
    groups.filter(|group| has(target, &group.words) && !has(target, &group.unless)).collect()
}

/// Whether the claim has another word of a group that the target has one of.
fn against(group: &Contrast, target: &str, claim: &str) -> bool {
    let both = |word: &String| target.contains(word.as_str()) && claim.contains(word.as_str());
    has(claim, &group.words) && !group.words.iter().any(both) && !has(claim, &group.unless)
}

fn has(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
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
    let ratio = base(&rate_or(&said.quantity, units), units)
        .zip(base(&rate_or(&target.quantity, units), units))
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
