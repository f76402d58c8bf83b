//! Numbers with their units. Comes in: characters. Goes out: numbers that are quantities, without the words around them.

use super::{Page, breaks};
use crate::lang::quantity::{Fixed, Lead, Near, QuantityCues, Says, Tables};
use crate::quantity::Bound;
use crate::quantity::numeral::{self, Numeral};
use crate::quantity::unit::{Dimension, Unit};
use rust_decimal::Decimal;

/// A quotation up to this many characters is a name or a slogan: figures inside are not quantities.
const LONGEST_SLOGAN: usize = 24;

/// A number that is a quantity. Places are character indices.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Decimal,
    pub(super) high: Option<Decimal>,
    pub(super) scale: Decimal,
    pub(super) unit: String,
    /// 余 or 多 inside, a range, or the bound of a word that is a figure by itself.
    pub(super) bound: Bound,
    pub(super) says: Option<Says>,
    /// The unit is taken from a later figure of a list.
    pub(super) shared: bool,
}

/// A number read so far, with where it ends.
#[derive(Debug, Clone, Copy)]
struct Read {
    number: Numeral,
    end: usize,
    more: bool,
}

impl Read {
    fn found(self, start: usize, end: usize, unit: &str) -> Found {
        Found {
            start,
            end,
            value: self.number.value,
            high: None,
            scale: self.number.scale,
            unit: unit.to_owned(),
            bound: if self.more { Bound::MoreThan } else { Bound::Exactly },
            says: None,
            shared: false,
        }
    }
}

/// All numbers of a page that are quantities, in order.
pub(super) fn numbers(page: &Page, cues: &QuantityCues, tables: &Tables) -> Vec<Found> {
    let scan = Scan { page, cues, tables };
    let mut found: Vec<Found> = Vec::new();
    let mut waiting: Vec<(usize, Read)> = Vec::new();
    let mut at = 0;
    while let Some(c) = page.char(at) {
        if let Some(end) = scan.quoted(at) {
            at = end;
            continue;
        }
        if let Some((length, fixed)) = tables.fixed.starting(&page.chars, at)
            && !scan.names(fixed, at + length)
        {
            found.push(Found {
                start: at,
                end: at + length,
                value: fixed.value,
                high: None,
                scale: Decimal::ONE,
                unit: fixed.unit.clone(),
                bound: fixed.bound,
                says: fixed.says,
                shared: false,
            });
            at += length;
            continue;
        }
        if !numeral::opens(c) {
            at += 1;
            continue;
        }
        if let Some((length, ())) = tables.names.starting(&page.chars, at) {
            at += length;
            continue;
        }
        match scan.quantity(at) {
            Step::Found(mut new) => {
                if new.high.is_none() && scan.negative(at) {
                    new.value.set_sign_negative(true);
                }
                for (start, read) in waiting.drain(..) {
                    if new.unit.is_empty() || new.high.is_some() {
                        continue;
                    }
                    let mut first = read.found(start, read.end, &new.unit);
                    if first.scale == Decimal::ONE {
                        first.scale = new.scale;
                    }
                    first.shared = true;
                    found.push(first);
                }
                at = new.end;
                scan.share(&mut found, &new);
                found.push(new);
            }
            Step::Bare(read) => {
                if scan.listed(read.end) {
                    waiting.push((at, read));
                } else {
                    waiting.clear();
                }
                at = read.end;
            }
            Step::None(end) => {
                waiting.clear();
                at = end.max(at + 1);
            }
        }
    }
    found
}

/// What stands at a number.
enum Step {
    Found(Found),
    /// An Arabic number without a unit.
    Bare(Read),
    /// No quantity; go on at this character.
    None(usize),
}

struct Scan<'a> {
    page: &'a Page,
    cues: &'a QuantityCues,
    tables: &'a Tables,
}

