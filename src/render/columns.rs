//! The targets as rows of a table, for spreadsheets: which columns there are, and what stands in each.

use super::words::{Words, name_of};
use super::{figure, view};
use crate::ledger::{Ledger, Place, Target};

/// What a cell holds.
#[derive(Debug)]
pub(super) enum Cell {
    Text(String),
    /// In decimal digits, exactly as they stand in the ledger.
    Number(String),
    Empty,
}

/// One column of the targets.
pub(super) struct Column {
    /// Its word is `sheet_column.<name>`, what it holds `sheet_text.<name>`.
    pub(super) name: &'static str,
    /// In characters, for a workbook.
    #[cfg_attr(not(feature = "xlsx"), expect(dead_code, reason = "only a workbook sets widths"))]
    pub(super) width: f64,
    pub(super) cell: fn(&Row<'_>) -> Cell,
}

/// What the cells of one target are taken from.
pub(super) struct Row<'a> {
    pub(super) ledger: &'a Ledger,
    pub(super) target: &'a Target,
    pub(super) words: Words<'a>,
    /// What each report is called.
    pub(super) shorts: &'a [String],
}

/// The columns of the targets, in order.
pub(super) const COLUMNS: &[Column] = &[
    Column { name: "mark", width: 12.0, cell: mark_word },
    Column { name: "reason", width: 18.0, cell: |row| row.word("reason", row.target.reason) },
    Column { name: "kind", width: 10.0, cell: |row| row.word("kind", Some(row.target.kind)) },
    Column { name: "subject", width: 20.0, cell: |row| Cell::Text(row.target.subject.clone()) },
    Column { name: "quote", width: 44.0, cell: |row| Cell::Text(row.target.quote.clone()) },
    Column { name: "figure", width: 14.0, cell: |row| row.figure() },
    Column { name: "evidence", width: 44.0, cell: |row| row.evidence(|said| Cell::Text(said.0.to_owned())) },
    Column { name: "also", width: 30.0, cell: |row| row.also() },
    Column {
        name: "stated_reason",
        width: 30.0,
        cell: |row| maybe(row.target.stated_reason.as_ref().map(|said| said.quote.clone())),
    },
    Column { name: "target", width: 12.0, cell: |row| row.standing(|standing| &standing.target) },
    Column { name: "actual", width: 12.0, cell: |row| row.standing(|standing| &standing.actual) },
    Column { name: "gap", width: 12.0, cell: |row| row.gap() },
    Column {
        name: "unit",
        width: 8.0,
        cell: |row| maybe(row.target.standing.as_ref().map(|standing| standing.unit.clone())),
    },
    Column { name: "strict", width: 12.0, cell: |row| row.word("mark", row.target.strict) },
    Column { name: "lenient", width: 12.0, cell: |row| row.word("mark", row.target.lenient) },
    Column { name: "confidence", width: 14.0, cell: |row| row.word("confidence", row.target.confidence) },
    Column {
        name: "ambition",
        width: 16.0,
        cell: |row| row.word("ambition", row.target.ambition.as_ref().map(|ambition| ambition.relation)),
    },
    Column { name: "before", width: 30.0, cell: |row| row.before() },
    Column { name: "lifeline", width: 24.0, cell: |row| maybe(Some(view::steps(row.words, row.target))) },
    Column {
        name: "for_year",
        width: 8.0,
        cell: |row| row.target.for_year.map_or(Cell::Empty, |year| Cell::Number(year.to_string())),
    },
    Column { name: "report", width: 20.0, cell: |row| row.report(&row.target.at) },
    Column { name: "section", width: 30.0, cell: |row| row.section(&row.target.at) },
    Column { name: "page", width: 7.0, cell: |row| page(&row.target.at) },
    Column { name: "paragraph", width: 7.0, cell: |row| paragraph(&row.target.at) },
    Column { name: "evidence_report", width: 20.0, cell: |row| row.evidence(|said| row.report(said.1)) },
    Column { name: "evidence_section", width: 30.0, cell: |row| row.evidence(|said| row.section(said.1)) },
    Column { name: "evidence_page", width: 7.0, cell: |row| row.evidence(|said| page(said.1)) },
    Column { name: "evidence_paragraph", width: 7.0, cell: |row| row.evidence(|said| paragraph(said.1)) },
    Column { name: "rule", width: 20.0, cell: |row| maybe(row.target.rule.clone()) },
    Column { name: "key", width: 15.0, cell: |row| Cell::Text(row.target.key.clone()) },
];

