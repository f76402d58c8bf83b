//! Stages of projects and rules. Comes in: folded words. Goes out: how far they say a thing is, and whether that answers a promise.

use super::Case;
use crate::lang::Pack;
use crate::pair::Match;

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
}

/// The kind of stages that a push (推进, 加快) is one of.
const PROJECT: &str = "project";

/// 前期工作: a push of these promises these.
const PREPARED: u8 = 2;

/// 开工, 启动: from here on a promised 推进, 加快 or 支持 is answered.
const BEGUN: u8 = 3;

/// 推进, 加快建设, 在建.
const UNDER_WAY: u8 = 4;

/// 建成: from here on the thing stands, and a part of it is a part.
const STANDS: u8 = 6;

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

/// The furthest stage that a promise names: as [`furthest`], but 完成 alone promises the finished thing.
pub fn promised<'a>(words: &str, pack: &'a Pack) -> Option<Stage<'a>> {
    furthest(words, pack).or_else(|| {
        let says = |stage: &&crate::lang::words::Stage| {
            stage.promised.iter().any(|word| words.contains(word.as_str()))
        };
        pack.judge.stage.iter().find(says).map(|stage| Stage { of: &stage.of, order: stage.order })
    })
}

/// What one claim says of the promised thing.
pub fn progress(case: &Case<'_>, found: &Match) -> Progress {
    let (cues, quote, clause) = (&case.pack.judge, case.quote(), case.clause(found.claim));
    let promised = promised(quote, case.pack);
    let only = |cue: &crate::lang::cue::Cues| cue.any(clause) && !cue.any(quote);
    if only(&cues.stalled) || only(&cues.hoped) || cues.admitted.any(clause) {
        return Progress::Unsaid;
    }
    let push = promised.is_none_or(|stage| stage.of == PROJECT && stage.order == UNDER_WAY);
    let reported = furthest(clause, case.pack)
        .filter(|reported| promised.is_none_or(|promised| promised.of == reported.of));
    let wanted = match promised {
        Some(stage) if !push => stage.order,
        _ => BEGUN,
    };
    let wants_all = promised.is_some_and(|stage| stage.order >= STANDS || stage.of != PROJECT);
    if wants_all && (only(&cues.pending) || only(&cues.in_part)) {
        return Progress::Partial;
    }
    match reported {
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
        .collect();
    let best = good.first()?.score;
    let near = |found: &&&Match| found.score >= best * pair.runner_up / 1000;
    let says =
        |found: &&Match, wanted: Progress| (progress(case, found) == wanted).then_some((**found, wanted));
    good.iter()
        .filter(near)
        .find_map(|found| says(found, Progress::Done))
        .or_else(|| good.iter().find_map(|found| says(found, Progress::Partial)))
        .or_else(|| good.iter().find_map(|found| says(found, Progress::Done)))
}
