//! A figure of one report against the same measure in another. Comes in: the levels of both. Goes out: where they differ by more than
//! rounding. Whether both measure the same is told as strictly as for “below last year's actual”.

use super::facts::{Facts, Level, figure, is_own, statement, words_before};
use super::{Difference, Report, Restatement, Told};
use crate::extract::figure::Figure;
use crate::extract::measure::{plain, subject};
use crate::extract::target::{Kind, Target, years};
use crate::judge::Case;
use crate::judge::ambition::{Kin, Name, kin};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, weigh};
use crate::policy::Policy;
use crate::quantity::compare::base;
use crate::quantity::rounding::{Interval, decimals, growth, growth_between, interval};
use crate::span::Span;
use crate::text::similarity::{grams, shared};
use rust_decimal::Decimal;

/// Decimal places of a growth between two levels, as reports print it.
const PLACES: u32 = 1;

/// What the report `later` gives otherwise than the reports of the years that it speaks of.
pub(super) fn differences(
    reports: &[Report<'_>],
    facts: &[Facts],
    later: usize,
    of_year: &impl Fn(u16) -> Option<usize>,
    policy: &Policy,
) -> Vec<Difference> {
    let report = &reports[later];
    let Some(reviews) = report.reviews else { return Vec::new() };
    let mut spaces: Vec<Space> = reports.iter().map(|_| Space::default()).collect();
    let mut found = Vec::new();
    let mut against = |year: u16, level: Level| {
        let earlier = of_year(year).filter(|earlier| *earlier < later)?;
        let pair = Pair { report, earlier: &reports[earlier], facts: &facts[earlier], policy };
        let levels = pair.same(level, &mut spaces[earlier]);
        Some((earlier, pair, levels))
    };
    for &(level, year) in &facts[later].before {
        let Some((earlier, pair, levels)) = against(year, level) else { continue };
        let told = |report, level: Level| Told { report, claim: level.claim, figure: level.figure };
        found.extend(pair.level(level, &levels, year, |level| told(earlier, level), told(later, level)));
    }
    for &(level, rate) in &facts[later].grown {
        let Some((earlier, pair, levels)) = against(reviews - 1, level) else { continue };
        let told = |report, level: Level| Told { report, claim: level.claim, figure: level.figure };
        let of = [told(later, level), told(later, rate)];
        found.extend(pair.growth([level, rate], &levels, reviews, |level| told(earlier, level), of));
    }
    found.sort_by_key(|difference| (difference.second.claim, difference.second.figure, difference.kind));
    found.dedup_by(|a, b| a.first == b.first && a.second == b.second && a.kind == b.kind);
    found
}

/// Two reports, the later one with a level that is looked for in the earlier one.
struct Pair<'a> {
    report: &'a Report<'a>,
    earlier: &'a Report<'a>,
    facts: &'a Facts,
    policy: &'a Policy,
}

