//! Units of measure: which can be compared with which, and by what factor. Comes in: the unit words of a pack. Goes out:
//! a table that answers by word.

use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a unit measures. Two quantities are compared only inside one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Things: 个, 家, 所, 条. Base: one.
    Count,
    /// People: 人, 名, 位. Base: one.
    Person,
    /// Households: 户. Base: one.
    Household,
    /// Occasions: 次, 场, 人次. Base: one.
    Visit,
    /// Chinese money. Base: 元.
    MoneyCny,
    /// United States money. Base: 美元.
    MoneyUsd,
    /// Other money, not converted. Base: one.
    MoneyOther,
    /// Area. Base: a third of a square metre, so that 亩 (2000/3 ㎡) and 公顷 (15 亩) are both exact.
    Area,
    /// Length. Base: 米.
    Length,
    /// Mass. Base: 克.
    Mass,
    /// Mass of standard coal, an amount of energy. Base: 吨标准煤.
    Coal,
    /// Volume. Base: 升.
    Volume,
    /// Energy. Base: 千瓦时.
    Energy,
    /// Power. Base: 千瓦.
    Power,
    /// Transformer capacity. Base: 千伏安.
    Capacity,
    /// A share of a hundred. Base: %.
    Percent,
    /// A difference of two percentages. Base: 百分点.
    Point,
    /// Multiples. Base: 倍.
    Times,
    /// Doublings: N 番 is 2^N times. Base: 番.
    Doubling,
    /// Days of the calendar. Base: 天.
    Day,
    /// Working days. Base: 工作日.
    Workday,
    /// Months. Base: 月.
    Month,
    /// Minutes and hours. Base: 分钟.
    Minute,
    /// Concentration in air or water. Base: 微克/立方米.
    Concentration,
    /// Containers. Base: 标准箱.
    Container,
    /// Marks in a rating. Base: 分.
    Mark,
}

/// One unit word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The word as written: 公顷.
    pub word: String,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units it is. Exact, above 0.
    pub factor: Decimal,
    /// A figure only when a bound or goal word touches it (24小时开放 is none, 压缩至24小时 is one).
    pub needs_bound: bool,
    /// A figure only after Arabic digits (三次 and 十分 are mostly no figures, 30次 is one).
    pub arabic_only: bool,
}

/// Unit words of one dimension and one factor, as a pack lists them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitGroup {
    /// What they measure.
    pub dimension: Dimension,
    /// How many base units one is, as a decimal string.
    #[serde(default = "one")]
    pub factor: Decimal,
    /// The words.
    pub words: Vec<String>,
    /// See [`Unit::needs_bound`].
    #[serde(default)]
    pub needs_bound: bool,
    /// See [`Unit::arabic_only`].
    #[serde(default)]
    pub arabic_only: bool,
}

fn one() -> Decimal {
    Decimal::ONE
}

/// The units of a pack, by word.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Vec<UnitGroup>")]
pub struct Units {
    by_word: BTreeMap<String, Unit>,
}

impl From<Vec<UnitGroup>> for Units {
    fn from(groups: Vec<UnitGroup>) -> Self {
        let mut by_word = BTreeMap::new();
        for group in groups {
            for word in group.words {
                let unit = Unit {
                    word: word.clone(),
                    dimension: group.dimension,
                    factor: group.factor,
                    needs_bound: group.needs_bound,
                    arabic_only: group.arabic_only,
                };
                by_word.insert(word, unit);
            }
        }
        Self { by_word }
    }
}

impl Units {
    /// The unit of that word; `None` for an unknown or empty word.
    pub fn lookup(&self, word: &str) -> Option<&Unit> {
        self.by_word.get(word)
    }

    /// All units, in order of their words.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.by_word.values()
    }

    /// Whether figures in these two units may be compared: one dimension, or one word that the table does not know.
    /// A missing unit (1000万以上) goes with things, people, households and occasions.
    pub fn comparable(&self, one: &str, other: &str) -> bool {
        let counts = |unit: &Unit| {
            matches!(
                unit.dimension,
                Dimension::Count | Dimension::Person | Dimension::Household | Dimension::Visit
            )
        };
        match (self.lookup(one), self.lookup(other)) {
            (Some(a), Some(b)) => a.dimension == b.dimension,
            (Some(known), None) if other.is_empty() => counts(known),
            (None, Some(known)) if one.is_empty() => counts(known),
            _ => one == other,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lang::Pack;

    #[test]
    fn areas_are_exact() {
        let units = &Pack::built_in()[0].quantity.units;
        let of = |word: &str| units.lookup(word).unwrap().factor;
        assert_eq!(of("公顷"), of("亩") * rust_decimal::Decimal::from(15));
        assert_eq!(of("公顷"), of("平方米") * rust_decimal::Decimal::from(10_000));
        assert_eq!(of("平方公里"), of("公顷") * rust_decimal::Decimal::from(100));
    }

    #[test]
    fn counters_compare_and_dimensions_do_not() {
        let units = &Pack::built_in()[0].quantity.units;
        assert!(units.comparable("家", "个"));
        assert!(units.comparable("亩", "公顷"));
        assert!(units.comparable("", "人"));
        assert!(!units.comparable("%", "个百分点"));
        assert!(!units.comparable("元", "美元"));
        assert!(!units.comparable("", "元"));
    }
}
