//! One report gives the same text, outline, targets and marks in every format.
//!
//! What can be equal: words, paragraphs, levels of headings on lines of their own, halves, years, targets and marks: in all. Heads
//! that run into their paragraph are told by their bold print, which plain text cannot say: there only those are known that stand
//! beside others of their kind, so they are compared among the plain texts only. In formats with pages the blanks that some
//! pages of the report have beside figures (新建 6 所) can fall on the end of a line, where nobody sees them: blanks are not compared.

use super::make::page::HEADER;
use super::make::{Family, MAKERS, Maker, docx};
use super::{is_read, made, maker, report, seed};
use crate::support::{run, snapshot};
use duixian::ledger::Ledger;
use duixian::outline::Outline;
use duixian::pipeline::{self, Input, Options};
use duixian::read::{BlockKind, Document};
use std::collections::BTreeSet;

/// Without the blanks that a format does not keep, and without the blank that keeps a number which Word counts from running into a
/// figure: 2. 10分钟如厕圈.
fn words(maker: &Maker, text: &str) -> String {
    match (maker.pages, maker.family) {
        (Some(_), _) => text.replace(' ', ""),
        (None, Family::Docx) => text.replace(". ", "."),
        _ => text.to_owned(),
    }
}

fn outlined(input: &Input) -> (Document, Outline) {
    let (document, outline, notices) =
        pipeline::outline(input, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let warnings: Vec<_> =
        notices.iter().filter(|notice| notice.severity == duixian::notice::Severity::Warning).collect();
    assert!(warnings.is_empty(), "{}: {warnings:?}", input.name);
    assert!(document.complete, "{}", input.name);
    (document, outline)
}

/// The canonical text without what only Word adds: a table and footnotes.
fn text(document: &Document) -> String {
    let added = |text: &str| text == docx::FOOTNOTE;
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Table);
    let lines = blocks.map(|block| document.slice(block.span)).filter(|text| !added(text));
    lines.collect::<Vec<_>>().join("\n")
}

/// What differs, a line each: so many of one file are told.
const SHOWN: usize = 4;

/// Adds the lines that are not equal to `wrong`, under the name of the file.
fn compare(wrong: &mut Vec<String>, name: &str, found: &[String], clean: &[String]) {
    let pairs = found.iter().zip(clean).filter(|(found, clean)| found != clean);
    let differ = pairs.map(|(found, clean)| format!("{name}:\n  found {found}\n  clean {clean}"));
    wrong.extend(differ.take(SHOWN));
    if found.len() != clean.len() {
        wrong.push(format!("{name}: {} instead of {}", found.len(), clean.len()));
    }
}

