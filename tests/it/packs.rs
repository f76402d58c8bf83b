//! The language packs: their own examples, and what every pack must read the same way.

use duixian::lang::{BUILT_IN, Pack};
use duixian::pipeline::pack_faults;
use duixian::quantity::numeral::{format, parse};
use rust_decimal::Decimal;

/// Numbers as a pack's language writes them, with their values: the spec that every pack's numerals keep.
const NUMERALS: &[(&str, &[(&str, &str)])] = &[(
    "zh",
    &[
        ("0", "0"),
        ("7454", "7454"),
        ("12,345", "12345"),
        ("3.88万", "38800"),
        ("1.3万亿", "1300000000000"),
        ("十", "10"),
        ("二十", "20"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("三千万", "30000000"),
        ("一亿三千万", "130000000"),
        ("三点五", "3.5"),
        ("两百", "200"),
        ("半", "0.5"),
    ],
)];

/// Two amounts that are the same: units of every pack agree with each other.
const SAME: &[(&str, &[[&str; 4]])] = &[(
    "zh",
    &[
        ["1", "公顷", "15", "亩"],
        ["1", "平方公里", "100", "公顷"],
        ["1", "吨", "1000", "公斤"],
        ["1", "公里", "1000", "米"],
        ["10", "元", "10", "元"],
    ],
)];

#[test]
fn every_cue_keeps_its_examples() {
    for (language, cues, faults) in pack_faults() {
        assert!(cues > 0, "{language} has no cues");
        assert!(faults.is_empty(), "{language}: {faults:#?}");
    }
    assert_eq!(pack_faults().len(), BUILT_IN.len(), "a pack is left out, so it does not parse");
}

#[test]
fn every_pack_keeps_the_spec_of_numerals_and_units() {
    for pack in Pack::built_in() {
        let of = &pack.language;
        let (_, numerals) =
            NUMERALS.iter().find(|(language, _)| language == of).expect("numerals of the pack");
        for (text, value) in *numerals {
            assert_eq!(parse(text), value.parse().ok(), "{of}: {text}");
        }
        let (_, same) = SAME.iter().find(|(language, _)| language == of).expect("units of the pack");
        for [one, unit, other, its] in *same {
            let units = &pack.quantity.units;
            let amount = |value: &str, unit: &str| {
                let factor = units.lookup(unit).unwrap_or_else(|| panic!("{of}: {unit}")).factor;
                value.parse::<Decimal>().expect("a decimal") * factor
            };
            assert_eq!(amount(one, unit), amount(other, its), "{of}: {one}{unit} is {other}{its}");
            assert!(units.comparable(unit, its), "{of}: {unit} {its}");
        }
    }
}

#[test]
fn every_unit_counts_something() {
    for pack in Pack::built_in() {
        for unit in pack.quantity.units.iter() {
            assert!(unit.factor > Decimal::ZERO, "{}", unit.word);
            assert_eq!(unit.word.trim(), unit.word);
            assert!(!unit.word.is_empty());
        }
    }
}

#[test]
fn a_written_number_is_read_again() {
    let steps = (0..2_000).chain((0..60).map(|power| 7_u64.pow(power % 14) * 3 + u64::from(power)));
    for number in steps {
        assert_eq!(parse(&format(number)), Some(number.into()), "{}", format(number));
    }
}

#[test]
fn an_unknown_field_is_named_with_its_line() {
    for (file, text) in BUILT_IN {
        let lines: Vec<&str> = text.lines().collect();
        let headers =
            lines.iter().enumerate().filter(|(_, line)| line.starts_with('[')).map(|(at, _)| at + 1);
        // At the top of the file and inside a few of its tables.
        for at in std::iter::once(0).chain(headers.step_by(11)) {
            let mut wrong = lines.clone();
            wrong.insert(at, "no_such_field = 1");
            let error = Pack::parse(file, &wrong.join("\n")).expect_err("an unknown field").to_string();
            assert!(error.starts_with(&format!("{file}: ")), "{error}");
            assert!(error.contains("no_such_field"), "{error}");
            assert!(error.contains(&format!("line {}", at + 1)), "line {} is not named: {error}", at + 1);
        }
    }
}
