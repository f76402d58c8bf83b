//! Comparing what was promised with what was reported. Comes in: a target quantity and an actual amount in base units.
//! Goes out: on which side of the bound the amount lies. Which actual belongs to which target is left to the caller.

use super::unit::{Dimension, Units};
use super::{Bound, Quantity};
use crate::policy::Policy;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Where an actual amount lies against a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Outside the bound.
    Short,
    /// Worse than an “about” figure, inside its printed tolerance.
    WithinHedge,
    /// At the figure, or inside the range.
    Reached,
    /// Beyond the figure.
    Exceeded,
}

/// Value times scale times the factor of its unit. An unknown or missing unit has factor 1. `None` on overflow.
pub fn base(quantity: &Quantity, units: &Units) -> Option<Decimal> {
    in_base(quantity.value, quantity, units)
}

/// Growth said in doublings or in times as a rate in percent: 翻一番 = 100 %, 增长1.1倍 = 110 %. `None` for every other quantity, and
/// for more than 16 doublings.
pub fn as_rate(quantity: &Quantity, units: &Units) -> Option<Quantity> {
    let hundred = Decimal::ONE_HUNDRED;
    let value = match units.lookup(&quantity.unit)?.dimension {
        Dimension::Doubling => {
            let times = quantity.value.to_u32().filter(|times| *times <= 16)?;
            (Decimal::from(1u32 << times) - Decimal::ONE) * hundred
        }
        Dimension::Times if quantity.basis == super::Basis::Growth => quantity.value.checked_mul(hundred)?,
        _ => return None,
    };
    let rate = Quantity {
        value,
        high: None,
        scale: Decimal::ONE,
        unit: "%".to_owned(),
        basis: super::Basis::Growth,
        ..quantity.clone()
    };
    Some(rate)
}

/// The same for the upper end of a range; `None` where there is none.
pub fn base_high(quantity: &Quantity, units: &Units) -> Option<Decimal> {
    in_base(quantity.high?, quantity, units)
}

fn in_base(value: Decimal, quantity: &Quantity, units: &Units) -> Option<Decimal> {
    let factor = units.lookup(&quantity.unit).map_or(Decimal::ONE, |unit| unit.factor);
    value.checked_mul(quantity.scale)?.checked_mul(factor)
}

/// How far an amount may fall behind an “about” figure, in base units: points for rates, a share of the value otherwise.
pub fn tolerance(quantity: &Quantity, units: &Units, policy: &Policy) -> Decimal {
    match units.lookup(&quantity.unit).map(|unit| unit.dimension) {
        Some(Dimension::Percent | Dimension::Point) => policy.about_points,
        _ => base(quantity, units)
            .and_then(|value| value.abs().checked_mul(policy.about_share))
            .unwrap_or_default(),
    }
}

