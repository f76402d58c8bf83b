//! Bad input from outside: what the program answers to files that are no reports, or not the right ones.

use crate::support::{EARLIER, Ended, LATER, pair, run, snapshot};
use std::fs;
use std::path::Path;

/// The files of a directory, in order.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .collect();
    names.sort();
    names
}

/// Runs `check` on two files and sees that a failure leaves an old output as it was and nothing new beside it.
fn refused(directory: &Path, earlier: &str, later: &str) -> String {
    let old = directory.join("report.json");
    fs::write(&old, "old").expect("an old file");
    let before = names(directory);
    let args = ["check", earlier, later, "-o", "report.json", "-o", "report.html"];
    let ended = run(directory, &args);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{earlier} {later}: {}", ended.stderr);
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    assert_eq!(fs::read_to_string(&old).expect("the old file"), "old", "{earlier} {later}");
    assert_eq!(names(directory), before, "{earlier} {later}");
    format!("$ duixian check {earlier} {later}\n{}\n", ended.stderr)
}

fn report(review: u16, plan: bool, reviewed: bool) -> String {
    let mut text = "示例区政府工作报告（虚构样本）\n\n各位代表：\n\n现在，我代表示例区人民政府向大会报告工作，请予审议。\n".to_owned();
    if reviewed {
        text += &format!("\n一、{review}年工作回顾\n\n{review}年，全区新建小学1所。改造老旧小区8个。\n");
    }
    if plan {
        text += &format!("\n二、{}年主要任务\n\n新建小学5所。改造老旧小区12个。\n", review + 1);
    }
    text
}