impl Row<'_> {
    fn word(&self, table: &str, value: Option<impl serde::Serialize>) -> Cell {
        maybe(value.map(|value| self.words.say_of(table, value)))
    }

    fn figure(&self) -> Cell {
        maybe(self.target.quantity.as_ref().map(|quantity| figure::promised(self.words, quantity)))
    }

    /// Of the best evidence, its words and its place.
    fn evidence(&self, cell: impl Fn((&str, &Place)) -> Cell) -> Cell {
        self.target.evidence.first().map_or(Cell::Empty, |said| cell((&said.quote, &said.at)))
    }

    /// The other evidence, and what the sum needed, a line each; before what another report says than the best evidence, that report.
    fn also(&self) -> Cell {
        let more = self.target.evidence.iter().skip(1).map(|said| (said.at.report, &said.quote));
        let derived = self
            .target
            .standing
            .iter()
            .flat_map(|standing| &standing.derived)
            .map(|said| (said.at.report, &said.quote));
        let best = self.target.evidence.first().map(|said| said.at.report);
        let line = |(report, quote): (usize, &String)| {
            let from = (best != Some(report)).then(|| {
                self.shorts.get(report).cloned().unwrap_or_default() + &self.words.say("page.colon")
            });
            from.unwrap_or_default() + quote
        };
        let lines: Vec<String> = more.chain(derived).map(line).collect();
        maybe(Some(lines.join("\n")))
    }

    fn standing(&self, of: impl Fn(&crate::ledger::Standing) -> &String) -> Cell {
        self.target.standing.as_ref().map_or(Cell::Empty, |standing| number(of(standing)))
    }

    /// Empty where the reported figure is open: what lies between is not known then.
    fn gap(&self) -> Cell {
        if figure::open(self.target).is_some() {
            return Cell::Empty;
        }
        self.standing(|standing| &standing.gap)
    }

    /// What the same report says of the year before.
    fn before(&self) -> Cell {
        maybe(
            self.target.ambition.as_ref().and_then(|ambition| Some(ambition.actual.as_ref()?.quote.clone())),
        )
    }

    fn report(&self, at: &Place) -> Cell {
        maybe(self.ledger.reports.get(at.report).map(|report| report.name.clone()))
    }

    fn section(&self, at: &Place) -> Cell {
        maybe(Some(at.section.join(&self.words.say("page.path"))))
    }
}

/// `● 已完成`: the sign for those who do not see the colour. Empty for what is not judged at all.
fn mark_word(row: &Row<'_>) -> Cell {
    if row.target.mark.is_none() && row.target.search.is_none() {
        return Cell::Empty;
    }
    let mark = row.target.mark.map_or_else(|| "none".to_owned(), name_of);
    Cell::Text(format!(
        "{} {}",
        row.words.say(&format!("sign.{mark}")),
        row.words.say(&format!("mark.{mark}"))
    ))
}

pub(super) fn maybe(text: Option<String>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text)
}

pub(super) fn page(at: &Place) -> Cell {
    at.page.map_or(Cell::Empty, |page| Cell::Number(page.to_string()))
}

pub(super) fn paragraph(at: &Place) -> Cell {
    Cell::Number(at.paragraph.to_string())
}

/// A number where the digits are a plain decimal; else a text, whoever made the ledger.
fn number(digits: &str) -> Cell {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if plain(whole) && plain(fraction) {
        Cell::Number(digits.to_owned())
    } else {
        Cell::Text(digits.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_plain_decimal() {
        for (digits, plain) in [
            ("30", true),
            ("-0.3", true),
            ("1.50", true),
            ("-", false),
            ("", false),
            ("1.", false),
            (".5", false),
            ("--1", false),
            ("-1-2", false),
            ("1e5", false),
            ("=1", false),
            ("一", false),
        ] {
            assert_eq!(matches!(number(digits), Cell::Number(_)), plain, "{digits}");
        }
    }
}
