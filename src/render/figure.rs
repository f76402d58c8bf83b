//! Figures in words. Comes in: the ledger's decimal strings. Goes out: `不少于 20 家 → 30 家，超出 10 家`.
//! Nothing is worked out anew: a number is only written differently (1071.42 万元 for 10714200 元).

use super::words::{Words, name_of};
use crate::ledger::{Evidence, QuantityEntry, Standing, Target};
use crate::span::Span;
use rust_decimal::Decimal;
use std::str::FromStr;

/// A scale word (万, 亿) is used where it leaves at most this many decimals: reports write two.
const MOST_DECIMALS: u32 = 2;

/// The arithmetic of a judged figure in words, and that it was worked out where it was; `None` where nothing was compared.
pub(super) fn arithmetic(words: Words<'_>, target: &Target) -> Option<String> {
    let standing = target.standing.as_ref()?;
    let promised = match &target.quantity {
        Some(quantity) => promised(words, quantity),
        None => amount(words, &standing.target, &standing.unit, 0),
    };
    let promised = match target.quantity.as_ref().filter(|quantity| converted(quantity, standing)) {
        Some(_) => {
            promised
                + &words.fill("page.aside", &[("x", &amount(words, &standing.target, &standing.unit, 0))])
        }
        None => promised,
    };
    let open = open(target);
    let actual = amount(words, &standing.actual, &standing.unit, 0);
    let actual = with_bound(words, &standing.unit, open.unwrap_or("exactly"), &actual, "");
    let sum = match gap(words, standing, target.quantity.as_ref(), open) {
        Some(gap) => words.fill("gap.line", &[("target", &promised), ("actual", &actual), ("gap", &gap)]),
        None => words.fill("gap.pair", &[("target", &promised), ("actual", &actual)]),
    };
    Some(if worked_out(target) { words.fill("gap.derived", &[("sum", &sum)]) } else { sum })
}

/// Whether the figure set against the promise was worked out from two amounts and stands in no report.
pub(super) fn worked_out(target: &Target) -> bool {
    target.rule.as_deref().is_some_and(|rule| rule.starts_with("derived."))
}

/// The bound that leaves the reported figure open, by its name: 40余个 is more than 40. `None` of a figure that is exact, or
/// worked out.
pub(super) fn open(target: &Target) -> Option<&'static str> {
    let standing = target.standing.as_ref().filter(|_| !worked_out(target))?;
    let said = target.evidence.first()?;
    let quantity = said.quantity.as_ref()?;
    // A fall that answers a promised rise stands below zero: what is more of a fall is less of a rise.
    let turned = standing.actual.starts_with('-') != quantity.value.starts_with('-');
    match (name_of(quantity.bound).as_str(), turned) {
        ("at_least", _) if reached(said) => None,
        ("at_least", false) | ("at_most", true) => Some("at_least"),
        ("at_most", false) | ("at_least", true) => Some("at_most"),
        ("more_than", false) | ("less_than", true) => Some("more_than"),
        ("less_than", false) | ("more_than", true) => Some("less_than"),
        ("about", _) => Some("about"),
        _ => None,
    }
}

/// Whether the figure of a report is what was reached, and no floor: 达到30家 is 30, 达到30家以上 may be more.
fn reached(said: &Evidence) -> bool {
    let quote = said.quote.as_str();
    let figure = said.quantity.as_ref().and_then(|quantity| quantity.figure);
    let inside = figure.and_then(|figure| {
        let (start, end) = (figure.start.checked_sub(said.at.start)?, figure.end.checked_sub(said.at.start)?);
        Some(Span::new(start, end)).filter(|span| start <= end && span.fits(quote))
    });
    let Some(span) = inside else { return quote.contains("达到") };
    let before = Span::new(0, span.start).slice(quote).trim_end();
    let after = Span::new(span.end, quote.len()).slice(quote).trim_start();
    before.ends_with("达到") && !["以上", "及以上", "（含", "(含"].iter().any(|word| after.starts_with(word))
}

/// The two ends of a promised range, in the unit of the sum; `None` where the promise is none, or was converted.
pub(super) fn range(quantity: &QuantityEntry, standing: &Standing) -> Option<(Decimal, Decimal)> {
    let scale = Decimal::from_str(&quantity.scale).ok()?;
    let number = |text: &str| Decimal::from_str(text).ok()?.checked_mul(scale);
    let (low, high) = (number(&quantity.value)?, number(quantity.high.as_deref()?)?);
    let compared = Decimal::from_str(&standing.target).ok()?;
    (name_of(quantity.bound) == "range" && low <= compared && compared <= high).then_some((low, high))
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
    let high = high.unwrap_or_default();
    // 3 至 5 个, but 5% 至 6%.
    let low = match (low.split_once(' '), high.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if bound == "range" && unit == same => number,
        _ => &low,
    };
    with_bound(words, &quantity.unit, bound, low, &high)
}

/// Numbers with their bound: `不少于 20 家`.
fn with_bound(words: Words<'_>, unit: &str, bound: &str, low: &str, high: &str) -> String {
    let table = if is_rate(unit) { "bound_rate" } else { "bound" };
    words.fill(&format!("{table}.{bound}"), &[("x", low), ("y", high)])
}

