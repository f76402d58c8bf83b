//! What a report says of itself: title, body, date of delivery, years. Comes in: the first blocks. Goes out: facts as written.

use crate::lang::pack::OutlineCues;
use crate::read::Document;

/// Reports are of these years; other four-digit numbers before 年 are something else.
const YEARS: std::ops::RangeInclusive<u16> = 1949..=2099;
/// A date of delivery from this month on belongs to the year that is being reviewed.
const LATE_MONTH: u8 = 10;

/// A date as ISO 8601, and the year that a report of this date plans for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Delivered {
    pub(super) iso: String,
    pub(super) plans: u16,
}

/// The value of a character as a digit, in the spellings that stand in years: 二〇〇三, 二00五, 二O一二.
fn digit(c: char) -> Option<u16> {
    Some(match c {
        '〇' | '零' | '○' | 'O' | 'o' | 'Ｏ' | 'О' | '０' | '0' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return c.to_digit(10).and_then(|digit| u16::try_from(digit).ok()),
    })
}

/// Every year of a folded text with the byte offsets of its digits and of the end of 年.
pub(super) fn years(text: &str) -> Vec<(usize, usize, u16)> {
    let mut found = Vec::new();
    let mut digits: Vec<(usize, u16)> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(value) = digit(c) {
            digits.push((at, value));
            continue;
        }
        if c == '年' && digits.len() == 4 {
            let year =
                digits.iter().fold(0_u16, |year, (_, digit)| year.saturating_mul(10).saturating_add(*digit));
            if YEARS.contains(&year) {
                found.push((digits[0].0, at + c.len_utf8(), year));
            }
        }
        digits.clear();
    }
    found
}

/// The text with 今年 for the year `plans` and 去年 for the year before.
pub(super) fn relative(text: &str, plans: Option<u16>) -> String {
    let Some(plans) = plans else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, year) in years(text) {
        let word = match plans.checked_sub(year) {
            Some(0) => "今年",
            Some(1) => "去年",
            _ => continue,
        };
        out.push_str(text.get(from..start).unwrap_or_default());
        out.push_str(word);
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    match term_name(plans) {
        Some(term) if out.contains(&term) => out.replace(&term, "今后五年"),
        _ => out,
    }
}

/// The name of the five-year term that begins with `year`: “十四五” in 2021. The first term began in 1953, the second in
/// 1958, the ninth and every later one in a year that ends in 1 or 6.
fn term_name(year: u16) -> Option<String> {
    let number = (year % 5 == 1).then(|| year.checked_sub(1951))??.checked_div(5)?;
    let names = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let last = names.get(usize::from(number % 10))?;
    match number {
        8..=10 => Some(format!("“{last}五”")),
        11..=19 => Some(format!("“十{last}五”")),
        _ => None,
    }
}

/// The year that a report plans for when nothing states it: by a paragraph `2013年是…`, else the year after the last one
/// that the first part of the text speaks of several times.
pub(super) fn year_by_text(
    document: &Document,
    leads: &[String],
    first: usize,
    cues: &OutlineCues,
) -> Option<u16> {
    let problems = leads.iter().position(|lead| cues.problems.any(lead)).unwrap_or(leads.len());
    let opens = leads.iter().enumerate().skip(first).filter_map(|(block, lead)| {
        let (start, end, year) = *years(lead).first()?;
        let begins = start == 0 || cues.address.any(lead);
        let rest = lead.get(end..)?;
        (begins && (rest.starts_with('是') || rest.starts_with("，我们"))).then_some((block, year))
    });
    if let Some((block, year)) = opens.max_by_key(|(_, year)| *year) {
        return Some(if block > problems || block * 2 > leads.len() { year } else { year + 1 });
    }
    let closed = leads.iter().take(problems).find_map(|lead| term_before(lead));
    if closed.is_some() {
        return closed;
    }
    let mut counts = std::collections::BTreeMap::<u16, usize>::new();
    let ahead = leads
        .iter()
        .skip(first)
        .position(|lead| cues.look_ahead.any(lead))
        .map_or(leads.len(), |at| at + first);
    for block in document.blocks.iter().take(problems.min(ahead)) {
        for (_, _, year) in years(document.slice(block.span)) {
            *counts.entry(year).or_default() += 1;
        }
    }
    let often =
        |least: usize| counts.iter().rev().find(|(_, count)| **count >= least).map(|(year, _)| year + 1);
    often(FEWEST_MENTIONS).or_else(|| often(1))
}

