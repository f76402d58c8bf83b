//! `duixian verify`: it finds nothing wrong with what the program writes, and every change of it: of one byte, and of one
//! value by a forger who seals anew.

use crate::corpus::{Run, ledgers, with_text};
use crate::forgeries::{FORGERIES, Forgery, INVESTMENT};
use crate::support::{pair, run, snapshot};
use duixian::ledger::build::{keys, sha256, totals};
use duixian::ledger::{Ledger, Target, Totals};
use duixian::pipeline::{self, Input, Options};
use duixian::read::take;
use duixian::verify::Verified;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

/// A ledger as `-o r.json` writes it.
fn file(value: &impl serde::Serialize) -> Vec<u8> {
    (serde_json::to_string_pretty(value).expect("JSON") + "\n").into_bytes()
}

/// What verifying these bytes says; an error is said in its own words.
fn said(run: &Run, bytes: &[u8]) -> Result<Verified, String> {
    let ledger = Input { name: "r.json".to_owned(), bytes: bytes.to_vec() };
    pipeline::verify(&ledger, &run.inputs, take).map_err(|error| error.to_string())
}

/// Whether a change was found.
fn caught(run: &Run, bytes: &[u8]) -> bool {
    said(run, bytes).map_or(true, |verified| !verified.faults.is_empty())
}

/// The value with a seal that fits it again.
fn sealed(mut value: Value) -> Value {
    let fields = value.as_object_mut().expect("an object");
    fields.shift_remove("seal");
    let seal = sha256(Value::Object(fields.clone()).to_string().as_bytes());
    fields.insert("seal".to_owned(), seal.into());
    // At the place where it is written.
    let seal = fields.shift_remove("seal").expect("the seal");
    fields.shift_insert(2, "seal".to_owned(), seal);
    value
}

/// The run of that name and its ledger.
fn named(name: &str) -> (&'static Run, &'static Ledger) {
    let series = crate::lifelines::RUN.ledger.as_ref().ok().map(|ledger| (&*crate::lifelines::RUN, ledger));
    ledgers().chain(series).find(|(run, _)| run.name == name).unwrap_or_else(|| panic!("no case {name}"))
}

/// Numbers without a pattern, the same at every run (Knuth's multiplier).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

#[test]
fn nothing_is_wrong_with_what_the_program_writes() {
    let runs: Vec<_> = ledgers().collect();
    runs.par_iter().for_each(|(run, ledger)| {
        let lean = pipeline::check(&run.inputs, &Options::default()).expect("a pair that was checked before");
        let alone = pipeline::targets(&run.inputs[0], &with_text()).expect("targets");
        for ledger in [*ledger, &lean, &alone] {
            let verified = said(run, &file(ledger)).expect("a ledger");
            let faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
            assert!(faults.is_empty(), "{}: {faults:#?}", run.name);
            assert_eq!(verified.targets, ledger.targets.len(), "{}", run.name);
            let standing = ledger.targets.iter().filter(|target| target.standing.is_some()).count();
            assert_eq!(verified.sums, standing + ledger.restated.len(), "{}", run.name);
            assert!(verified.quotes >= ledger.targets.len(), "{}", run.name);
        }
    });
}

#[test]
fn reports_are_told_by_their_bytes() {
    let (run, ledger) = named("chenghu");
    let mut inputs: Vec<Input> = run.inputs.iter().rev().cloned().collect();
    inputs[0].name = "elsewhere/a.txt".to_owned();
    let bytes = file(ledger);
    let verify = |inputs: &[Input]| {
        let ledger = Input { name: "r.json".to_owned(), bytes: bytes.clone() };
        let verified = pipeline::verify(&ledger, inputs, take).expect("a ledger");
        (verified.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), verified.remarks)
    };
    let (faults, remarks) = verify(&inputs);
    assert_eq!(faults, [""; 0]);
    assert_eq!(remarks, ["elsewhere/a.txt: the ledger calls this report chenghu-2024.md"]);
    let (faults, _) = verify(&inputs[..1]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("/reports/0/sha256: chenghu-2023.md: none of the files given"),
        "{faults:?}"
    );
    inputs.push(Input { name: "other.md".to_owned(), bytes: "各位代表：".into() });
    inputs.push(inputs[1].clone());
    let (faults, remarks) = verify(&inputs);
    assert_eq!(faults, [""; 0]);
    assert!(remarks[0].starts_with("other.md: the ledger names no report with its SHA-256"), "{remarks:?}");
    assert_eq!(remarks[1], "chenghu-2023.md: is given twice");
}

