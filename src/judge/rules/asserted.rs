//! Completed, says the report, without a figure.

use super::blanket_only::own_collection;
use crate::judge::{Case, Decision, Mark, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "figure.asserted",
    reason: Reason::Asserted,
    doc: "The later review half says of this named quantified target, or of the collection that it promises itself \
          (办好10件民生实事), that it was completed or over-fulfilled, but gives no figure. A strict reader would say not mentioned.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    case.target.figure.as_ref()?;
    let cues = &case.pack.judge;
    let collective = cues.blanket_list.any(case.quote());
    let says = |claim: usize| {
        let clause = case.clause(claim);
        let part = cues.admitted.any(clause) || cues.in_part.any(clause);
        cues.asserted.any(clause) && !part && (collective || !cues.goals_kept.any(clause))
    };
    let mut near = case.pairing.matches.iter().filter(|found| found.cover >= case.policy.pair.topic_figure);
    let found = near.find(|found| says(found.claim)).copied().or_else(|| own_collection(case))?;
    Some(Decision::sure(Reason::Asserted, &[found]).readings(Mark::NotMentioned, Mark::Met))
}