#[test]
fn what_is_no_report_is_refused_by_name() {
    let directory = pair();
    let here = directory.path();
    let files: [(&str, &[u8]); 9] = [
        ("empty.txt", b""),
        ("blank.txt", " \n\t\n\u{3000}\n".as_bytes()),
        ("bom.txt", b"\xEF\xBB\xBF"),
        ("zeros.txt", &[0; 4000]),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0"),
        ("archive.docx", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\x01\x02\x03\x04\xff\xfe\0\0"),
        ("paper.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"),
        ("noise.txt", &[0x81, 0xff, 0xfe, 0xff, 0x80, 0xff, 0xff, 0xfd, 0xff, 0x80, 0xfd, 0xff, 0xff]),
        ("page.html", "<!DOCTYPE html><html><body><p>工作报告</p></body></html>".as_bytes()),
    ];
    let mut all = String::new();
    for (name, bytes) in files {
        fs::write(here.join(name), bytes).expect("a file");
        all += &refused(here, name, "later.md");
        all += &refused(here, "earlier.md", name);
    }
    all += &refused(here, "none.txt", "later.md");
    all += &refused(here, "earlier.md", ".");
    snapshot("cli-no-report", &all);
}

#[test]
fn reports_that_do_not_fit_are_refused_with_both_years() {
    let directory = pair();
    let here = directory.path();
    for (name, text) in [
        ("only-plan.md", report(2022, true, false)),
        ("only-review.md", report(2021, false, true)),
        ("y2021.md", report(2021, true, true)),
        ("y2022.md", report(2022, true, true)),
        ("y2023.md", report(2023, true, true)),
    ] {
        fs::write(here.join(name), text).expect("a file");
    }
    let mut all = String::new();
    all += &refused(here, "only-review.md", "later.md");
    all += &refused(here, "earlier.md", "only-plan.md");
    for (earlier, later, years) in [
        ("y2022.md", "y2021.md", ["2023", "2021"]),
        ("y2022.md", "y2022.md", ["2023", "2022"]),
        ("y2021.md", "y2023.md", ["2022", "2023"]),
    ] {
        let said = refused(here, earlier, later);
        assert!(
            years.iter().all(|year| said.split_once('\n').is_some_and(|(_, said)| said.contains(year))),
            "{said}"
        );
        all += &said;
    }
    snapshot("cli-no-pair", &all);
    assert_eq!(run(here, &["check", "y2021.md", "y2022.md"]).code, 0);
}

#[test]
fn in_a_series_a_pair_that_does_not_fit_is_left_out_with_a_notice() {
    let directory = pair();
    let here = directory.path();
    for year in [2021, 2022, 2024] {
        fs::write(here.join(format!("y{year}.md")), report(year, true, true)).expect("a file");
    }
    let ended = run(here, &["check", "y2021.md", "y2022.md", "y2024.md", "-f", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("this pair was left out"), "{}", ended.stderr);
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert!(
        ledger["notices"].as_array().expect("notices").iter().any(|notice| notice["kind"] == "pair_left_out")
    );
    assert!(ledger["targets"].as_array().is_some_and(|targets| !targets.is_empty()));
}

/// Runs a pair that is fit to be read, and gives what was said.
fn accepted(earlier: &str, later: &str) -> (Ended, String) {
    let directory = pair();
    fs::write(directory.path().join("earlier.md"), earlier).expect("a file");
    fs::write(directory.path().join("later.md"), later).expect("a file");
    let ended = run(directory.path(), &["check", "earlier.md", "later.md", "-o", "r.md", "-f", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let page = fs::read_to_string(directory.path().join("r.md")).expect("the report");
    (ended, page)
}

#[test]
fn two_bodies_are_a_notice() {
    let (ended, page) = accepted(EARLIER, &LATER.replace("示例区", "别处县"));
    assert!(
        ended.stderr.contains("warning") && ended.stdout.contains("\"different_bodies\""),
        "{}",
        ended.stderr
    );
    assert!(page.contains("别处县"), "the reader of the report is told");
}

#[test]
fn a_text_that_is_cut_off_is_a_notice() {
    let cut = LATER.split("各位代表，让我们").next().expect("a beginning").trim_end().trim_end_matches('。');
    let (ended, _) = accepted(EARLIER, &format!("{cut}，新增就业岗位"));
    assert!(ended.stdout.contains("\"cut_off\""), "{}", ended.stderr);
    assert!(ended.stderr.contains("later.md"), "{}", ended.stderr);
}

#[test]
fn years_that_a_report_does_not_say_can_be_given() {
    let directory = pair();
    let here = directory.path();
    let ended = run(here, &["check", "earlier.md", "later.md", "--years", "2011,2013"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("2012") && ended.stderr.contains("2013"), "{}", ended.stderr);
    assert_eq!(run(here, &["check", "earlier.md", "later.md", "--years", "2011,2012"]).code, 0);
}

#[test]
fn a_failing_output_changes_no_other() {
    let directory = pair();
    let here = directory.path();
    fs::write(here.join("old.json"), "old").expect("a file");
    let before = names(here);
    let ended = run(here, &["check", "earlier.md", "later.md", "-o", "old.json", "-o", "none/r.html"]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert_eq!(fs::read_to_string(here.join("old.json")).expect("the old file"), "old");
    assert_eq!(names(here), before);
}

#[cfg(unix)]
mod hard {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_directory_that_takes_no_files_is_said() {
        let directory = pair();
        let here = directory.path();
        let locked = here.join("locked");
        fs::create_dir(&locked).expect("a directory");
        fs::write(locked.join("r.json"), "old").expect("a file");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("permissions");
        // Some users may write everywhere; for them the file system of the kernel's own files stands in.
        let free = fs::write(locked.join("try"), "").is_ok();
        let path = if free { "/proc/duixian.json" } else { "locked/r.json" };
        let ended = run(here, &["check", "earlier.md", "later.md", "-o", path]);
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("permissions");
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
        assert!(ended.stderr.contains("cannot be written, nothing was changed"), "{}", ended.stderr);
        assert_eq!(fs::read_to_string(locked.join("r.json")).expect("the old file"), "old");
        assert!(names(&locked).iter().all(|name| !name.starts_with(".duixian-")));
    }

    #[test]
    fn a_file_that_may_not_be_read_is_said() {
        let directory = pair();
        let secret = directory.path().join("secret.md");
        fs::write(&secret, EARLIER).expect("a file");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
        if fs::read(&secret).is_ok() {
            return; // this user may read everything
        }
        let said = refused(directory.path(), "secret.md", "later.md");
        assert!(said.contains("secret.md"), "{said}");
    }
}
