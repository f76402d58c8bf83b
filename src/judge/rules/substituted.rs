//! Another measure, scope or time base in place of the promised one.

use crate::judge::{Case, Decision, Reason, Rule};
use crate::pair::Refused;

pub(super) const RULE: Rule = Rule {
    name: "figure.substituted",
    reason: Reason::Substituted,
    doc: "The later review half speaks of the same subject with a figure of another basis or time (growth promised, amount \
          reported; the whole year promised, its end reported), from which the promised figure does not follow.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    case.target.figure.as_ref()?;
    let other = |why: Refused| !matches!(why, Refused::Weak | Refused::Subject);
    let found = case
        .pairing
        .matches
        .iter()
        // A nearer figure that only leaves the answer open is no other measure.
        .take_while(|found| found.refused.is_some() || found.figure.is_none())
        .find(|found| found.refused.is_some_and(other) && found.score >= case.policy.pair.topic_figure)?;
    Some(Decision::sure(Reason::Substituted, &[*found]).check())
}