#[test]
fn two_hundred_changes_of_one_byte_are_all_found() {
    let all: Vec<(&Run, Vec<u8>)> = ledgers().map(|(run, ledger)| (run, file(ledger))).collect();
    let mut dice = Dice(2024);
    let mut changes = Vec::new();
    for nth in 0..200 {
        // Half of them in the whole reports, half in the cases.
        let which = if nth % 2 == 0 { all.len() - 1 } else { dice.below(all.len() - 1) };
        let at = dice.below(all[which].1.len());
        changes.push((which, at, u8::try_from(dice.below(255) + 1).expect("a byte")));
    }
    assert_eq!(all.last().map(|(run, _)| run.name.as_str()), Some("chenghu"));
    let missed: Vec<_> = changes
        .into_par_iter()
        .filter(|&(which, at, by)| {
            let (run, mut bytes) = (all[which].0, all[which].1.clone());
            bytes[at] ^= by;
            !caught(run, &bytes)
        })
        .collect();
    assert!(missed.is_empty(), "not found: {missed:?}");
}

#[test]
fn not_a_blank_may_differ() {
    let (run, ledger) = named("figure-exceeded");
    let text = String::from_utf8(file(ledger)).expect("UTF-8");
    for other in [
        text.replacen("  ", "\t", 1),
        text.replacen(": ", ":", 1),
        text.replacen('\n', "\r\n", 1),
        text.trim_end().to_owned(),
        text.clone() + "\n",
        serde_json::to_string(ledger).expect("JSON"),
        text.replacen("新", "\\u65b0", 1),
        text.replacen("\"seal\"", "\"seal\": \"\",\n  \"seal\"", 1),
        text.replacen("\"schema\"", "\"schemb\": 1,\n  \"schema\"", 1),
    ] {
        let said = said(run, other.as_bytes());
        let faults = |verified: &Verified| verified.faults.iter().map(|fault| format!("{fault}\n")).collect();
        let layout: String = said.as_ref().map_or_else(Clone::clone, faults);
        assert!(layout.contains("line ") || layout.contains("/schemb: "), "{layout}");
        assert!(caught(run, other.as_bytes()));
    }
}

/// Every value below `value` that is no object and no array, by its pointer.
fn leaves(at: &str, value: &Value, into: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            leaves(&format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), value, into);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(nth, value)| leaves(&format!("{at}/{nth}"), value, into));
        }
        _ => into.push((at.to_owned(), value.clone())),
    }
}

/// The last step of a pointer.
fn field(at: &str) -> &str {
    at.rsplit('/').next().unwrap_or_default()
}

/// Other values that stand for something in that field: every other word of it, every digit one more, one more and one less.
fn others(at: &str, value: &Value) -> Vec<Value> {
    const MARKS: &[&str] = &["met", "missed", "not_mentioned"];
    const WORDS: &[(&str, &[&str])] = &[
        ("mark", MARKS),
        ("strict", MARKS),
        ("lenient", MARKS),
        ("reason", &["exceeded", "short", "done", "partial", "silent", "no_figure"]),
        ("rule", &["figure.exceeded", "figure.short", "thing.done", "thing.partial", "search.silent"]),
        ("confidence", &["sure", "check"]),
        ("refused", &["unit", "basis", "year", "level", "subject", "weak", "outranked"]),
        ("bound", &["exactly", "at_least", "at_most", "about"]),
        ("basis", &["level", "growth", "change", "share", "count"]),
        ("severity", &["info", "warning"]),
    ];
    let kinds: &[&str] = match at {
        _ if at.starts_with("/notices/") => &["cut_off", "guessed_half", "term_review"],
        _ => &["quantified", "deliverable", "effort"],
    };
    let words = WORDS.iter().find(|(name, _)| *name == field(at)).map(|(_, words)| *words);
    match value {
        Value::String(old) => {
            let words = words.or((field(at) == "kind").then_some(kinds)).unwrap_or_default();
            let words = words.iter().filter(|word| **word != old).map(|word| Value::from(*word));
            let digit = |(place, c): (usize, char)| {
                let next = char::from_digit((c.to_digit(10)? + 1) % 10, 10)?;
                Some(Value::from(format!("{}{next}{}", old.get(..place)?, old.get(place + 1..)?)))
            };
            let mut others: Vec<Value> =
                words.chain(old.char_indices().rev().filter_map(digit).take(3)).collect();
            if others.is_empty() {
                others.push(format!("{old}一").into());
            }
            others
        }
        Value::Number(old) if old.is_f64() => {
            let near = |by: f64| json!(((old.as_f64().expect("a number") + by) * 1000.0).round() / 1000.0);
            vec![near(0.01), near(-0.01)]
        }
        Value::Number(old) => {
            let old = old.as_i64().expect("a number");
            vec![(old + 1).into(), (old - 1).into()]
        }
        Value::Bool(old) => vec![(!old).into()],
        _ => Vec::new(),
    }
}

