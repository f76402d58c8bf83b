//! Figures in words. Comes in: the ledger's decimal strings. Goes out: `不少于 20 家 → 30 家，超出 10 家`.
//! Nothing is worked out anew: a number is only written differently (1071.42 万元 for 10714200 元).

use super::words::{Words, name_of};
use crate::ledger::{QuantityEntry, Standing, Target};
use rust_decimal::Decimal;
use std::str::FromStr;

/// A scale word (万, 亿) is used where it leaves at most this many decimals: reports write two.
const MOST_DECIMALS: u32 = 2;

/// The arithmetic of a judged figure in words; `None` where nothing was compared.
pub(super) fn arithmetic(words: Words<'_>, target: &Target) -> Option<String> {
    let standing = target.standing.as_ref()?;
    let promised = match &target.quantity {
        Some(quantity) => promised(words, quantity),
        None => amount(words, &standing.target, &standing.unit, 0),
    };
    let actual = amount(words, &standing.actual, &standing.unit, 0);
    let promised = match target.quantity.as_ref().filter(|quantity| converted(quantity, standing)) {
        Some(_) => {
            promised
                + &words.fill("page.aside", &[("x", &amount(words, &standing.target, &standing.unit, 0))])
        }
        None => promised,
    };
    let gap = gap(words, standing, target.quantity.as_ref());
    Some(words.fill("gap.line", &[("target", &promised), ("actual", &actual), ("gap", &gap)]))
}

/// Whether the promise was compared in another unit than its own: 1 番 as 100%.
fn converted(quantity: &QuantityEntry, standing: &Standing) -> bool {
    let compared = Decimal::from_str(&standing.target).ok();
    let scale = Decimal::from_str(&quantity.scale).ok();
    let written = |number: &str| Decimal::from_str(number).ok()?.checked_mul(scale?);
    let numbers = [Some(quantity.value.as_str()), quantity.high.as_deref()];
    quantity.unit != standing.unit && !numbers.into_iter().flatten().any(|number| written(number) == compared)
}

/// A promised quantity with its bound: `不少于 20 家`, `5%左右`. Whether it rises or falls is not said: 下降3% is 3 in
/// the ledger, and the quote beside it has the word.
pub(super) fn promised(words: Words<'_>, quantity: &QuantityEntry) -> String {
    bounded(words, quantity, &name_of(quantity.bound))
}

/// A reported quantity without its bound, as it is compared with a promise: 达到30家 and 30余家 are 30.
pub(super) fn printed(words: Words<'_>, quantity: &QuantityEntry) -> String {
    bounded(words, quantity, if quantity.high.is_some() { "range" } else { "exactly" })
}

fn bounded(words: Words<'_>, quantity: &QuantityEntry, bound: &str) -> String {
    let decimals = quantity.value.split_once('.').map_or(0, |(_, part)| part.len() as u32);
    let scaled = |number: &str| match (Decimal::from_str(number), Decimal::from_str(&quantity.scale)) {
        (Ok(number), Ok(scale)) => {
            number.checked_mul(scale).map_or_else(|| number.to_string(), |n| n.normalize().to_string())
        }
        _ => number.to_owned(),
    };
    let low = amount(words, &scaled(&quantity.value), &quantity.unit, decimals);
    let high = quantity.high.as_deref().map(|high| amount(words, &scaled(high), &quantity.unit, decimals));
    let table = if is_rate(&quantity.unit) { "bound_rate" } else { "bound" };
    words.fill(&format!("{table}.{bound}"), &[("x", &low), ("y", high.as_deref().unwrap_or_default())])
}

/// What lies between, in words: 超出 and 少 of a floor and of what has no bound, 高出 and 低 of a ceiling, and the same figure.
fn gap(words: Words<'_>, standing: &Standing, quantity: Option<&QuantityEntry>) -> String {
    let bound = quantity.map(|quantity| name_of(quantity.bound)).unwrap_or_default();
    let negative = standing.gap.starts_with('-');
    let size = standing.gap.trim_start_matches('-');
    if Decimal::from_str(size).is_ok_and(|gap| gap.is_zero()) {
        return words.say("gap.equal");
    }
    let unit = if standing.unit.ends_with(['%', '％']) {
        words.say("number.points")
    } else {
        standing.unit.clone()
    };
    let x = amount(words, size, &unit, 0);
    let key = match (bound.as_str(), negative) {
        ("at_most" | "less_than", false) => "gap.over",
        ("at_most" | "less_than", true) => "gap.under",
        (_, false) => "gap.above",
        (_, true) => "gap.below",
    };
    words.fill(key, &[("x", &x)])
}

/// A number with its unit: `1071.42 万元`, `20 家`, `5%`. A string that is no number stays as it is.
pub(super) fn amount(words: Words<'_>, number: &str, unit: &str, decimals: u32) -> String {
    let Ok(value) = Decimal::from_str(number) else { return format!("{number}{unit}") };
    let value = value.normalize();
    if is_rate(unit) && unit.starts_with(['%', '％', '‰']) {
        return words.fill("number.rate", &[("number", &value.to_string()), ("unit", unit)]);
    }
    let most = decimals.max(MOST_DECIMALS);
    let scaled = groups(words).into_iter().find_map(|(word, power)| {
        let step = Decimal::from(10_u64.checked_pow(power)?);
        let less = value.checked_div(step)?.normalize();
        (value.abs() >= step && less.scale() <= most).then_some((less, word))
    });
    let (shown, scale) = scaled.unwrap_or((value, ""));
    let number = separated(&shown.to_string(), &words.say("number.separator"));
    words
        .fill("number.amount", &[("number", &number), ("scale", scale), ("unit", unit)])
        .trim_end()
        .to_owned()
}

