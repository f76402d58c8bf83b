//! Cancelled or replaced.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "thing.reversed",
    reason: Reason::Reversed,
    doc: "The later review half says of the promised thing that it was cancelled, suspended or replaced.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    if case.target.figure.is_some() || case.pack.judge.reversed.any(case.quote()) {
        return None;
    }
    let found = case
        .pairing
        .matches
        .iter()
        .filter(|found| found.score >= case.policy.pair.accept_thing && found.refused.is_none())
        .find(|found| case.pack.judge.reversed.any(case.clause(found.claim)))?;
    Some(Decision::sure(Reason::Reversed, &[*found]).check())
}
