//! Nothing said.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "search.silent",
    reason: Reason::Silent,
    doc: "The whole later review half was searched for the subject and its official other names, and no passage is near \
          enough. The search and the nearest passages are listed. A text that is cut off, of which a page could not be read or a sentence \
          was too long to read, never gives this answer: such a target is left without a mark.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    if !case.whole {
        return None;
    }
    let pair = &case.policy.pair;
    let near = case
        .pairing
        .matches
        .first()
        .is_some_and(|found| found.score >= pair.topic_thing * pair.runner_up / 1000);
    let decision = Decision::sure(Reason::Silent, &[]);
    Some(if near { decision.check() } else { decision })
}
