//! Cancelled or replaced.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "thing.reversed",
    reason: Reason::Reversed,
    doc: "The later review half says of the promised thing that it was cancelled, suspended or replaced.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    if case.target.figure.is_some() {
        return None;
    }
    let cues = &case.pack.judge.reversed;
    // 取消 that the promise itself names is no reversal.
    let turned = |clause: &str| {
        cues.first(clause).is_some_and(|at| {
            let verb: String = at.slice(clause).chars().take(VERB).collect();
            !case.quote().contains(&verb)
        })
    };
    let found = case
        .pairing
        .matches
        .iter()
        .filter(|found| found.refused.is_none() && found.score >= case.policy.pair.accept_thing)
        .find(|found| turned(case.clause(found.claim)))?;
    Some(Decision::sure(Reason::Reversed, &[*found]).check())
}

/// The verbs of cancelling have so many characters.
const VERB: usize = 2;