#[test]
fn a_changed_digit_or_mark_is_found_though_it_was_sealed_again() {
    const FIELDS: [&str; 8] = ["quote", "start", "end", "target", "actual", "gap", "mark", "value"];
    let mut dice = Dice(7);
    let mut places: Vec<(&Run, Value, String, Value)> = Vec::new();
    for (run, ledger) in ledgers() {
        let value = serde_json::to_value(ledger).expect("JSON");
        let mut all = Vec::new();
        leaves("/targets", &value["targets"], &mut all);
        all.retain(|(at, old)| FIELDS.contains(&field(at)) && !old.is_null());
        let most = if run.name == "chenghu" { 20 } else { 3 };
        for _ in 0..most {
            let (at, old) = all.swap_remove(dice.below(all.len()));
            let mut others = others(&at, &old);
            let new = others.swap_remove(dice.below(others.len()));
            places.push((run, value.clone(), at, new));
        }
    }
    assert!(places.len() >= 200, "{}", places.len());
    let missed: Vec<String> = places
        .into_par_iter()
        .filter_map(|(run, mut value, at, new)| {
            *value.pointer_mut(&at).expect("the place") = new.clone();
            (!caught(run, &file(&sealed(value)))).then(|| format!("{}: {at} = {new}", run.name))
        })
        .collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
}

/// So many faults of one forgery are told.
const MOST_TOLD: usize = 3;

#[test]
fn what_is_said_of_each_forgery() {
    let said = |(name, what, forge): &Forgery| {
        let (run, ledger) = named(name);
        let mut value = serde_json::to_value(ledger).expect("JSON");
        forge(&mut value);
        let told = match said(run, &file(&sealed(value))) {
            Ok(verified) => {
                assert!(!verified.faults.is_empty(), "{what}: not found; {:?}", verified.remarks);
                {
                    let remarks = verified.remarks.iter().map(|remark| format!("  (note) {remark}\n"));
                    let faults = verified.faults.iter().map(|fault| format!("  {fault}\n"));
                    let more = verified.faults.len().saturating_sub(MOST_TOLD);
                    let more = (more > 0).then(|| format!("  and {more} more\n"));
                    remarks.chain(faults.take(MOST_TOLD)).chain(more).collect()
                }
            }
            Err(error) => format!("  {error}\n"),
        };
        format!("{what}:\n{told}")
    };
    let all: Vec<String> = FORGERIES.par_iter().map(said).collect();
    // What changes whenever the rules do, says nothing.
    let told = regex::Regex::new("(program's: )[0-9a-f]{64}").unwrap();
    let told = told.replace_all(&all.join(""), "${1}[rules]").into_owned();
    let told = regex::Regex::new("/targets/[0-9]+").unwrap().replace_all(&told, "/targets/N").into_owned();
    snapshot("verify-forgeries", &told);
}