/// What lies between, in words: 超出 and 少 of a floor and of what has no bound, 高出 and 低 of a ceiling, the same figure, a
/// figure inside a range; of a figure that is open how much it is at least or at most. `None` where nothing follows.
fn gap(
    words: Words<'_>,
    standing: &Standing,
    quantity: Option<&QuantityEntry>,
    open: Option<&str>,
) -> Option<String> {
    let bound = quantity.map(|quantity| name_of(quantity.bound)).unwrap_or_default();
    let ends = quantity.and_then(|quantity| range(quantity, standing));
    let actual = Decimal::from_str(&standing.actual).ok();
    let (size, negative) = match ends.zip(actual) {
        Some(((low, _), actual)) if actual < low => ((low - actual).normalize().to_string(), true),
        Some(((_, high), actual)) if actual > high => ((actual - high).normalize().to_string(), false),
        Some(_) => return open.is_none().then(|| words.say("gap.inside")),
        None => (standing.gap.trim_start_matches('-').to_owned(), standing.gap.starts_with('-')),
    };
    if Decimal::from_str(&size).is_ok_and(|gap| gap.is_zero()) {
        return match open {
            None => Some(words.say("gap.equal")),
            Some("at_least" | "more_than") => Some(words.say("gap.not_below")),
            Some("at_most") => Some(words.say("gap.not_above")),
            Some("less_than") => Some(words.say("gap.lower")),
            Some(_) => None,
        };
    }
    let unit = if standing.unit.ends_with(['%', '％']) {
        words.say("number.points")
    } else {
        standing.unit.clone()
    };
    let x = amount(words, &size, &unit, 0);
    let key = match (bound.as_str(), negative) {
        ("at_most" | "less_than", false) => "gap.over",
        ("at_most" | "less_than", true) => "gap.under",
        (_, false) => "gap.above",
        (_, true) => "gap.below",
    };
    let size = words.fill(key, &[("x", &x)]);
    let open = match (open, negative) {
        (None, _) => return Some(size),
        (Some("at_least" | "more_than"), false) | (Some("at_most" | "less_than"), true) => "gap.least",
        (Some("at_least" | "more_than"), true) | (Some("at_most" | "less_than"), false) => "gap.most",
        (Some(_), _) => "gap.about",
    };
    Some(words.fill(open, &[("x", &size)]))
}