/// Compares `actual`, in base units of the target's dimension, with `target`.
///
/// A floor (不少于, 超过, a bare figure) is met from its value on, a ceiling (不超过, 低于) up to its value; the value itself
/// reaches even 超过 and 低于. A bare figure is a ceiling when less is better. A target too large to compute is `Short`.
pub fn compare(
    target: &Quantity,
    units: &Units,
    actual: Decimal,
    lower_is_better: bool,
    policy: &Policy,
) -> Outcome {
    let Some(value) = base(target, units) else { return Outcome::Short };
    let high = base_high(target, units).unwrap_or(value);
    // Turn ceilings into floors, so that more is better below.
    let ceiling = match target.bound {
        Bound::AtLeast | Bound::MoreThan => false,
        Bound::AtMost | Bound::LessThan => true,
        Bound::Exactly | Bound::About | Bound::Range => lower_is_better,
    };
    let (floor, top, actual) =
        if ceiling { (-high.max(value), -value.min(high), -actual) } else { (value, high, actual) };
    let give = if target.bound == Bound::About { tolerance(target, units, policy) } else { Decimal::ZERO };
    if actual > top {
        Outcome::Exceeded
    } else if actual >= floor {
        Outcome::Reached
    } else if actual >= floor - give {
        Outcome::WithinHedge
    } else {
        Outcome::Short
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Pack;
    use crate::quantity::Basis;
    use proptest::prelude::*;

    fn units() -> &'static Units {
        &Pack::built_in()[0].quantity.units
    }

    fn quantity(bound: Bound, value: i64, unit: &str) -> Quantity {
        Quantity {
            bound,
            value: value.into(),
            high: None,
            scale: Decimal::ONE,
            unit: unit.to_owned(),
            basis: Basis::Level,
            hedges: Vec::new(),
        }
    }

    fn outcome(target: &Quantity, actual: i64, lower: bool) -> Outcome {
        compare(target, units(), actual.into(), lower, &Policy::default())
    }

    #[test]
    fn floors_and_ceilings() {
        let floor = quantity(Bound::AtLeast, 20, "家");
        assert_eq!(outcome(&floor, 30, false), Outcome::Exceeded);
        assert_eq!(outcome(&floor, 20, false), Outcome::Reached);
        assert_eq!(outcome(&floor, 19, false), Outcome::Short);
        let ceiling = quantity(Bound::AtMost, 5, "%");
        assert_eq!(outcome(&ceiling, 4, true), Outcome::Exceeded);
        assert_eq!(outcome(&ceiling, 6, true), Outcome::Short);
        assert_eq!(outcome(&quantity(Bound::Exactly, 90, "个工作日"), 95, true), Outcome::Short);
        assert_eq!(outcome(&quantity(Bound::Exactly, 90, "个"), 95, false), Outcome::Exceeded);
    }

    #[test]
    fn about_has_a_tolerance_on_the_worse_side_only() {
        let about = quantity(Bound::About, 100, "个");
        assert_eq!(outcome(&about, 90, false), Outcome::WithinHedge);
        assert_eq!(outcome(&about, 89, false), Outcome::Short);
        assert_eq!(outcome(&about, 500, false), Outcome::Exceeded);
        let rate = quantity(Bound::About, 5, "%");
        let actual = Decimal::new(45, 1);
        assert_eq!(compare(&rate, units(), actual, false, &Policy::default()), Outcome::WithinHedge);
    }

    #[test]
    fn a_range_is_reached_between_its_ends() {
        let mut range = quantity(Bound::Range, 3, "个");
        range.high = Some(5.into());
        assert_eq!(outcome(&range, 2, false), Outcome::Short);
        assert_eq!(outcome(&range, 4, false), Outcome::Reached);
        assert_eq!(outcome(&range, 6, false), Outcome::Exceeded);
        assert_eq!(outcome(&range, 2, true), Outcome::Exceeded);
        assert_eq!(outcome(&range, 6, true), Outcome::Short);
    }

    #[test]
    fn units_of_one_dimension_agree() {
        let tons = quantity(Bound::Exactly, 3, "吨");
        let kilos = quantity(Bound::Exactly, 3000, "公斤");
        assert_eq!(base(&tons, units()), base(&kilos, units()));
    }

    fn any_bound() -> impl Strategy<Value = Bound> {
        prop::sample::select(vec![
            Bound::Exactly,
            Bound::AtLeast,
            Bound::MoreThan,
            Bound::AtMost,
            Bound::LessThan,
            Bound::About,
            Bound::Range,
        ])
    }

    proptest! {
        #[test]
        fn a_better_actual_never_worsens_the_outcome(
            bound in any_bound(), value in 0i64..1000, more in 0i64..50, actual in 0i64..1000, by in 0i64..500,
            lower: bool, percent: bool,
        ) {
            let mut target = quantity(bound, value, if percent { "%" } else { "个" });
            target.high = (bound == Bound::Range).then(|| (value + more).into());
            let less_is_better = match bound {
                Bound::AtLeast | Bound::MoreThan => false,
                Bound::AtMost | Bound::LessThan => true,
                _ => lower,
            };
            let better = if less_is_better { actual - by } else { actual + by };
            prop_assert!(outcome(&target, better, lower) >= outcome(&target, actual, lower));
        }

        #[test]
        fn ten_thousand_yuan_and_yuan_agree(value in 0i64..1_000_000, actual in 0i64..10_000_000_000) {
            let mut scaled = quantity(Bound::Exactly, value, "元");
            scaled.scale = 10_000.into();
            let plain = quantity(Bound::Exactly, value * 10_000, "元");
            prop_assert_eq!(outcome(&scaled, actual, false), outcome(&plain, actual, false));
        }
    }
}
