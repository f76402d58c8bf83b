//! What is done on both sides of a comparison. Comes in: the words before both figures. Goes out: whether the acts are the same, and
//! whether the one side tells what was added and the other what there is.

use crate::extract::figure::Figure;
use crate::judge::Case;
use crate::lang::Pack;
use crate::quantity::Basis;
use crate::span::Span;

/// The kinds of acts that ask for a thing or begin it, and do not bring it about.
pub(crate) const EARLY: [&str; 2] = ["ask", "begin"];

/// What is done on both sides.
pub(super) enum Acts {
    /// The same, or not said on one side.
    Alike,
    /// More was done than is promised: 新建和改扩建, 改扩建.
    Wider,
    /// Asked for or begun on one side only.
    Early,
    /// Two things: 新建, 改造.
    Different,
}

/// Whether a figure tells of another act than the target, or of one that is begun or asked for on one side only.
pub(in crate::judge) fn other_act(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    matches!(acts(case, claim, figure), Acts::Early | Acts::Different)
}

pub(super) fn acts(case: &Case<'_>, claim: usize, figure: usize) -> Acts {
    let ours = last_acts(case.quote(), promised_before(case), case.pack);
    let measure = &case.pool.claims[claim].measures[figure];
    let theirs = last_acts(&measure.words, said_before(case, claim, figure), case.pack);
    let early = |acts: &[&str]| EARLY.map(|act| acts.contains(&act));
    if early(&ours) != early(&theirs) {
        Acts::Early
    } else if ours.is_empty() || theirs.is_empty() {
        Acts::Alike
    } else if !ours.iter().any(|act| theirs.contains(act)) {
        Acts::Different
    } else if theirs.iter().any(|act| !ours.contains(act)) {
        Acts::Wider
    } else {
        Acts::Alike
    }
}

/// Whether only one side says by a figure how large the things are that it counts: 50亿元以上项目, 亿元以上项目.
pub(super) fn other_size(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let sized = |figures: &[Figure], index: usize| {
        index.checked_sub(1).and_then(|last| figures.get(last)).is_some_and(|last| last.scope)
    };
    let ours = &case.plan.statements[case.target.statement].figures;
    let own = |other: &Figure| case.target.figure.as_ref().is_some_and(|own| own.number == other.number);
    let theirs = &case.pool.reading.statements[case.pool.claims[claim].statement].figures;
    ours.iter().position(own).is_some_and(|index| sized(ours, index) != sized(theirs, figure))
}

/// Whether the figure of a claim is of what there is, or sums up what was done so far, where the promise is of what is to be made or
/// added: 新增甲企业20家, 全县甲企业142家.
pub(super) fn stands(case: &Case<'_>, claim: usize, figure: usize) -> bool {
    let cues = &case.pack.judge;
    let Some(promised) = &case.target.figure else { return false };
    let statement = &case.pool.reading.statements[case.pool.claims[claim].statement];
    let said = &statement.figures[figure].quantity;
    let clause = case.pool.reading.clause(statement);
    let plan = case.plan.clause(&case.plan.statements[case.target.statement]);
    if cues.so_far.any(clause) && !cues.so_far.any(plan) && !cues.this_year.any(clause) {
        return true;
    }
    let basis = promised.quantity.basis;
    if !matches!(basis, Basis::Count | Basis::Change) || said.basis == Basis::Change {
        return false;
    }
    // Of 转移就业31万人 it is open whether they are all or those of the year, where 新增 is promised.
    let open = said.basis == Basis::Level || basis == Basis::Change;
    let before = said_before(case, claim, figure);
    let words = &case.pool.claims[claim].measures[figure].words;
    open && !cues.newly.any(before) && !cues.newly.any(words)
}

/// The words of the promise's clause before its figure.
pub(super) fn promised_before<'a>(case: &Case<'a>) -> &'a str {
    let statement = &case.plan.statements[case.target.statement];
    let figure = case.target.figure.as_ref().map_or(statement.span.end, |figure| figure.number.start);
    case.plan.words(statement.passage, Span::new(statement.span.start, figure.max(statement.span.start)))
}

/// The words of a claim's clause before one of its figures.
pub(super) fn said_before<'a>(case: &Case<'a>, claim: usize, figure: usize) -> &'a str {
    let statement = &case.pool.reading.statements[case.pool.claims[claim].statement];
    let figure = statement.figures[figure].number.start.max(statement.span.start);
    case.pool.reading.words(statement.passage, Span::new(statement.span.start, figure))
}

/// The kinds of acts that `own` says; where it says none, the last one that `around` says, with those that stand right before it
/// (开工改造).
pub(crate) fn last_acts<'a>(own: &str, around: &str, pack: &'a Pack) -> Vec<&'a str> {
    let acts = pack.judge.act.iter();
    let said: Vec<&str> =
        acts.clone().filter(|(_, cues)| cues.any(own)).map(|(name, _)| name.as_str()).collect();
    if !said.is_empty() {
        return said;
    }
    let mut found: Vec<(usize, usize, &str)> = acts
        .flat_map(|(name, cues)| cues.patterns().iter().map(move |pattern| (name.as_str(), pattern)))
        .flat_map(|(name, pattern)| pattern.find_iter(around).map(move |m| (m.end(), m.start(), name)))
        .collect();
    found.sort_unstable();
    let mut kinds: Vec<&str> = Vec::new();
    let mut from = None;
    for (end, start, name) in found.into_iter().rev() {
        if from.is_some_and(|from| end < from) {
            break;
        }
        from = Some(from.map_or(start, |from: usize| from.min(start)));
        if !kinds.contains(&name) {
            kinds.push(name);
        }
    }
    kinds
}