/// A number with its unit, for people: `1071.42 万元`, `20 家`, `−5%`. A string that is no number stays as it is.
pub(super) fn amount(words: Words<'_>, number: &str, unit: &str, decimals: u32) -> String {
    let Ok(value) = Decimal::from_str(number) else { return format!("{number}{unit}") };
    let value = value.normalize();
    if is_rate(unit) && unit.starts_with(['%', '％', '‰']) {
        return words
            .fill("number.rate", &[("number", &value.to_string().replace('-', "−")), ("unit", unit)]);
    }
    let most = decimals.max(MOST_DECIMALS);
    let scaled = groups(words).into_iter().find_map(|(word, power)| {
        let step = Decimal::from(10_u64.checked_pow(power)?);
        let less = value.checked_div(step)?.normalize();
        (value.abs() >= step && less.scale() <= most).then_some((less, word))
    });
    let (shown, scale) = scaled.unwrap_or((value, ""));
    let number = separated(&shown.to_string(), &words.say("number.separator")).replace('-', "−");
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
        assert_eq!(zh("at_least", "growth", ["6", "1", "-2", "-8"], "%"), "不低于 6% → −2%，少 8 个百分点");
        assert_eq!(
            zh("exactly", "growth", ["1", "1", "110", "10"], "番"),
            "1 番 → 110 番，超出 10 番",
            "a unit that was not converted"
        );
        assert_eq!(
            said("en", "more_than", "level", ["1200", "10000", "12060000", "60000"], "人"),
            "more than 12 million 人 → 12.06 million 人, 60,000 人 above"
        );
    }

    /// The sum of a promise that a figure of this bound answers, in Chinese.
    fn answered(
        promise: serde_json::Value,
        actual: [&str; 2],
        reported: (&str, &str),
        quote: &str,
    ) -> String {
        let mut target = sample::target("2022-00000001", "引文");
        let unit = promise["unit"].clone();
        let value = promise["value"].clone();
        let [actual, gap] = actual;
        target.quantity = Some(serde_json::from_value(promise).unwrap());
        target.standing = Some(
            serde_json::from_value(
                json!({"target": value, "actual": actual, "gap": gap, "unit": unit, "derived": []}),
            )
            .unwrap(),
        );
        let figure = quote.find(char::is_numeric).unwrap();
        let digits = quote.rfind(char::is_numeric).unwrap() + 1;
        let said = &mut target.evidence[0];
        said.quote = quote.to_owned();
        let end = said.at.start
            + digits
            + quote.get(digits..).and_then(|unit| unit.chars().next()).map_or(0, char::len_utf8);
        said.quantity = Some(
            serde_json::from_value(json!({"bound": reported.0, "value": reported.1, "high": null, "scale": "1",
                "unit": unit, "basis": "level", "hedges": [], "figure": {"start": said.at.start + figure, "end": end}}))
            .unwrap(),
        );
        arithmetic(Words::new(sample::labels("zh")), &target).unwrap()
    }

    fn promise(bound: &str, value: &str, unit: &str) -> serde_json::Value {
        json!({"bound": bound, "value": value, "high": null, "scale": "1", "unit": unit, "basis": "level", "hedges": []})
    }

    #[test]
    fn a_reported_figure_that_is_open_is_never_called_equal() {
        for (bound, value, unit, actual, reported, quote, said) in [
            (
                "exactly",
                "40",
                "个",
                ["40", "0"],
                ("more_than", "40"),
                "改造40余个",
                "40 个 → 超过 40 个，不低于目标数",
            ),
            (
                "exactly",
                "25",
                "公里",
                ["20", "-5"],
                ("more_than", "20"),
                "新建20余公里",
                "25 公里 → 超过 20 公里，至多少 5 公里",
            ),
            (
                "at_least",
                "20",
                "家",
                ["40", "20"],
                ("more_than", "40"),
                "新增40余家",
                "不少于 20 家 → 超过 40 家，至少超出 20 家",
            ),
            (
                "at_least",
                "95",
                "%",
                ["95", "0"],
                ("at_least", "95"),
                "达标率达到95%以上",
                "不低于 95% → 不低于 95%，不低于目标数",
            ),
            (
                "at_least",
                "30",
                "家",
                ["30", "0"],
                ("at_least", "30"),
                "达到30家",
                "不少于 30 家 → 30 家，两数相同",
            ),
            (
                "at_most",
                "5",
                "%",
                ["5.2", "0.2"],
                ("less_than", "5.2"),
                "失业率低于5.2%",
                "不高于 5% → 低于 5.2%，至多高出 0.2 个百分点",
            ),
            (
                "at_most",
                "5",
                "%",
                ["5", "0"],
                ("at_most", "5"),
                "失业率控制在5%以内",
                "不高于 5% → 不高于 5%，不高于目标数",
            ),
            (
                "exactly",
                "300",
                "家",
                ["300", "0"],
                ("less_than", "300"),
                "不足300家",
                "300 家 → 少于 300 家，低于目标数",
            ),
            ("exactly", "300", "家", ["300", "0"], ("about", "300"), "约300家", "300 家 → 300 家左右"),
            (
                "exactly",
                "300",
                "家",
                ["290", "-10"],
                ("about", "290"),
                "约290家",
                "300 家 → 290 家左右，约少 10 家",
            ),
            (
                "at_least",
                "6",
                "%",
                ["-2", "-8"],
                ("more_than", "2"),
                "下降超过2%",
                "不低于 6% → 低于 −2%，至少少 8 个百分点",
            ),
        ] {
            assert_eq!(answered(promise(bound, value, unit), actual, reported, quote), said);
        }
    }

    #[test]
    fn a_range_is_kept_between_its_ends() {
        let promise = json!({"bound": "range", "value": "3", "high": "5", "scale": "1", "unit": "个", "basis": "count",
            "hedges": []});
        for (actual, said) in [
            (["4", "1"], "3 至 5 个 → 4 个，在区间内"),
            (["5", "2"], "3 至 5 个 → 5 个，在区间内"),
            (["2", "-1"], "3 至 5 个 → 2 个，少 1 个"),
            (["7", "4"], "3 至 5 个 → 7 个，超出 2 个"),
        ] {
            assert_eq!(answered(promise.clone(), actual, ("exactly", actual[0]), "建成9个"), said);
        }
        let rates = serde_json::from_value(
            json!({"bound": "range", "value": "5", "high": "6", "scale": "1", "unit": "%",
            "basis": "growth", "hedges": []}),
        );
        assert_eq!(promised(Words::new(sample::labels("zh")), &rates.unwrap()), "5% 至 6%");
    }

    #[test]
    fn a_sum_that_no_report_gives_says_so() {
        let mut target = sample::target("2022-00000001", "引文");
        assert!(!arithmetic(Words::new(sample::labels("zh")), &target).unwrap().contains("推算"));
        target.rule = Some("derived.exceeded".to_owned());
        let said = arithmetic(Words::new(sample::labels("zh")), &target).unwrap();
        assert_eq!(said, "由两处总量推算：不少于 20 家 → 30 家，超出 10 家");
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
        assert_eq!(amount(words, "-30000", "人", 0), "−3 万人");
        let words = Words::new(sample::labels("en"));
        assert_eq!(amount(words, "1300000000000", "斤", 0), "1.3 trillion 斤");
        assert_eq!(amount(words, "12345678", "人", 0), "12,345,678 人");
    }

    #[test]
    fn shares_round_half_up() {
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(2, 3), "66.7%");
        assert_eq!(share(1, 16), "6.3%");
        assert_eq!(share(0, 0), "—");
    }
}