/// The year after a five-year term that a heading closes: 2011 for `“十一五”时期…回顾`.
fn term_before(lead: &str) -> Option<u16> {
    if !lead.contains("回顾") {
        return None;
    }
    (1991..=2051).step_by(5).find(|&year| term_name(year - 5).is_some_and(|name| lead.contains(&name)))
}

/// A year is spoken of when it stands so often; plans of later decades are named once or twice.
const FEWEST_MENTIONS: usize = 2;

/// The first whole date of a folded text.
pub(super) fn date(text: &str) -> Option<Delivered> {
    for (_, end, year) in years(text) {
        let rest = text.get(end..)?;
        let Some((month, rest)) = rest.split_once('月') else { continue };
        let Some((day, _)) = rest.split_once('日') else { continue };
        let (Some(month), Some(day)) = (small(month, 12), small(day, 31)) else { continue };
        let plans = if month >= LATE_MONTH { year + 1 } else { year };
        return Some(Delivered { iso: format!("{year:04}-{month:02}-{day:02}"), plans });
    }
    None
}

/// A number from 1 to `most` in digits or Han numerals (三十一).
fn small(text: &str, most: u8) -> Option<u8> {
    if let Ok(number) = text.parse::<u8>() {
        return (1..=most).contains(&number).then_some(number);
    }
    let mut number = 0_u16;
    for c in text.chars() {
        match c {
            '十' => number = number.max(1) * 10,
            '廿' => number = 20,
            _ => number += digit(c)?,
        }
    }
    u8::try_from(number).ok().filter(|number| (1..=most).contains(number))
}

/// The public body: what 我代表 names, or, where that names no place, what title, date line and speaker line tell.
pub(super) fn body(front: &[String], opening: &str, cues: &OutlineCues) -> Option<String> {
    let spoken = opening.split_once("我代表").and_then(|(_, rest)| named(rest, cues));
    if let Some(body) = spoken.as_ref().filter(|body| !cues.body_bare.contains(body)) {
        return Some(body.clone());
    }
    let of_speaker = front
        .iter()
        .find_map(|line| named(line, cues).filter(|body| plain(body) && !cues.body_bare.contains(body)));
    let of_speaker = of_speaker.or_else(|| {
        front.iter().find_map(|line| place_of_speaker(line)).map(|place| format!("{place}人民政府"))
    });
    let of_meeting =
        || front.iter().find_map(|line| place_of_meeting(line)).map(|place| format!("{place}人民政府"));
    let of_title =
        || front.iter().find_map(|line| place_of_title(line)).map(|place| format!("{place}人民政府"));
    of_speaker.or_else(of_meeting).or_else(of_title).or(spoken)
}

fn plain(body: &str) -> bool {
    body.chars().count() <= 20 && !body.contains(|c: char| c.is_ascii_digit() || "年在——".contains(c))
}

/// The name of a body at the start of a text.
fn named(text: &str, cues: &OutlineCues) -> Option<String> {
    let (at, end) = cues
        .body_ends
        .iter()
        .filter_map(|end| text.find(end.as_str()).map(|at| (at, end.as_str())))
        .min_by_key(|(at, end)| (*at, std::cmp::Reverse(end.len())))?;
    let name = text.get(..at)?.trim_start_matches(['—', '-']);
    (name.chars().count() <= 16 && !name.contains(|c| "，。,:：代".contains(c)) && !name.contains("报告"))
        .then(|| format!("{name}{end}"))
}

