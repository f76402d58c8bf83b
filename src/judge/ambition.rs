//! The ambition check. Comes in: the targets of a report and the claims of the same report's review half. Goes out: how each promised
//! figure stands to what the report gives for the year before. Whether a claim measures the promised thing is told in `kin`; in doubt
//! a figure is not compared, since “below” is an accusation.

pub(crate) mod acts;
pub(crate) mod kin;
mod term;

use super::Case;
use super::rules::{lower_is_better, opposite, steered};
use crate::extract::clause::Reading;
use crate::extract::target::Target;
use crate::lang::Pack;
use crate::pair::pool::Pool;
use crate::pair::score::{Space, rate_or, weigh};
use crate::pair::{Match, Pairing, Refused, assign};
use crate::policy::Policy;
use crate::quantity::Bound;
use crate::quantity::compare::{Outcome, base, base_high, compare, tolerance};
pub(super) use acts::other_act;
use kin::other_yardstick;
pub(crate) use kin::{Kin, Name, kin};
pub(super) use kin::{names_nothing, other_scope};
use rayon::prelude::*;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
pub(crate) use term::{is_of_term, of_a_term};

/// How a promised figure stands to the figure of the year before, the desired direction taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Less is promised than was reached: 20 promised, 30 reached; where less is better, a ceiling of 5.5 % over 5.2 % reached.
    BelowLastActual,
    /// As much is promised as was reached.
    Flat,
    /// More is promised than was reached.
    AboveLastActual,
    /// The report speaks of the same thing by another yardstick, so that the figures cannot be compared.
    Redefined,
    /// The report gives no figure for the year before, or one of which neither more nor less is better (prices).
    NoBaseline,
}

/// A claim of the review half, and the figure of it that was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actual {
    /// Index into the pool's claims.
    pub claim: usize,
    /// Index into its statement's figures.
    pub figure: usize,
}

/// The answer for one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ambition {
    /// How they stand to each other.
    pub relation: Relation,
    /// What the review half says; `None` for [`Relation::NoBaseline`] only.
    pub actual: Option<Actual>,
}

/// Sets each target of `plan` against `past`, the claims of the same report's review half; `None` for a target without a figure.
pub fn ambitions(
    targets: &[Target],
    plan: &Reading,
    past: &Pool<'_>,
    pack: &Pack,
    policy: &Policy,
) -> Vec<Option<Ambition>> {
    let with_figure: Vec<&Target> = targets.iter().filter(|target| target.figure.is_some()).collect();
    let terms = of_a_term(past, pack);
    let weighed = |space: &mut Space, target: &&Target| {
        let mut pairing = weigh(target, plan, past, space, pack, policy);
        for found in &mut pairing.matches {
            let of_term = found.figure.is_none_or(|figure| is_of_term(past, found.claim, figure));
            if terms[found.claim] && of_term {
                found.refused = Some(Refused::Year);
            }
        }
        let name = Name::promised(target, &past.rarity, pack);
        let kins = kins(&case(target, plan, &pairing, past, pack, policy), &name);
        for (found, kin) in pairing.matches.iter_mut().zip(&kins) {
            if *kin == Kin::Other && found.refused.is_none() {
                found.refused = Some(Refused::Subject);
            }
        }
        (pairing, (name, kins))
    };
    let (mut pairings, kins): (Vec<Pairing>, Vec<(Name, Vec<Kin>)>) =
        with_figure.par_iter().map_init(Space::default, weighed).unzip();
    // A figure of last year is the measure of one promise.
    assign::settle(&mut pairings, policy);
    let answer = |((target, pairing), (name, kins)): ((&&Target, &Pairing), &(Name, Vec<Kin>))| {
        ambition(&case(target, plan, pairing, past, pack, policy), name, kins)
    };
    let mut answers = with_figure.iter().zip(&pairings).zip(&kins).map(answer);
    targets.iter().map(|target| target.figure.as_ref().and_then(|_| answers.next())).collect()
}

fn case<'a>(
    target: &'a Target,
    plan: &'a Reading,
    pairing: &'a Pairing,
    past: &'a Pool<'a>,
    pack: &'a Pack,
    policy: &'a Policy,
) -> Case<'a> {
    Case { target, plan, headings: "", pairing, pool: past, past, whole: true, pack, policy }
}

/// How near each match's figure is to the promised one; `Other` where no figure may be compared.
fn kins(case: &Case<'_>, name: &Name) -> Vec<Kin> {
    let of = |found: &Match| found.figure.map_or(Kin::Other, |figure| kin(case, name, found.claim, figure));
    case.pairing.matches.iter().map(of).collect()
}

fn ambition(case: &Case<'_>, name: &Name, kins: &[Kin]) -> Ambition {
    let nothing = Ambition { relation: Relation::NoBaseline, actual: None };
    if steered(case) {
        return nothing;
    }
    let open = |(found, kin): (&Match, &Kin)| {
        let figure = found.figure.filter(|_| found.refused.is_none())?;
        Some((*kin, Actual { claim: found.claim, figure }))
    };
    // The nearest kin; among equals the best score, which comes first.
    let best = case.pairing.matches.iter().zip(kins).filter_map(open).min_by_key(|(kin, _)| *kin);
    let answer = best.and_then(|(kin, actual)| {
        Some(Ambition { relation: relation(case, kin, actual)?, actual: Some(actual) })
    });
    answer
        .or_else(|| {
            let actual = other_yardstick(case, name)?;
            Some(Ambition { relation: Relation::Redefined, actual: Some(actual) })
        })
        .unwrap_or(nothing)
}

/// How the promise stands to a figure of this kin; `None` when the figures are too large to reckon with.
fn relation(case: &Case<'_>, kin: Kin, actual: Actual) -> Option<Relation> {
    if kin == Kin::Yardstick {
        return Some(Relation::Redefined);
    }
    let units = &case.pack.quantity.units;
    let figure = case.target.figure.as_ref()?;
    let claim = &case.pool.claims[actual.claim];
    let said = &case.pool.reading.statements[claim.statement].figures[actual.figure];
    let promised = rate_or(&figure.quantity, units);
    let mut reached = rate_or(&said.quantity, units);
    if opposite(figure, said) {
        reached.value = -reached.value;
        reached.high = None;
    }
    let lower = lower_is_better(case);
    let amount = base(&reached, units)?;
    let low = compare(&promised, units, amount, lower, case.policy);
    let high =
        base_high(&reached, units).map_or(low, |high| compare(&promised, units, high, lower, case.policy));
    // 约50家 may be 48.
    let about = reached.bound == Bound::About
        && base(&promised, units)
            .is_some_and(|wanted| (wanted - amount).abs() <= tolerance(&reached, units, case.policy));
    Some(match low {
        _ if low != high || about => Relation::Flat,
        Outcome::Reached => Relation::Flat,
        // Of a figure that is only nearly the same measure “below” is not said.
        Outcome::Exceeded if kin != Kin::Same => Relation::Redefined,
        Outcome::Exceeded => Relation::BelowLastActual,
        Outcome::WithinHedge | Outcome::Short => Relation::AboveLastActual,
    })
}
