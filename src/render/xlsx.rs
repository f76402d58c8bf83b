//! The ledger as a workbook: the targets, one to a row, what several reports say together, the totals and the notices. Every text is written as a text, so that no
//! program takes words of a report for a formula; the same ledger gives the same bytes.

mod given;

use super::Setting;
use super::columns::{COLUMNS, Cell, Row, maybe, page, paragraph};
use super::view::{Builder, LifeRow, LifeStep, LifelinesView, NoticeView, View, shorts};
use super::width::width;
use super::words::{Words, name_of};
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::{Ledger, NoticeEntry, Target};
use crate::text::shown::shown;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::{BTreeMap, HashMap};

/// A cell holds at most so many UTF-16 units: the format's own limit.
const LONGEST_CELL: usize = 32_767;
/// The format's number for A4 paper.
const A4: u8 = 9;
/// What stands at the end of a text that was cut.
const CUT: char = '…';
/// The date that the workbook says it was made on, always the same: the same ledger gives the same bytes.
const MADE: (u16, u8, u8) = (2021, 1, 1);

/// The number of these digits where a workbook can hold it as it is: nothing is lost.
fn number(digits: &str) -> Option<f64> {
    digits.parse().ok().filter(|number: &f64| number.is_finite() && number.to_string() == digits)
}

/// The text as a cell can hold it: without characters that act on a screen, cut with a mark where it is too long.
fn held(text: &str) -> String {
    let text: String = shown(text)
        .chars()
        .map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c })
        .collect();
    if text.encode_utf16().count() <= LONGEST_CELL {
        return text;
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < LONGEST_CELL
    });
    kept.chain([CUT]).collect()
}

/// A line of text is so high, in points.
const LINE: f64 = 15.0;
/// A row can be at most so high, in points: the format's own limit.
const HIGHEST_ROW: f64 = 409.0;
/// A wide character takes a little more than two narrow ones.
const WIDER: f64 = 1.1;

/// How high a row must be for its texts, each in a column of its width. Excel would find that out by itself, other programs do not.
fn height<'a>(cells: impl IntoIterator<Item = (&'a Cell, f64)>) -> f64 {
    let lines = |(cell, wide): (&Cell, f64)| match cell {
        Cell::Text(text) => {
            text.lines().map(|line| (width(line) as f64 * WIDER / wide).ceil().max(1.0)).sum()
        }
        Cell::Number(_) | Cell::Empty => 1.0,
    };
    (cells.into_iter().map(lines).fold(1.0, f64::max) * LINE).min(HIGHEST_ROW)
}

/// The looks of cells.
struct Looks {
    head: Format,
    plain: Format,
    bold: Format,
    marks: HashMap<&'static str, Format>,
}

impl Looks {
    fn new() -> Self {
        let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let mark = |colour: u32| plain.clone().set_bold().set_background_color(colour);
        // The colours of the page, pale enough for black letters.
        let marks = [("met", 0xD5_EBDC), ("missed", 0xF9_D9D3), ("not_mentioned", 0xE6_E6E6)];
        Self {
            head: plain.clone().set_bold().set_background_color(0xEF_EBE1),
            bold: plain.clone().set_bold(),
            marks: marks.into_iter().map(|(name, colour)| (name, mark(colour))).collect(),
            plain,
        }
    }
}

/// Writes one cell. A text is never taken for a formula, whatever it begins with.
fn put(
    sheet: &mut Worksheet,
    row: usize,
    column: usize,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let row = u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)?;
    let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, column, held(text), format)?,
        Cell::Number(digits) => match number(digits) {
            Some(number) => sheet.write_number_with_format(row, column, number, format)?,
            None => sheet.write_string_with_format(row, column, digits, format)?,
        },
        Cell::Empty => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// The ledger as a workbook.
pub(super) fn render(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    workbook(ledger, setting).map_err(|cause| {
        Error::new(ErrorKind::Internal, "", "the workbook cannot be written").caused_by(cause)
    })
}

