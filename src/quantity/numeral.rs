//! Numerals to exact decimals and back. Comes in: characters. Goes out: a value, its multiplier and how many characters
//! were read. What follows the number (a unit, a name) is left to the caller. Chinese digits belong to the script, not
//! to one language, so they are constants here and not pack data.

use rust_decimal::Decimal;

/// A number at the front of some characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// The number as written, before the multiplier: 1200 in 1200万. Never negative.
    pub value: Decimal,
    /// The multiplier: 10000 for 万, 1 for none.
    pub scale: Decimal,
    /// How many characters it takes, at least 1.
    pub chars: usize,
    /// Written with Chinese digits.
    pub han: bool,
    /// Opens with a multiplier (百, 千亿) or is a string of digits without one (二〇二四): rarely an amount.
    pub loose: bool,
}

/// Longest run of digits that is read; more would not fit an exact decimal.
const MOST_DIGITS: usize = 18;

/// Longest run of Chinese numeral characters that is read: 10^16 takes 31.
const MOST_HAN: usize = 40;

/// The value of a Chinese digit, capital forms included; `None` for every other character.
fn digit(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The place value of 十, 百, 千, 万, 亿 (capital forms included); `None` for every other character.
fn place(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Whether `c` can open a number: an ASCII digit, a Chinese digit, a place, 廿, 卅.
pub fn opens(c: char) -> bool {
    c.is_ascii_digit() || part(c)
}

/// Whether `c` is part of a Chinese integer.
fn part(c: char) -> bool {
    digit(c).is_some() || place(c).is_some() || matches!(c, '廿' | '卅')
}

/// The multiplier that `c` is after Arabic digits (百, 千, 万, 亿); `None` for every other character.
pub fn multiplier(c: char) -> Option<Decimal> {
    place(c).filter(|&of| of > 10).map(Decimal::from)
}

/// The Arabic number at the front of `chars`, with `,` between thousands and a decimal point; no multiplier is read.
pub fn arabic(chars: &[char]) -> Option<Numeral> {
    let mut written = String::new();
    let mut at = 0;
    let mut point = false;
    while let Some(&c) = chars.get(at) {
        let digit_next = |by: usize| chars.get(at + by).is_some_and(char::is_ascii_digit);
        if c.is_ascii_digit() {
            written.push(c);
        } else if c == ',' && !point && at > 0 && (1..=3).all(digit_next) && !digit_next(4) {
            // A thousands mark: exactly three digits follow.
        } else if c == '.' && !point && at > 0 && digit_next(1) {
            point = true;
            written.push(c);
        } else {
            break;
        }
        at += 1;
    }
    if written.is_empty() || written.len() > MOST_DIGITS {
        return None;
    }
    let value = written.parse().ok()?;
    Some(Numeral { value, scale: Decimal::ONE, chars: at, han: false, loose: false })
}

/// The Chinese number at the front of `chars`: 十二, 一亿三千万, 二〇二四, 三点五. A 万 or 亿 at the end becomes the scale.
pub fn han(chars: &[char]) -> Option<Numeral> {
    let run = chars.iter().take(MOST_HAN).take_while(|c| part(**c)).count();
    (1..=run).rev().find_map(|length| han_of(chars, length))
}

/// The number in the first `length` characters, all of them parts of a Chinese integer.
fn han_of(chars: &[char], length: usize) -> Option<Numeral> {
    let run = chars.get(..length)?;
    let digits_only = run.iter().all(|c| digit(*c).is_some());
    let loose =
        run.first().is_some_and(|c| place(*c).is_some_and(|of| of > 10)) || (digits_only && length > 1);
    let tail = run.iter().rev().take_while(|c| place(**c).is_some_and(|of| of >= 10_000)).count();
    let (body, scale) = run.split_at(length - tail);
    let plain = !body.iter().any(|c| place(*c).is_some_and(|of| of >= 10_000));
    if plain && tail > 0 && !body.is_empty() {
        let scale = product(scale)?;
        return Some(Numeral { value: integer(body)?.into(), scale, chars: length, han: true, loose });
    }
    let whole = Decimal::from(integer(run)?);
    let decimals: Vec<u64> = match chars.get(length) {
        Some('点') => chars[length + 1..].iter().take(6).map_while(|c| digit(*c)).collect(),
        _ => Vec::new(),
    };
    if decimals.is_empty() {
        return Some(Numeral { value: whole, scale: Decimal::ONE, chars: length, han: true, loose });
    }
    let parts = decimals.iter().fold(0i64, |sum, &of| sum * 10 + i64::try_from(of).unwrap_or(0));
    let value = whole + Decimal::new(parts, u32::try_from(decimals.len()).ok()?);
    Some(Numeral { value, scale: Decimal::ONE, chars: length + 1 + decimals.len(), han: true, loose })
}

/// The product of some multipliers: 万亿 is 10^12.
fn product(places: &[char]) -> Option<Decimal> {
    places.iter().try_fold(Decimal::ONE, |by, c| by.checked_mul(place(*c)?.into()))
}

/// A Chinese integer that takes all of `run`; `None` when it is not well formed.
fn integer(run: &[char]) -> Option<u64> {
    if run.is_empty() {
        return None;
    }
    if run.iter().all(|c| digit(*c).is_some()) {
        return run.iter().try_fold(0u64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?));
    }
    for (big, next) in [(100_000_000, 10_000_000), (10_000, 1_000)] {
        if let Some(at) = run.iter().rposition(|c| place(*c) == Some(big)) {
            let (high, rest) = (&run[..at], &run[at + 1..]);
            let high = if high.is_empty() { 1 } else { integer(high)? };
            let low = match rest {
                [] => 0,
                [one] if digit(*one).is_some() => digit(*one)? * next,
                _ => integer(rest).filter(|&low| low < big)?,
            };
            return high.checked_mul(big)?.checked_add(low);
        }
    }
    section(run)
}

/// A Chinese integer below 10,000: 三千零五, 一百二, 廿三.
fn section(run: &[char]) -> Option<u64> {
    let (mut sum, mut last, mut pending, mut zero) = (0, 10_000, None, false);
    for &c in run {
        if let Some(of) = digit(c) {
            match (pending, of) {
                (None, 0) => zero = true,
                (None, _) => pending = Some(of),
                _ => return None,
            }
            continue;
        }
        let (times, of) = match c {
            '廿' | '卅' if pending.is_none() => (if c == '廿' { 2 } else { 3 }, 10),
            _ => (pending.take().unwrap_or(1), place(c)?),
        };
        if of >= last {
            return None;
        }
        sum += times * of;
        (last, zero) = (of, false);
    }
    // 一百二 is 120, 一百零二 is 102, 十二 is 12.
    let ones = if zero || last == 10_000 { 1 } else { last / 10 };
    Some(sum + pending.unwrap_or(0) * ones)
}

/// The number that takes the whole of `text`: 3.88万, 1.2亿, 一亿三千万, 壹佰, 半. `None` for anything else and for the empty text.
pub fn parse(text: &str) -> Option<Decimal> {
    let chars: Vec<char> = text.chars().collect();
    if chars == ['半'] {
        return Some(Decimal::new(5, 1));
    }
    let mut read = arabic(&chars).or_else(|| han(&chars))?;
    while let (false, Some(by)) = (read.han, chars.get(read.chars).and_then(|c| multiplier(*c))) {
        read.scale = read.scale.checked_mul(by)?;
        read.chars += 1;
    }
    let value = read.value.checked_mul(read.scale)?;
    (read.chars == chars.len()).then_some(value)
}

/// `number` in Chinese: 0 is 零, 10 is 十, 10005 is 一万零五. The inverse of [`parse`] below 10^16.
pub fn format(number: u64) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    const PLACES: [&str; 4] = ["千", "百", "十", ""];
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut out = String::new();
    let big = [(1_000_000_000_000, "万"), (100_000_000, ""), (10_000, "万"), (1, "")];
    let mut zero = false;
    for (index, (of, name)) in big.into_iter().enumerate() {
        let group = number / of % 10_000;
        for (place, name) in PLACES.into_iter().enumerate() {
            let one = group / 10u64.pow(3 - u32::try_from(place).unwrap_or(3)) % 10;
            if one == 0 {
                zero = !out.is_empty();
                continue;
            }
            if zero {
                out.push(DIGITS[0]);
            }
            zero = false;
            if !(one == 1 && name == "十" && out.is_empty()) {
                out.push(DIGITS[usize::try_from(one).unwrap_or(0)]);
            }
            out.push_str(name);
        }
        if group > 0 {
            out.push_str(name);
        }
        if index == 1 && number >= 100_000_000 {
            out.push('亿');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Option<String> {
        parse(text).map(|value| value.normalize().to_string())
    }

    #[test]
    fn numbers_are_read() {
        for (text, value) in [
            ("3.88万", "38800"),
            ("1.2亿", "120000000"),
            ("1.3万亿", "1300000000000"),
            ("一亿三千万", "130000000"),
            ("三千万", "30000000"),
            ("二〇二四", "2024"),
            ("壹佰", "100"),
            ("廿三", "23"),
            ("卅", "30"),
            ("半", "0.5"),
            ("12,345", "12345"),
            ("十", "10"),
            ("两百", "200"),
            ("一百二", "120"),
            ("一百零二", "102"),
            ("一万二", "12000"),
            ("一万亿", "1000000000000"),
            ("三点五", "3.5"),
            ("5百", "500"),
            ("0", "0"),
        ] {
            assert_eq!(of(text).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "万达", "十十", "百姓", "1,23", "12a", "点", "二百三千"] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn the_scale_stays_apart() {
        let chars: Vec<char> = "三千万元".chars().collect();
        let read = han(&chars).unwrap();
        assert_eq!((read.value, read.scale, read.chars), (3000.into(), 10_000.into(), 3));
    }

    proptest! {
        #[test]
        fn a_number_written_is_read_again(number in 0u64..=1_000_000_000_000) {
            prop_assert_eq!(parse(&format(number)), Some(number.into()), "{}", format(number));
        }

        #[test]
        fn reading_never_panics(text in "[0-9.,零一二两十百千万亿点廿半]{0,30}") {
            let _ = parse(&text);
        }
    }
}