impl Pair<'_> {
    /// The levels of the earlier report's own year that measure the same as one of the later report.
    fn same(&self, level: Level, space: &mut Space) -> Vec<Level> {
        let (pool, past, pack) = (self.report.pool, self.earlier.pool, self.report.pack);
        let Some(reviews) = self.earlier.reviews else { return Vec::new() };
        let asked = asked(self.report, level);
        let pairing = weigh(&asked, pool.reading, past, space, pack, self.policy);
        let name = Name::promised(&asked, &past.rarity, pack);
        let case = Case {
            target: &asked,
            plan: pool.reading,
            headings: "",
            pairing: &pairing,
            pool: past,
            past,
            whole: true,
            pack,
            policy: self.policy,
        };
        let fits = |claim: usize, figure: usize| {
            let own = Level { claim, figure };
            let same = is_own(self.earlier, &self.facts.terms, own, reviews)
                && kin(&case, &name, claim, figure) == Kin::Same
                && self.one_name(level, &name, own);
            same.then_some(own)
        };
        pairing
            .matches
            .iter()
            .filter(|found| found.refused.is_none() && found.score >= self.policy.pair.accept_miss)
            .filter_map(|found| fits(found.claim, found.figure?))
            .collect()
    }

    /// Whether the names of both measures are the same but for words that change nothing, and, of a name that measures another thing
    /// wherever it stands (利润), whether the words before both are alike.
    fn one_name(&self, level: Level, name: &Name, own: Level) -> bool {
        let cues = &self.report.pack.restate;
        let past = self.earlier.pool;
        let theirs = Name::new(measured(past, own), &past.rarity, self.report.pack);
        let plain = |name: &Name| cues.filler.without(name.text());
        let ours = plain(name);
        if ours.is_empty() || ours != plain(&theirs) {
            return false;
        }
        if cues.tells.all(measured(self.report.pool, level)) != cues.tells.all(measured(past, own)) {
            return false;
        }
        let before = |pool: &Pool<'_>, level: Level| past.rarity.weigh(&grams(context(pool, level)));
        let alike = || {
            let around = shared(&before(self.report.pool, level), &before(past, own));
            around.cover.min(around.back) >= self.policy.ambition.part
        };
        !cues.bare.any(&ours) || alike()
    }

    /// A level given otherwise than by the report of its year; `None` where one of `levels` agrees with it.
    fn level(
        &self,
        level: Level,
        levels: &[Level],
        year: u16,
        told: impl Fn(Level) -> Told,
        second: Told,
    ) -> Option<Difference> {
        let here = printed(self.report, level)?;
        let first = *levels.first()?;
        if !levels.iter().all(|first| printed(self.earlier, *first).is_some_and(|there| there.apart(here))) {
            return None;
        }
        let (from, to, unit) = self.amounts(first, level)?;
        self.near(from, to).then(|| Difference {
            subject: self.subject(first),
            year,
            kind: Restatement::Level,
            first: told(first),
            second,
            growth: None,
            from,
            to,
            unit,
            provisional: self.provisional(first),
        })
    }

    /// A growth that does not lie between the levels; `None` where it follows from one of `levels`.
    fn growth(
        &self,
        [level, rate]: [Level; 2],
        levels: &[Level],
        year: u16,
        told: impl Fn(Level) -> Told,
        [second, stated]: [Told; 2],
    ) -> Option<Difference> {
        let said = printed(self.report, rate)?;
        let falls = figure(self.report.pool, rate).falls;
        let said = if falls { said.negative() } else { said };
        let here = printed(self.report, level)?;
        let first = *levels.first()?;
        let apart = |first: &Level| {
            let between = printed(self.earlier, *first).and_then(|there| growth_between(there, here));
            between.is_some_and(|between| between.apart(said))
        };
        if !levels.iter().all(apart) {
            return None;
        }
        let (before, now, _) = self.amounts(first, level)?;
        let quantity = &figure(self.report.pool, rate).quantity;
        let to = quantity.value.checked_mul(quantity.scale)?.normalize();
        let to = if falls { -to } else { to };
        let from = growth(before, now)?.round_dp(PLACES).normalize();
        (self.near(before, now) && from != to).then(|| Difference {
            subject: self.subject(first),
            year,
            kind: Restatement::GrowthAgainstLevels,
            first: told(first),
            second,
            growth: Some(stated),
            from,
            to,
            unit: quantity.unit.clone(),
            provisional: self.provisional(first),
        })
    }

    /// Both amounts in the unit of the first, scales applied.
    fn amounts(&self, first: Level, second: Level) -> Option<(Decimal, Decimal, String)> {
        let units = &self.report.pack.quantity.units;
        let (first, second) = (figure(self.earlier.pool, first), figure(self.report.pool, second));
        let factor = units.lookup(&first.quantity.unit).map_or(Decimal::ONE, |unit| unit.factor);
        let from = first.quantity.value.checked_mul(first.quantity.scale)?.normalize();
        let to = base(&second.quantity, units)?.checked_div(factor)?.normalize();
        Some((from, to, first.quantity.unit.clone()))
    }

    /// Whether two levels are so near that they can be of one measure.
    fn near(&self, from: Decimal, to: Decimal) -> bool {
        let most = self.policy.pair.most_change;
        let within = |a: Decimal, b: Decimal| b.checked_mul(most).is_some_and(|b| a < b);
        from > Decimal::ZERO && to > Decimal::ZERO && within(from, to) && within(to, from)
    }

    fn provisional(&self, first: Level) -> bool {
        let pool = self.earlier.pool;
        let sentence = pool.reading.sentence(statement(pool, &pool.claims[first.claim]));
        self.earlier.early || self.earlier.pack.judge.expected.any(sentence)
    }

    fn subject(&self, first: Level) -> String {
        let (pool, pack) = (self.earlier.pool, self.earlier.pack);
        let words = plain(&subject(measured(pool, first), pack), pack);
        let name = pack.restate.edge.without(&words);
        if name.chars().count() < LEAST_NAME { words } else { name }
    }
}