fn nothing(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_format_gives_the_same_text_and_paragraphs() {
    let mut wrong = Vec::new();
    for which in [0, 1] {
        let clean = text(&outlined(&seed(which)).0);
        for maker in MAKERS.iter().filter(|maker| is_read(maker)) {
            let lines = |text: &str| words(maker, text).lines().map(str::to_owned).collect::<Vec<_>>();
            let found = text(&outlined(&made(maker, which)).0);
            compare(&mut wrong, maker.name, &lines(&found), &lines(&clean));
        }
    }
    nothing(&wrong);
}

/// Title, body, date and years, then the headings: whether each runs into its paragraph, its level, words, half, and why it is one.
fn tree(maker: &Maker, input: &Input) -> Vec<(bool, String)> {
    let (document, outline) = outlined(input);
    let facts =
        format!("{:?}", (outline.title, outline.body, outline.delivered, outline.reviews, outline.plans));
    let heads = outline.sections.into_iter().map(|section| {
        let head = words(maker, document.slice(section.head));
        (section.run_in, format!("{} {head} {:?} {}", section.level, section.half, section.why))
    });
    [(false, facts)].into_iter().chain(heads).collect()
}

#[test]
fn every_format_gives_the_same_outline() {
    let plain = maker("utf8.txt");
    let all = |tree: Vec<(bool, String)>| tree.into_iter().map(|(_, head)| head).collect::<Vec<_>>();
    let own = |tree: Vec<(bool, String)>| all(tree.into_iter().filter(|(run_in, _)| !run_in).collect());
    let mut wrong = Vec::new();
    for which in [0, 1] {
        for maker in MAKERS.iter().filter(|maker| is_read(maker)) {
            let (found, clean) = (tree(maker, &made(maker, which)), tree(maker, &seed(which)));
            if maker.bold {
                compare(&mut wrong, maker.name, &all(found), &all(clean));
            } else {
                compare(&mut wrong, maker.name, &own(found.clone()), &own(clean));
                compare(&mut wrong, maker.name, &all(found), &all(tree(maker, &made(plain, which))));
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn the_outline_is_printed_the_same() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let print = |input: &Input| {
        std::fs::write(directory.path().join(&input.name), &input.bytes).expect("a file");
        let ended = run(directory.path(), &["outline", &input.name]);
        assert_eq!(ended.code, 0, "{}: {}", input.name, ended.stderr);
        // The offsets of the halves are those of the text, blanks included.
        let lines = ended.stdout.lines().map(|line| {
            line.split(" [").next().filter(|_| line.ends_with(']') && line.contains("..")).unwrap_or(line)
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    let clean = print(&seed(0));
    snapshot("formats-outline", &clean);
    snapshot("formats-outline-plain", &print(&made(maker("utf8.txt"), 0)));
    let mut wrong = Vec::new();
    for maker in MAKERS.iter().filter(|maker| maker.bold && is_read(maker)) {
        let lines = |text: &str| words(maker, text).lines().map(str::to_owned).collect::<Vec<_>>();
        compare(&mut wrong, maker.name, &lines(&print(&made(maker, 0))), &lines(&clean));
    }
    nothing(&wrong);
}

/// What a target says, as JSON, its quote first.
fn targets(maker: &Maker, ledger: &Ledger) -> Vec<String> {
    let say = |target: &duixian::ledger::Target| {
        let mut quantity = target.quantity.clone();
        // Its place is that of the text, blanks included.
        quantity.iter_mut().for_each(|quantity| quantity.figure = None);
        let value = serde_json::json!([target.quote, target.kind, target.subject, target.for_year, quantity]);
        words(maker, &value.to_string())
    };
    ledger.targets.iter().map(say).collect()
}

fn read_targets(input: &Input) -> Ledger {
    pipeline::targets(input, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_format_gives_the_same_targets() {
    let mut wrong = Vec::new();
    for which in [0, 1] {
        let clean = read_targets(&seed(which));
        for maker in MAKERS.iter().filter(|maker| is_read(maker)) {
            let found = targets(maker, &read_targets(&made(maker, which)));
            compare(&mut wrong, maker.name, &found, &targets(maker, &clean));
        }
    }
    nothing(&wrong);
}

/// Earlier and later report, each in a format of its own.
const MIXED: &[[&str; 2]] = &[
    ["gbk.pdf", "styled.docx"],
    ["styled.docx", "editor.html"],
    ["runs.ofd", "columns.pdf"],
    ["gb2312.html", "signs.ofd"],
    ["unstyled.docx", "gbk.pdf"],
    ["word.html", "unstyled.docx"],
    ["breaks.html", "ucs2.pdf"],
    ["utf16-le.txt", "gbk.pdf"],
    ["paged.txt", "marked.md"],
    ["gb18030.txt", "utf16-be-bom.txt"],
];

/// Quote, mark, reason, rule and the best evidence of every target. What comes second hangs on the heads around it.
fn marks(input: &[Input]) -> Vec<String> {
    let ledger = pipeline::check(input, &Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let say = |target: &duixian::ledger::Target| {
        let best = target.evidence.first().map(|evidence| &evidence.quote);
        let value =
            serde_json::json!([target.quote, target.mark, target.reason, target.rule, target.standing, best]);
        let mut value = value;
        // Where the arithmetic comes from has places in it.
        value[4]["derived"].take();
        value.to_string().replace(' ', "")
    };
    ledger.targets.iter().map(say).collect()
}

#[test]
fn marks_do_not_hang_on_the_format() {
    let clean = marks(&[seed(0), seed(1)]);
    assert!(clean.iter().any(|target| target.contains("\"missed\"")));
    let mut wrong = Vec::new();
    for names in MIXED {
        let pair = names.map(maker);
        if !pair.iter().all(|maker| is_read(maker)) {
            continue;
        }
        let found = marks(&[made(pair[0], 0), made(pair[1], 1)]);
        compare(&mut wrong, &names.join(" and "), &found, &clean);
    }
    nothing(&wrong);
}

#[test]
fn a_target_stands_on_the_page_it_is_printed_on() {
    let without = |text: &str| text.replace(' ', "");
    for (maker, pages) in
        MAKERS.iter().filter(|maker| is_read(maker)).filter_map(|maker| Some((maker, maker.pages?)))
    {
        let mut crossing = 0;
        for which in [0, 1] {
            let (mut text, mut starts) = (String::new(), Vec::new());
            for lines in pages(&report(which)) {
                starts.push(text.len());
                lines.iter().flat_map(|line| &line.runs).for_each(|(words, _)| text += &without(words));
            }
            let page_of = |at: usize| starts.partition_point(|start| *start <= at) as u32;
            let mut sides = BTreeSet::new();
            for target in &read_targets(&made(maker, which)).targets {
                let printed: Vec<u32> =
                    text.match_indices(&without(&target.quote)).map(|(at, _)| page_of(at)).collect();
                let page = target.at.page.unwrap_or_default();
                assert!(
                    printed.contains(&page),
                    "{}: {} on {page}, not {printed:?}",
                    maker.name,
                    target.quote
                );
                sides.insert((target.at.paragraph, page));
            }
            crossing += sides.iter().zip(sides.iter().skip(1)).filter(|(one, next)| one.0 == next.0).count();
        }
        assert!(crossing > 0, "{}: no paragraph has targets on both sides of a page break", maker.name);
    }
}

#[test]
fn what_is_no_text_of_the_report_is_in_no_document() {
    for maker in MAKERS.iter().filter(|maker| is_read(maker)) {
        let (document, _) = outlined(&made(maker, 0));
        // Scripts and tracked changes hold targets of their own; then header, footers, menus, the foot of the site.
        for other in [
            "99所",
            "98所",
            HEADER,
            "— 1 —",
            "当前位置",
            "分享到",
            "主办单位",
            "请输入关键字",
            "上一篇",
            "font-family",
        ] {
            assert!(!document.text.contains(other), "{}: {other}", maker.name);
        }
        let titles = document.text.lines().filter(|line| *line == "政府工作报告").count();
        assert_eq!(titles, 1, "{}", maker.name);
    }
}

#[test]
fn the_cells_of_a_table_are_read_once_and_footnotes_cut_no_sentence() {
    let (document, _) = outlined(&made(maker("styled.docx"), 0));
    let rows: Vec<&str> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Table)
        .map(|block| document.slice(block.span))
        .collect();
    let cells: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.split(['\t', '\n']))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let expected: Vec<&str> = docx::TABLE.iter().flatten().copied().filter(|cell| !cell.is_empty()).collect();
    assert_eq!(cells, expected);
    assert!(document.text.matches(docx::FOOTNOTE).count() > 1, "notes are part of a report");
}
