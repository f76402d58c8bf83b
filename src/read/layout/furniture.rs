//! What runs along on the pages goes: running heads, page numbers, a mark across every page. Only what repeats at the same height is
//! furniture, and a number only when it counts the pages: a figure of the report alone on the last line stays.

use super::{Page, Row};
use std::collections::HashMap;

/// So many rows from the top and from the bottom can be furniture.
const DEEP: usize = 3;
/// The same row stands at the same height give or take so many points.
const SAME_HEIGHT: f64 = 4.0;
/// A running head stands on at least so many pages.
const FEWEST_PAGES: usize = 3;
/// It stands so often on a page at most, on the average: figures in a table stand more often.
const MOST_A_PAGE: usize = 2;
/// At the edge of a page it stands on at least one page in so many; there can be one for each chapter.
const ONE_EDGE_IN: usize = 5;
/// Page numbers stand within this share of the page's height from its upper or lower edge.
const MARGIN: f64 = 0.15;

/// Drops the furniture of all pages.
pub(super) fn drop(pages: &mut [Page]) {
    let numbers = page_numbers(pages);
    for (page, numbers) in pages.iter_mut().zip(numbers) {
        let mut index = 0;
        page.rows.retain(|_| {
            index += 1;
            !numbers.contains(&(index - 1))
        });
    }
    let repeated = repeated(pages);
    for (page, repeated) in pages.iter_mut().zip(repeated) {
        let mut index = 0;
        page.rows.retain(|_| {
            index += 1;
            !repeated.contains(&(index - 1))
        });
    }
}

/// The text of a row with a mark for every figure.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        let digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        if !(digit && pattern.ends_with('#')) {
            pattern.push(if digit { '#' } else { c });
        }
    }
    pattern
}

/// The rows of each page that stand at the same height on many.
fn repeated(pages: &[Page]) -> Vec<Vec<usize>> {
    let texts: Vec<Vec<String>> =
        pages.iter().map(|page| page.rows.iter().map(Row::text).collect()).collect();
    let mut places: HashMap<String, Vec<(usize, usize, f64)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for (index, row) in page.rows.iter().enumerate() {
            places.entry(pattern(&texts[number][index])).or_default().push((number, index, row.y));
        }
    }
    let filled = pages.iter().filter(|page| !page.rows.is_empty()).count();
    let mut found = vec![Vec::new(); pages.len()];
    for places in
        places.values().filter(|places| (FEWEST_PAGES..=pages.len() * MOST_A_PAGE).contains(&places.len()))
    {
        for &(number, index, y) in places {
            let edge = |number: usize, index: usize| index < DEEP || index + DEEP >= pages[number].rows.len();
            let alike: Vec<_> = places.iter().filter(|other| (other.2 - y).abs() <= SAME_HEIGHT).collect();
            let at_edge = alike.iter().filter(|other| edge(other.0, other.1)).count();
            let runs = edge(number, index) && at_edge >= FEWEST_PAGES && at_edge * ONE_EDGE_IN >= filled;
            let same = alike.iter().filter(|other| texts[other.0][other.1] == texts[number][index]).count();
            let marks = same >= FEWEST_PAGES && same * 10 >= filled * 6;
            if runs || marks {
                found[number].push(index);
            }
        }
    }
    found
}

/// The rows of each page that are its number.
fn page_numbers(pages: &[Page]) -> Vec<Vec<usize>> {
    let mut candidates: Vec<(usize, usize, Number)> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        let rows = page.rows.len();
        for (index, row) in page.rows.iter().enumerate() {
            let outer = (index < 2 && row.y < page.height * MARGIN)
                || (index + 2 >= rows && row.y > page.height * (1.0 - MARGIN));
            if outer && let Some(found) = Number::of(&row.text()) {
                candidates.push((number, index, found));
            }
        }
    }
    // How far the numbers are from the count of the pages: on most pages the same.
    let ahead = |(page, _, number): &(usize, usize, Number)| number.value as i64 - *page as i64;
    let mut found = vec![Vec::new(); pages.len()];
    for candidate in &candidates {
        let alike = candidates.iter().filter(|other| ahead(other) == ahead(candidate)).count();
        if candidate.2.marked || alike >= 2 || ahead(candidate) == 1 {
            found[candidate.0].push(candidate.1);
        }
    }
    found
}

/// A page number.
struct Number {
    value: u32,
    /// Whether dashes or words say that it is one.
    marked: bool,
}

impl Number {
    /// The number of a row that is nothing but one.
    fn of(text: &str) -> Option<Self> {
        let dash = |c: char| "-—–－―‐·~～|•".contains(c);
        let half: String = text
            .chars()
            .map(|c| {
                if ('０'..='９').contains(&c) {
                    char::from_u32(c as u32 - 0xff10 + 0x30).unwrap_or(c)
                } else {
                    c
                }
            })
            .collect();
        let inner = half.trim_matches(dash);
        let dashed = inner.len() < half.len();
        let lower = inner.to_ascii_lowercase();
        let worded = lower
            .strip_prefix('第')
            .and_then(|rest| rest.split_once('页'))
            .filter(|(_, rest)| rest.is_empty() || total(rest))
            .map(|(number, _)| number)
            .or_else(|| lower.strip_prefix("page").map(|rest| rest.split("of").next().unwrap_or(rest)))
            .or_else(|| {
                lower.split_once('/').filter(|(_, all)| digits(all).is_some()).map(|(number, _)| number)
            });
        match worded {
            Some(number) => Some(Self { value: digits(number)?, marked: true }),
            None => Some(Self { value: digits(&lower)?, marked: dashed }),
        }
    }
}

/// Whether a text says how many pages there are: 共9页, /共9页.
fn total(text: &str) -> bool {
    let text = text.trim_matches(|c: char| "/，,、()（）".contains(c));
    text.strip_prefix('共')
        .and_then(|text| text.strip_suffix('页'))
        .is_some_and(|number| digits(number).is_some())
}

fn digits(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_all_their_forms() {
        for text in ["1", "-1-", "—1—", "第1页", "第1页共9页", "第1页/共9页", "1/9", "Page1of9", "－１－"]
        {
            assert_eq!(Number::of(text).map(|number| number.value), Some(1), "{text}");
        }
        for text in ["第1页共识", "1所", "5.2", "12345", "一", ""] {
            assert!(Number::of(text).is_none(), "{text}");
        }
        assert!(!Number::of("12").unwrap().marked && Number::of("—12—").unwrap().marked);
    }
}