/// The words that say what a level measures.
fn measured<'a>(pool: &'a Pool<'_>, level: Level) -> &'a str {
    &pool.claims[level.claim].measures[level.figure].words
}

/// The words before a level in its paragraph, so many that its owner is among them.
fn context<'a>(pool: &Pool<'a>, level: Level) -> &'a str {
    let here = statement(pool, &pool.claims[level.claim]);
    let before = pool.reading.words(here.passage, Span::new(0, here.span.start));
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(from, _)| from);
    before.get(from..).unwrap_or_default()
}

/// How many characters before a figure tell whose it is: two clauses or three.
const CONTEXT: usize = 60;

/// The amounts that a printed figure rounds from.
fn printed(report: &Report<'_>, level: Level) -> Option<Interval> {
    let figure = figure(report.pool, level);
    let passage = statement(report.pool, &report.pool.claims[level.claim]).passage;
    let decimals = if figure.stands.is_some() {
        decimals(report.pool.reading.words(passage, figure.number))?
    } else {
        figure.quantity.value.normalize().scale()
    };
    interval(&figure.quantity, decimals, &report.pack.quantity.units)
}

/// A level as what another report is asked for.
fn asked(report: &Report<'_>, level: Level) -> Target {
    let (pool, pack) = (report.pool, report.pack);
    let claim = &pool.claims[level.claim];
    let (here, own) = (statement(pool, claim), figure(pool, level));
    let from = here.figures[..level.figure].last().map_or(here.span.start, |last| last.number.end);
    let measure = &claim.measures[level.figure].words;
    let name =
        if own.from || !years(measure).is_empty() { looked_back(pool, level, pack) } else { measure.clone() };
    Target {
        kind: Kind::Quantified,
        quote: claim.quote,
        statement: claim.statement,
        span: Span::new(from.min(own.number.start), own.number.end),
        figure: Some(Figure { from: false, ..own.clone() }),
        rank: None,
        subject: plain(&subject(&name, pack), pack),
        listed: None,
    }
}

/// What a level of a year before measures: the words of its clause without the year, and up to the word of a starting point; with those of
/// the clause before where that leaves nothing (甲的比重稳步上升，由2019年的40%提高到45%).
fn looked_back(pool: &Pool<'_>, level: Level, pack: &Pack) -> String {
    let before = words_before(pool, level);
    let from = pack.quantity.from.iter().filter_map(|from| before.rfind(from.as_str())).max();
    let mut words = from.and_then(|from| before.get(..from)).unwrap_or(before).to_owned();
    for year in years(&words) {
        words = words.replace(&format!("{year}年"), "");
    }
    if words.chars().count() < LEAST_NAME {
        let claim = &pool.claims[level.claim];
        let carried =
            claim.words.strip_suffix(pool.reading.clause(statement(pool, claim))).unwrap_or_default();
        return format!("{carried}{words}");
    }
    words
}

/// Fewer characters name no measure.
const LEAST_NAME: usize = 2;
