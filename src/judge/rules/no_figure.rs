//! The subject is spoken of without the promised figure or thing.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "topic.no_figure",
    reason: Reason::NoFigure,
    doc: "The later review half speaks of the subject, but gives neither the promised figure, nor one it follows from, nor the \
          promised thing.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let pair = &case.policy.pair;
    let least = if case.target.figure.is_some() { pair.topic_figure } else { pair.topic_thing };
    let found =
        case.pairing.matches.iter().max_by_key(|found| (found.score, std::cmp::Reverse(found.claim)))?;
    (found.score >= least).then(|| Decision::sure(Reason::NoFigure, &[*found]).check())
}
