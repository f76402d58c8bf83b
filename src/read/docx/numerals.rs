//! A number as Word prints it in front of a paragraph. Comes in: the number and the name of its format (ECMA-376, 17.18.59).
//! Goes out: its characters.

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
/// Greater numbers are printed with plain digits: no list is so long.
const MOST: i64 = 9_999;
/// A letter is repeated at most so many times: aa follows z.
const MOST_LETTERS: usize = 10;

/// The number in this format; a format that is not known is printed with plain digits.
pub(super) fn print(number: i64, format: &str) -> String {
    let plain = || number.to_string();
    if !(0..=MOST).contains(&number) {
        return plain();
    }
    let n = usize::try_from(number).unwrap_or(0);
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            digits(n, &["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"])
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanDigital2" => counted(n, &DIGITS, ["十", "百", "千"], "零", true),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            counted(n, &LEGAL, ["拾", "佰", "仟"], "零", false)
        }
        "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand" => digits(n, &DIGITS),
        "ideographTraditional" => nth(STEMS, n).unwrap_or_else(plain),
        "ideographZodiac" => nth(BRANCHES, n).unwrap_or_else(plain),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            ranged(n, &[(1, 20, '①'), (21, 35, '㉑'), (36, 50, '㊱')]).unwrap_or_else(plain)
        }
        "decimalEnclosedParen" => ranged(n, &[(1, 20, '⑴')]).unwrap_or_else(|| format!("({n})")),
        "decimalEnclosedFullstop" => ranged(n, &[(1, 20, '⒈')]).unwrap_or_else(|| format!("{n}.")),
        "ideographEnclosedCircle" => ranged(n, &[(1, 10, '㊀')]).unwrap_or_else(plain),
        "upperRoman" => roman(n),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperLetter" => letters(n, b'A'),
        "lowerLetter" => letters(n, b'a'),
        "numberInDash" => format!("- {n} -"),
        "ordinal" => format!("{n}{}", ordinal_end(n)),
        _ => plain(),
    }
}

/// Digit by digit: 二〇.
fn digits(n: usize, digits: &[&str; 10]) -> String {
    n.to_string()
        .bytes()
        .filter_map(|byte| digits.get(usize::from(byte.wrapping_sub(b'0'))))
        .copied()
        .collect()
}

/// As it is counted: 一百零二. `short`: 十二, not 一十二.
fn counted(n: usize, digits: &[&str; 10], scales: [&str; 3], zero: &str, short: bool) -> String {
    if n == 0 {
        return zero.to_owned();
    }
    let mut said = String::new();
    let mut gap = false;
    for (power, scale) in [(1000, scales[2]), (100, scales[1]), (10, scales[0]), (1, "")] {
        let digit = n / power % 10;
        if digit == 0 {
            gap = !said.is_empty();
            continue;
        }
        if gap {
            said.push_str(zero);
            gap = false;
        }
        if !(short && power == 10 && digit == 1 && said.is_empty()) {
            said.push_str(digits.get(digit).copied().unwrap_or_default());
        }
        said.push_str(scale);
    }
    said
}

/// The n-th character, from 1.
fn nth(characters: &str, n: usize) -> Option<String> {
    characters.chars().nth(n.checked_sub(1)?).map(String::from)
}

/// The character of the range (first number, last number, first character) that holds the number.
fn ranged(n: usize, ranges: &[(usize, usize, char)]) -> Option<String> {
    let (first, _, sign) = ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&n))?;
    char::from_u32(u32::from(*sign) + u32::try_from(n - first).ok()?).map(String::from)
}

fn roman(n: usize) -> String {
    const PARTS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = n;
    let mut said = String::new();
    for (value, sign) in PARTS {
        while left >= value {
            said.push_str(sign);
            left -= value;
        }
    }
    said
}

fn letters(n: usize, first: u8) -> String {
    let Some(n) = n.checked_sub(1) else { return String::new() };
    let letter = char::from(first + u8::try_from(n % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (n / 26 + 1).min(MOST_LETTERS)).collect()
}

fn ordinal_end(n: usize) -> &'static str {
    match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn numbers_are_printed_as_word_does() {
        for (number, format, printed) in [
            (3, "decimal", "3"),
            (12, "chineseCountingThousand", "十二"),
            (10, "chineseCounting", "十"),
            (20, "japaneseCounting", "二十"),
            (102, "chineseCountingThousand", "一百零二"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (20, "ideographDigital", "二〇"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (2, "ideographTraditional", "乙"),
            (11, "ideographTraditional", "11"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircleChinese", "㉑"),
            (99, "decimalEnclosedCircle", "99"),
            (2, "decimalEnclosedParen", "⑵"),
            (14, "upperRoman", "XIV"),
            (4, "lowerRoman", "iv"),
            (28, "lowerLetter", "bb"),
            (5, "decimalZero", "05"),
            (1, "none", ""),
            (2, "ordinal", "2nd"),
            (-3, "upperLetter", "-3"),
            (0, "lowerLetter", ""),
            (i64::MAX, "chineseCounting", "9223372036854775807"),
            (7, "hebrew1", "7"),
        ] {
            assert_eq!(print(number, format), printed, "{number} {format}");
        }
    }
}
