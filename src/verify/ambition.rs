//! How each promised figure stands to that of the year before, redone from the quantities that the ledger prints. Whether both
//! measure the same is not asked here: that a figure is left out or called measured otherwise cannot be seen from the ledger.

use super::fault::Faults;
use super::figures::quantity_of;
use super::sources::Source;
use super::sums::{directions, moves, rate_or};
use crate::lang::Pack;
use crate::ledger::{Kind, Ledger, Relation, Target};
use crate::policy::Policy;
use crate::quantity::compare::{Outcome, base, base_high, compare, tolerance};
use crate::quantity::{Basis, Bound, Quantity};

/// Checks what is said of a target and the year before.
pub(super) fn target(
    at: &str,
    target: &Target,
    ledger: &Ledger,
    sources: &[Option<Source>],
    faults: &mut Faults,
) {
    let at = format!("{at}/ambition");
    let looks_back = ledger.reports.get(target.at.report).is_some_and(|report| report.review_half.is_some());
    let wanted = target.kind == Kind::Quantified && looks_back;
    let Some(ambition) = &target.ambition else {
        if wanted {
            faults.add(&at, "a promised figure is set against the year before, also where there is none");
        }
        return;
    };
    if !wanted {
        faults.add(&at, "only a promised figure is set against a year before");
        return;
    }
    let Some(actual) = &ambition.actual else {
        if ambition.relation != Relation::NoBaseline {
            faults.add(&format!("{at}/actual"), "what the report says of the year before must be there");
        }
        return;
    };
    if ambition.relation == Relation::NoBaseline {
        faults.add(&format!("{at}/actual"), "where nothing can be compared there is no figure");
        return;
    }
    let source = sources.get(target.at.report).and_then(Option::as_ref);
    let Some(pack) = source.map(|source| Pack::of(&source.outline.language)) else { return };
    let both = target.quantity.as_ref().and_then(quantity_of).zip(quantity_of(&actual.quantity));
    // What is wrong with a quantity that cannot be read is said where figures are checked.
    let Some((promised, reached)) = both else { return };
    if ambition.relation == Relation::Redefined {
        return;
    }
    if pack.judge.steered.any(&target.subject) {
        faults.add(&format!("{at}/relation"), "of this measure neither more nor less is better");
    }
    let units = &pack.quantity.units;
    let (promised, reached) = (rate_or(promised, units), rate_or(reached, units));
    if !units.comparable(&promised.unit, &reached.unit) {
        faults.same(
            &format!("{at}/actual/quantity/unit"),
            "the units cannot be compared",
            &reached.unit,
            &promised.unit,
        );
        return;
    }
    let right = relations(target, &actual.quote, &promised, &reached, pack, &ledger.tool.policy);
    if let Some(first) = right.first().filter(|_| !right.contains(&ambition.relation)) {
        faults.same(&format!("{at}/relation"), "the figures stand otherwise", &ambition.relation, first);
    }
}

/// The relations that the figures allow: more than one where the ledger does not print whether a figure falls.
fn relations(
    target: &Target,
    quote: &str,
    promised: &Quantity,
    reached: &Quantity,
    pack: &Pack,
    policy: &Policy,
) -> Vec<Relation> {
    let units = &pack.quantity.units;
    let Some(amount) = base(reached, units) else { return Vec::new() };
    let moving = |quantity: &Quantity| matches!(quantity.basis, Basis::Growth | Basis::Change);
    let ((rises, falls), (was_up, was_down)) = (moves(pack, &target.quote), moves(pack, quote));
    let turns: &[bool] = match (moving(promised) && moving(reached), falls || was_down) {
        (true, true) if (rises && falls) || (was_up && was_down) => &[false, true],
        (true, true) if falls != was_down => &[true],
        _ => &[false],
    };
    let about = reached.bound == Bound::About
        && base(promised, units)
            .is_some_and(|wanted| (wanted - amount).abs() <= tolerance(reached, units, policy));
    let mut right = Vec::new();
    for (&turned, &lower) in turns
        .iter()
        .flat_map(|turned| directions(promised, target, pack).iter().map(move |lower| (turned, lower)))
    {
        let side = |amount| compare(promised, units, amount, lower, policy);
        let low = side(if turned { -amount } else { amount });
        let high = base_high(reached, units).filter(|_| !turned).map_or(low, side);
        right.push(match low {
            _ if low != high || about => Relation::Flat,
            Outcome::Reached => Relation::Flat,
            Outcome::Exceeded => Relation::BelowLastActual,
            Outcome::WithinHedge | Outcome::Short => Relation::AboveLastActual,
        });
    }
    right
}
