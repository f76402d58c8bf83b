//! `duixian diff`: what it writes for the invented pair, what must hold of every comparison, and how it fails.

use crate::cases::without_style;
use crate::corpus::{RUNS, Run, with_text};
use crate::support::{EARLIER, LATER, pair, run, snapshot};
use duixian::lang::labels::labels_or_english;
use duixian::ledger::diff::{Became, Diff, PieceChange, SentenceEntry, Turn};
use duixian::ledger::{How, Range};
use duixian::pipeline::{self, Input};
use duixian::render::{DIFFS, Setting, named};
use duixian::span::Span;
use std::fs;

fn compared(earlier: &str, later: &str) -> Diff {
    let input = |name: &str, text: &str| Input { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    pipeline::diff(&input("earlier.md", earlier), &input("later.md", later), &with_text())
        .unwrap_or_else(|error| panic!("{error}"))
}

fn of(run: &Run) -> Option<Diff> {
    pipeline::diff(&run.inputs[0], &run.inputs[1], &with_text()).ok()
}

fn written(diff: &Diff, format: &str, language: &str) -> String {
    let setting = Setting::new(labels_or_english(language));
    let output = named(DIFFS, format).expect("a known format");
    String::from_utf8((output.render)(diff, &setting).expect("it renders")).expect("UTF-8")
}

fn invented() -> Diff {
    RUNS.iter().find(|run| run.name == "chenghu").and_then(of).expect("the invented pair")
}

#[test]
fn the_invented_pair_is_compared_the_same_at_every_run() {
    let diff = invented();
    snapshot("diff-chenghu-text", &written(&diff, "text", "zh"));
    snapshot("diff-chenghu-markdown", &written(&diff, "md", "zh"));
    snapshot("diff-chenghu-html", &without_style(&written(&diff, "html", "en")));
    let again = written(&invented(), "json", "zh");
    assert_eq!(written(&diff, "json", "zh"), again);
}

#[test]
fn a_small_pair_as_data() {
    let json = written(&compared(EARLIER, LATER), "json", "zh");
    let mut value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    value["tool"]["policy"] = "[policy]".into();
    snapshot("diff-pair-json", &serde_json::to_string_pretty(&value).expect("JSON"));
}

/// The text of a side of a comparison.
fn text(diff: &Diff, side: usize) -> &str {
    diff.reports[side].text.as_deref().expect("a comparison holds its texts")
}

fn slice(diff: &Diff, side: usize, range: Option<Range>) -> &str {
    let range = range.expect("a range");
    let span = Span::new(range.start, range.end);
    assert!(span.fits(text(diff, side)), "{range:?}");
    span.slice(text(diff, side))
}

/// The words that a redline says a side has.
fn told(diff: &Diff, side: usize, redline: &[SentenceEntry]) -> String {
    let elsewhere = [Became::MovedHere, Became::MovedAway][side];
    let here = redline.iter().filter(|sentence| sentence.change != elsewhere);
    let range = |sentence: &SentenceEntry| if side == 0 { sentence.earlier } else { sentence.later };
    here.filter_map(|sentence| range(sentence).map(|range| slice(diff, side, Some(range)))).collect()
}

/// The words of blocks.
fn blocks(diff: &Diff, side: usize, blocks: &[usize]) -> String {
    let range = |block: &usize| {
        let block = &diff.reports[side].blocks[*block];
        Some(Range { start: block.start, end: block.end })
    };
    blocks.iter().map(|block| slice(diff, side, range(block))).collect()
}

/// What the pieces of a sentence make of its earlier words.
fn applied(diff: &Diff, sentence: &SentenceEntry) -> String {
    let piece = |piece: &duixian::ledger::diff::PieceEntry| match piece.change {
        PieceChange::Kept => {
            assert_eq!(slice(diff, 0, piece.earlier), slice(diff, 1, piece.later), "kept is the same");
            slice(diff, 0, piece.earlier)
        }
        PieceChange::Removed => "",
        PieceChange::Added => slice(diff, 1, piece.later),
    };
    sentence.pieces.iter().map(piece).collect()
}

#[test]
fn a_redline_applied_to_the_earlier_report_gives_the_later_one() {
    for run in RUNS.iter() {
        let Some(diff) = of(run) else { continue };
        let groups = diff
            .alignment
            .iter()
            .map(|aligned| (&aligned.earlier_shown, &aligned.later_shown, aligned.redline.as_slice()));
        let outside =
            diff.outside.iter().map(|entry| (&entry.earlier, &entry.later, entry.redline.as_slice()));
        for (earlier, later, redline) in groups.chain(outside) {
            assert_eq!(told(&diff, 0, redline), blocks(&diff, 0, earlier), "{}", run.name);
            assert_eq!(told(&diff, 1, redline), blocks(&diff, 1, later), "{}", run.name);
            for sentence in redline.iter().filter(|sentence| !sentence.pieces.is_empty()) {
                assert_eq!(applied(&diff, sentence), slice(&diff, 1, sentence.later), "{}", run.name);
            }
            for sentence in redline.iter().filter(|sentence| sentence.change == Became::Same) {
                assert_eq!(
                    slice(&diff, 0, sentence.earlier),
                    slice(&diff, 1, sentence.later),
                    "{}",
                    run.name
                );
            }
        }
    }
}

#[test]
fn every_block_is_shown_once_and_every_figure_at_its_place() {
    for run in RUNS.iter() {
        let Some(diff) = of(run) else { continue };
        for side in [0, 1] {
            let groups =
                diff.alignment.iter().map(|aligned| [&aligned.earlier_shown, &aligned.later_shown][side]);
            let outside = diff.outside.iter().map(|entry| [&entry.earlier, &entry.later][side]);
            let mut all: Vec<usize> = groups.chain(outside).flatten().copied().collect();
            all.sort_unstable();
            let carries = |block: &usize| diff.reports[side].blocks[*block].kind != "furniture";
            let known: Vec<usize> = (0..diff.reports[side].blocks.len()).filter(carries).collect();
            assert_eq!(all, known, "{} {side}", run.name);
        }
        for aligned in &diff.alignment {
            let entry = [&aligned.entry.earlier, &aligned.entry.later];
            let shown = [&aligned.earlier_shown, &aligned.later_shown];
            let own = |side: usize| entry[side].iter().all(|block| shown[side].contains(block));
            assert!(!aligned.shows() || own(0) && own(1), "{}: it shows its own: {aligned:?}", run.name);
            let together = entry.iter().all(|blocks| !blocks.is_empty());
            assert!(!together || shown[0].is_empty() == shown[1].is_empty(), "{}: {aligned:?}", run.name);
        }
        for figure in &diff.figures {
            for (side, said) in [&figure.earlier, &figure.later].into_iter().enumerate() {
                let range = Range { start: said.at.start, end: said.at.end };
                assert_eq!(slice(&diff, side, Some(range)), said.quote, "{}", run.name);
                assert!(said.quote.contains(&said.words), "{}: {said:?}", run.name);
            }
            let same = figure.earlier.words == figure.later.words;
            assert!(!same, "{}: {figure:?}", run.name);
        }
        let moved =
            |change| diff.alignment.iter().flat_map(|of| &of.redline).filter(|s| s.change == change).count();
        assert_eq!(moved(Became::MovedAway), moved(Became::MovedHere), "{}", run.name);
    }
}

/// A report of an invented district whose plan half has these paragraphs.
fn planning(year: u16, paragraphs: &[&str]) -> String {
    let (last, next) = (year - 1, year);
    let body = paragraphs.join("\n\n");
    format!(
        "# 示例区政府工作报告（虚构样本）\n\n{next}年1月8日在示例区第一届人民代表大会第二次会议上\n\n示例区人民政府区长 某某\n\n各位代表：\n\n\
         现在，我代表示例区人民政府向大会报告工作，请予审议。\n\n# 一、{last}年工作回顾\n\n{last}年，全区新建小学{year}所。\n\n\
         # 二、{next}年主要任务\n\n{body}\n\n各位代表，让我们团结一心，为建设美丽示例区而奋斗！\n"
    )
}

const LONG: &str = "加快推进东湖生态修复和沿湖绿道贯通工程建设。";

#[test]
fn a_sentence_is_moved_only_when_it_is_surely_moved() {
    let roads = "改造农村公路，疏通城区断头路，增设公交线路。";
    let schools = "办好义务教育，扩大普惠托育，建设青少年活动中心。";
    let earlier = planning(2022, &[&format!("**城市。**{roads}{LONG}"), &format!("**教育。**{schools}")]);
    let moved = planning(2023, &[&format!("**城市。**{roads}"), &format!("**教育。**{schools}{LONG}")]);
    let changes = |later: &str| -> Vec<Became> {
        let diff = compared(&earlier, later);
        let all = diff.alignment.iter().flat_map(|aligned| &aligned.redline);
        all.filter(|s| s.ritual || s.change != Became::Same).map(|s| s.change).collect()
    };
    let has = |later: &str| changes(later).contains(&Became::MovedHere);
    assert!(has(&moved), "{:?}", changes(&moved));
    // Nearly the same is moved, too, and the redline inside says what differs.
    assert!(has(&moved.replace("沿湖绿道", "环湖绿道")));
    // Twice in the later report: which of them was moved?
    assert!(!has(&moved.replace(roads, &format!("{roads}扎实{LONG}"))));
    // Too short to be told from any other.
    assert!(!has(&moved.replace(LONG, "推进生态修复。")));
    // Another thing.
    assert!(!has(&moved.replace("东湖生态修复和沿湖绿道贯通", "西山矿区治理和旅游公路建设")));
}

#[test]
fn figures_of_one_measure_are_set_against_each_other_and_others_are_not() {
    let earlier = planning(
        2022,
        &[
            "今年的主要目标是：地区生产总值增长5.5%左右，城镇新增就业1100人以上，粮食产量1.2万吨，单位地区生产总值能耗下降3%。新建养老院2家。培训教师300人次。老旧小区加装电梯开工90部。",
        ],
    );
    let later = planning(
        2023,
        &[
            "今年的主要目标是：地区生产总值增长5%左右，城镇新增就业1200人左右，粮食产量1.2万吨，单位地区生产总值能耗下降2.5%。新建幼儿园2所。培训村医300人次。老旧小区加装电梯完工60部。",
        ],
    );
    let diff = compared(&earlier, &later);
    let plan = diff.figures.iter().filter(|figure| figure.halves == duixian::ledger::Halves::PlanPlan);
    let rows: Vec<(&str, &str, &str, Turn, Option<&str>)> = plan
        .map(|figure| {
            let words = [&figure.earlier.words, &figure.later.words].map(|words| words.as_str());
            (figure.subject.as_str(), words[0], words[1], figure.turn, figure.gap.as_deref())
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("地区生产总值增长", "5.5%左右", "5%左右", Turn::Lower, Some("-0.5")),
            ("城镇新增就业", "1100人以上", "1200人左右", Turn::Higher, Some("100")),
            ("单位地区生产总值能耗下降", "3%", "2.5%", Turn::Lower, Some("-0.5")),
        ]
    );
    assert!(diff.totals.figures_kept >= 1, "{:?}", diff.totals);
}

#[test]
fn what_was_dropped_stands_where_it_stood() {
    let earlier = planning(
        2022,
        &[
            "**甲。**改造农村公路，疏通断头路。",
            "**乙。**举办荷花文化旅游节。",
            "**丙。**办好义务教育，扩大托育。",
        ],
    );
    let later = planning(2023, &["**甲。**改造农村公路，疏通断头路。", "**丙。**办好义务教育，扩大托育。"]);
    let diff = compared(&earlier, &later);
    let plan =
        diff.alignment.iter().filter(|aligned| aligned.entry.halves == duixian::ledger::Halves::PlanPlan);
    let hows: Vec<How> = plan.skip(1).map(|aligned| aligned.entry.how).collect();
    assert_eq!(hows, [How::Same, How::Dropped, How::Same]);
}

#[test]
fn it_fails_as_the_main_command_does_and_leaves_nothing_behind() {
    let directory = pair();
    let here = directory.path();
    for (args, said) in [
        (&["later.md", "earlier.md"][..], "looks back on 2021, but later.md looks ahead to 2023"),
        (&["earlier.md", "earlier.md"], "earlier.md: looks back on 2021"),
        (&["earlier.md"], "required arguments"),
        (&["earlier.md", "none.md"], "none.md"),
        (&["-", "-"], "standard input"),
        (&["earlier.md", "later.md", "-o", "later.md"], "is one of the inputs"),
        (
            &["earlier.md", "later.md", "-o", "out.csv"],
            "give a name that ends in .html (or .htm), .md (or .markdown), .json",
        ),
        (&["earlier.md", "later.md", "-f", "xlsx"], "possible values: html, md, json, text"),
        (&["earlier.md", "later.md", "--years", "2021"], "--years names 1 for 2"),
        (&["earlier.md", "later.md", "--years", "2019,2022"], "the report itself says 2021"),
    ] {
        let ended = run(here, &[&["diff"], args, &["-o", "out.html", "-o", "out.json"]].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ended.stderr.contains(said), "{args:?}: {}", ended.stderr);
        assert_eq!(fs::read_dir(here).expect("the directory").count(), 2, "{args:?}");
    }
}

#[test]
fn every_format_at_once_and_options_reach_it() {
    let directory = pair();
    let here = directory.path();
    let files = ["-o", "a.html", "-o", "a.md", "-o", "a.json", "-f", "text", "--ui", "en", "--final"];
    let ended = run(here, &[&["diff", "earlier.md", "later.md"][..], &files].concat());
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.contains("Figures that changed"), "{}", ended.stdout);
    let page = fs::read_to_string(here.join("a.html")).expect("a page");
    assert!(page.contains("<html lang=\"en\"") && !page.contains("class=\"draft"), "{page}");
    assert!(fs::read_to_string(here.join("a.md")).expect("Markdown").contains("~~"));
    assert!(fs::read_to_string(here.join("a.json")).expect("JSON").contains("\"duixian-diff/1\""));
    fs::create_dir(here.join("own")).expect("a directory");
    fs::write(here.join("own/passage.md.j2"), "+ {{ passage.place }}\n").expect("a template");
    let own = run(here, &["diff", "earlier.md", "later.md", "-f", "md", "--templates", "own"]);
    assert!(own.stdout.contains("+ ¶ ") && own.stdout.contains("**草稿**"), "{} {}", own.stdout, own.stderr);
    fs::write(here.join("own/passage.md.j2"), "{{ passage.plaec }}\n").expect("a template");
    let wrong = run(here, &["diff", "earlier.md", "later.md", "-f", "md", "--templates", "own"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("own/passage.md.j2: line 1"), "{}", wrong.stderr);
}
