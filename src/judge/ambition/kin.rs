//! Whether a figure of the review half measures what a target promises. Comes in: the words around both. Goes out: the same measure,
//! nearly the same, the same thing by another yardstick, or another thing.

use super::Actual;
use super::acts::{Acts, acts, other_size, promised_before, said_before, stands};
use crate::extract::figure::figures;
use crate::extract::target::Target;
use crate::judge::Case;
use crate::lang::Pack;
use crate::pair::pool::one_name;
use crate::pair::score::{contrast, rate_or};
use crate::pair::{Match, Refused};
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Quantity};
use crate::text::similarity::{Rarity, Shared, Weighed, grams, shared};

/// How near a reported figure is to the promised one, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kin {
    /// The same measure.
    Same,
    /// Nearly the same words and no other scope: 学校, 中小学校.
    Akin,
    /// The same thing by another yardstick: another scope, applied for and not obtained, a part of it.
    Yardstick,
    /// Another thing.
    Other,
}

/// The kind of scope that a list shares (省级以上的甲9家、乙2家).
const SHARED: &str = "above";

/// How near a figure of a claim with a fitting unit, basis and time is to the target.
pub(super) fn kin(case: &Case<'_>, promised: &Name, claim: usize, figure: usize) -> Kin {
    let names = Names::new(case, promised, claim, figure);
    let policy = &case.policy.ambition;
    let (least, most) = (names.least(), names.shared.cover.max(names.shared.back));
    if least < policy.part {
        return Kin::Other;
    }
    match acts(case, claim, figure) {
        Acts::Different => Kin::Other,
        Acts::Early if least >= policy.akin => Kin::Yardstick,
        _ if !names.one_head() || (least < policy.akin && most < policy.held) => Kin::Other,
        Acts::Early => Kin::Yardstick,
        _ if other_scope(case, claim, figure) => Kin::Yardstick,
        _ if stands(case, claim, figure) || other_size(case, claim, figure) => Kin::Yardstick,
        Acts::Alike if least >= policy.same => Kin::Same,
        _ if least >= policy.akin || counts(case, claim, figure) => Kin::Akin,
        _ => Kin::Yardstick,
    }
}

/// The name of what is counted; empty where the words name nothing.
#[derive(Debug, Default)]
pub(super) struct Name {
    text: String,
    runs: Weighed,
}

impl Name {
    /// The name of what a target promises.
    pub(super) fn promised(target: &Target, rarity: &Rarity, pack: &Pack) -> Self {
        Self::new(listed(&target.subject, pack), rarity, pack)
    }

    fn new(words: &str, rarity: &Rarity, pack: &Pack) -> Self {
        let text = core(words, pack);
        if pack.judge.generic.any(&text) {
            return Self::default();
        }
        let runs = rarity.weigh(&grams(&text));
        Self { text, runs }
    }
}

/// Whether the subject of a target says nothing by itself of what is counted: 重点项目, 投资.
pub(in crate::judge) fn names_nothing(case: &Case<'_>) -> bool {
    case.pack.judge.generic.any(&core(listed(&case.target.subject, case.pack), case.pack))
}

/// The names of what a target promises and of what a figure measures.
struct Names<'a> {
    promised: &'a Name,
    said: Name,
    /// What they share of their weight.
    shared: Shared,
}

impl<'a> Names<'a> {
    fn new(case: &Case<'_>, promised: &'a Name, claim: usize, figure: usize) -> Self {
        let words = &case.pool.claims[claim].measures[figure].words;
        let said = Name::new(words, &case.pool.rarity, case.pack);
        let shared = shared(&promised.runs, &said.runs);
        Self { promised, said, shared }
    }

    /// The share on the side that shares less.
    fn least(&self) -> u32 {
        self.shared.cover.min(self.shared.back)
    }

    /// Whether both end in the same character: the noun that the words before it only describe stands at the end.
    fn one_head(&self) -> bool {
        self.promised.text.chars().last() == self.said.text.chars().last()
    }
}

/// The words behind a list of examples: 甲中心等平台 → 平台.
pub(crate) fn listed<'a>(subject: &'a str, pack: &Pack) -> &'a str {
    let mut rest = subject;
    while let Some(end) = pack.extract.list_end.first(rest) {
        let after = rest.get(end.end..).unwrap_or_default();
        if after.is_empty() {
            break;
        }
        rest = after;
    }
    rest
}

/// The words that name what is counted: without figures, acts, growth, time and rank, and from the last act on where a name follows it
/// (组织各类主体申报科技项目 → 科技项目).
pub(crate) fn core(text: &str, pack: &Pack) -> String {
    let text = without_figures(&one_name(text, pack), pack);
    let mut parts = vec![text];
    // Twice: what ends a part may stand before an act (棉花总产|稳定在).
    let patterns = pack.judge.nameless.patterns();
    for pattern in patterns.iter().chain(patterns) {
        let cut = |part: String| pattern.split(&part).map(str::to_owned).collect::<Vec<_>>();
        parts = parts.into_iter().flat_map(cut).collect();
    }
    let mut core = String::new();
    for part in parts.iter().rev() {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        core.insert_str(0, part);
        if core.chars().count() >= LEAST_NAME && !pack.judge.generic.any(&core) {
            break;
        }
    }
    core
}

