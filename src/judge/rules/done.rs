//! Reported done, launched, enacted, or advanced as promised.

use crate::judge::stage::{self, Progress};
use crate::judge::{Case, Decision, Reason, Rule};
use crate::pair::Match;

pub(super) const RULE: Rule = Rule {
    name: "thing.done",
    reason: Reason::Done,
    doc: "The later review half reports the promised thing at or past the promised stage; a promised 推进, 加快 or 支持 of a \
          named thing is answered by any report of it. What is only hoped for, ordered, stalled or denied answers nothing.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let (best, _) = stage::reported(case).filter(|(_, progress)| *progress == Progress::Done)?;
    let pair = &case.policy.pair;
    let second = |next: &&Match| {
        next.claim != best.claim
            && next.refused.is_none()
            && next.score >= pair.accept_thing
            && next.score >= best.score * pair.runner_up / 1000
            && stage::progress(case, next) == Progress::Done
    };
    let mut evidence = vec![best];
    evidence.extend(case.pairing.matches.iter().find(second).copied());
    let decision = Decision::sure(Reason::Done, &evidence);
    let plain = best.score >= pair.accept_thing + pair.sure_margin
        && stage::furthest(case.clause(best.claim), case.pack).is_some()
        && stage::named(case)
        && !stage::renamed_document(case, &best);
    Some(if plain { decision } else { decision.check() })
}
