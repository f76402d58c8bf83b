//! What was not reported met, looked for once more in the report after next.

use super::Late;
use super::chain::due;
use crate::extract::clause::Reading;
use crate::extract::target::Target;
use crate::judge::{Case, Confidence, Mark, judge, stage};
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, weigh};
use crate::policy::Policy;
use rayon::prelude::*;

/// A later report than the one that was due.
#[derive(Debug, Clone, Copy)]
pub struct Later<'a> {
    /// Its index.
    pub report: usize,
    /// Its claims.
    pub pool: &'a Pool<'a>,
}

/// For each target with its mark where `later` says plainly that it was done; only of things that were to be done and were not
/// reported so. The rules and thresholds are those of every verdict; beyond them the report must name nearly all of the promise's words and
/// the promised stage.
pub fn late(
    targets: &[Target],
    marks: &[Option<Mark>],
    (plan, past): (&Reading, &Pool<'_>),
    later: Later<'_>,
    pack: &Pack,
    policy: &Policy,
) -> Vec<Option<Late>> {
    let of = |space: &mut Space, (target, mark): (&Target, &Option<Mark>)| {
        if !due(target, plan, *mark, pack) {
            return None;
        }
        let pool = later.pool;
        let pairing = weigh(target, plan, pool, space, pack, policy);
        let (pairing, headings) = (&pairing, "");
        let case = Case { target, plan, headings, pairing, pool, past, whole: true, pack, policy };
        let decision = judge(&case)?.decision;
        let plain = decision.reason.mark() == Mark::Met
            && decision.confidence == Confidence::Sure
            && decision.strict == Mark::Met;
        let found = decision.evidence.first().filter(|found| plain && found.cover >= policy.pair.whole)?;
        let promised = stage::promised(case.quote(), pack)?;
        let reported = stage::furthest(case.clause(found.claim), pack)?;
        if reported.of != promised.of || reported.order < promised.order {
            return None;
        }
        Some(Late { report: later.report, quote: pool.claims[found.claim].quote })
    };
    targets.par_iter().zip(marks).map_init(Space::default, of).collect()
}
