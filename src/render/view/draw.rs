//! A target beside its actual, as a bullet graph. Comes in: the ledger's sum. Goes out: places in a picture of 200 by 28.
//! Lengths are drawn from zero; what is too near to be told apart so is drawn as two places on a stretch of the axis, and says so.

use super::Builder;
use crate::ledger::{Standing, Target};
use crate::render::figure;
use crate::render::words::name_of;
use rust_decimal::prelude::{Decimal, ToPrimitive};
use serde::Serialize;
use std::str::FromStr;

/// The first and the last place that is drawn on, in the picture's own units.
const LEFT: f64 = 6.0;
const RIGHT: f64 = 194.0;
/// Two numbers that differ by less than this share of the larger are not told apart by bars from zero: 8 of 200 units.
const NEAR: f64 = 0.04;

/// A bullet graph: where its parts lie from left to right. Decimals as strings with at most one place.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Drawing {
    /// What it shows, in words.
    pub(super) label: String,
    /// Where the promised number lies.
    pub(super) tick: String,
    /// Which side of it the bound asks for: `right`, `left`, or nothing.
    pub(super) toward: &'static str,
    /// What counts as the promised number: the tolerance of 左右, or the whole of a range.
    pub(super) band: Option<Stretch>,
    /// The reported number as a length from zero.
    pub(super) bar: Option<Stretch>,
    /// The reported number as a place, where the axis does not begin at zero.
    pub(super) dot: Option<String>,
    /// Where zero lies, if it is in the picture.
    pub(super) zero: Option<String>,
}

/// A part of the axis.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Stretch {
    x: String,
    width: String,
}

/// A stretch of the axis from number to number, put onto the picture.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn at(&self, number: f64) -> f64 {
        LEFT + (number - self.low) / (self.high - self.low) * (RIGHT - LEFT)
    }

    fn stretch(&self, from: f64, to: f64) -> Stretch {
        let (from, to) = (self.at(from.min(to)), self.at(from.max(to)));
        Stretch { x: places(from), width: places((to - from).max(1.0)) }
    }
}