#[test]
fn a_forger_who_counts_and_names_anew_is_found_by_the_rest() {
    let (run, ledger) = named("chenghu");
    let forge = |change: &dyn Fn(&mut Target)| {
        let mut forged = ledger.clone();
        forged.targets.iter_mut().filter(|target| target.quote.contains(INVESTMENT)).for_each(change);
        keys(&mut forged.targets);
        forged.totals = Totals { unpromised: ledger.unpromised.len(), ..totals(&forged.targets) };
        let value = sealed(serde_json::to_value(&forged).expect("JSON"));
        said(run, &file(&value)).expect("a ledger").faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(forge(&|_| ()), [""; 0], "nothing was changed");
    let quote = forge(&|target| target.quote = target.quote.replace('7', "6"));
    assert!(quote.iter().any(|fault| fault.contains("the quote is not the text at its place")), "{quote:#?}");
    let better = forge(&|target| {
        use duixian::ledger::{Mark, Reason};
        (target.mark, target.reason) = (Some(Mark::Met), Some(Reason::Reached));
        target.rule = Some("figure.reached".to_owned());
        (target.strict, target.lenient) = (Some(Mark::Met), Some(Mark::Met));
    });
    assert_eq!(better.len(), 1, "{better:#?}");
    assert!(better[0].contains("the sum gives another reason"), "{better:#?}");
}

/// A pair in which a growth is promised and only levels are reported.
pub(crate) fn levels() -> [Input; 2] {
    let report = |year: u16, done: &str, promised: &str| {
        let text = format!(
            "# 示例区政府工作报告（虚构样本）\n\n## 一、{year}年工作回顾\n\n{done}。\n\n## 二、{}年主要任务\n\n{promised}。\n",
            year + 1
        );
        Input { name: format!("{year}.md"), bytes: text.into_bytes() }
    };
    [
        report(2021, "外贸进出口总额20亿元", "外贸进出口总额增长10%"),
        report(2022, "外贸进出口总额23.6亿元", "新建小学2所"),
    ]
}

#[test]
fn a_growth_between_two_levels_is_redone() {
    let inputs = levels();
    let ledger = pipeline::check(&inputs, &with_text()).expect("a pair");
    let verify = |value: &Value| {
        let ledger = Input { name: "r.json".to_owned(), bytes: file(value) };
        let verified = pipeline::verify(&ledger, &inputs, take).expect("a ledger");
        verified.faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let value = serde_json::to_value(&ledger).expect("JSON");
    assert_eq!(value["targets"][0]["rule"], "derived.exceeded");
    assert_eq!(verify(&value), [""; 0]);
    for (at, new, said) in [
        (
            "/targets/0/standing/derived/0/quantity/value",
            "21",
            "the number 21 × 100000000 does not stand in the quote",
        ),
        (
            "/targets/0/standing/derived/0/quote",
            "外贸进出口总额21亿元",
            "the quote is not the text at its place",
        ),
        (
            "/targets/0/standing/actual",
            "8",
            "it does not follow from the quantities: the ledger has \"8\", right is \"18\"",
        ),
        ("/targets/0/strict", "met", "the strict and the lenient reading are others"),
        ("/targets/0/confidence", "sure", "always to be checked"),
    ] {
        let mut value = value.clone();
        *value.pointer_mut(at).unwrap_or_else(|| panic!("{at}")) = new.into();
        let faults = verify(&sealed(value));
        assert!(faults.iter().any(|fault| fault.contains(said)), "{at}: {faults:#?}");
    }
}

#[test]
fn no_value_makes_it_panic() {
    let inputs = levels();
    let pair = pipeline::check(&inputs, &with_text()).expect("a pair");
    let all = ["figure-exceeded", "hedge-amount-within"].map(|name| {
        let (run, ledger) = named(name);
        (run.inputs.clone(), ledger.clone())
    });
    for (inputs, ledger) in all.into_iter().chain([(inputs.to_vec(), pair)]) {
        let value = serde_json::to_value(&ledger).expect("JSON");
        let mut places = Vec::new();
        leaves("", &value, &mut places);
        places.retain(|(at, old)| {
            let decimal = old.as_str().is_some_and(|old| old.parse::<f64>().is_ok());
            !at.contains("/blocks/") && (old.is_number() || decimal)
        });
        places.into_par_iter().for_each(|(at, old)| {
            let extremes: [Value; 4] = match old {
                Value::String(_) => {
                    ["79228162514264337593543950335", "-79228162514264337593543950335", "0", "-0.0001"]
                        .map(Value::from)
                }
                _ => [json!(u64::MAX), json!(i64::from(i32::MAX)), json!(i64::from(i32::MIN)), json!(0)],
            };
            for extreme in extremes {
                let mut value = value.clone();
                *value.pointer_mut(&at).expect("the place") = extreme;
                let ledger = Input { name: "r.json".to_owned(), bytes: file(&sealed(value)) };
                let _ = pipeline::verify(&ledger, &inputs, take);
            }
        });
    }
}

/// What a forger may change, and seal anew, without being found: the kinds of places, in the cases named.
#[test]
fn what_stays_unseen_is_known() {
    const CASES: [&str; 6] = [
        "figure-exceeded",
        "partial-earlier-stage",
        "silent-nothing-said",
        "no-figure-topic-only",
        "substituted-amount-for-growth",
        "single-line-report",
    ];
    let mut changes = Vec::new();
    for name in CASES {
        let (run, ledger) = named(name);
        let value = serde_json::to_value(ledger).expect("JSON");
        let mut all = Vec::new();
        leaves("", &value, &mut all);
        // Texts and blocks are compared as a whole.
        all.retain(|(at, _)| at != "/seal" && !at.contains("/blocks/") && !at.ends_with("/text"));
        for (at, old) in all {
            changes.extend(others(&at, &old).into_iter().map(|new| (run, ledger, at.clone(), new)));
        }
    }
    let unseen: BTreeSet<String> = changes
        .into_par_iter()
        .filter_map(|(run, ledger, at, new)| {
            let mut value = serde_json::to_value(ledger).expect("JSON");
            *value.pointer_mut(&at).expect("the place") = new;
            let steps = at.split('/').map(|step| if step.parse::<usize>().is_ok() { "*" } else { step });
            let verified =
                said(run, &file(&sealed(value))).ok().filter(|verified| verified.faults.is_empty())?;
            let noted = if verified.remarks.is_empty() { "" } else { " (a note)" };
            Some(steps.collect::<Vec<_>>().join("/") + noted)
        })
        .collect();
    let mut list = String::new();
    for place in unseen {
        let _ = writeln!(list, "{place}");
    }
    snapshot("verify-unseen", &list);
}

#[test]
fn the_command_says_what_it_found() {
    let directory = pair();
    let here = directory.path();
    assert_eq!(run(here, &["check", "earlier.md", "later.md", "-o", "r.json"]).code, 0);
    let good = run(here, &["verify", "r.json", "later.md", "earlier.md"]);
    assert_eq!((good.code, good.stderr.as_str()), (0, ""));
    let text = fs::read_to_string(here.join("r.json")).unwrap();
    let mut out = format!("$ duixian verify r.json later.md earlier.md\n{}", good.stdout);
    let forged = serde_json::from_str::<Value>(&text.replace("\"gap\": \"-2\"", "\"gap\": \"2\"")).unwrap();
    let other_version = text.replacen(
        &format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION")),
        "\"version\": \"9.9.9\"",
        1,
    );
    let other_rules = {
        let mut value: Value = serde_json::from_str(&text).unwrap();
        value["tool"]["rules"] = "0".repeat(64).into();
        value["tool"]["policy"]["about_share"] = "0.20".into();
        value
    };
    for (name, bytes) in [
        ("changed.json", text.replace("新建小学3所", "新建小学5所").into_bytes()),
        ("forged.json", file(&sealed(forged))),
        ("version.json", file(&sealed(serde_json::from_str(&other_version).unwrap()))),
        ("rules.json", file(&sealed(other_rules))),
        ("cut.json", text.as_bytes()[..text.floor_char_boundary(text.len() / 2)].to_vec()),
        ("schema.json", text.replace("duixian-ledger/1", "duixian-ledger/2").into_bytes()),
        ("list.json", b"[1, 2]\n".to_vec()),
        ("latin.json", b"{\"schema\":\n \"\xe9\"}".to_vec()),
        ("word.json", text.replace("\"quantified\"", "\"quantifed\"").into_bytes()),
    ] {
        fs::write(here.join(name), bytes).unwrap();
        let ended = run(here, &["verify", name, "earlier.md", "later.md"]);
        let _ = write!(
            out,
            "\n$ duixian verify {name} earlier.md later.md  → {}\n{}{}",
            ended.code, ended.stdout, ended.stderr
        );
    }
    let _ = write!(out, "\n{}", run(here, &["verify", "none.json", "earlier.md"]).stderr);
    let hash = regex::Regex::new("[0-9a-f]{64}").unwrap();
    snapshot("cli-verify", &hash.replace_all(&out, "[sha256]"));
}

#[test]
fn a_series_and_given_years_are_verified() {
    let mut inputs = named("chenghu").0.inputs.clone();
    inputs.push(Input { name: "copy.md".to_owned(), ..inputs[1].clone() });
    let ledger = pipeline::check(&inputs, &Options::default()).expect("a series");
    assert!(ledger.notices.iter().any(|notice| notice.args.contains_key("why")), "one pair is left out");
    let file = |ledger: &Ledger| Input { name: "r.json".to_owned(), bytes: file(ledger) };
    assert_eq!(pipeline::verify(&file(&ledger), &inputs, take).expect("a ledger").faults, []);
    let texts = [("新建小学1所", "新建小学5所"), ("新建小学3所", "新建小学2所")];
    let inputs = texts.map(|(done, promised)| Input {
        name: format!("{done}.md"),
        bytes: crate::input::without_years(done, promised).into_bytes(),
    });
    let options = Options { years: vec![2021, 2022], ..Options::default() };
    let given = pipeline::check(&inputs, &options).expect("reports without years");
    assert!(given.notices.iter().any(|notice| notice.args.get("reviews").is_some_and(|year| year == "2021")));
    assert_eq!(pipeline::verify(&file(&given), &inputs, take).expect("a ledger").faults, []);
    let mut forged = given.clone();
    forged.reports[0].reviews = Some(2020);
    let value = sealed(serde_json::to_value(&forged).expect("JSON"));
    let forged = Input { name: "r.json".to_owned(), bytes: self::file(&value) };
    assert!(!pipeline::verify(&forged, &inputs, take).expect("a ledger").faults.is_empty());
}
