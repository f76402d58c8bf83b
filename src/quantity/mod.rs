//! Quantities as values: what a figure in a report says, without its text. Pure arithmetic; nothing here reads a report.

pub mod compare;
pub mod numeral;
pub mod rounding;
pub mod unit;

use rust_decimal::Decimal;
#[cfg(test)]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the words around a figure say of its border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// No bound word. Judged as a floor when something is produced.
    #[default]
    Exactly,
    /// 不少于, 不低于, 以上, 至少.
    AtLeast,
    /// 超过, 突破, 余, 多.
    MoreThan,
    /// 不超过, 以内, 控制在.
    AtMost,
    /// 低于, 少于.
    LessThan,
    /// 左右, 约, 近.
    About,
    /// Two figures with a dash: `value` to `high`.
    Range,
}

/// What the figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A stock or an amount: 总数达169家, 粮食产量1.3万亿斤.
    #[default]
    Level,
    /// A rate of growth or decline: 增长5%.
    Growth,
    /// An amount of change: 新增1200万人, 提高2个百分点, 减少10万吨.
    Change,
    /// A part of a whole: 覆盖率95%, 占比50%.
    Share,
    /// A number of things made or done: 新建2所.
    Count,
}

/// One figure: how much, of what, with which border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The border.
    pub bound: Bound,
    /// The number as written, before the scale: 1200 in 1200万人. Positive for a decline stated as 下降, too.
    pub value: Decimal,
    /// The upper number of a range, before the scale.
    pub high: Option<Decimal>,
    /// The multiplier: 10000 for 万. Never 0.
    pub scale: Decimal,
    /// The unit as written, after the scale: 人, 家, 元, %, 个百分点. May be empty.
    pub unit: String,
    /// What is measured.
    pub basis: Basis,
    /// Hedges as written, in order: 力争, 左右.
    pub hedges: Vec<String>,
}
