//! An earlier stage than promised.

use crate::judge::{Case, Decision, Reason, Rule, stage};

pub(super) const RULE: Rule = Rule {
    name: "thing.partial",
    reason: Reason::Partial,
    doc: "The promise names a stage (建成, 投用, 出台), and the later review half reports the thing at an earlier one (开工, \
          加快建设, 起草). 推进, 加快 and 支持 promise any later stage and are never partial.",
    decide,
};

fn decide(case: &Case<'_>) -> Option<Decision> {
    if case.target.figure.is_some() {
        return None;
    }
    let best = case.pairing.matches.first().filter(|found| found.score >= case.policy.pair.accept_thing)?;
    let promised = stage::promised(case.quote(), case.pack)?;
    let reported =
        stage::furthest(case.clause(best.claim), case.pack).filter(|reported| reported.of == promised.of)?;
    let promised = if promised.order == stage::UNDER_WAY { stage::BEGUN } else { promised.order };
    (reported.order < promised).then(|| Decision::sure(Reason::Partial, &[*best]))
}
