//! What runs along on the pages goes: running heads, page numbers, a mark across every page. Only what repeats at the same height is
//! furniture, and a number only when it counts the pages: a figure of the report alone on the last line stays.

use super::{Page, Row, SMALL_PRINT};
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

/// Small print that heads every page of a short file stands within this share of the page's height from its edge.
const HEAD: f64 = 0.12;
/// Numbers beside the lines stand so often on a page.
const FEWEST_COUNTED: usize = 3;
/// They are smaller than the text by this factor.
const SMALL_NUMBERS: f64 = 0.9;

/// Drops the furniture of all pages.
pub(super) fn drop(pages: &mut [Page]) {
    pages.iter_mut().for_each(drop_line_numbers);
    let numbers = page_numbers(pages);
    without(pages, numbers);
    let repeated = repeated(pages);
    without(pages, repeated);
    let heads = heads(pages);
    without(pages, heads);
}

/// Drops these rows of each page.
fn without(pages: &mut [Page], rows: Vec<Vec<usize>>) {
    for (page, rows) in pages.iter_mut().zip(rows) {
        let mut index = 0;
        page.rows.retain(|_| {
            index += 1;
            !rows.contains(&(index - 1))
        });
    }
}

/// Drops the numbers that count the lines in the left margin: small, in one step, left of all text. The numbers of a table's rows are
/// as large as the rows.
fn drop_line_numbers(page: &mut Page) {
    let number = |row: &Row| {
        let [first, second, ..] = row.bits.as_slice() else { return None };
        digits(&first.text)
            .filter(|_| first.size <= second.size * SMALL_NUMBERS)
            .map(|value| (value, first.x1))
    };
    let numbers: Vec<(u32, f64)> = page.rows.iter().filter_map(number).collect();
    let Some(step) = numbers.windows(2).map(|pair| pair[1].0.saturating_sub(pair[0].0)).next() else {
        return;
    };
    let counts = numbers.len() >= FEWEST_COUNTED
        && step > 0
        && numbers.windows(2).all(|pair| pair[0].0 + step == pair[1].0)
        && numbers.len() * step as usize * 2 > page.rows.len();
    let end = numbers.iter().map(|number| number.1).fold(f64::MIN, f64::max);
    let text = |row: &Row| {
        let from = usize::from(number(row).is_some());
        row.bits.get(from).map_or(f64::MAX, |bit| bit.x0)
    };
    if !counts || page.rows.iter().any(|row| text(row) <= end) {
        return;
    }
    for row in &mut page.rows {
        if number(row).is_some() {
            row.bits.remove(0);
        }
    }
}

/// The first or last row of each page where it is small print that stands at one height on all pages, or on all odd or all even ones:
/// of a short file there are too few pages to see it repeated as `repeated` asks.
fn heads(pages: &[Page]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); pages.len()];
    let filled: Vec<usize> = (0..pages.len()).filter(|&page| pages[page].rows.len() > 2).collect();
    let every = |first: bool, on: &[usize]| -> bool {
        let row = |page: usize| if first { pages[page].rows.first() } else { pages[page].rows.last() };
        let Some(one) = on.first().and_then(|page| row(*page)) else { return false };
        let text = one.text();
        on.len() >= 2
            && on.iter().all(|&page| {
                let Some(row) = row(page) else { return false };
                let share = row.y / pages[page].height.max(1.0);
                let edge = if first { share < HEAD } else { share > 1.0 - HEAD };
                let mut sizes: Vec<f64> = pages[page].rows.iter().map(|row| row.size).collect();
                sizes.sort_by(f64::total_cmp);
                edge && row.size < sizes[sizes.len() / 2] * SMALL_PRINT
                    && (row.y - one.y).abs() <= SAME_HEIGHT
                    && row.text() == text
            })
    };
    let sided = |side: u32| -> Vec<usize> {
        filled.iter().copied().filter(|&page| pages[page].number % 2 == side).collect()
    };
    for on in [filled.clone(), sided(1), sided(0)] {
        for first in [true, false] {
            if every(first, &on) {
                for &page in &on {
                    found[page].push(if first { 0 } else { pages[page].rows.len() - 1 });
                }
            }
        }
    }
    found
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
        let alike =
            |other: &&(usize, usize, Number)| other.0 != candidate.0 && ahead(other) == ahead(candidate);
        if candidate.2.marked || candidates.iter().any(|other| alike(&other)) || ahead(candidate) == 1 {
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
        // A bracket says as little as nothing: it can be a mark of the report.
        let bracket = |c: char| "()（）[]〔〕【】".contains(c);
        let inner = if dashed { inner } else { inner.trim_matches(bracket) };
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
            Some(number) => Some(Self { value: digits(number).or_else(|| chinese(number))?, marked: true }),
            None => {
                let value = digits(&lower).or_else(|| roman(&lower));
                let value = value.or_else(|| chinese(&lower).filter(|_| dashed))?;
                Some(Self { value, marked: dashed })
            }
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

/// A Chinese number below a hundred: 九, 十二, 三十.
fn chinese(text: &str) -> Option<u32> {
    let one = |text: &str| {
        let mut chars = text.chars();
        let value = "一二三四五六七八九".chars().position(|digit| Some(digit) == chars.clone().next())? + 1;
        chars.next();
        chars.next().is_none().then_some(value as u32)
    };
    let Some((tens, ones)) = text.split_once('十') else { return one(text) };
    let tens = if tens.is_empty() { 1 } else { one(tens)? };
    Some(tens * 10 + if ones.is_empty() { 0 } else { one(ones)? })
}

/// A Roman number below forty, in letters or in signs of its own: iv, Ⅻ.
fn roman(text: &str) -> Option<u32> {
    use unicode_normalization::UnicodeNormalization as _;
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let tens = text.len() - text.trim_start_matches('x').len();
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let one = ones.iter().position(|one| text.get(tens..) == Some(*one))?;
    (tens <= 3 && !text.is_empty()).then_some((tens * 10 + one) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_all_their_forms() {
        for text in [
            "1",
            "-1-",
            "—1—",
            "第1页",
            "第1页共9页",
            "第1页/共9页",
            "1/9",
            "Page1of9",
            "－１－",
            "（1）",
            "[1]",
            "第一页",
            "—一—",
            "i",
            "Ⅰ",
        ] {
            assert_eq!(Number::of(text).map(|number| number.value), Some(1), "{text}");
        }
        for (text, value) in [("第十二页", 12), ("第三十页", 30), ("xiv", 14), ("Ⅷ", 8)] {
            assert_eq!(Number::of(text).map(|number| number.value), Some(value), "{text}");
        }
        for text in ["第1页共识", "1所", "5.2", "12345", "一", "", "vx", "（一）"] {
            assert!(Number::of(text).is_none(), "{text}");
        }
        assert!(!Number::of("12").unwrap().marked && Number::of("—12—").unwrap().marked);
    }
}