fn workbook(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>, XlsxError> {
    let words = Words::new(setting.labels);
    let view = View::by(&Builder::new(ledger, setting.labels), setting);
    let looks = Looks::new();
    let mut book = Workbook::new();
    let (year, month, day) = MADE;
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(
        &DocProperties::new().set_title(held(&view.title)).set_author("duixian").set_creation_datetime(&made),
    );
    targets(book.add_worksheet(), ledger, words, &looks)?;
    if let Some(lives) = &view.lifelines {
        lifelines(book.add_worksheet(), lives, words, &looks)?;
    }
    if !ledger.restated.is_empty() {
        given::restated(book.add_worksheet(), ledger, words, &looks)?;
    }
    if !ledger.unpromised.is_empty() {
        given::unpromised(book.add_worksheet(), ledger, words, &looks)?;
    }
    totals(book.add_worksheet(), &view, words, &looks)?;
    notices(book.add_worksheet(), ledger, &view, words, &looks)?;
    book.save_to_buffer()
}

/// A sheet with a frozen header, filters on it and columns of these widths.
fn table(
    sheet: &mut Worksheet,
    name: &str,
    heads: &[(String, f64)],
    rows: usize,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (column, (head, width)) in heads.iter().enumerate() {
        put(sheet, 0, column, &Cell::Text(head.clone()), &looks.head)?;
        sheet.set_column_width(column as u16, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(A4).set_repeat_rows(0, 0)?;
    sheet.autofilter(0, 0, u32::try_from(rows).unwrap_or(u32::MAX), heads.len().saturating_sub(1) as u16)?;
    Ok(())
}

/// The same with its rows, each as high as its texts; `look` is the look of a cell by row and column.
fn fill<'a>(
    sheet: &mut Worksheet,
    name: &str,
    heads: &[(String, f64)],
    rows: &[Vec<Cell>],
    look: impl Fn(usize, usize) -> &'a Format,
    looks: &Looks,
) -> Result<(), XlsxError> {
    table(sheet, name, heads, rows.len().max(1), looks)?;
    for (index, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            put(sheet, index + 1, column, cell, look(index, column))?;
        }
        let widths = heads.iter().map(|(_, wide)| *wide);
        sheet
            .set_row_height(u32::try_from(index + 1).unwrap_or(u32::MAX), height(cells.iter().zip(widths)))?;
    }
    Ok(())
}

fn targets(sheet: &mut Worksheet, ledger: &Ledger, words: Words<'_>, looks: &Looks) -> Result<(), XlsxError> {
    let heads: Vec<(String, f64)> = COLUMNS
        .iter()
        .map(|column| (words.say(&format!("sheet_column.{}", column.name)), column.width))
        .collect();
    let shorts = shorts(words, &ledger.reports);
    let row = |target: &Target| {
        let row = Row { ledger, target, words, shorts: &shorts };
        COLUMNS.iter().map(|column| (column.cell)(&row)).collect()
    };
    let rows: Vec<Vec<Cell>> = ledger.targets.iter().map(row).collect();
    let marked =
        |index: usize| ledger.targets[index].mark.and_then(|mark| looks.marks.get(name_of(mark).as_str()));
    let look = |index: usize, column: usize| {
        let marked = if COLUMNS[column].name == "mark" { marked(index) } else { None };
        marked.unwrap_or(&looks.plain)
    };
    fill(sheet, &words.say("sheet.targets"), &heads, &rows, look, looks)
}

/// The counts, how the marks are meant, what was read, what made it, and what each column of the targets holds.
fn totals(sheet: &mut Worksheet, view: &View<'_>, words: Words<'_>, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(words.say("sheet.totals"))?;
    for (column, width) in [46.0, 30.0, 12.0, 12.0, 12.0, 12.0, 12.0].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let text = |text: &str| Cell::Text(text.to_owned());
    let word = |path: &str| Cell::Text(words.say(path));
    let count = |count: usize| Cell::Number(count.to_string());
    let mut rows: Vec<(bool, Vec<Cell>)> = vec![(true, vec![text(&view.title)])];
    if view.draft {
        rows.push((true, vec![word("page.draft"), word("page.draft_text")]));
    }
    rows.push((false, vec![text(&view.sentence)]));
    let mut part = |head: Vec<Cell>, body: Vec<Vec<Cell>>| {
        if !body.is_empty() {
            rows.push((false, Vec::new()));
            rows.push((true, head));
            rows.extend(body.into_iter().map(|row| (false, row)));
        }
    };
    let counted = |counts: &[super::view::Count]| -> Vec<Vec<Cell>> {
        counts
            .iter()
            .map(|one| {
                vec![
                    Cell::Text(format!("{} {}", one.sign, one.word).trim().to_owned()),
                    text(&one.text),
                    count(one.count),
                    text(&one.share),
                ]
            })
            .collect()
    };
    // Of what the shares are.
    let totals = &view.ledger.totals;
    let checkable = words.fill("counts.denominator", &[("checkable", &totals.checkable.to_string())]);
    let extracted = words.fill("counts.denominator_all", &[("extracted", &totals.extracted.to_string())]);
    let with = |mut rows: Vec<Vec<Cell>>, line: &str| {
        if !rows.is_empty() {
            rows.push(vec![text(line)]);
        }
        rows
    };
    let heads = |first: &str| vec![word(first), Cell::Empty, word("counts.number"), word("counts.share")];
    if view.compared {
        part(heads("counts.mark"), with(counted(&view.marks), &checkable));
        if view.differ {
            let read = |counts: &BTreeMap<String, usize>, mark: &str| {
                count(counts.get(mark).copied().unwrap_or_default())
            };
            let row = |mark: &super::view::Count| {
                let name = Cell::Text(format!("{} {}", mark.sign, mark.word));
                vec![name, Cell::Empty, read(&totals.strict, &mark.code), read(&totals.lenient, &mark.code)]
            };
            let strict_and_lenient = vec![
                word("counts.mark"),
                Cell::Empty,
                word("sheet_column.strict"),
                word("sheet_column.lenient"),
            ];
            part(strict_and_lenient, view.marks.iter().map(row).collect());
        }
        part(heads("counts.reasons"), with(counted(&view.reasons), &checkable));
    }
    part(heads("counts.kinds"), with(counted(&view.kinds), &extracted));
    let sections = view.ledger.totals.by_section.iter().map(|section| {
        let path = section.section.join(&words.say("page.path"));
        let name = if path.is_empty() { words.say("counts.no_section") } else { path };
        let report = view.ledger.reports.get(section.report).map_or(Cell::Empty, |report| text(&report.name));
        let counts = [section.checkable, section.met, section.missed, section.not_mentioned, section.effort];
        [Cell::Text(name), report].into_iter().chain(counts.map(count)).collect()
    });
    let section_heads = [
        "counts.sections",
        "report.heading",
        "counts.all",
        "mark.met",
        "mark.missed",
        "mark.not_mentioned",
        "kind.effort",
    ];
    part(section_heads.map(word).into_iter().collect(), sections.collect());
    let read = view.ledger.reports.iter().map(|report| vec![text(&report.name), text(&report.sha256)]);
    part(vec![word("report.heading"), word("report.sha256")], read.collect());
    let tool = &view.ledger.tool;
    let made =
        [("tool.version", &tool.version), ("tool.rules", &tool.rules), ("tool.seal", &view.ledger.seal)];
    let made = made.into_iter().filter(|(_, value)| !value.is_empty());
    part(vec![word("tool.heading")], made.map(|(name, value)| vec![word(name), text(value)]).collect());
    let account = ["method.reality", "method.strict", "method.bare"].into_iter().map(|path| vec![word(path)]);
    part(vec![word("method.heading")], account.collect());
    let columns = COLUMNS
        .iter()
        .map(|column| ["column", "text"].map(|of| word(&format!("sheet_{of}.{}", column.name))).into());
    part(vec![word("sheet.columns")], columns.collect());
    for (at, (bold, cells)) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            put(sheet, at, column, cell, if *bold { &looks.bold } else { &looks.plain })?;
        }
    }
    Ok(())
}

