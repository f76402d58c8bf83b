//! Two sheets of the workbook: the figures that two reports give differently, and the claims that answer no target.

use super::{Cell, Looks, fill, maybe, page, paragraph};
use crate::ledger::{Ledger, Place, Quoted};
use crate::render::figure;
use crate::render::words::Words;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// The columns of the figures given differently, by their names among the labels, with their widths.
const RESTATED: [(&str, f64); 14] = [
    ("subject", 22.0),
    ("year", 7.0),
    ("restatement", 18.0),
    ("first_value", 12.0),
    ("second_value", 12.0),
    ("gap", 10.0),
    ("unit", 8.0),
    ("provisional", 10.0),
    ("first_quote", 36.0),
    ("first_report", 20.0),
    ("first_paragraph", 7.0),
    ("second_quote", 36.0),
    ("second_report", 20.0),
    ("second_paragraph", 7.0),
];
/// The columns of the claims that answer no target, as above.
const UNPROMISED: [(&str, f64); 6] = [
    ("claim", 60.0),
    ("claim_figure", 18.0),
    ("report", 20.0),
    ("section", 40.0),
    ("page", 7.0),
    ("paragraph", 7.0),
];

/// One row a figure that two reports give differently; `first_value` of a growth is what lies between the levels.
pub(super) fn restated(
    sheet: &mut Worksheet,
    ledger: &Ledger,
    words: Words<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |digits: &str| Cell::Number(digits.to_owned());
    let rows = ledger.restated.iter().map(|entry| {
        let provisional = entry.provisional.then(|| words.say("restated.yes"));
        // The clause of a growth holds the level before it, or follows on it.
        let said: Vec<&Quoted> = [Some(&entry.second), entry.growth.as_ref()].into_iter().flatten().collect();
        let mut quotes: Vec<&str> = said.iter().map(|said| said.quote.as_str()).collect();
        quotes.dedup();
        vec![
            text(&entry.subject),
            Cell::Number(entry.year.to_string()),
            Cell::Text(words.say_of("restatement", entry.kind)),
            number(&entry.from),
            number(&entry.to),
            number(&entry.gap),
            text(&entry.unit),
            maybe(provisional),
            text(&entry.first.quote),
            report(ledger, &entry.first.at),
            paragraph(&entry.first.at),
            Cell::Text(quotes.join("\n")),
            report(ledger, &entry.second.at),
            paragraph(&entry.second.at),
        ]
    });
    sheet_of(sheet, "sheet.restated", &RESTATED, rows.collect(), words, looks)
}

/// One row a figure that answers no target.
pub(super) fn unpromised(
    sheet: &mut Worksheet,
    ledger: &Ledger,
    words: Words<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let rows = ledger.unpromised.iter().map(|entry| {
        vec![
            Cell::Text(entry.quote.clone()),
            Cell::Text(figure::printed(words, &entry.quantity)),
            report(ledger, &entry.at),
            Cell::Text(entry.at.section.join(&words.say("page.path"))),
            page(&entry.at),
            paragraph(&entry.at),
        ]
    });
    sheet_of(sheet, "sheet.unpromised", &UNPROMISED, rows.collect(), words, looks)
}

/// The name of the file that a place is in.
fn report(ledger: &Ledger, at: &Place) -> Cell {
    maybe(ledger.reports.get(at.report).map(|report| report.name.clone()))
}

/// A sheet whose columns have their names among the labels.
fn sheet_of(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, f64)],
    rows: Vec<Vec<Cell>>,
    words: Words<'_>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let head = |&(name, width): &(&str, f64)| (words.say(&format!("sheet_column.{name}")), width);
    let heads: Vec<(String, f64)> = columns.iter().map(head).collect();
    fill(sheet, &words.say(name), &heads, &rows, |_, _| &looks.plain, looks)
}