/// A place with at most one decimal.
fn places(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn number(text: &str) -> Option<f64> {
    Decimal::from_str(text).ok()?.to_f64()
}

impl Builder<'_> {
    /// The picture of a judged figure; `None` where nothing was compared, where both are zero, or where a number is none.
    pub(super) fn drawing(&self, target: &Target) -> Option<Drawing> {
        let standing = target.standing.as_ref()?;
        let (promised, actual) = (number(&standing.target)?, number(&standing.actual)?);
        let band = self.band(target, standing, promised);
        let all = [promised, actual].into_iter().chain(band.into_iter().flat_map(|(low, high)| [low, high]));
        let all: Vec<f64> = all.collect();
        let least = all.iter().copied().fold(f64::INFINITY, f64::min);
        let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if promised == 0.0 && actual == 0.0 {
            return None;
        }
        let gap = (actual - promised).abs();
        let near = gap > 0.0 && gap < NEAR * promised.abs().max(actual.abs()) && (least > 0.0 || most < 0.0);
        let axis = if near {
            let room = (most - least) * 0.6;
            Axis { low: least - room, high: most + room }
        } else {
            let (low, high) = (least.min(0.0), most.max(0.0));
            let room = (high - low) * 0.08;
            Axis {
                low: if low < 0.0 { low - room } else { 0.0 },
                high: if high > 0.0 { high + room } else { 0.0 },
            }
        };
        let toward = target.quantity.as_ref().map_or("", |quantity| match name_of(quantity.bound).as_str() {
            "at_least" | "more_than" => "right",
            "at_most" | "less_than" => "left",
            _ => "",
        });
        Some(Drawing {
            label: self.words.fill("draw.label", &[("sum", &figure::arithmetic(self.words, target)?)]),
            tick: places(axis.at(promised)),
            toward,
            band: band.map(|(low, high)| axis.stretch(low, high)),
            bar: (!near).then(|| axis.stretch(0.0, actual)),
            dot: near.then(|| places(axis.at(actual))),
            zero: (!near).then(|| places(axis.at(0.0))),
        })
    }

    /// What counts as the promised number, in the unit of the sum: by the policy that the ledger prints, or by the range itself.
    fn band(&self, target: &Target, standing: &Standing, promised: f64) -> Option<(f64, f64)> {
        let quantity = target.quantity.as_ref()?;
        let policy = &self.ledger.tool.policy;
        match name_of(quantity.bound).as_str() {
            "about" if figure::is_rate(&standing.unit) => {
                let points = policy.about_points.to_f64()?;
                Some((promised - points, promised + points))
            }
            "about" => {
                let share = policy.about_share.to_f64()? * promised.abs();
                Some((promised - share, promised + share))
            }
            "range" => {
                let (low, high) = figure::range(quantity, standing)?;
                Some((low.to_f64()?, high.to_f64()?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Builder;
    use crate::ledger::Ledger;
    use crate::render::sample;
    use serde_json::json;

    /// The parts of the picture: bar, dot, tick, band, zero, side.
    fn drawn(bound: &str, figures: [&str; 2], unit: &str) -> Option<Vec<String>> {
        let mut ledger: Ledger = sample::ledger();
        let [promised, actual] = figures;
        let target = &mut ledger.targets[0];
        target.quantity = Some(
            serde_json::from_value(json!({"bound": bound, "value": promised, "high": null, "scale": "1",
                "unit": unit, "basis": "level", "hedges": []}))
            .unwrap(),
        );
        target.standing = Some(
            serde_json::from_value(
                json!({"target": promised, "actual": actual, "gap": "0", "unit": unit, "derived": []}),
            )
            .unwrap(),
        );
        let drawing = Builder::new(&ledger, sample::labels("zh")).drawing(&ledger.targets[0])?;
        let stretch = |part: &Option<super::Stretch>| {
            part.as_ref().map_or_else(|| "-".to_owned(), |part| format!("{}+{}", part.x, part.width))
        };
        let place = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        Some(vec![
            stretch(&drawing.bar),
            place(&drawing.dot),
            drawing.tick.clone(),
            stretch(&drawing.band),
            place(&drawing.zero),
            drawing.toward.to_owned(),
        ])
    }

    #[test]
    fn lengths_begin_at_zero() {
        assert_eq!(
            drawn("at_least", ["20", "30"], "家").unwrap(),
            ["6+174.1", "-", "122.0", "-", "6", "right"].map(|s| s.replace(".0", ""))
        );
        // A third more is a third longer: nothing is cut off at the left.
        assert_eq!(drawn("at_most", ["5", "20"], "%").unwrap()[2], "49.5");
    }

    #[test]
    fn what_is_too_near_for_bars_is_drawn_as_places() {
        let parts = drawn("more_than", ["12000000", "12060000"], "人").unwrap();
        assert_eq!((parts[0].as_str(), parts[4].as_str()), ("-", "-"));
        assert_eq!((parts[1].as_str(), parts[2].as_str()), ("142.7", "57.3"));
    }

    #[test]
    fn signs_that_differ_are_drawn_about_zero() {
        let parts = drawn("exactly", ["6", "-2"], "%").unwrap();
        let [zero, tick] = [&parts[4], &parts[2]].map(|x| x.parse::<f64>().unwrap());
        assert!(LEFT_OF_ALL < zero && zero < tick, "{parts:?}");
        assert!(parts[0].ends_with("+40.5"), "{parts:?}");
    }
    const LEFT_OF_ALL: f64 = 40.0;

    #[test]
    fn about_has_its_tolerance_and_nothing_has_no_picture() {
        assert!(drawn("about", ["5.5", "5.2"], "%").unwrap()[3].contains('+'));
        assert_eq!(drawn("exactly", ["0", "0"], "起"), None);
        assert_eq!(drawn("exactly", ["许多", "5"], "起"), None);
    }
}
