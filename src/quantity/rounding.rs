//! What the printed digits of a figure leave open. Comes in: quantities and how many decimals each is printed with. Goes out: the
//! interval that a figure rounds from, and that of the growth between two levels.

use super::Quantity;
use super::unit::Units;
use rust_decimal::Decimal;

/// A closed interval: of amounts in base units, or of rates in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Its lower end.
    pub low: Decimal,
    /// Its upper end.
    pub high: Decimal,
}

impl Interval {
    /// Whether the two have no number in common.
    pub fn apart(self, other: Self) -> bool {
        self.high < other.low || other.high < self.low
    }

    /// The same with the sign turned.
    #[must_use]
    pub fn negative(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }
}

/// The amounts in base units that round to a figure which is printed with `decimals` decimals: half of its last digit to either side,
/// so that 1.2万 is 1.15万 to 1.25万. Bound and upper end of a range are left out. `None` on overflow.
pub fn interval(quantity: &Quantity, decimals: u32, units: &Units) -> Option<Interval> {
    let factor = units.lookup(&quantity.unit).map_or(Decimal::ONE, |unit| unit.factor);
    let one = quantity.scale.checked_mul(factor)?;
    let middle = quantity.value.checked_mul(one)?;
    let half = Decimal::try_new(5, decimals.checked_add(1)?).ok()?.checked_mul(one)?;
    Some(Interval { low: middle.checked_sub(half)?, high: middle.checked_add(half)? })
}

/// How many decimals a number is printed with in `figure`, the folded words of number, scale and unit: 1 of `1.2万元`. `None` where
/// they hold more than one number (1亿2000万), so that the last digit cannot be told.
pub fn decimals(figure: &str) -> Option<u32> {
    let mut runs =
        figure.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).filter(|run| !run.is_empty());
    let run = runs.next().unwrap_or_default();
    let after = run.split_once('.').map_or("", |(_, after)| after);
    u32::try_from(after.len()).ok().filter(|_| runs.next().is_none())
}

/// The growth in percent from one level to another; `None` where the first is not positive, and on overflow.
pub fn growth(first: Decimal, second: Decimal) -> Option<Decimal> {
    (first > Decimal::ZERO)
        .then(|| second.checked_div(first)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED))
        .flatten()
}

/// The least and the greatest growth in percent between two levels; `None` where the first may be 0, and on overflow.
pub fn growth_between(first: Interval, second: Interval) -> Option<Interval> {
    Some(Interval { low: growth(first.high, second.low)?, high: growth(first.low, second.high)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Pack;
    use proptest::prelude::*;

    fn amount(value: Decimal, scale: i64, unit: &str) -> Quantity {
        Quantity {
            bound: super::super::Bound::Exactly,
            value,
            high: None,
            scale: scale.into(),
            unit: unit.to_owned(),
            basis: super::super::Basis::Level,
            hedges: Vec::new(),
        }
    }

    fn of(value: &str, scale: i64) -> Interval {
        let units = &Pack::built_in()[0].quantity.units;
        let quantity = amount(value.parse().unwrap(), scale, "人");
        interval(&quantity, decimals(value).unwrap(), units).unwrap()
    }

    #[test]
    fn a_figure_stands_for_all_that_rounds_to_it() {
        assert_eq!(of("1.2", 10_000), Interval { low: 11_500.into(), high: 12_500.into() });
        assert_eq!(of("1.20", 10_000), Interval { low: 11_950.into(), high: 12_050.into() });
        assert!(!of("1.2", 10_000).apart(of("12400", 1)));
        assert!(of("1.2", 10_000).apart(of("12600", 1)));
    }

    #[test]
    fn the_last_digit_of_two_numbers_is_not_told() {
        for (figure, known) in [
            ("1.2万元", Some(1)),
            ("5.50%", Some(2)),
            ("1,200家", Some(0)),
            ("三千万元", Some(0)),
            ("1亿2000万元", None),
        ] {
            assert_eq!(decimals(figure), known, "{figure}");
        }
    }

    #[test]
    fn rounding_excuses_what_it_can() {
        let growth = growth_between(of("1.2", 10_000), of("1.3", 10_000)).unwrap();
        let stated = |percent: &str| {
            let middle: Decimal = percent.parse().unwrap();
            let half = Decimal::new(5, 2);
            Interval { low: middle - half, high: middle + half }
        };
        assert!(!growth.apart(stated("8.3")) && !growth.apart(stated("17.0")));
        assert!(growth.apart(stated("18.0")) && growth.apart(stated("-0.2")));
    }

    proptest! {
        #[test]
        fn what_lies_in_both_levels_lies_in_the_growth(first in 10i64..10_000, second in 10i64..10_000) {
            let growth_of = growth(first.into(), second.into()).unwrap();
            let whole = growth_between(of(&first.to_string(), 1), of(&second.to_string(), 1)).unwrap();
            prop_assert!(whole.low <= growth_of && growth_of <= whole.high);
        }
    }
}
