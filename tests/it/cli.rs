//! The command line from outside: help, exit codes, error texts, outputs.

use crate::support::{ended, pair, program, run, snapshot};
use duixian::ledger::build::sha256;
use std::fs;
use std::path::Path;

/// Runs in a directory that holds `earlier.md` and `later.md`.
fn in_pair(args: &[&str]) -> crate::support::Ended {
    run(pair().path(), args)
}

/// What of a failed run belongs into a snapshot.
fn failed(args: &[&str]) -> String {
    let ended = in_pair(args);
    assert_eq!(ended.code, 2, "{args:?}: {}", ended.stderr);
    assert_eq!(ended.stdout, "", "{args:?}");
    format!("$ duixian {}\n{}\n", args.join(" "), ended.stderr)
}

// The help names every format that the program was built with.
#[cfg(feature = "xlsx")]
#[test]
fn help() {
    for command in [
        "",
        "check",
        "targets",
        "diff",
        "text",
        "outline",
        "explain",
        "verify",
        "packs",
        "policy",
        "schema",
        "templates",
        "completions",
        "man",
    ] {
        let (name, args) = match command {
            "" => ("cli-help".to_owned(), vec!["--help"]),
            _ => (format!("cli-help-{command}"), vec![command, "--help"]),
        };
        let ended = in_pair(&args);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{command}");
        snapshot(&name, &ended.stdout);
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn usage_errors() {
    let all = [
        &["check"][..],
        &["check", "earlier.md"],
        &["chekc", "earlier.md", "later.md"],
        &["check", "earlier.md", "later.md", "-f", "pdf"],
        &["check", "earlier.md", "later.md", "--ui", "fr"],
        &["check", "earlier.md", "later.md", "--fail-on", "met"],
        &["check", "earlier.md", "later.md", "--years", "2021"],
        &["check", "earlier.md", "later.md", "--years", "21,22"],
        &["check", "earlier.md", "later.md", "-o", "report.pdf"],
        &["check", "earlier.md", "later.md", "-o", "report"],
        &["check", "earlier.md", "later.md", "-o", "a.md", "-o", "a.md"],
        &["check", "earlier.md", "later.md", "-o", "-", "-o", "-"],
        &["check", "earlier.md", "later.md", "--publisher", "A"],
        &["check", "earlier.md", "later.md", "--url", "https://example.org/"],
        &["check", "earlier.md", "later.md", "--publisher", " ", "--url", "https://example.org/"],
        &["check", "earlier.md", "later.md", "--publisher", "A", "--url", "example.org/report.html"],
        &["check", "earlier.md", "later.md", "--publisher", "A", "--url", "https:///report.html"],
        &["check", "earlier.md", "later.md", "--publisher", "A", "--url", "https://example.org/#a"],
        &["check", "earlier.md", "later.md", "--publisher", "A", "--url", "javascript:alert(1)"],
        &["completions", "tcsh"],
    ];
    snapshot("cli-usage-errors", &all.map(failed).join("\n"));
    assert_eq!(in_pair(&[]).code, 2);
}

#[test]
fn input_errors() {
    let all = [
        &["check", "none.md", "later.md"][..],
        &["check", "earlier.md", "."],
        &["check", "-", "-"],
        &["targets", "none.md"],
        &["text", "."],
        &["outline", "none.md"],
        &["check", "earlier.md", "later.md", "-o", "later.md"],
        &["check", "earlier.md", "later.md", "-o", "./none/../later.md"],
        &["check", "earlier.md", "later.md", "-o", "none/report.md"],
    ];
    snapshot("cli-input-errors", &all.map(failed).join("\n"));
}

#[test]
fn an_output_that_is_a_directory_is_refused() {
    let directory = pair();
    fs::create_dir(directory.path().join("out.md")).unwrap();
    let ended = run(directory.path(), &["check", "earlier.md", "later.md", "-o", "out.md"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.stderr, "duixian: error: out.md: is a directory; give a file name\n");
}

#[test]
fn an_output_that_can_be_no_file_is_refused() {
    let directory = pair();
    fs::create_dir(directory.path().join("there")).unwrap();
    for out in ["new.md/", "there/", "r.md/.", "there/.."] {
        let ended = run(directory.path(), &["check", "earlier.md", "later.md", "-o", out]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{out}");
        assert_eq!(ended.stderr, format!("duixian: error: {out}: names a directory; give a file name\n"));
    }
    assert_eq!(names(directory.path()), ["earlier.md", "later.md", "there"]);
}

#[test]
fn an_empty_input_is_named() {
    let directory = pair();
    fs::write(directory.path().join("empty.md"), "").unwrap();
    for args in [&["check", "empty.md", "later.md"][..], &["targets", "empty.md"]] {
        let ended = run(directory.path(), args);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ended.stderr.starts_with("duixian: error: empty.md: "), "{}", ended.stderr);
    }
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let directory = pair();
    fs::File::create(directory.path().join("big.md")).unwrap().set_len((16 << 20) + 1).unwrap();
    let ended = run(directory.path(), &["check", "big.md", "later.md"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.starts_with("duixian: error: big.md: is larger than 16 MiB"), "{}", ended.stderr);
}

#[test]
fn every_output_at_once() {
    let directory = pair();
    let here = directory.path();
    let args =
        ["check", "earlier.md", "later.md", "-o", "r.html", "-o", "r.MD", "-o", "r.json", "-f", "json"];
    let ended = run(here, &args);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let read = |name: &str| fs::read_to_string(here.join(name)).unwrap();
    assert!(read("r.html").starts_with("<!DOCTYPE html>"));
    assert!(read("r.MD").starts_with("# "));
    assert_eq!(read("r.json"), ended.stdout);
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(ledger["schema"], "duixian-ledger/1");
    assert!(ledger["reports"][0]["text"].is_string());
    assert_eq!(run(here, &args).stdout, ended.stdout, "the same input gives the same output");
    assert_eq!(names(here), ["earlier.md", "later.md", "r.MD", "r.html", "r.json"]);
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = (fs::read_dir(directory).unwrap())
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn standard_input_and_output() {
    let directory = pair();
    let text = fs::read_to_string(directory.path().join("earlier.md")).unwrap();
    let ended =
        ended(program(directory.path()).args(["check", "-", "later.md", "-o", "-"]).write_stdin(text));
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.contains('▲'), "{}", ended.stdout);
}

#[test]
fn without_text_the_ledger_is_lean() {
    let ended = in_pair(&["check", "earlier.md", "later.md", "-f", "json", "--no-text"]);
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert!(ledger["reports"][0].get("text").is_none());
    assert!(ledger["reports"][0].get("blocks").is_none());
}

#[test]
fn findings_only_when_asked() {
    let base = ["check", "earlier.md", "later.md"];
    for (more, code) in [
        (&[][..], 0),
        (&["--fail-on", "missed"], 1),
        (&["--fail-on", "not-mentioned"], 1),
        (&["--fail-on", "missed,not-mentioned"], 1),
    ] {
        let args: Vec<&str> = base.iter().chain(more).copied().collect();
        let ended = in_pair(&args);
        assert_eq!(ended.code, code, "{more:?}: {}", ended.stdout);
        assert!(!ended.stdout.is_empty());
    }
}

#[test]
fn the_interface_speaks_the_reports_language_unless_told() {
    let zh = in_pair(&["check", "earlier.md", "later.md"]);
    assert!(zh.stdout.contains("报告未提及"), "{}", zh.stdout);
    let en = in_pair(&["check", "earlier.md", "later.md", "--ui", "en"]);
    assert!(en.stdout.contains("Not mentioned") && !en.stdout.contains("报告未提及"), "{}", en.stdout);
}

#[test]
fn colours() {
    let directory = pair();
    let args = ["check", "earlier.md", "later.md"];
    let coloured = |color: &str, no_color: &str| {
        let mut command = program(directory.path());
        command.args(args).args(["--color", color]).env("NO_COLOR", no_color);
        ended(&mut command).stdout.contains('\u{1b}')
    };
    assert!(!coloured("auto", ""), "a pipe is no terminal");
    assert!(coloured("always", "1"), "the argument goes before the environment");
    assert!(!coloured("never", ""));
}

#[test]
fn notices_go_to_standard_error() {
    let ended = in_pair(&["check", "earlier.md", "later.md", "-f", "json"]);
    for line in ended.stderr.lines() {
        assert!(line.starts_with("duixian: warning: ") || line.starts_with("duixian: note: "), "{line}");
    }
}

#[test]
fn rules_are_explained() {
    let list = in_pair(&["explain"]);
    assert_eq!(list.code, 0);
    let first = list.stdout.split_whitespace().next().unwrap().to_owned();
    let one = in_pair(&["explain", &first]);
    assert!(
        one.code == 0 && one.stdout.starts_with(&first) && one.stdout.contains("\nmark: "),
        "{}",
        one.stdout
    );
    let mut wrong = first.clone();
    wrong.pop();
    let none = in_pair(&["explain", &wrong]);
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
    assert!(none.stderr.contains(&format!("did you mean {first}?")), "{}", none.stderr);
    let far = in_pair(&["explain", "什么"]);
    assert!(far.code == 2 && !far.stderr.contains("did you mean"), "{}", far.stderr);
}

#[test]
fn packs_test_themselves() {
    let ended = in_pair(&["packs"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.starts_with("zh: "), "{}", ended.stdout);
}

#[test]
fn the_schema_is_a_contract() {
    let ended = in_pair(&["schema"]);
    assert_eq!(ended.code, 0);
    let mut schema = serde_json::from_str(&ended.stdout).unwrap();
    without_defaults(&mut schema);
    snapshot("cli-schema", &serde_json::to_string_pretty(&schema).unwrap());
}

/// Takes the policy's default values out: tuning them does not change the contract.
fn without_defaults(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.shift_remove("default");
            map.values_mut().for_each(without_defaults);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_defaults),
        _ => {}
    }
}

#[test]
fn text_and_outline_are_printed() {
    let text = in_pair(&["text", "earlier.md"]);
    assert_eq!(text.code, 0, "{}", text.stderr);
    assert!(text.stdout.contains("新建小学5所") && text.stdout.ends_with('\n'));
    let tree = in_pair(&["outline", "earlier.md"]);
    assert_eq!(tree.code, 0, "{}", tree.stderr);
    let json = in_pair(&["outline", "earlier.md", "-f", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.stdout).unwrap()["sections"].is_array());
}

#[test]
fn files_for_the_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ended = in_pair(&["completions", shell]);
        assert!(ended.code == 0 && ended.stdout.contains("fail-on"), "{shell}");
    }
    let man = in_pair(&["man"]);
    assert!(
        man.code == 0 && man.stdout.starts_with(".ie") && man.stdout.matches("\n.TH ").count() == 1,
        "{}",
        man.stdout
    );
    // Every page that the first one names can be printed.
    let named: Vec<&str> =
        man.stdout.lines().filter_map(|line| line.strip_prefix("duixian\\-")?.strip_suffix("(1)")).collect();
    assert!(named.contains(&"check") && named.contains(&"man"), "{named:?}");
    for name in named {
        let page = in_pair(&["man", name]);
        assert!(
            page.code == 0 && page.stdout.contains(&format!("\n.TH duixian-{name} 1 ")),
            "{name}: {}",
            page.stdout
        );
    }
    let none = in_pair(&["man", "chekc"]);
    assert!(none.code == 2 && none.stderr.contains("the commands are: check, targets"), "{}", none.stderr);
}

#[test]
fn a_shell_is_offered_the_names_of_the_rules() {
    let list = in_pair(&["explain"]).stdout;
    // The generators for other shells offer no values of arguments without a name.
    for shell in ["bash", "zsh"] {
        let file = in_pair(&["completions", shell]).stdout;
        for line in list.lines() {
            let rule = line.split_whitespace().next().unwrap();
            assert!(file.contains(rule), "{shell}: {rule}");
        }
    }
}

#[test]
fn every_error_begins_alike() {
    for args in [&["check"][..], &["chekc"], &["check", "a.md", "b.md", "--ui", "fr"], &["text", "none.md"]] {
        let ended = in_pair(args);
        assert_eq!(ended.code, 2, "{args:?}");
        assert!(ended.stderr.starts_with("duixian: error: "), "{}", ended.stderr);
    }
}

#[test]
fn the_limit_in_the_help_is_that_of_the_policy() {
    let said = format!("at most {} MiB", duixian::policy::Policy::default().most_bytes >> 20);
    for command in ["check", "targets", "text", "outline"] {
        let help = in_pair(&[command, "-h"]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains(&said), "{command}: {help}");
    }
}

#[test]
fn every_part_of_a_score_has_a_word() {
    let report = |year: u16| format!("{}/seeds/reports/chenghu-{year}.md", env!("CARGO_MANIFEST_DIR"));
    let ended = in_pair(&["check", &report(2023), &report(2024), "-f", "json"]);
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let evidence = ledger["targets"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|target| target["evidence"].as_array().unwrap());
    let parts: std::collections::BTreeSet<&String> =
        evidence.flat_map(|evidence| evidence["why"].as_object().unwrap().keys()).collect();
    assert!(!parts.is_empty());
    for language in duixian::lang::labels::interfaces() {
        let words = duixian::lang::labels::labels(language).unwrap()["why"].as_table().unwrap();
        assert!(parts.iter().all(|part| words.contains_key(*part)), "{language}: {parts:?}");
    }
}

#[test]
fn the_outline_speaks_one_language() {
    let zh = in_pair(&["outline", "earlier.md"]).stdout;
    assert!(zh.contains("[回顾；编号“一、”，回顾过去]"), "{zh}");
    assert!(!zh.contains(|c: char| c.is_ascii_alphabetic()), "{zh}");
    let en = in_pair(&["outline", "earlier.md", "--ui", "en"]).stdout;
    assert!(en.contains("\nReviews: 2021 [") && en.contains("\nPlans: 2022 ["), "{en}");
    assert!(en.contains("[review; numbered 一、, looks back]"), "{en}");
}

#[test]
fn the_seal_can_be_recomputed_from_the_file() {
    let directory = pair();
    assert_eq!(run(directory.path(), &["check", "earlier.md", "later.md", "-o", "r.json"]).code, 0);
    let text = fs::read_to_string(directory.path().join("r.json")).unwrap();
    let mut ledger: serde_json::Value = serde_json::from_str(&text).unwrap();
    let seal = ledger.as_object_mut().unwrap().shift_remove("seal").unwrap();
    assert_eq!(seal, sha256(ledger.to_string().as_bytes()));
    // The same from the text alone: without the line of the seal, and without white space outside of strings.
    let (mut inside, mut escaped, mut compact) = (false, false, String::new());
    for c in text.lines().filter(|line| !line.starts_with("  \"seal\": ")).flat_map(str::chars) {
        if inside || !c.is_ascii_whitespace() {
            compact.push(c);
        }
        inside ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    assert_eq!(seal, sha256(compact.as_bytes()));
}

#[cfg(unix)]
mod hard {
    use super::*;
    use std::process::{Command, Stdio};

    fn plain(directory: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_duixian"));
        command.current_dir(directory).args(args);
        command
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let directory = pair();
        for args in [
            &["check", "earlier.md", "later.md", "-f", "html"][..],
            &["schema"],
            &["completions", "bash"],
            &["--help"],
            &["man"],
        ] {
            let mut child =
                plain(directory.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            drop(child.stdout.take());
            let output = child.wait_with_output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
            assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{stderr}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_said() {
        let directory = pair();
        for args in [&["check", "earlier.md", "later.md", "-f", "json"][..], &["schema"], &["--help"]] {
            let full = fs::File::options().write(true).open("/dev/full").unwrap();
            let output = plain(directory.path(), args).stdout(full).output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
            assert!(stderr.contains("cannot write to standard output: No space left"), "{stderr}");
        }
    }

    #[test]
    fn a_written_file_has_the_usual_permissions_and_keeps_its_own() {
        use std::os::unix::fs::PermissionsExt;
        let directory = pair();
        let path = directory.path().join("r.json");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let args = ["check", "earlier.md", "later.md", "-o", "r.json"];
        assert_eq!(run(directory.path(), &args).code, 0);
        let plain = directory.path().join("plain");
        fs::write(&plain, "").unwrap();
        assert_eq!(mode(), fs::metadata(&plain).unwrap().permissions().mode() & 0o777);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(run(directory.path(), &args).code, 0);
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let directory = pair();
        let here = directory.path();
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, here.join(name)).unwrap();
        link("nowhere.json", "dangling.json");
        link("two.json", "one.json");
        link("one.json", "two.json");
        assert!(Command::new("mkfifo").arg(here.join("pipe.json")).status().unwrap().success());
        let before = names(here);
        for (out, said) in [
            ("dangling.json", "is a link that leads to no file"),
            ("one.json", "is a link that leads to no file"),
            ("pipe.json", "is no regular file"),
        ] {
            let ended = run(here, &["check", "earlier.md", "later.md", "-o", out]);
            assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{out}");
            assert!(ended.stderr.starts_with(&format!("duixian: error: {out}: {said}")), "{}", ended.stderr);
            assert!(!fs::symlink_metadata(here.join(out)).unwrap().is_file(), "{out}");
        }
        assert_eq!(names(here), before);
    }

    #[test]
    fn a_kill_while_writing_leaves_the_old_file_or_the_new_one() {
        let directory = pair();
        let here = directory.path();
        let many: String = (0..20_000).map(|n| format!("建成区{n}号文化馆。")).collect();
        let earlier = crate::support::EARLIER.replace("建成区文化馆。", &many);
        fs::write(here.join("big.md"), earlier).unwrap();
        let outputs = ["r.json", "s.json", "t.json"];
        let staged =
            || names(here).into_iter().filter(|name| name.starts_with(".duixian-")).collect::<Vec<_>>();
        let mut kills = 0;
        for _ in 0..3 {
            outputs.iter().for_each(|name| fs::write(here.join(name), "old").unwrap());
            let args = ["targets", "big.md", "-o", outputs[0], "-o", outputs[1], "-o", outputs[2]];
            let mut child = plain(here, &args).stderr(Stdio::null()).spawn().unwrap();
            while staged().is_empty() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            child.kill().unwrap();
            let _ = child.wait().unwrap();
            for name in outputs {
                let text = fs::read_to_string(here.join(name)).unwrap();
                let whole = || serde_json::from_str::<serde_json::Value>(&text).is_ok();
                assert!(text == "old" || (text.len() > 1 << 20 && whole()), "{name}: {} bytes", text.len());
                kills += usize::from(text == "old");
            }
            staged().iter().for_each(|name| fs::remove_file(here.join(name)).unwrap());
        }
        assert!(kills > 0, "no kill came in time");
    }

    #[test]
    fn a_link_stays_a_link() {
        let directory = pair();
        let here = directory.path();
        fs::create_dir(here.join("deep")).unwrap();
        fs::write(here.join("deep/real.json"), "old").unwrap();
        std::os::unix::fs::symlink("deep/real.json", here.join("r.json")).unwrap();
        assert_eq!(run(here, &["check", "earlier.md", "later.md", "-o", "r.json"]).code, 0);
        assert!(fs::symlink_metadata(here.join("r.json")).unwrap().is_symlink());
        assert!(fs::read_to_string(here.join("deep/real.json")).unwrap().starts_with('{'));
        assert_eq!(names(&here.join("deep")), ["real.json"]);
    }
}
