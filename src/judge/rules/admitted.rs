//! The report itself says that it was not achieved.

use crate::judge::{Case, Decision, Reason, Rule};

pub(super) const RULE: Rule = Rule {
    name: "report.admitted",
    reason: Reason::Admitted,
    doc: "The later review half, its problems paragraph included, says of this named target that it was not achieved.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    let least = case.policy.pair.accept_thing.max(case.policy.pair.topic_figure);
    let found = case.pairing.matches.iter().filter(|found| found.cover >= least).find(|found| {
        let admits = |clause: &str| case.pack.judge.admitted.any(clause);
        // 增长3.1%，未能完成预期目标: the admission may stand in the clause behind.
        admits(case.clause(found.claim)) || admits(case.after(found.claim))
    })?;
    Some(Decision::sure(Reason::Admitted, &[*found]))
}
