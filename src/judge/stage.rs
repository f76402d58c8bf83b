//! Stages of projects and rules. Comes in: folded words. Goes out: how far they say a thing is, and whether that answers a promise.

use super::Case;
use crate::extract::figure::Figure;
use crate::lang::Pack;
use crate::pair::Match;
use crate::quantity::Basis;
use crate::quantity::compare::base;
use crate::quantity::unit::Dimension;
use rust_decimal::Decimal;

/// A stage: of what, and its place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage<'a> {
    /// `project` or `rule`.
    pub of: &'a str,
    /// From 1.
    pub order: u8,
}

impl Stage<'_> {
    /// Whether the thing stands (建成), if not yet in use.
    pub fn stands(self) -> bool {
        self.of == PROJECT && self.order >= STANDS
    }

    /// Whether it is one of 推进, 加快 or 支持, which promise any later stage.
    pub fn is_push(self) -> bool {
        self.of == PROJECT && self.order == UNDER_WAY
    }
}

/// The kind of stages that a push (推进, 加快) is one of.
const PROJECT: &str = "project";

/// 谋划.
const MEANT: u8 = 1;

/// 前期工作: a push of these promises these.
const PREPARED: u8 = 2;

/// 开工, 启动: from here on a promised 推进, 加快 or 支持 is answered.
const BEGUN: u8 = 3;

/// 推进, 加快建设, 在建.
const UNDER_WAY: u8 = 4;

/// 主体工程.
const MAIN_PART: u8 = 5;

/// 建成: from here on the thing stands, and a part of it is a part.
const STANDS: u8 = 6;

/// 全面实行: from here on a rule or reform is in force everywhere, and a push of it is an earlier stage.
const IN_FORCE: u8 = 6;

/// What a claim says of a promised thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// At or past the promised stage.
    Done,
    /// At an earlier stage, or in part.
    Partial,
    /// Nothing of how far it is.
    Unsaid,
}

/// All stages that `words` say.
fn said<'a>(words: &str, pack: &'a Pack) -> Vec<Stage<'a>> {
    pack.judge
        .stages(words)
        .into_iter()
        .map(|(_, stage)| Stage { of: &stage.of, order: stage.order })
        .collect()
}

/// The furthest stage that `words` say; `None` when they say none. 前期工作 under way is still 前期工作.
pub fn furthest<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    let said = said(words, pack);
    let prepared = said.iter().find(|stage| stage.of == PROJECT && stage.order == PREPARED);
    let furthest = said.iter().max_by_key(|stage| stage.order);
    match (prepared, furthest) {
        (Some(prepared), Some(stage)) if stage.of == PROJECT && stage.order == UNDER_WAY => Some(*prepared),
        (_, furthest) => furthest.copied(),
    }
}

/// The furthest stage that a promise names: as [`furthest`], but 完成 alone promises the finished thing, and the 主体工程 that is to be
/// started is what is promised to start.
pub fn promised<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    // 启动…主体工程 promises to begin it.
    let begins = || said(words, pack).into_iter().find(|stage| stage.of == PROJECT && stage.order == BEGUN);
    let furthest = furthest(words, pack);
    let main = |stage: &Stage<'_>| stage.of == PROJECT && stage.order == MAIN_PART;
    let begun = furthest.filter(main).and_then(|_| begins());
    begun.or(furthest).or_else(|| {
        let says = |stage: &&crate::lang::words::Stage| {
            stage.promised.iter().any(|word| words.contains(word.as_str()))
        };
        pack.judge.stage.iter().find(says).map(|stage| Stage { of: &stage.of, order: stage.order })
    })
}

/// Whether a promise names the making of a rule and no stage of it: 编制.
pub fn only_going_on(quote: &str, pack: &Pack) -> bool {
    furthest(quote, pack).is_none() && promised(quote, pack).is_some_and(|stage| stage.of != PROJECT)
}