/// One row a promise, one column a year.
fn lifelines(
    sheet: &mut Worksheet,
    lives: &LifelinesView<'_>,
    words: Words<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let first = (words.say("lifeline.subject"), 28.0);
    let heads: Vec<(String, f64)> =
        std::iter::once(first).chain(lives.years.iter().map(|year| (year.clone(), 16.0))).collect();
    let row = |row: &LifeRow<'_>| {
        let mut cells = vec![Cell::Text(row.subject.to_owned())];
        for cell in &row.cells {
            cells.extend((0..cell.before).map(|_| Cell::Empty));
            let said = |step: &LifeStep<'_>| {
                let parts = [step.figure.as_deref(), step.sign.as_deref(), Some(step.word.as_str())];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            };
            cells.push(Cell::Text(cell.steps.iter().map(said).collect::<Vec<_>>().join("\n")));
        }
        cells.extend((0..row.after).map(|_| Cell::Empty));
        cells
    };
    let rows: Vec<Vec<Cell>> = lives.rows.iter().map(row).collect();
    fill(sheet, &words.say("sheet.lifelines"), &heads, &rows, |_, _| &looks.plain, looks)
}

fn notices(
    sheet: &mut Worksheet,
    ledger: &Ledger,
    view: &View<'_>,
    words: Words<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let heads = [
        ("severity", 10.0),
        ("report", 24.0),
        ("notice", 80.0),
        ("section", 30.0),
        ("page", 7.0),
        ("paragraph", 7.0),
    ];
    let heads: Vec<(String, f64)> =
        heads.iter().map(|(name, width)| (words.say(&format!("sheet_column.{name}")), *width)).collect();
    let row = |(notice, told): (&NoticeEntry, &NoticeView)| {
        let report =
            notice.report.and_then(|report| ledger.reports.get(report)).map(|report| report.name.clone());
        let at = notice.at.as_ref();
        vec![
            Cell::Text(told.word.clone()),
            maybe(report),
            Cell::Text(told.text.clone()),
            maybe(at.map(|at| at.section.join(&words.say("page.path")))),
            at.map_or(Cell::Empty, page),
            at.map_or(Cell::Empty, paragraph),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = ledger.notices.iter().zip(&view.notices).map(row).collect();
    if rows.is_empty() {
        rows.push(vec![Cell::Empty, Cell::Empty, Cell::Text(words.say("notices.none"))]);
    }
    fill(sheet, &words.say("sheet.notices"), &heads, &rows, |_, _| &looks.plain, looks)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use quick_xml::escape::unescape;
    use std::io::{Cursor, Read};

    fn book(ledger: &Ledger, language: &str) -> Vec<u8> {
        render(ledger, &Setting::new(sample::labels(language))).unwrap()
    }

    /// One part of a workbook.
    fn part(book: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// The texts between `<tag…>` and `</tag>`.
    fn between<'a>(xml: &'a str, tag: &str) -> Vec<&'a str> {
        let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
        let pieces = xml.split(&open).skip(1).filter(|piece| piece.starts_with(['>', ' ']));
        pieces.filter_map(|piece| Some(piece.split_once(&close)?.0.split_once('>')?.1)).collect()
    }

    /// The cells of a sheet, row by row: texts as they stand, numbers as digits.
    fn cells(book: &[u8], sheet: usize) -> Vec<Vec<String>> {
        let shared = part(book, "xl/sharedStrings.xml");
        let shared: Vec<String> = between(&shared, "si")
            .iter()
            .map(|si| unescape(between(si, "t")[0]).unwrap().into_owned())
            .collect();
        let sheet = part(book, &format!("xl/worksheets/sheet{sheet}.xml"));
        let cell = |piece: &str| -> String {
            let value = between(piece, "v").first().copied().unwrap_or_default().to_owned();
            if piece.split('>').next().unwrap().contains("t=\"s\"") {
                shared[value.parse::<usize>().unwrap()].clone()
            } else {
                value
            }
        };
        between(&sheet, "row").iter().map(|row| row.split("<c ").skip(1).map(cell).collect()).collect()
    }

    #[test]
    fn every_target_is_a_row_in_the_words_of_the_interface() {
        let ledger = sample::ledger();
        for language in ["zh", "en"] {
            let words = Words::new(sample::labels(language));
            let rows = cells(&book(&ledger, language), 1);
            let heads: Vec<String> =
                COLUMNS.iter().map(|column| words.say(&format!("sheet_column.{}", column.name))).collect();
            assert_eq!(rows[0], heads);
            assert_eq!(rows.len(), ledger.targets.len() + 1);
            for (row, target) in rows[1..].iter().zip(&ledger.targets) {
                let of =
                    |name: &str| row[COLUMNS.iter().position(|column| column.name == name).unwrap()].as_str();
                let mark = target
                    .mark
                    .map(|mark| format!("{} {}", words.say_of("sign", mark), words.say_of("mark", mark)));
                assert_eq!(of("mark"), mark.unwrap_or_default());
                assert_eq!((of("quote"), of("key")), (target.quote.as_str(), target.key.as_str()));
                assert_eq!(of("evidence"), target.evidence.first().map_or("", |said| said.quote.as_str()));
                assert_eq!(of("paragraph"), target.at.paragraph.to_string());
                assert_eq!(
                    of("actual"),
                    target.standing.as_ref().map_or("", |standing| standing.actual.as_str())
                );
            }
            let totals = cells(&book(&ledger, language), 2).concat();
            for text in [
                words.say("mark.missed"),
                words.say("method.reality"),
                ledger.tool.rules.clone(),
                words.say("sheet_text.gap"),
            ] {
                assert!(totals.iter().any(|cell| cell.ends_with(&text)), "{text}");
            }
        }
    }

    #[test]
    fn the_totals_say_of_what_the_shares_are_and_how_readers_differ() {
        let mut ledger = sample::ledger();
        let same = cells(&book(&ledger, "zh"), 2);
        assert!(same.concat().iter().any(|cell| cell == "占比以可核对的 3 项为分母，四舍五入。"), "{same:?}");
        assert!(same.concat().iter().any(|cell| cell == "占比以摘出的 4 项为分母，四舍五入。"), "{same:?}");
        ledger.totals.lenient.insert("met".to_owned(), 2);
        let totals = cells(&book(&ledger, "zh"), 2);
        let head = totals.iter().position(|row| row.contains(&"从严".to_owned())).unwrap();
        assert_eq!(totals[head], ["结论", "", "从严", "从宽"]);
        assert_eq!(totals[head + 1], ["● 已完成", "", "1", "2"]);
        ledger.targets.iter_mut().for_each(|target| target.lenient = target.strict);
        let heads = cells(&book(&ledger, "zh"), 2);
        let alone = |row: &&Vec<String>| row.len() == 4 && row[2] == "从严";
        assert!(!heads.iter().any(|row| alone(&row)), "no table where they agree");
    }

    #[test]
    fn words_of_a_report_are_texts_and_never_formulas() {
        let mut ledger = sample::ledger();
        let begins = ["=1+1", "+1", "-1", "@x", "=HYPERLINK(\"http://example.org\")"];
        for begin in begins {
            ledger.targets[0].quote = begin.to_owned();
            let book = book(&ledger, "zh");
            assert!(!part(&book, "xl/worksheets/sheet1.xml").contains("<f>"));
            assert!(cells(&book, 1)[1].iter().any(|cell| cell == begin), "{begin}");
        }
        ledger.targets[0].quote = format!("\u{1}\u{b}\u{202e}\u{ffff}<&\"{}", "建".repeat(40_000));
        let sheet = cells(&book(&ledger, "zh"), 1);
        let quote = sheet[1].iter().find(|cell| cell.contains('建')).unwrap();
        assert!(quote.starts_with("  \u{fffd}<&\"建") && quote.ends_with("建…"));
        assert_eq!(quote.encode_utf16().count(), LONGEST_CELL);
    }

    #[test]
    fn the_header_stays_in_sight_and_can_be_filtered() {
        let ledger = sample::ledger();
        let sheet = part(&book(&ledger, "en"), "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter ref=\"A1:"));
        let empty = Ledger { targets: Vec::new(), notices: Vec::new(), ..ledger };
        assert_eq!(cells(&book(&empty, "en"), 1).len(), 1);
    }

    #[test]
    fn the_same_ledger_gives_the_same_bytes() {
        let ledger = sample::ledger();
        let first = book(&ledger, "zh");
        assert_eq!(book(&ledger, "zh"), first);
        assert!(part(&first, "docProps/core.xml").contains("2021-01-01T00:00:00Z"));
    }

    #[test]
    fn a_row_is_as_high_as_its_texts() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for (cell, lines) in [
            (text("新建5所"), 1.0),
            (text(&"建".repeat(20)), 5.0),
            (text("甲\n乙\n丙"), 3.0),
            (Cell::Empty, 1.0),
        ] {
            assert_eq!(height([(&cell, 10.0)]), lines * LINE);
        }
        assert_eq!(height([(&text(&"建".repeat(10_000)), 10.0)]), HIGHEST_ROW);
        let mut ledger = sample::ledger_with_quote(&"建".repeat(95));
        ledger.targets.truncate(1);
        assert!(part(&book(&ledger, "zh"), "xl/worksheets/sheet1.xml").contains(" ht=\"75\""));
    }

    #[test]
    fn a_number_is_one_only_where_nothing_is_lost() {
        for (digits, kept) in
            [("30", true), ("-0.5", true), ("12345678901234567890.5", false), ("1.50", false), ("一", false)]
        {
            assert_eq!(number(digits).is_some(), kept, "{digits}");
        }
    }
}
