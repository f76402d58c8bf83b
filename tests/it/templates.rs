//! A user's templates, and what is said where one is wrong.

use crate::support::{EARLIER, LATER, pair, run, snapshot};
use std::fs;
use std::path::Path;

/// Runs `check` with one template in `own/`, to standard output and to a file.
fn with(name: &str, source: &str, format: &str) -> crate::support::Ended {
    let directory = pair();
    fs::create_dir(directory.path().join("own")).unwrap();
    fs::write(directory.path().join("own").join(name), source).unwrap();
    let ended = check(directory.path(), &["-f", format]);
    if ended.code != 0 {
        assert_eq!(ended.code, 2, "{name}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{name}");
        let out = format!("out.{format}");
        assert_eq!(check(directory.path(), &["-o", &out, "-o", "out.json"]).code, 2);
        assert!(!directory.path().join(out).exists() && !directory.path().join("out.json").exists());
    }
    ended
}

fn check(directory: &Path, more: &[&str]) -> crate::support::Ended {
    let args = ["check", "earlier.md", "later.md", "--templates", "own"];
    run(directory, &[&args[..], more].concat())
}

#[test]
fn a_template_stands_in_for_the_embedded_one() {
    let ended = with("target.md.j2", "+ {{ target.quote|md }}\n", "md");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended.stdout.contains("+ 新建小学5所") && ended.stdout.contains("## 所用报告"),
        "{}",
        ended.stdout
    );
    let ended = with("report.html.j2", "<p>{{ '<' }}{{ title }}{% include 'style.css.j2' %}", "html");
    assert!(ended.stdout.starts_with("<p>&lt;示例区"), "{} {}", ended.stdout, ended.stderr);
}

/// What is said of a template that is wrong, without the program's name.
fn said(name: &str, source: &str, format: &str) -> String {
    let ended = with(name, source, format);
    assert_eq!(ended.code, 2, "{name}: {}", ended.stdout);
    format!("## {name}\n{}\n", ended.stderr)
}

#[test]
fn a_fault_names_the_file_and_shows_the_line() {
    let all = [
        ("report.md.j2", "# {{ title }}\n\n{{ titel }}\n", "md"),
        ("target.md.j2", "> {{ target.quote }}\n{{ target.subjekt|md }}\n", "md"),
        ("report.md.j2", "# {{ title }}\n\n{% if draft %}\n", "md"),
        ("report.md.j2", "{{ title|upcase }}\n", "md"),
        ("report.md.j2", "{% include 'foot.md.j2' %}\n", "md"),
        ("target.md.j2", "{{ target.quote }}\n{% include 'target.md.j2' %}\n", "md"),
        (
            "report.md.j2",
            "{% for a in range(9999) %}{% for b in range(9999) %}\n{{ a * b }}{% endfor %}{% endfor %}",
            "md",
        ),
        ("report.md.j2", "{{ title * 1000000000 }}\n", "md"),
        ("report.md.j2", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}\n", "md"),
        ("repotr.html.j2", "", "html"),
        ("explain.txt.j2", "", "md"),
    ];
    let said: Vec<String> = all.map(|(name, source, format)| said(name, source, format)).into();
    snapshot("cli-template-errors", &said.join("\n"));
}

#[test]
fn a_directory_that_holds_no_template_is_an_error() {
    let directory = pair();
    let own = directory.path().join("own");
    let ended = check(directory.path(), &[]);
    assert!(ended.code == 2 && ended.stderr.contains("own: "), "{}", ended.stderr);
    fs::create_dir(&own).unwrap();
    fs::write(own.join("README.md"), "").unwrap();
    let ended = check(directory.path(), &[]);
    assert_eq!(ended.code, 2);
    assert!(
        ended
            .stderr
            .starts_with("duixian: error: own: holds no template; those that it may hold are report.html.j2"),
        "{}",
        ended.stderr
    );
    fs::create_dir(own.join("report.md.j2")).unwrap();
    assert!(check(directory.path(), &[]).stderr.contains("own/report.md.j2: is no file"));
    fs::remove_dir(own.join("report.md.j2")).unwrap();
    fs::write(own.join("report.md.j2"), [0xff, 0xfe, b'a']).unwrap();
    assert!(check(directory.path(), &[]).stderr.contains("own/report.md.j2: is not UTF-8"));
    fs::write(own.join("report.md.j2"), vec![b'a'; (1 << 20) + 1]).unwrap();
    assert!(check(directory.path(), &[]).stderr.contains("own/report.md.j2: is larger than 1 MiB"));
}

#[test]
fn a_template_is_not_overwritten_by_an_output() {
    let directory = pair();
    fs::create_dir(directory.path().join("own")).unwrap();
    fs::write(directory.path().join("own/report.md.j2"), "a").unwrap();
    fs::hard_link(directory.path().join("own/report.md.j2"), directory.path().join("own/out.md")).unwrap();
    assert_eq!(check(directory.path(), &["-o", "own/other.md"]).code, 0);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("report.md.j2", directory.path().join("own/link.md")).unwrap();
        let ended = check(directory.path(), &["-o", "own/link.md"]);
        assert!(ended.code == 2 && ended.stderr.contains("is one of the inputs"), "{}", ended.stderr);
    }
}

#[test]
fn the_embedded_templates_can_be_written_out_and_given_back() {
    let directory = pair();
    let here = directory.path();
    let written = run(here, &["templates", "a/own"]);
    assert_eq!((written.code, written.stdout.as_str(), written.stderr.as_str()), (0, "", ""));
    assert!(here.join("a/own/README.md").is_file());
    let args = ["check", "earlier.md", "later.md", "-f"];
    for format in ["html", "md"] {
        let plain = run(here, &[&args[..], &[format]].concat());
        let own = run(here, &[&args[..], &[format, "--templates", "a/own"]].concat());
        assert_eq!((own.code, own.stdout), (0, plain.stdout), "{}", own.stderr);
    }
    fs::write(here.join("a/own/report.md.j2"), "changed").unwrap();
    fs::remove_file(here.join("a/own/report.html.j2")).unwrap();
    let again = run(here, &["templates", "a/own"]);
    assert!(again.code == 2 && again.stderr.contains("a/own/report.md.j2"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(here.join("a/own/report.md.j2")).unwrap(), "changed");
    assert!(!here.join("a/own/report.html.j2").exists());
    assert_eq!(run(here, &["templates", "earlier.md"]).code, 2);
    assert_eq!(fs::read_to_string(here.join("earlier.md")).unwrap(), EARLIER);
    assert_eq!(fs::read_to_string(here.join("later.md")).unwrap(), LATER);
}

#[test]
fn a_draft_says_so_and_a_final_report_does_not() {
    let directory = pair();
    for (ui, word) in [("zh", "**草稿**"), ("en", "**Draft**")] {
        let args = ["check", "earlier.md", "later.md", "-f", "md", "--ui", ui];
        let draft = run(directory.path(), &args).stdout;
        let last = run(directory.path(), &[&args[..], &["--final"]].concat()).stdout;
        assert!(draft.contains(word) && !last.contains(word), "{draft}");
        let rest: Vec<&str> = draft.lines().filter(|line| !line.starts_with(word)).collect();
        assert_eq!(rest.concat(), last.lines().collect::<Vec<_>>().concat());
    }
}