/// Whether the subject of a target is a name of its own; of a list (甲、乙3个卫生院) an item may be left with the name of a place.
pub fn named(case: &Case<'_>) -> bool {
    case.target.subject.chars().count() >= LEAST_NAMED
}

/// Whether a target is an item of a list left with a bare name (失业 in 失业、工伤、医疗保险省级统筹), and a claim has none of the words that the
/// list goes on to say, of those that tell something.
fn strays(case: &Case<'_>, found: &Match, tells: impl Fn(&str) -> bool) -> bool {
    let Some((_, rest)) = case.quote().split_once(case.target.subject.as_str()) else { return false };
    let rest: Vec<char> = rest.chars().collect();
    let claim = case.words(found.claim);
    let runs = rest.windows(RUN).filter(|run| run.iter().all(|c| c.is_alphabetic()));
    let mut runs = runs.map(String::from_iter).filter(|run| tells(run)).peekable();
    !named(case) && runs.peek().is_some() && !runs.any(|run| claim.contains(run.as_str()))
}

/// Texts that share no run of so many characters share no word.
const RUN: usize = 2;

/// A subject of fewer characters is no name of its own.
const LEAST_NAMED: usize = 4;

/// Whether a promise is that a rule or reform is in force everywhere: 全面实行.
fn in_force(promised: Option<Stage<'_>>) -> bool {
    promised.is_some_and(|stage| stage.of != PROJECT && stage.order >= IN_FORCE)
}

/// Whether a clause says that something was not achieved; 尚未完工的青山水厂 says it of the time before.
pub fn denies(clause: &str, pack: &Pack) -> bool {
    pack.judge
        .admitted
        .first(clause)
        .is_some_and(|at| !clause.get(at.end..).unwrap_or_default().starts_with('的'))
}

/// What a reported share says of a promised whole (全覆盖): a part below 100 %, all of it at 100 %; `None` where no whole is promised or
/// no share reported.
pub fn whole_share(case: &Case<'_>, found: &Match) -> Option<Progress> {
    let (cues, units) = (&case.pack.judge, &case.pack.quantity.units);
    let clause = case.clause(found.claim);
    if !cues.whole.any(case.quote()) || !cues.whole_share.any(clause) {
        return None;
    }
    let figures = &case.pool.reading.statements[case.pool.claims[found.claim].statement].figures;
    let percent = |figure: &&Figure| {
        units.lookup(&figure.quantity.unit).is_some_and(|unit| unit.dimension == Dimension::Percent)
            && figure.quantity.basis == Basis::Share
            && !figure.from
    };
    let share = base(&figures.iter().rev().find(percent)?.quantity, units)?;
    Some(match share < Decimal::ONE_HUNDRED {
        // A share of something else (研发活动覆盖率 for 技改全覆盖) keeps no part of it.
        true if found.score < case.policy.pair.accept_miss => Progress::Unsaid,
        true => Progress::Partial,
        false => Progress::Done,
    })
}

/// Whether a document that was promised as one kind is reported as another: 制定…纲要, 出台…条例.
pub fn renamed_document(case: &Case<'_>, found: &Match) -> bool {
    let documents = &case.pack.judge.documents;
    let kinds = |text: &str| documents.iter().filter(|kind| text.contains(kind.as_str())).collect::<Vec<_>>();
    let (promised, said) = (kinds(&case.target.subject), kinds(case.clause(found.claim)));
    !promised.is_empty() && !said.is_empty() && !promised.iter().any(|kind| said.contains(kind))
}

/// Whether a claim speaks of a lower level of government than the promise: 国家全域旅游示范区, 省级全域旅游示范区.
fn lower_level(case: &Case<'_>, found: &Match) -> bool {
    let levels = &case.pack.judge.levels;
    let highest = |text: &str| {
        let says = |at: usize, [long, short]: &[String; 2]| {
            text.contains(long.as_str()) || (at == 0 && text.contains(short.as_str()))
        };
        levels.iter().enumerate().position(|(at, level)| says(at, level))
    };
    highest(case.quote())
        .zip(highest(case.clause(found.claim)))
        .is_some_and(|(promised, said)| said > promised)
}