impl Scan<'_> {
    /// Whether the characters at `at` make a word that is a figure by itself a name: 零增长 + 行动.
    fn names(&self, fixed: &Fixed, at: usize) -> bool {
        fixed.not_before.iter().any(|tail| self.follows(tail, at))
    }

    fn follows(&self, tail: &str, at: usize) -> bool {
        tail.chars().enumerate().all(|(index, c)| self.page.char(at + index) == Some(c))
    }

    /// The end of a short quotation or title that opens at `at`.
    fn quoted(&self, at: usize) -> Option<usize> {
        let close = match self.page.char(at)? {
            '“' => '”',
            '‘' => '’',
            '《' => '》',
            '「' => '」',
            '"' => '"',
            _ => return None,
        };
        let rest = self.page.chars.get(at + 1..)?;
        let length = rest.iter().take(LONGEST_SLOGAN + 1).position(|c| *c == close)?;
        Some(at + length + 2)
    }

    /// Whether a list mark and another Arabic number follow.
    fn listed(&self, at: usize) -> bool {
        let mark = self.tables.list.starting(&self.page.chars, at);
        mark.is_some_and(|(length, ())| self.page.char(at + length).is_some_and(|c| c.is_ascii_digit()))
    }

    /// Gives the unit of `last` to the numbers of its list that have none: 10.6万、3.8万、3.3万平方公里.
    fn share(&self, found: &mut [Found], last: &Found) {
        if last.unit.is_empty() || last.high.is_some() {
            return;
        }
        let mut next = last.start;
        for number in found.iter_mut().rev() {
            let mark = self.tables.list.starting(&self.page.chars, number.end);
            if !number.unit.is_empty() || mark.is_none_or(|(length, ())| number.end + length != next) {
                return;
            }
            number.unit.clone_from(&last.unit);
            number.shared = true;
            next = number.start;
        }
    }

    /// The number at `at`, with its multipliers and 余 or 多.
    fn read(&self, at: usize) -> Option<Read> {
        let rest = self.page.chars.get(at..)?;
        let mut number = numeral::arabic(rest).or_else(|| numeral::han(rest))?;
        let mut end = at + number.chars;
        let mut more = false;
        loop {
            if !more && self.vague(end) {
                more = true;
                end += 1;
                continue;
            }
            let Some(by) = self.page.char(end).and_then(numeral::multiplier) else { break };
            let unit = self.tables.units.starting(&self.page.chars, end);
            if unit.is_some_and(|(length, _)| length > 1) || (number.han && !more) {
                break;
            }
            let Some(scale) = number.scale.checked_mul(by) else { break };
            number.scale = scale;
            end += 1;
        }
        if !number.han && !more && number.scale > Decimal::ONE {
            self.second_part(&mut number, &mut end);
        }
        Some(Read { number, end, more })
    }

    /// Adds a second, smaller part: 1亿2000万.
    fn second_part(&self, number: &mut Numeral, end: &mut usize) {
        let Some(part) = self.page.chars.get(*end..).and_then(numeral::arabic) else { return };
        let Some(by) = self.page.char(*end + part.chars).and_then(numeral::multiplier) else { return };
        if by >= number.scale {
            return;
        }
        let low = part.value.checked_mul(by / number.scale);
        if let Some(sum) = low.and_then(|low| number.value.checked_add(low)) {
            number.value = sum;
            *end += part.chars + 1;
        }
    }

    /// Whether 余, 多, 来 or 几 at `at` belongs to the number: a multiplier, a unit or the end of the clause follows.
    fn vague(&self, at: usize) -> bool {
        let chars = &self.page.chars;
        if self.tables.more.starting(chars, at).is_none() {
            return false;
        }
        // 14亿多中国人: after a multiplier 多 and 余 need nothing behind them.
        let scaled = at.checked_sub(1).and_then(|last| self.page.char(last)).and_then(numeral::multiplier);
        if scaled.is_some() && self.page.char(at).is_some_and(|c| matches!(c, '多' | '余')) {
            return true;
        }
        self.page.char(at + 1).is_none_or(|c| {
            let unit = self.tables.units.starting(chars, at + 1);
            breaks(c)
                || numeral::multiplier(c).is_some()
                || unit.is_some_and(|(length, unit)| {
                    unit.as_ref().is_some_and(|unit| !self.broken(unit, at + 1 + length))
                })
        })
    }

    /// Whether the characters at `at` turn the unit before them into another word.
    fn broken(&self, unit: &Unit, at: usize) -> bool {
        self.cues.broken.get(&unit.word).is_some_and(|tails| tails.iter().any(|tail| self.follows(tail, at)))
    }

    /// The unit at `at` and its end. `Err` for a word that makes the number no quantity.
    fn unit(&self, at: usize) -> Result<Option<(&Unit, usize)>, ()> {
        match self.tables.units.starting(&self.page.chars, at) {
            None => Ok(None),
            Some((_, None)) => Err(()),
            // 10万吨级码头: a class, not an amount.
            Some((length, _)) if self.page.char(at + length) == Some('级') => Err(()),
            Some((length, Some(unit))) if self.broken(unit, at + length) => Ok(None),
            Some((length, Some(unit))) => Ok(Some((unit, at + length))),
        }
    }

    /// Whether what stands before a number makes it part of a name.
    fn named(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|index| self.page.char(index)) else { return false };
        let earlier = at.checked_sub(2).and_then(|index| self.page.char(index));
        if before.is_ascii_alphanumeric() || matches!(before, '+' | '.' | '#' | '/' | ':') {
            return true;
        }
        if before == '-' && earlier.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return true;
        }
        if before == '前' {
            return !earlier.is_some_and(|c| "目提以之日此年月底末".contains(c));
        }
        self.tables.never_after.ending(&self.page.chars, at).is_some()
    }

    /// Whether a minus stands right behind a word that tells what the number measures: 增长-1.2%.
    fn negative(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|sign| {
            self.page.char(sign) == Some('-')
                && matches!(self.tables.near.ending(&self.page.chars, sign), Some((_, Near::Says(_))))
        })
    }

    /// 百分之五, 三分之二: the number after 分之.
    fn fraction(&self, at: usize) -> Option<Found> {
        let chars = &self.page.chars;
        let under = numeral::han(chars.get(at..)?)?;
        let mark = at + under.chars;
        if chars.get(mark..mark + 2)? != ['分', '之'] {
            return None;
        }
        let mut over = self.read(mark + 2)?;
        let parts = under.value.checked_mul(under.scale)?;
        let unit = if parts == Decimal::ONE_THOUSAND { "‰" } else { "%" };
        if parts != Decimal::ONE_HUNDRED && parts != Decimal::ONE_THOUSAND {
            over.number.value = over.number.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(parts)?;
        }
        Some(over.found(at, over.end, unit))
    }

    /// What stands at the number that opens at `at`.
    fn quantity(&self, at: usize) -> Step {
        if let Some(found) = self.fraction(at) {
            return Step::Found(found);
        }
        let Some(read) = self.read(at) else { return Step::None(at + 1) };
        if self.named(at) || self.page.char(read.end) == Some('+') {
            return Step::None(read.end);
        }
        if let Some(found) = self.range(at, read) {
            return Step::Found(found);
        }
        let Ok(unit) = self.unit(read.end) else { return Step::None(read.end) };
        match unit {
            Some((unit, end)) if self.allowed(at, read, unit, end) => {
                Step::Found(read.found(at, end, &unit.word))
            }
            Some((_, end)) => Step::None(end),
            None if self.stands_alone(at, read) => Step::Found(read.found(at, read.end, "")),
            None if read.number.han => Step::None(read.end),
            None => Step::Bare(read),
        }
    }

    /// Whether a number with this unit is a quantity and not a name.
    fn allowed(&self, at: usize, read: Read, unit: &Unit, end: usize) -> bool {
        let chars = &self.page.chars;
        if unit.needs_bound && !self.bounded(at, end) {
            return false;
        }
        if unit.word == "番" {
            return at > 0 && self.page.char(at - 1).is_some_and(|c| matches!(c, '翻' | '了'));
        }
        let counts = matches!(unit.dimension, Dimension::Count | Dimension::Person | Dimension::Household);
        // 7.21片区 is a name: nobody counts in fractions.
        if counts && read.number.scale == Decimal::ONE && !read.number.value.fract().is_zero() {
            return false;
        }
        if !read.number.han {
            return true;
        }
        if unit.arabic_only || read.number.value.is_zero() || self.page.char(end).is_some_and(numeral::opens)
        {
            return false;
        }
        let one = read.number.value == Decimal::ONE && read.number.chars == 1;
        if !(one || read.number.loose) || matches!(unit.word.as_str(), "成" | "倍") {
            return self.tables.slogans.starting(chars, end).is_none();
        }
        // 一所, 百家: only right after a verb of making; 二三十, 七八 never.
        let verb =
            matches!(self.tables.near.ending(chars, at), Some((_, Near::Says(Says::Made | Says::Adds))));
        let digits =
            read.number.loose && self.page.char(at).is_some_and(|c| numeral::multiplier(c).is_none());
        verb && counts && !digits && !self.cues.generic.contains(&unit.word)
    }

    /// Whether a bound or goal word touches the number from either side.
    fn bounded(&self, at: usize, end: usize) -> bool {
        let chars = &self.page.chars;
        self.tables.after.starting(chars, end).is_some() || self.tables.before.ending(chars, at).is_some()
    }

    /// Whether a number without a unit is a quantity: a multiplier, a bound after it, or one before it and nothing behind.
    fn stands_alone(&self, at: usize, read: Read) -> bool {
        let chars = &self.page.chars;
        let after = self.tables.after.starting(chars, read.end).is_some();
        if read.number.han {
            return after && read.number.scale > Decimal::ONE && !read.number.loose;
        }
        if self.page.char(read.end).is_some_and(|c| c.is_ascii_alphabetic() || c == '×') {
            return false;
        }
        if read.number.scale > Decimal::ONE || read.more || after {
            return true;
        }
        let ends = self.page.char(read.end).is_none_or(|c| breaks(c) || c == '、');
        ends && matches!(self.tables.before.ending(chars, at), Some((_, Lead::Bound(_))))
    }

    /// 3—5个, 5%-6%, 8000万至1亿元: two ends with one unit.
    fn range(&self, at: usize, low: Read) -> Option<Found> {
        let chars = &self.page.chars;
        let first_unit = self.unit(low.end).ok()?;
        let mark = first_unit.map_or(low.end, |(_, end)| end);
        let (length, ()) = self.tables.range.starting(chars, mark)?;
        let next = mark + length;
        if !self.page.char(next).is_some_and(numeral::opens) {
            return None;
        }
        let high = self.read(next)?;
        if high.number.han != low.number.han || low.number.loose || high.number.loose {
            return None;
        }
        let (unit, end) = self.unit(high.end).ok()??;
        if first_unit.is_some_and(|(first, _)| first.word != unit.word)
            || (unit.needs_bound && !self.bounded(at, end))
            || (unit.arabic_only && low.number.han)
        {
            return None;
        }
        let bare = first_unit.is_none() && low.number.scale == Decimal::ONE;
        let scale = if bare { high.number.scale } else { low.number.scale };
        let top = high.number.value.checked_mul(high.number.scale)?.checked_div(scale)?;
        // 从5%至6% tells a start and an end, 6%至5% no range.
        let starts = at.checked_sub(1).and_then(|index| self.page.char(index)).map(String::from);
        if top <= low.number.value || starts.is_some_and(|word| self.cues.from.contains(&word)) {
            return None;
        }
        let mut found = low.found(at, end, &unit.word);
        (found.high, found.scale, found.bound) = (Some(top.normalize()), scale, Bound::Range);
        Some(found)
    }
}
