//! Promises through the years: a series of four invented reports with every change once, and the traps beside them.

use crate::corpus::{Run, input, with_text};
use crate::support::snapshot;
use duixian::lang::labels::labels_or_english;
use duixian::ledger::{Change, Differs, Ledger, Lifeline, Mark};
use duixian::pipeline::{self, Input, Options};
use duixian::read::take;
use duixian::render::{Setting, by_name};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

/// The reports of the series by the year they review; no report reviews 2021.
const NAMES: [&str; 4] = ["a-2018.md", "b-2019.md", "c-2020.md", "d-2022.md"];

fn inputs() -> Vec<Input> {
    let series = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/series");
    NAMES.iter().map(|name| input(&series.join(name))).collect()
}

/// The series as the runs under `seeds/`.
pub(crate) static RUN: LazyLock<Run> = LazyLock::new(|| {
    let inputs = inputs();
    let ledger = pipeline::check(&inputs, &with_text());
    Run { name: "series".to_owned(), inputs, ledger, expected: String::new() }
});

static SERIES: LazyLock<&Ledger> = LazyLock::new(|| RUN.ledger.as_ref().expect("a series"));

/// The lifeline whose last promise is called so.
fn line(subject: &str) -> &'static Lifeline {
    let is = |line: &&Lifeline| line.subject.contains(subject);
    SERIES.lifelines.iter().find(is).unwrap_or_else(|| panic!("no lifeline {subject}"))
}

/// Year and change of every step.
fn changes(subject: &str) -> Vec<(u16, Change)> {
    line(subject).steps.iter().map(|step| (step.for_year.expect("a year"), step.change)).collect()
}

fn render(format: &str) -> String {
    let setting = Setting::new(labels_or_english("zh"));
    let output = by_name(format).expect("a known format");
    String::from_utf8((output.render)(*SERIES, &setting).expect("it renders")).expect("UTF-8")
}

#[test]
fn the_whole_table() {
    let mut table = String::new();
    for line in &SERIES.lifelines {
        let _ = writeln!(table, "{}", line.subject);
        for step in &line.steps {
            let year = step.for_year.map_or("?".to_owned(), |year| year.to_string());
            let quote = step.quote.as_deref().unwrap_or("—");
            let differs =
                if step.differs.is_empty() { String::new() } else { format!(" {:?}", step.differs) };
            let _ = writeln!(table, "  {year} {}. {:?}{differs}: {quote}", step.nth, step.change);
        }
    }
    snapshot("lifelines-series", &table);
}

#[test]
fn a_figure_is_followed_over_a_missing_year() {
    use Change::{First, Lowered, Raised};
    assert_eq!(changes("地区生产总值"), [(2019, First), (2020, Lowered), (2021, Raised), (2023, Lowered)]);
    assert_eq!(changes("城镇新增就业")[1], (2020, Raised));
    assert_eq!(line("城镇新增就业").steps.last().map(|step| step.nth), Some(4));
}

#[test]
fn another_border_alone_is_another_yardstick() {
    let price = line("居民消费价格");
    assert_eq!(price.steps[1].change, Change::Redefined);
    assert_eq!(price.steps[1].differs, [Differs::Bound]);
}

#[test]
fn growth_and_amount_added_and_standing_are_not_called_more_or_less() {
    for subject in ["高新技术企业", "工业技改投资"] {
        let step = &line(subject).steps[1];
        assert_eq!(
            (step.change, step.differs.as_slice()),
            (Change::Redefined, &[Differs::Measure][..]),
            "{subject}"
        );
    }
}