/// Whether a promise is one of 推进, 加快 or 支持, or names no stage.
fn is_push(promised: Option<Stage<'_>>) -> bool {
    promised.is_none_or(Stage::is_push)
}

/// Whether readers differ on an earlier stage than promised: a push that is only prepared, a rule for everywhere (全面推行) that is only
/// pushed.
pub fn arguable(case: &Case<'_>, found: &Match) -> bool {
    let promised = promised(case.quote(), case.pack);
    let in_force = in_force(promised);
    let reported = furthest(case.clause(found.claim), case.pack);
    is_push(promised) || (in_force && reported.is_some_and(|stage| stage.of == PROJECT))
}

/// What one claim says of the promised thing.
pub fn progress(case: &Case<'_>, found: &Match) -> Progress {
    let (cues, quote, clause) = (&case.pack.judge, case.quote(), case.clause(found.claim));
    let promised = promised(quote, case.pack);
    let only = |cue: &crate::lang::cue::Cues| cue.any(clause) && !cue.any(quote);
    if only(&cues.stalled) || only(&cues.hoped) || denies(clause, case.pack) {
        return Progress::Unsaid;
    }
    if let Some(share) = whole_share(case, found) {
        return share;
    }
    let push = is_push(promised);
    if only_going_on(quote, case.pack) && cues.drawn_up.any(clause) && !only(&cues.pending) {
        return Progress::Done;
    }
    let reported = furthest(clause, case.pack)
        .filter(|reported| promised.is_none_or(|promised| promised.of == reported.of));
    let wanted = match promised {
        Some(stage) if !push => stage.order,
        _ => BEGUN,
    };
    let in_force = in_force(promised);
    let pushed = |stage: Stage<'_>| stage.of == PROJECT && stage.order <= UNDER_WAY;
    if in_force && reported.is_none() && furthest(clause, case.pack).is_some_and(pushed) {
        return Progress::Partial;
    }
    let wants_all = promised.is_some_and(|stage| stage.order >= STANDS || stage.of != PROJECT);
    if wants_all && (only(&cues.pending) || only(&cues.in_part)) {
        return Progress::Partial;
    }
    match reported {
        // What is only meant to be says nothing of what was pushed.
        Some(reported) if push && reported.of == PROJECT && reported.order == MEANT => Progress::Unsaid,
        Some(reported) if promised.is_some() && reported.order < wanted => Progress::Partial,
        Some(_) => Progress::Done,
        None if push || cues.finished.any(clause) => Progress::Done,
        None => Progress::Unsaid,
    }
}

/// The claim that says most of how far the promised thing is, and what: the first of the nearly best that says it is done, else the
/// first that says it is not; `None` when no claim near enough says either.
pub fn reported(case: &Case<'_>) -> Option<(Match, Progress)> {
    if case.target.figure.is_some() {
        return None;
    }
    let pair = &case.policy.pair;
    let good: Vec<&Match> = case
        .pairing
        .matches
        .iter()
        .filter(|found| found.refused.is_none() && found.score >= pair.accept_thing)
        .filter(|found| !lower_level(case, found) && !strays(case, found, |_| true))
        .collect();
    let best = good.first()?.score;
    let near = |found: &&&Match| found.score >= best * pair.runner_up / 1000;
    let says =
        |found: &&Match, wanted: Progress| (progress(case, found) == wanted).then_some((**found, wanted));
    good.iter()
        .filter(near)
        .find_map(|found| says(found, Progress::Done))
        .or_else(|| {
            // An accusation needs more than 建设, which is said of everything.
            let tells = |run: &str| !case.pack.quantity.makes(run);
            let mut near = good.iter().filter(|found| !strays(case, found, tells));
            near.find_map(|found| says(found, Progress::Partial))
        })
        .or_else(|| good.iter().find_map(|found| says(found, Progress::Done)))
}