/// 甲省 of `甲省省长张三`.
fn place_of_speaker(line: &str) -> Option<String> {
    let offices = [
        "省省长",
        "市市长",
        "县县长",
        "区区长",
        "州州长",
        "旗旗长",
        "省代省长",
        "市代市长",
        "县代县长",
        "区代区长",
    ];
    let (at, office) = offices.iter().find_map(|office| Some((line.find(office)?, office)))?;
    let end = at + office.chars().next()?.len_utf8();
    proper(line.get(..end)?.trim_start_matches(['—', '-', '(', '（'])).filter(|place| plain(place))
}

/// 甲县 of `…日在甲县第十八届人民代表大会…`.
fn place_of_meeting(line: &str) -> Option<String> {
    let (_, rest) = line.split_once('在').or_else(|| line.split_once('日'))?;
    let (before, _) = rest.split_once('届')?;
    let place =
        before.trim_end_matches(|c| "一二三四五六七八九十0123456789".contains(c)).trim_end_matches('第');
    proper(place)
}

/// The name of a place, if it can be one.
fn proper(place: &str) -> Option<String> {
    let place = place.rsplit([':', '：', '—']).next()?;
    let named = (2..=16).contains(&place.chars().count()) && !place.contains(|c| "，。,代在".contains(c));
    (named && !place.contains("报告")).then(|| place.to_owned())
}

/// 甲市 of `2023年甲市政府工作报告`.
fn place_of_title(line: &str) -> Option<String> {
    if line.contains('，') {
        return None;
    }
    let (before, _) = line.split_once("政府工作报告")?;
    let from = years(before).last().map_or(0, |(_, end, _)| *end);
    let first_year = years(before).first().map(|(start, _, _)| *start);
    let after = before.get(from..)?.trim_end_matches("人民");
    let place = if after.is_empty() { before.get(..first_year?)? } else { after };
    proper(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        assert_eq!(
            date("——2021年12月29日在甲区").map(|date| (date.iso, date.plans)),
            Some(("2021-12-29".into(), 2022))
        );
        assert_eq!(
            date("(一九九九年三月五日在").map(|date| (date.iso, date.plans)),
            Some(("1999-03-05".into(), 1999))
        );
        assert_eq!(date("二〇〇三年一月三十一日").map(|date| date.iso), Some("2003-01-31".into()));
        assert_eq!(date("2021年13月1日"), None);
        assert_eq!(years("二O一二年和二00五年").iter().map(|year| year.2).collect::<Vec<_>>(), [2012, 2005]);
    }

    #[test]
    fn years_become_words() {
        assert_eq!(relative("一、2022年回顾和2023年打算", Some(2023)), "一、去年回顾和今年打算");
        assert_eq!(relative("2035年远景", Some(2023)), "2035年远景");
    }

    #[test]
    fn a_body_without_a_place_takes_it_from_the_front() {
        let cues = &crate::lang::detect("").outline;
        let front = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(body(&[], "现在，我代表乙区人民政府，向大会", cues).as_deref(), Some("乙区人民政府"));
        let meeting = front(&["2022年1月28日在甲县第十八届人民代表大会第一次会议上", "甲县县长张三"]);
        assert_eq!(body(&meeting, "现在，我代表县人民政府，向大会", cues).as_deref(), Some("甲县人民政府"));
        assert_eq!(
            body(&front(&["2023年甲市政府工作报告"]), "我代表市人民政府", cues).as_deref(),
            Some("甲市人民政府")
        );
        for line in [
            "甲省省长张三",
            "政府工作报告2015年4月20日甲省第三届人民代表大会第六次会议通过甲省人民政府省长张三",
        ] {
            assert_eq!(
                body(&front(&[line]), "我代表省人民政府", cues).as_deref(),
                Some("甲省人民政府"),
                "{line}"
            );
        }
        assert_eq!(body(&[], "现在，我代表国务院，向大会报告政府工作", cues).as_deref(), Some("国务院"));
    }
}