#[test]
fn a_thing_is_carried_on_repeated_or_promised_to_another_stage() {
    assert_eq!(changes("文化馆")[..2], [(2019, Change::First), (2020, Change::Carried)]);
    assert_eq!(changes("书香青岩")[..2], [(2019, Change::First), (2020, Change::Repeated)]);
    let works = line("城北水厂");
    assert_eq!(works.steps[1].differs, [Differs::Verb]);
    // No report between says what became of it.
    assert_eq!(changes("黄坪水库除险加固"), [(2021, Change::First), (2023, Change::Repeated)]);
    // 改造 is no 新建, one reservoir not the other.
    assert!(!SERIES.lifelines.iter().any(|line| line.subject.contains("污水处理厂")));
}

#[test]
fn what_a_later_report_than_the_one_due_says_is_quoted() {
    let works = line("红岭水库");
    let late = works.steps.last().expect("a step");
    assert_eq!((late.change, late.for_year, works.steps.len()), (Change::Delivered, Some(2020), 2));
    assert_eq!(late.quote.as_deref(), Some("红岭水库除险加固工程建成投用"));
}

#[test]
fn several_become_one_and_one_becomes_several() {
    assert!(changes("养老床位").contains(&(2020, Change::Merged)));
    let parts = changes("健身步道");
    assert_eq!(parts.iter().filter(|(_, change)| *change == Change::Split).count(), 2, "{parts:?}");
}

#[test]
fn what_the_next_plan_does_not_have_is_dropped_only_where_it_was_not_reported_met() {
    let of = |quote: &str| SERIES.targets.iter().find(|target| target.quote.contains(quote)).expect(quote);
    let bridge = of("建成白石河大桥");
    assert_eq!(bridge.mark, Some(Mark::NotMentioned));
    let changes: Vec<Change> = bridge.lifeline.iter().map(|entry| entry.change).collect();
    assert_eq!(changes, [Change::First, Change::Dropped]);
    // Reported met, and not promised again: nothing is said.
    assert_eq!(of("改造老旧小区8个").lifeline.len(), 1);
}

#[test]
fn what_is_not_mentioned_but_promised_again_says_so_in_every_account() {
    for format in ["html", "md", "text"] {
        let text = render(format);
        assert!(text.contains("报告未提及，2020 年的计划再次列入。"), "{format}");
        assert!(text.contains("未报告完成，2020 年的计划未再列入。"), "{format}");
    }
}

#[test]
fn the_table_links_to_the_cards_and_can_be_scrolled() {
    let page = render("html");
    let table = page.split_once("<table class=\"lives\">").expect("the table").1;
    let table = table.split_once("</table>").expect("its end").0;
    assert!(
        page.contains("<div class=\"scroll\" role=\"region\" aria-labelledby=\"lifelines\" tabindex=\"0\">")
    );
    for (_, link) in table.match_indices("href=\"#").map(|(at, sign)| table.split_at(at + sign.len())) {
        let key = link.split_once('"').expect("the end of a link").0;
        assert!(page.contains(&format!("id=\"{key}\"")), "{key} has no card");
    }
    let columns = table.split_once("</thead>").expect("a head").0.matches("<th scope=\"col\">").count();
    assert_eq!(columns, 1 + 4, "the promise and four years");
}

#[test]
fn two_reports_say_what_the_next_plan_promises_again() {
    let pair = pipeline::check(&inputs()[..2], &Options::default()).expect("a pair");
    let again = pair.lifelines.iter().flat_map(|line| &line.steps).filter(|step| step.for_year == Some(2020));
    assert!(again.count() >= 6);
    let one = pipeline::targets(&inputs()[0], &Options::default()).expect("a report");
    assert!(one.lifelines.is_empty() && one.targets.iter().all(|target| target.lifeline.is_empty()));
}

#[test]
fn nothing_is_wrong_with_the_ledger_of_a_series() {
    let json = serde_json::to_string_pretty(*SERIES).expect("JSON") + "\n";
    let ledger = Input { name: "series.json".to_owned(), bytes: json.into_bytes() };
    let verified = pipeline::verify(&ledger, &inputs(), take).expect("a ledger");
    let faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, [""; 0]);
}
