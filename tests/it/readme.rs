//! What README.md says, against the program: commands, options, reasons, exit codes, tolerances, limits, floors.

use crate::expect::{bare, word};
use crate::gold::{LEAST_PRECISION, LEAST_RECALL};
use crate::support::{pair, run};
use duixian::ledger::Reason;
use duixian::policy::Policy;
use duixian::render::{DIFFS, OUTPUTS};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeSet;

const README: &str = include_str!("../../README.md");

/// The English and the Chinese half.
fn halves() -> [&'static str; 2] {
    let (english, chinese) = README.split_once("\n# 中文说明\n").expect("a Chinese half");
    [english, chinese]
}

/// Every word between backticks.
fn code(text: &str) -> BTreeSet<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

fn help(args: &[&str]) -> String {
    let ended = run(pair().path(), args);
    assert_eq!(ended.code, 0, "{args:?}: {}", ended.stderr);
    ended.stdout
}

/// The names of the commands, from the program's help.
fn commands() -> BTreeSet<String> {
    let help = help(&["--help"]);
    let list = help.split_once("Commands:\n").expect("a list of commands").1;
    let lines = list.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The options of a command that begin with `--`, from its help, without those that every program has.
fn options(command: &str) -> BTreeSet<String> {
    let help = help(&[command, "--help"]);
    let words = help.lines().map(str::trim_start).filter(|line| line.starts_with('-'));
    let long = words.filter_map(|line| line.split([' ', ',']).find(|word| word.starts_with("--")));
    long.filter(|option| !["--help", "--version"].contains(option)).map(str::to_owned).collect()
}

#[test]
fn both_halves_name_every_command_and_no_other() {
    let known = commands();
    for half in halves() {
        let named: BTreeSet<String> = code(half)
            .into_iter()
            .filter_map(|code| code.strip_prefix("duixian "))
            .filter_map(|rest| rest.split_whitespace().next())
            .map(str::to_owned)
            .collect();
        assert_eq!(named, known);
    }
}

#[test]
fn both_halves_name_every_option_of_the_main_command_and_no_other() {
    let known = options("check");
    assert!(known.contains("--fail-on"), "{known:?}");
    for half in halves() {
        let named: BTreeSet<String> =
            code(half).into_iter().filter(|code| code.starts_with("--")).map(str::to_owned).collect();
        assert_eq!(named, known);
    }
    let mut shared = options("targets");
    shared.insert("--fail-on".to_owned());
    assert_eq!(shared, known, "README says that check and targets share their options");
    let lacking: BTreeSet<String> = known.difference(&options("diff")).cloned().collect();
    let said = ["--fail-on", "--no-text", "--publisher", "--url"].map(str::to_owned);
    assert_eq!(lacking, said.into(), "README says which of them diff does not have");
    for half in halves() {
        let line = half.lines().find(|line| line.contains("`duixian diff`") && line.contains("`--no-text`"));
        let line = line.expect("what diff does not have");
        assert!(lacking.iter().all(|option| line.contains(&format!("`{option}`"))), "{line}");
    }
}

#[test]
fn both_halves_name_every_reason_with_its_mark() {
    for half in halves() {
        for reason in Reason::ALL {
            let (mark, reason) =
                (format!("| `{}`", word(&reason.mark())), format!("| `{}` |", word(&reason)));
            let row = half.lines().find(|line| line.contains(&reason));
            assert!(row.is_some_and(|row| row.starts_with(&mark)), "{mark} {reason}: {row:?}");
        }
        for kind in ["quantified", "deliverable", "effort"] {
            assert!(code(half).contains(kind), "{kind}");
        }
    }
}

#[test]
fn every_output_format_is_named() {
    for half in halves() {
        for output in OUTPUTS {
            assert!(code(half).contains(output.name), "{}", output.name);
            for extension in output.extensions {
                assert!(code(half).contains(format!(".{extension}").as_str()), "{extension}");
            }
        }
        let line = half.lines().find(|line| line.contains("`duixian diff`") && line.contains("`text`"));
        let line = line.expect("the formats of a comparison");
        assert!(DIFFS.iter().all(|output| line.contains(&format!("`{}`", output.name))), "{line}");
    }
}

#[test]
fn every_column_of_the_table_is_named_in_its_order() {
    for (half, language) in halves().into_iter().zip(["en", "zh"]) {
        let ended = run(pair().path(), &["check", "earlier.md", "later.md", "-f", "csv", "--ui", language]);
        let head = ended.stdout.trim_start_matches('\u{feff}').lines().next().expect("a row of heads");
        let columns: Vec<&str> = head.split(',').collect();
        let labels = duixian::lang::labels::labels(language).expect("the interface speaks it");
        let text = |name: &str| labels["sheet_text"][name].as_str().expect("a text").to_owned();
        let first = format!("| {} | {} |", columns[0], text("mark"));
        let rows = half.lines().skip_while(|line| *line != first);
        let rows: Vec<&str> = rows.map_while(|line| line.strip_prefix("| ")?.split(" | ").next()).collect();
        assert_eq!(rows, columns);
        for (name, sheet) in labels["sheet"].as_table().expect("a table") {
            let sheet = sheet.as_str().expect("a name");
            let named = half.contains(&format!("“{sheet}”"));
            assert!(named || ["targets", "columns"].contains(&name.as_str()), "{language}: {sheet}");
        }
        for name in labels["sheet_text"].as_table().expect("a table").keys() {
            assert!(half.contains(&format!(" | {} |", text(name))), "{language}: {name}");
        }
    }
}

#[test]
fn both_halves_name_the_lists_of_the_ledger_in_the_words_of_the_interface() {
    for (half, language) in halves().into_iter().zip(["en", "zh"]) {
        let labels = duixian::lang::labels::labels(language).expect("the interface speaks it");
        for list in ["alignment", "restated", "unpromised"] {
            assert!(code(half).contains(list), "{language}: {list}");
        }
        let heading = labels["restated"]["heading"].as_str().expect("a heading");
        assert!(half.contains(&format!("- {heading}")), "{language}: {heading}");
    }
}

#[test]
fn exit_codes_are_those_of_the_program() {
    let directory = pair();
    let code = |args: &[&str]| run(directory.path(), args).code;
    assert_eq!(code(&["check", "earlier.md", "later.md"]), 0);
    assert_eq!(code(&["check", "earlier.md", "later.md", "--fail-on", "missed"]), 1);
    assert_eq!(code(&["check", "earlier.md"]), 2);
    for half in halves() {
        let rows: Vec<&str> =
            half.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        let codes: Vec<&str> = rows.into_iter().filter(|row| row.parse::<u8>().is_ok()).collect();
        assert_eq!(codes, ["0", "1", "2"]);
    }
}

#[test]
fn tolerances_and_limits_are_those_applied() {
    let policy = Policy::default();
    let share = (policy.about_share * Decimal::ONE_HUNDRED).normalize();
    let points = policy.about_points.normalize();
    let bytes = policy.most_bytes >> 20;
    let [english, chinese] = halves();
    for (half, said) in [
        (english, format!("{share} % of the value, or {points} points")),
        (english, format!("up to {bytes} MiB")),
        (chinese, format!("目标值的 {share} %，比率容许 {points} 个百分点")),
        (chinese, format!("不超过 {bytes} MiB")),
        (english, format!("at least {LEAST_RECALL} % of a reader's deliverables")),
        (english, format!("at least {LEAST_PRECISION} % of those")),
        (chinese, format!("至少找到 {LEAST_RECALL} %，程序所列事项至少有 {LEAST_PRECISION} %")),
    ] {
        assert!(bare(half).contains(&bare(&said)), "{said}");
    }
    let rust = env!("CARGO_PKG_RUST_VERSION");
    assert!(halves().iter().all(|half| half.contains(&format!("Rust {rust}"))), "{rust}");
}

#[test]
fn the_accuracy_printed_is_the_floor_that_is_held() {
    let floor: Value = serde_json::from_str(include_str!("../../.ci/floor.json")).expect("JSON");
    let [english, chinese] = halves();
    for kind in ["quantified", "deliverable"] {
        let number = |side: &str, name: &str| {
            format!(
                "{:.2}",
                floor["built_in"][kind][side][name].as_f64().unwrap_or_else(|| panic!("{kind} {name}"))
            )
        };
        let least = ["f1", "evidence", "macro_f1", "missed_found_share"].map(|name| number("least", name));
        let most = number("most", "false_share");
        let row = format!("| {kind} | {} | at most {most} |", least.join(" | "));
        assert!(english.contains(&row), "README.md lacks the row {row}");
        assert!(
            least.iter().chain([&most]).all(|number| chinese.contains(number)),
            "{kind}: {least:?} {most}"
        );
    }
    let left_out = &floor["left_out"]["deliverable"]["least"];
    let said: Vec<String> = ["f1", "evidence", "macro_f1"]
        .map(|name| format!("{:.2}", left_out[name].as_f64().unwrap_or_else(|| panic!("{name}"))))
        .to_vec();
    let [f1, evidence, marks] = said.as_slice() else { unreachable!("three names") };
    let words = format!("{f1} for targets found, {evidence} for evidence and {marks} for marks");
    assert!(bare(english).contains(&bare(&words)), "{words}");
    let words = format!("事项的摘取为 {f1}、依据 {evidence}、结论 {marks}");
    assert!(bare(chinese).contains(&bare(&words)), "{words}");
}

#[test]
fn both_halves_give_the_same_commands_to_copy() {
    let blocks = |half: &str| -> Vec<String> {
        half.split("```sh\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap_or_default().to_owned())
            .collect()
    };
    let [english, chinese] = halves();
    assert_eq!(blocks(english), blocks(chinese));
    for name in ["main", "test", "browser"] {
        assert!(english.contains(&format!("<!-- command: {name} -->\n```sh\n")), "{name}");
    }
}

#[test]
fn every_path_named_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for half in halves() {
        let paths = code(half)
            .into_iter()
            .filter(|code| code.contains('/') && !code.starts_with("target/") && !code.contains(' '));
        for path in paths {
            assert!(root.join(path).exists(), "{path}");
        }
    }
}
