//! Scores against the policy that the ledger prints. Comes in: one target. Goes out: where the parts of a score do not add up, or a
//! score lies on the wrong side of the limit that its reason asks for.

use super::fault::Faults;
use crate::ledger::{Candidate, Confidence, Evidence, Kind, Reason, Refused, Target};
use crate::policy::{PairPolicy, Policy};
use crate::quantity::Basis;

/// Reasons with the rules that never decide without a second look.
const ALWAYS_CHECKED: [Reason; 3] = [Reason::Reversed, Reason::Substituted, Reason::NoFigure];

/// A score in thousandths: the least and the most that it can have been before it was rounded.
#[derive(Debug, Clone, Copy)]
struct Score {
    least: i32,
    most: i32,
}

impl Score {
    /// The thousandths behind a printed score; `None` for what is none.
    fn printed(score: f64) -> Option<Self> {
        let hundredths = whole(score, 100.0).filter(|of| (0..=100).contains(of))?;
        let middle = hundredths * 10;
        let most = if hundredths == 100 { i32::MAX } else { middle + 4 };
        Some(Self { least: if hundredths == 0 { i32::MIN } else { middle - 5 }, most })
    }

    fn may_reach(self, limit: i32) -> bool {
        self.most >= limit
    }

    fn may_stay_below(self, limit: i32) -> bool {
        self.least < limit
    }
}

/// `number` times `by`, where that is a whole number.
pub(super) fn whole(number: f64, by: f64) -> Option<i32> {
    let scaled = number * by;
    let near = scaled.round();
    #[allow(clippy::cast_possible_truncation, reason = "it lies within a million")]
    (near.abs() < 1e6 && (scaled - near).abs() < 1e-6).then_some(near as i32)
}

/// Checks the scores of one target.
pub(super) fn target(at: &str, target: &Target, policy: &Policy, faults: &mut Faults) {
    for (index, said) in target.evidence.iter().enumerate() {
        parts(&format!("{at}/evidence/{index}"), said, &policy.pair, faults);
    }
    let mut last = f64::INFINITY;
    for (index, candidate) in target.candidates.iter().enumerate() {
        let at = format!("{at}/candidates/{index}");
        refused(&at, candidate, target, &policy.pair, faults);
        if candidate.score > last {
            faults.add(&format!("{at}/score"), "the refused passages stand nearest first");
        }
        last = candidate.score;
    }
    if let Some(reason) = target.reason {
        reached(at, target, reason, &policy.pair, faults);
    }
}

/// That the parts of a score add up to it, and are those that the policy gives.
fn parts(at: &str, said: &Evidence, pair: &PairPolicy, faults: &mut Faults) {
    let at = |field: &str| format!("{at}/{field}");
    if Score::printed(said.score).is_none() {
        faults.add(&at("score"), "a score lies between 0 and 1 and has two decimals");
        return;
    }
    let mut sum = 0;
    for (name, part) in &said.why {
        let at = at(&format!("why/{name}"));
        let Some(part) = whole(*part, 1000.0) else {
            faults.add(&at, "a part of a score has three decimals");
            return;
        };
        sum += part;
        let given = match name.as_str() {
            "cover" | "sentence" => (0..=pair.cover).contains(&part),
            "back" => (0..=pair.back.saturating_add(1)).contains(&part),
            "other_time" => part == pair.other_time,
            "near_by" => part == pair.near_by,
            "far_off" => part == pair.far_off,
            "unnamed" => part == pair.unnamed,
            "thin" => part == pair.thin,
            "quoted" => part == pair.quoted,
            "around" => (0..=pair.around).contains(&part),
            "same_rank" => part == pair.same_rank || part == pair.same_rank.saturating_mul(2),
            _ => {
                faults.add(&at, "there is no such part of a score");
                continue;
            }
        };
        if !given {
            faults.add(&at, format!("the policy gives no part of {part} thousandths"));
        }
    }
    let right = f64::from((sum.clamp(0, 1000) + 5) / 10) / 100.0;
    faults.same(&at("score"), "the parts add up to another score", &said.score, &right);
}

/// That a refused passage has a score, and one that fits why it was refused.
fn refused(at: &str, candidate: &Candidate, target: &Target, pair: &PairPolicy, faults: &mut Faults) {
    let Some(score) = Score::printed(candidate.score) else {
        faults.add(&format!("{at}/score"), "a score lies between 0 and 1 and has two decimals");
        return;
    };
    let thing = target.kind == Kind::Deliverable;
    let limit = if thing { pair.accept_thing } else { pair.accept_figure };
    let right = match candidate.refused {
        Refused::Outranked => score.may_reach(limit),
        Refused::Weak => !thing || score.may_stay_below(limit),
        Refused::Unit | Refused::Basis | Refused::Year | Refused::Level => !thing,
        Refused::Subject => true,
    };
    if !right {
        faults.add(&format!("{at}/refused"), "its score, or the kind of the target, does not allow this");
    }
}

/// That the scores reach the limits that the reason asks for.
fn reached(at: &str, target: &Target, reason: Reason, pair: &PairPolicy, faults: &mut Faults) {
    let quantified = target.kind == Kind::Quantified;
    let topic = if quantified { pair.topic_figure } else { pair.topic_thing };
    let derived = target.rule.as_deref().is_some_and(|rule| rule.starts_with("derived."));
    let counted = (target.quantity.as_ref())
        .is_some_and(|promised| matches!(promised.basis, Basis::Count | Basis::Change));
    let least = match reason {
        // A count of the thing without what narrows it is a miss from the lower score on; which name narrows which is the matching's to say.
        Reason::Short if !derived && !counted => Some(pair.accept_figure.max(pair.accept_miss)),
        Reason::Exceeded | Reason::Reached | Reason::WithinHedge | Reason::Short => Some(pair.accept_figure),
        Reason::Done | Reason::Partial | Reason::Late | Reason::Reversed => Some(pair.accept_thing),
        Reason::Admitted => Some(pair.accept_miss),
        Reason::NoFigure => Some(topic),
        Reason::Substituted => Some(pair.topic_figure),
        Reason::Asserted | Reason::BlanketOnly | Reason::Silent => None,
    };
    let first = target.evidence.first().and_then(|first| Score::printed(first.score));
    if let Some((least, first)) = least.zip(first)
        && !first.may_reach(least)
    {
        let what = format!("its reason asks for {least} thousandths");
        faults.add(&format!("{at}/evidence/0/score"), what);
    }
    if matches!(reason, Reason::Silent | Reason::NoFigure) {
        let most = target.evidence.first().map_or(f64::INFINITY, |first| first.score);
        for (index, candidate) in target.candidates.iter().enumerate() {
            let near = Score::printed(candidate.score).is_some_and(|score| !score.may_stay_below(topic));
            if (reason == Reason::Silent && near) || candidate.score > most {
                let what = format!(
                    "it is near enough to be spoken of ({topic} thousandths), so the reason cannot be this one"
                );
                faults.add(&format!("{at}/candidates/{index}/score"), what);
            }
        }
    }
    let figure_or_thing = match reason {
        Reason::Exceeded | Reason::Reached | Reason::WithinHedge | Reason::Short => Some(pair.accept_figure),
        Reason::Done => Some(pair.accept_thing),
        _ => None,
    };
    let loose = figure_or_thing
        .zip(first)
        .is_some_and(|(limit, first)| !first.may_reach(limit.saturating_add(pair.sure_margin)));
    if target.confidence == Some(Confidence::Sure) && (loose || derived || ALWAYS_CHECKED.contains(&reason)) {
        faults.add(&format!("{at}/confidence"), "such a verdict is always to be checked");
    }
}
