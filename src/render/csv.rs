//! The targets as comma-separated values, one row a target: UTF-8 with a byte order mark, CRLF, the columns of the workbook. A
//! spreadsheet takes a cell that begins with certain signs for a formula; such a text gets an apostrophe before it.

use super::Setting;
use super::columns::{COLUMNS, Cell, Row};
use super::view::shorts;
use super::words::Words;
use crate::error::{Error, ErrorKind, Result};
use crate::ledger::Ledger;
use crate::text::shown::shown;
use csv::{Terminator, WriterBuilder};

/// What tells spreadsheets that the file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What makes a spreadsheet look for more than a text at the beginning of a cell, the wide forms of East Asian keyboards included
/// (OWASP, CSV Injection), and the apostrophe itself, so that taking one away gives the text again.
const BEGINNINGS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\''];

/// The ledger as CSV.
pub(super) fn render(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    table(ledger, setting)
        .map_err(|cause| Error::new(ErrorKind::Internal, "", "the table cannot be written").caused_by(cause))
}

fn table(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>, csv::Error> {
    let words = Words::new(setting.labels);
    let shorts = shorts(words, &ledger.reports);
    let mut out = MARK.to_vec();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut out);
    writer.write_record(COLUMNS.iter().map(|column| words.say(&format!("sheet_column.{}", column.name))))?;
    for target in &ledger.targets {
        let row = Row { ledger, target, words, shorts: &shorts };
        writer.write_record(COLUMNS.iter().map(|column| held((column.cell)(&row))))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

/// What stands in the file for a cell.
fn held(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(digits) => digits,
        Cell::Text(text) => {
            let text = shown(&text);
            let apostrophe = if text.starts_with(BEGINNINGS) { "'" } else { "" };
            format!("{apostrophe}{text}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// The file read again: its cells as texts, the apostrophes taken away.
    fn read(ledger: &Ledger, language: &str) -> Vec<Vec<String>> {
        let file = render(ledger, &Setting::new(sample::labels(language))).unwrap();
        let body = file.strip_prefix(MARK).expect("a byte order mark");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(body);
        let bare = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
        reader.records().map(|row| row.unwrap().iter().map(bare).collect()).collect()
    }

    /// One column below its head.
    fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
        let at = COLUMNS.iter().position(|column| column.name == name).unwrap();
        rows[1..].iter().map(|row| row[at].clone()).collect()
    }

    #[test]
    fn the_table_read_again_is_the_ledger() {
        for quote in [
            "新建5所",
            "甲,\"乙\"\n丙\r\n丁",
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "'x",
            "'=x",
            "＝1",
            "-0.3",
        ] {
            let mut ledger = sample::ledger_with_quote(quote);
            ledger.targets[0].standing.as_mut().unwrap().gap = "-0.30".to_owned();
            for language in ["zh", "en"] {
                let rows = read(&ledger, language);
                assert_eq!(rows.len(), ledger.targets.len() + 1);
                let of = |take: fn(&crate::ledger::Target) -> String| -> Vec<String> {
                    ledger.targets.iter().map(take).collect()
                };
                assert_eq!(
                    column(&rows, "quote"),
                    of(|target| shown(&target.quote).into_owned()),
                    "{quote:?}"
                );
                assert_eq!(column(&rows, "key"), of(|target| target.key.clone()));
                assert_eq!(column(&rows, "rule"), of(|target| target.rule.clone().unwrap_or_default()));
                assert_eq!(column(&rows, "paragraph"), of(|target| target.at.paragraph.to_string()));
                let evidence =
                    |target: &crate::ledger::Target| target.evidence.first().map(|said| said.quote.clone());
                assert_eq!(
                    column(&rows, "evidence"),
                    ledger
                        .targets
                        .iter()
                        .map(|target| evidence(target).unwrap_or_default())
                        .collect::<Vec<_>>()
                );
                assert_eq!(column(&rows, "gap")[0], "-0.30");
            }
        }
    }

    #[test]
    fn an_open_figure_has_no_gap_and_what_another_report_says_names_it() {
        let mut ledger = sample::ledger();
        let standing = ledger.targets[0].standing.as_mut().unwrap();
        standing.derived[0].at.report = 0;
        assert_eq!(column(&read(&ledger, "zh"), "gap")[0], "10");
        assert_eq!(column(&read(&ledger, "zh"), "also")[0], "2022-01-08 报告：累计达到90家");
        let mut open = ledger.targets[0].quantity.clone();
        open.iter_mut().for_each(|open| open.bound = serde_json::from_value("more_than".into()).unwrap());
        ledger.targets[0].evidence[0].quantity = open;
        let rows = read(&ledger, "zh");
        assert_eq!((column(&rows, "actual")[0].as_str(), column(&rows, "gap")[0].as_str()), ("30", ""));
    }

    #[test]
    fn no_text_is_taken_for_a_formula_and_every_number_stays_one() {
        let mut ledger = sample::ledger_with_quote("=HYPERLINK(\"http://example.org\")");
        ledger.targets[0].standing.as_mut().unwrap().gap = "-0.3".to_owned();
        ledger.targets[0].standing.as_mut().unwrap().actual = "-1+cmd".to_owned();
        let file = String::from_utf8(render(&ledger, &Setting::new(sample::labels("zh"))).unwrap()).unwrap();
        assert!(
            file.contains("\"'=HYPERLINK(\"\"http://example.org\"\")\"") && !file.contains(",\"=HYPER"),
            "{file}"
        );
        assert!(file.contains(",-0.3,") && file.contains(",'-1+cmd,"), "{file}");
    }

    #[test]
    fn lines_end_as_spreadsheets_expect_and_nothing_acts_on_a_screen() {
        let ledger = sample::ledger_with_quote("新\u{0}建\u{202e}5所");
        let file = String::from_utf8(render(&ledger, &Setting::new(sample::labels("en"))).unwrap()).unwrap();
        assert!(file.starts_with("\u{feff}Mark,Reason,Kind,") && file.ends_with("\r\n"), "{file}");
        assert_eq!(file.matches("\r\n").count(), ledger.targets.len() + 1);
        assert!(file.contains(",新 建5所,") && !file.contains(['\u{0}', '\u{202e}']));
        assert_eq!(read(&sample::empty(), "zh").len(), 1);
    }
}