/// A shorter name is read with what stands before the act: 城镇|新增|就业.
const LEAST_NAME: usize = 4;

fn without_figures(text: &str, pack: &Pack) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut from = 0;
    for figure in figures(text, pack) {
        bare.push_str(text.get(from..figure.number.start).unwrap_or_default());
        from = from.max(figure.number.end);
    }
    bare + text.get(from..).unwrap_or_default()
}

/// Whether only one side says how wide it reaches, or speaks of a part of the place.
pub(in crate::judge) fn other_scope(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let judge = &case.pack.judge;
    let (target, said) = (&case.target.subject, &case.pool.claims[claim].measures[figure].words);
    let differs = judge.scope.iter().any(|(kind, cues)| {
        let shared = |before: &str| kind == SHARED && cues.any(before);
        (cues.any(target) || shared(promised_before(case)))
            != (cues.any(said) || shared(said_before(case, claim, figure)))
    });
    differs || judge.part_of_place.any(target) != in_a_part(case, claim, figure)
}

/// Whether a figure tells of things made or added.
fn counts(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let statement = &case.pool.reading.statements[case.pool.claims[claim].statement];
    matches!(statement.figures[figure].quantity.basis, Basis::Count | Basis::Change)
}

/// Whether a figure is of a part of the place: its own words say so, or, of a figure that is no count, a clause before it in the
/// sentence opens with one.
fn in_a_part(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let (pack, reading) = (case.pack, case.pool.reading);
    let stated = &case.pool.claims[claim];
    let statement = &reading.statements[stated.statement];
    if pack.judge.part_of_place.any(&stated.measures[figure].words) {
        return true;
    }
    let before = reading.statements[..stated.statement].iter().rev();
    let opens = |other: &&crate::extract::clause::Statement| {
        let clause = reading.clause(other);
        pack.judge.part_of_place.any(clause) && !pack.extract.verb.any(clause)
    };
    !counts(case, claim, figure)
        && before
            .take_while(|other| other.passage == statement.passage && other.sentence == statement.sentence)
            .any(|other| opens(&other))
}

/// The claim that speaks of the promised thing with a figure that cannot be compared: an amount where a growth is promised, a stock
/// where an addition is, one rate of unemployment where the other is.
pub(super) fn other_yardstick(case: &Case<'_>, promised: &Name) -> Option<Actual> {
    let of = |found: &Match| {
        let claim = &case.pool.claims[found.claim];
        let figures = 0..claim.measures.len();
        // The words that tell the two ways of measuring apart (登记, 调查) are no part of what both share.
        let policy = &case.policy.ambition;
        let least = if found.refused == Some(Refused::Level) { policy.akin } else { policy.same };
        // Of 城乡…分别达到甲元和乙元 the one of the target's own scope.
        figures
            .filter(|&figure| measured_otherwise(case, found, figure))
            .filter(|&figure| {
                let names = Names::new(case, promised, found.claim, figure);
                names.least() >= least && names.one_head()
            })
            .min_by_key(|&figure| other_scope(case, found.claim, figure))
            .map(|figure| Actual { claim: found.claim, figure })
    };
    case.pairing.matches.iter().filter(|found| found.figure.is_none()).find_map(of)
}

fn measured_otherwise(case: &Case<'_>, found: &Match, figure: usize) -> bool {
    let units = &case.pack.quantity.units;
    let claim = &case.pool.claims[found.claim];
    let said = &case.pool.reading.statements[claim.statement].figures[figure];
    let Some(promised) = case.target.figure.as_ref() else { return false };
    if said.from || said.scope || claim.time.is_other() {
        return false;
    }
    let (wanted, reached) = (rate_or(&promised.quantity, units), rate_or(&said.quantity, units));
    let rate = |quantity: &Quantity| {
        units.lookup(&quantity.unit).is_some_and(|unit| unit.dimension == Dimension::Percent)
    };
    let grows = |quantity: &Quantity| rate(quantity) && quantity.basis == Basis::Growth;
    match found.refused {
        Some(Refused::Level) => contrast(
            &one_name(&case.target.subject, case.pack),
            &one_name(&claim.measures[figure].words, case.pack),
            case.pack,
        )
        .is_some_and(|group| group.yardstick),
        Some(Refused::Unit | Refused::Basis) => {
            (grows(&wanted) && !rate(&reached))
                || (grows(&reached) && !rate(&wanted))
                || (!rate(&wanted) && units.comparable(&wanted.unit, &reached.unit))
        }
        _ => false,
    }
}
