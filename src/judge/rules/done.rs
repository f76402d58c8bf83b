//! Reported done, launched, enacted, or advanced as promised.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "thing.done",
    reason: Reason::Done,
    doc: "The later review half reports the promised thing at or past the promised stage; a promised 推进, 加快 or 支持 of a \
          named thing is answered by any report of it.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    if case.target.figure.is_some() {
        return None;
    }
    let pair = &case.policy.pair;
    let mut good = case.pairing.matches.iter().filter(|found| found.score >= pair.accept_thing);
    let best = *good.next()?;
    let mut evidence = vec![best];
    evidence.extend(good.take(1).filter(|next| next.score >= best.score * 9 / 10).copied());
    let decision = Decision::sure(Reason::Done, &evidence);
    Some(if best.score < pair.accept_thing + 100 { decision.check() } else { decision })
}