/// The scale words of the interface, largest first, with their powers of ten.
fn groups(words: Words<'_>) -> Vec<(&str, u32)> {
    let pairs = words.value("number.groups").and_then(|value| value.as_array());
    pairs
        .into_iter()
        .flatten()
        .filter_map(|pair| {
            let pair = pair.as_array()?;
            Some((pair.first()?.as_str()?, u32::try_from(pair.get(1)?.as_integer()?).ok()?))
        })
        .collect()
}

/// `number` with `separator` after every third digit of its whole part.
fn separated(number: &str, separator: &str) -> String {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let digits = whole.trim_start_matches('-').len();
    let mut out = String::new();
    let mut left = digits;
    for c in whole.chars() {
        out.push(c);
        if c.is_ascii_digit() {
            left -= 1;
            if left > 0 && left.is_multiple_of(3) {
                out.push_str(separator);
            }
        }
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// Whether the unit is a rate: %, ‰, 个百分点.
pub(super) fn is_rate(unit: &str) -> bool {
    unit.starts_with(['%', '％', '‰']) || unit.contains("百分点")
}

/// `count` of `total` in percent with one decimal, rounded half up; a dash where there is nothing to divide by.
pub(super) fn share(count: usize, total: usize) -> String {
    if total == 0 {
        return "—".to_owned();
    }
    let tenths = (count * 2000 + total) / (total * 2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A share from 0 to 1 in percent, as `0.10` → `10%`; empty for what is no number.
pub(super) fn percent(share: &str) -> String {
    let percent = Decimal::from_str(share).ok().and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    percent.map(|percent| format!("{}%", percent.normalize())).unwrap_or_default()
}

/// Bytes in MiB, as `16777216` → `16`; empty for what is no number.
pub(super) fn mebibytes(bytes: &str) -> String {
    let mebibytes =
        Decimal::from_str(bytes).ok().and_then(|bytes| bytes.checked_div(Decimal::from(1_u32 << 20)));
    mebibytes.map(|mebibytes| mebibytes.normalize().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use serde_json::json;

    fn said(language: &str, bound: &str, basis: &str, figures: [&str; 4], unit: &str) -> String {
        let [value, scale, actual, gap] = figures;
        let mut target = sample::target("2022-00000001", "引文");
        target.quantity = Some(
            serde_json::from_value(json!({"bound": bound, "value": value, "high": null, "scale": scale,
                "unit": unit, "basis": basis, "hedges": []}))
            .unwrap(),
        );
        target.standing = Some(
            serde_json::from_value(
                json!({"target": value, "actual": actual, "gap": gap, "unit": unit, "derived": []}),
            )
            .unwrap(),
        );
        arithmetic(Words::new(sample::labels(language)), &target).unwrap()
    }

    #[test]
    fn the_sum_is_said_as_a_person_would() {
        let zh = |bound, basis, figures, unit| said("zh", bound, basis, figures, unit);
        assert_eq!(
            zh("at_least", "count", ["20", "1", "30", "10"], "家"),
            "不少于 20 家 → 30 家，超出 10 家"
        );
        assert_eq!(
            zh("about", "growth", ["5.5", "1", "5.2", "-0.3"], "%"),
            "5.5%左右 → 5.2%，少 0.3 个百分点"
        );
        assert_eq!(
            zh("at_most", "share", ["5", "1", "5.4", "0.4"], "%"),
            "不高于 5% → 5.4%，高出 0.4 个百分点"
        );
        assert_eq!(
            zh("exactly", "level", ["5.5", "10000", "55000", "0"], "亩"),
            "5.5 万亩 → 5.5 万亩，两数相同"
        );
        assert_eq!(zh("at_least", "growth", ["6", "1", "-2", "-8"], "%"), "不低于 6% → -2%，少 8 个百分点");
        assert_eq!(
            zh("exactly", "growth", ["1", "1", "110", "10"], "番"),
            "1 番 → 110 番，超出 10 番",
            "a unit that was not converted"
        );
        assert_eq!(
            said("en", "more_than", "level", ["1200", "10000", "12060000", "60000"], "人"),
            "more than 12,000,000 人 → 12,060,000 人, 60,000 人 above"
        );
    }

    #[test]
    fn a_promise_that_was_converted_is_said_in_both_units() {
        let mut target = sample::target("2022-00000001", "引文");
        let quantity = json!({"bound": "exactly", "value": "1", "high": null, "scale": "1", "unit": "番",
            "basis": "growth", "hedges": []});
        target.quantity = Some(serde_json::from_value(quantity).unwrap());
        let standing = json!({"target": "100", "actual": "110", "gap": "10", "unit": "%", "derived": []});
        target.standing = Some(serde_json::from_value(standing).unwrap());
        let words = Words::new(sample::labels("zh"));
        assert_eq!(arithmetic(words, &target).unwrap(), "1 番（100%） → 110%，超出 10 个百分点");
    }

    #[test]
    fn a_number_is_only_written_differently() {
        let words = Words::new(sample::labels("zh"));
        assert_eq!(amount(words, "10714200", "元", 0), "1071.42 万元");
        assert_eq!(amount(words, "12345", "人", 0), "12345 人");
        assert_eq!(amount(words, "1300000000000", "斤", 0), "1.3 万亿斤");
        assert_eq!(amount(words, "许多", "人", 0), "许多人");
        assert_eq!(amount(words, "20", "", 0), "20");
    }

    #[test]
    fn shares_round_half_up() {
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(2, 3), "66.7%");
        assert_eq!(share(1, 16), "6.3%");
        assert_eq!(share(0, 0), "—");
    }
}
