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
pub(crate) fn refused(directory: &Path, earlier: &str, later: &str) -> String {
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
    // A program without the reader says something else of a PDF.
    if cfg!(feature = "pdf") {
        snapshot("cli-no-report", &all);
    }
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
    let lines: Vec<&str> = ended.stderr.lines().filter(|line| line.contains("not paired")).collect();
    assert_eq!(
        lines,
        [
            "duixian: warning: y2024.md: not paired with y2022.md: looks back on 2024, but y2022.md looks ahead to 2023: give the report \
          that reviews 2023, in the order EARLIER LATER"
        ]
    );
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

/// A report that says nothing of its years.
pub(crate) fn without_years(reviewed: &str, promised: &str) -> String {
    format!(
        "示例区政府工作报告（虚构样本）\n\n各位代表：\n\n现在，我代表示例区人民政府向大会报告工作，请予审议。\n\n\
         一、去年工作回顾\n\n去年，全区{reviewed}。\n\n二、今年主要任务\n\n今年，{promised}。\n"
    )
}

#[test]
fn years_that_a_report_does_not_say_can_be_given() {
    let directory = pair();
    let here = directory.path();
    fs::write(here.join("a.md"), without_years("新建小学1所", "新建小学5所")).expect("a file");
    fs::write(here.join("b.md"), without_years("新建小学3所", "新建小学2所")).expect("a file");
    let unknown = run(here, &["check", "a.md", "b.md", "--ui", "zh", "-f", "md"]);
    assert_eq!(unknown.code, 0, "{}", unknown.stderr);
    assert!(
        unknown.stdout.contains("回顾部分所指的年份") && !unknown.stdout.contains("不明 年"),
        "{}",
        unknown.stdout
    );
    let ended = run(here, &["check", "a.md", "b.md", "--years", "2011,2013"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("2012") && ended.stderr.contains("2013"), "{}", ended.stderr);
    let ended = run(here, &["check", "a.md", "b.md", "--years", "2011,2012", "-f", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        !ended.stderr.contains("unknown") && ended.stderr.contains("as given with --years"),
        "{}",
        ended.stderr
    );
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(
        (&ledger["reports"][1]["reviews"], &ledger["reports"][1]["plans"]),
        (&2012.into(), &2013.into())
    );
    let kinds: Vec<_> =
        ledger["notices"].as_array().expect("notices").iter().map(|notice| &notice["kind"]).collect();
    assert!(kinds.iter().all(|kind| *kind != "guessed_year"), "{kinds:?}");
    assert_eq!(run(here, &["targets", "a.md", "--years", "2011"]).code, 0);
}

#[test]
fn years_that_a_report_says_are_not_overruled() {
    let directory = pair();
    let here = directory.path();
    // In the wrong order, and in the right one.
    for args in [["later.md", "earlier.md", "2021,2022"], ["earlier.md", "later.md", "2020,2021"]] {
        let ended = run(here, &["check", args[0], args[1], "--years", args[2], "-o", "r.json"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}: {}", ended.stderr);
        let said = args[2].split(',').next().expect("a year");
        let says = if args[0] == "later.md" { "2022" } else { "2021" };
        assert!(ended.stderr.contains(said) && ended.stderr.contains(says), "{}", ended.stderr);
        assert!(ended.stderr.starts_with(&format!("duixian: error: {}: ", args[0])), "{}", ended.stderr);
        assert!(!here.join("r.json").exists());
    }
    assert_eq!(run(here, &["check", "earlier.md", "later.md", "--years", "2021,2022"]).code, 0);
}

#[test]
fn the_same_file_twice_is_no_pair_even_when_its_year_is_unknown() {
    let directory = pair();
    let here = directory.path();
    let (one, other) =
        (without_years("新建小学1所", "新建小学5所"), without_years("新建小学3所", "新建小学2所"));
    for (name, text) in [("a.md", &one), ("copy.md", &one), ("b.md", &other)] {
        fs::write(here.join(name), text).expect("a file");
    }
    for later in ["a.md", "copy.md"] {
        let said = refused(here, "a.md", later);
        assert!(said.contains(&format!("{later}: is the same file as a.md")), "{said}");
    }
    let ended = run(here, &["check", "a.md", "copy.md", "b.md", "-f", "json"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let ledger: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let notices = ledger["notices"].as_array().expect("notices");
    let left = notices.iter().find(|notice| notice["kind"] == "pair_left_out").expect("a notice");
    assert_eq!((&left["args"]["why"], &left["args"]["later"]), (&"same_file".into(), &"copy.md".into()));
}

#[test]
fn a_pair_left_out_is_said_in_the_interfaces_words_and_without_directories() {
    let directory = pair();
    let here = directory.path();
    fs::create_dir(here.join("geheim")).expect("a directory");
    let other = report(2021, true, true).replace("5所", "6所");
    for (name, text) in [
        ("y2021.md", report(2021, true, true)),
        ("y2022.md", report(2022, true, true)),
        ("y2024.md", report(2024, true, true)),
        ("only-review.md", report(2022, false, true)),
        ("only-plan.md", report(2022, true, false)),
        ("other.md", other),
    ] {
        fs::write(here.join("geheim").join(name), text).expect("a file");
    }
    let path = |name: &str| format!("geheim/{name}");
    for (series, said) in [
        (["y2021.md", "y2022.md", "y2024.md"], "“y2022.md”计划的是 2023 年，“y2024.md”回顾的是 2024 年"),
        (["y2021.md", "only-review.md", "y2024.md"], "“only-review.md”没有找到计划部分"),
        (["only-plan.md", "y2021.md", "y2022.md"], "“only-plan.md”计划的是 2023 年"),
        (["y2021.md", "y2022.md", "only-plan.md"], "“only-plan.md”没有找到回顾部分"),
    ] {
        let names = series.map(path);
        let mut args = vec!["check"];
        args.extend(names.iter().map(String::as_str));
        let page = run(here, &[&args[..], &["--ui", "zh", "-f", "md"]].concat());
        assert_eq!(page.code, 0, "{}", page.stderr);
        assert!(page.stdout.replace('\\', "").contains(said), "{said}: {}", page.stdout);
        assert!(!page.stdout.contains("look"), "{}", page.stdout);
        let json = run(here, &[&args[..], &["-f", "json"]].concat());
        assert!(!json.stdout.contains("geheim"), "{}", json.stdout);
    }
}

#[test]
fn a_series_without_any_pair_is_an_error_that_names_every_reason() {
    let directory = pair();
    let here = directory.path();
    for year in [2021, 2023, 2025] {
        fs::write(here.join(format!("y{year}.md")), report(year, true, true)).expect("a file");
    }
    let ended = run(here, &["check", "y2021.md", "y2023.md", "y2025.md", "-o", "r.json", "-f", "md"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
    for said in ["y2023.md: looks back on 2023", "y2025.md: looks back on 2025"] {
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
    assert!(!here.join("r.json").exists());
}

#[test]
fn marks_too_deep_inside_each_other_are_refused_and_end_nothing_else() {
    let directory = pair();
    let here = directory.path();
    let n = 100_000;
    for deep in [
        ">".repeat(n),
        "**".repeat(n) + "建" + &"**".repeat(n),
        "![".repeat(n) + "建" + &"](x)".repeat(n),
        "*a _b ".repeat(n) + "建" + &"d_e*".repeat(n),
    ] {
        fs::write(here.join("deep.md"), format!("{EARLIER}\n**建。**\n\n{deep}\n")).expect("a file");
        for args in [["check", "deep.md", "later.md"], ["check", "earlier.md", "deep.md"]] {
            let ended = run(here, &args);
            assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
            let line = EARLIER.lines().count() + 4;
            let said =
                format!("duixian: error: deep.md: the Markdown marks in the paragraph at line {line} ");
            assert!(ended.stderr.starts_with(&said), "{}", ended.stderr);
        }
    }
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let directory = pair();
    let here = directory.path();
    let sentence = "今年，全区新建小学5所，改造老旧小区12个。";
    fs::write(here.join("huge.txt"), sentence.repeat((100 << 20) / sentence.len())).expect("a file");
    let start = std::time::Instant::now();
    let said = refused(here, "huge.txt", "later.md");
    assert!(
        said.contains("huge.txt: is larger than 16 MiB, the most that is read; cut it to the report itself"),
        "{said}"
    );
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
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
