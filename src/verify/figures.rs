//! Printed figures against their quotes. Comes in: a quantity and the words it was read from. Goes out: where the number does not
//! stand in the quote, or nothing in its sentence says its unit, bound, basis or hedges. Which number of a quote was meant, and
//! which of several bounds of a sentence, only the reading of figures can tell, which is not repeated here.

use super::fault::Faults;
use super::sources::Source;
use crate::lang::Pack;
use crate::lang::quantity::{Lead, Near, QuantityCues, Says};
use crate::ledger::{Place, QuantityEntry, Range, Target};
use crate::quantity::numeral::{arabic, han, multiplier, opens};
use crate::quantity::unit::Dimension;
use crate::quantity::{Basis, Bound, Quantity};
use crate::span::Span;
use crate::text::fold::{Folded, fold};
use crate::text::sentence::sentences;
use rust_decimal::Decimal;

/// Every figure of a target against its quote.
pub(super) fn target(at: &str, target: &Target, sources: &[Option<Source>], faults: &mut Faults) {
    let mut check = |at: String, quote: &str, place: &Place, quantity: &Option<QuantityEntry>| {
        if let Some(entry) = quantity {
            checked(&at, quote, place, entry, sources, faults);
        }
    };
    check(at.to_owned(), &target.quote, &target.at, &target.quantity);
    for (index, said) in target.evidence.iter().enumerate() {
        check(format!("{at}/evidence/{index}"), &said.quote, &said.at, &said.quantity);
    }
    for (index, said) in target.standing.iter().flat_map(|standing| &standing.derived).enumerate() {
        check(format!("{at}/standing/derived/{index}"), &said.quote, &said.at, &said.quantity);
    }
    // Read as plain JSON, since only what a figure needs is looked at.
    let ambition = serde_json::to_value(&target.ambition).unwrap_or_default();
    let actual = ambition.get("actual").cloned().unwrap_or_default();
    let part = |name: &str| actual.get(name).cloned().unwrap_or_default();
    if let (Ok(place), Ok(quantity)) =
        (serde_json::from_value::<Place>(part("at")), serde_json::from_value(part("quantity")))
    {
        let quote = part("quote");
        check(format!("{at}/ambition/actual"), quote.as_str().unwrap_or_default(), &place, &quantity);
    }
}

/// One figure against the quote that it is from.
pub(super) fn checked(
    at: &str,
    quote: &str,
    place: &Place,
    entry: &QuantityEntry,
    sources: &[Option<Source>],
    faults: &mut Faults,
) {
    let at = format!("{at}/quantity");
    let Some(read) = quantity_of(entry) else {
        faults.add(&at, "its numbers are no decimals as they are written, without noughts at the end, or beyond all sense");
        return;
    };
    if let Some(Some(source)) = sources.get(place.report) {
        let words = Words::new(source, quote, Span { start: place.start, end: place.end });
        words.check(&at, &read, faults);
        words.check_place(&format!("{at}/figure"), &read, entry.figure, source, faults);
    }
}

/// No report counts so much; with room for every unit behind it, sums of such numbers stay exact.
const MOST: i64 = 1_000_000_000_000_000_000;

/// The quantity that a ledger prints; `None` where a number is none, is not written the shortest way, or is beyond all sense.
pub(super) fn quantity_of(entry: &QuantityEntry) -> Option<Quantity> {
    let decimal = |text: &str| {
        let number = text.parse::<Decimal>().ok()?;
        (number.normalize().to_string() == text && number.abs() <= Decimal::from(MOST)).then_some(number)
    };
    let scaled = decimal(&entry.value)?.checked_mul(decimal(&entry.scale)?)?;
    if scaled.abs() > Decimal::from(MOST) {
        return None;
    }
    Some(Quantity {
        bound: entry.bound,
        value: decimal(&entry.value)?,
        high: entry.high.as_deref().map_or(Some(None), |high| decimal(high).map(Some))?,
        scale: decimal(&entry.scale).filter(|scale| !scale.is_zero())?,
        unit: entry.unit.clone(),
        basis: entry.basis,
        hedges: entry.hedges.clone(),
    })
}

/// A number that stands in a quote. Places are character indices.
#[derive(Debug, Clone, Copy)]
struct Number {
    start: usize,
    end: usize,
    value: Decimal,
    scale: Decimal,
    /// 余 or 多 inside.
    more: bool,
}

/// The words that a figure was read from.
struct Words<'a> {
    cues: &'a QuantityCues,
    /// The folded characters of the quote.
    quote: Vec<char>,
    /// The folded sentences that the quote touches.
    around: String,
    /// Where they stand in the report.
    touched: Vec<Span>,
    numbers: Vec<Number>,
}

impl<'a> Words<'a> {
    fn new(source: &Source, quote: &str, span: Span) -> Self {
        let pack = Pack::of(&source.outline.language);
        let block = source.document.block_at(span.start).map(|block| source.document.blocks[block].span);
        let folded = Folded::new(&source.document.text, block.unwrap_or_default());
        let touched = sentences(&folded.text).into_iter().filter(|one| folded.back(*one).overlaps(span));
        let touched: Vec<Span> = touched.collect();
        let around = touched.iter().map(|one| one.slice(&folded.text)).collect::<Vec<_>>().join("。");
        let touched = touched.into_iter().map(|one| folded.back(one)).collect();
        let quote: Vec<char> = fold(quote).chars().collect();
        let numbers = numbers(&quote, &pack.quantity);
        Self { cues: &pack.quantity, quote, around, touched, numbers }
    }

    /// The words of the sentence that mean something for which `wanted` holds.
    fn says(&self, wanted: impl Fn(Near) -> bool) -> bool {
        let chars: Vec<char> = self.around.chars().collect();
        let near = &self.cues.tables().near;
        (0..chars.len()).any(|at| near.starting(&chars, at).is_some_and(|(_, near)| wanted(*near)))
    }

    fn check(&self, at: &str, quantity: &Quantity, faults: &mut Faults) {
        let fixed = self.fixed(quantity);
        let stand = self.standing(quantity);
        if !fixed && stand.is_empty() {
            let what =
                format!("the number {} × {} does not stand in the quote", quantity.value, quantity.scale);
            faults.add(&format!("{at}/value"), what);
            return;
        }
        if let Some(high) = quantity.high.filter(|high| !self.has(*high, quantity.scale)) {
            faults.add(&format!("{at}/high"), format!("the number {high} does not stand in the quote"));
        }
        if !(fixed || self.around.contains(&quantity.unit) || self.around.contains("分之")) {
            faults.add(&format!("{at}/unit"), format!("the sentence has no {}", quantity.unit));
        }
        for hedge in quantity.hedges.iter().filter(|hedge| !self.around.contains(hedge.as_str())) {
            faults.add(&format!("{at}/hedges"), format!("the sentence has no {hedge}"));
        }
        if !fixed && !self.bounded(quantity, &stand) {
            faults.add(&format!("{at}/bound"), "the words around the number say another bound");
        }
        if !fixed && !self.based(quantity) {
            faults.add(&format!("{at}/basis"), "nothing in the sentence says that this is measured");
        }
    }

    /// Whether a word that is a figure by itself (翻番, 过半) says the quantity.
    fn fixed(&self, quantity: &Quantity) -> bool {
        let quote: String = self.quote.iter().collect();
        self.says_fixed(quantity, &quote)
    }

    fn says_fixed(&self, quantity: &Quantity, words: &str) -> bool {
        self.cues.fixed.iter().any(|fixed| {
            fixed.value == quantity.value && fixed.unit == quantity.unit && words.contains(&fixed.word)
        })
    }

    /// That the place of the figure lies in a sentence of the quote and holds the number with its scale and unit and no other; that
    /// there is one where the number stands with them in one piece.
    fn check_place(
        &self,
        at: &str,
        quantity: &Quantity,
        place: Option<Range>,
        source: &Source,
        faults: &mut Faults,
    ) {
        let Some(place) = place else {
            let whole = |number: &&Number| {
                let unit: Vec<char> = quantity.unit.chars().collect();
                number.scale == quantity.scale
                    && self.quote.get(number.end..).is_some_and(|rest| rest.starts_with(&unit))
            };
            let stand = self.standing(quantity);
            if self.fixed(quantity) || (!stand.is_empty() && stand.iter().all(whole)) {
                faults.add(at, "the number stands in one piece, and its place must be there");
            }
            return;
        };
        let span = Span { start: place.start, end: place.end };
        let text = &source.document.text;
        if span.start >= span.end || !span.fits(text) || !self.touched.iter().any(|one| one.contains(span)) {
            faults.add(at, "it must lie in a sentence of the quote");
            return;
        }
        let slice = span.slice(text);
        let words = fold(slice);
        let quote: Vec<char> = words.chars().collect();
        let numbers = numbers(&quote, self.cues);
        let (first, last) =
            (numbers.iter().any(|one| one.start == 0), numbers.iter().map(|one| one.end).max());
        let ends =
            words.ends_with(&quantity.unit) && (!quantity.unit.is_empty() || last == Some(quote.len()));
        let only = Words { cues: self.cues, quote, around: words.clone(), touched: Vec::new(), numbers };
        let stands = !only.standing(quantity).is_empty()
            && quantity.high.is_none_or(|high| only.has(high, quantity.scale))
            && ((first && ends) || words.contains("分之"));
        // 2000 in 12000: what stands before goes on with the number.
        let before = text.get(..span.start).and_then(|before| before.chars().next_back());
        let cut = before.is_some_and(|c| c.is_ascii_digit() || c == '.') || slice.trim() != slice;
        let fixed =
            self.cues.fixed.iter().any(|fixed| fixed.word == words) && self.says_fixed(quantity, &words);
        if !fixed && (cut || !stands) {
            let what = format!(
                "“{words}” is not the number {} × {} with its unit {}",
                quantity.value, quantity.scale, quantity.unit
            );
            faults.add(at, what);
        }
    }

    /// Where the quantity's number stands in the quote; a number of a list or range may have the multiplier of a later one.
    fn standing(&self, quantity: &Quantity) -> Vec<&Number> {
        let shares = |number: &Number| {
            number.scale == Decimal::ONE && self.numbers.iter().any(|other| other.scale == quantity.scale)
        };
        let is = |number: &&Number| {
            let scaled = number.value.checked_mul(number.scale);
            (number.value == quantity.value.abs() && (number.scale == quantity.scale || shares(number)))
                || (scaled.is_some() && scaled == quantity.value.abs().checked_mul(quantity.scale))
        };
        let plain: Vec<&Number> = self.numbers.iter().filter(is).collect();
        // 三分之二: printed as the percentage it comes to.
        let parts = plain.is_empty() && self.around.contains("分之");
        if parts {
            self.numbers.iter().filter(|number| self.is_part(number, quantity)).collect()
        } else {
            plain
        }
    }

    fn is_part(&self, number: &Number, quantity: &Quantity) -> bool {
        self.numbers.iter().any(|under| {
            let share = number.value.checked_mul(Decimal::ONE_HUNDRED);
            share.and_then(|share| share.checked_div(under.value)) == Some(quantity.value)
        })
    }

    fn has(&self, high: Decimal, scale: Decimal) -> bool {
        let top = high.checked_mul(scale);
        self.numbers.iter().any(|number| number.value.checked_mul(number.scale) == top)
    }

    /// Whether a word says the bound; of none, whether no word that touches the number says one.
    fn bounded(&self, quantity: &Quantity, stand: &[&Number]) -> bool {
        let tables = self.cues.tables();
        let chars: Vec<char> = self.around.chars().collect();
        let wanted = quantity.bound;
        match wanted {
            Bound::Range => quantity.high.is_some(),
            _ if quantity.high.is_some() => false,
            Bound::Exactly => stand.iter().any(|number| {
                let unit = tables.units.starting(&self.quote, number.end).map_or(0, |(length, _)| length);
                let tail = tables.after.starting(&self.quote, number.end + unit).map(|(_, bound)| *bound);
                let lead = tables.before.ending(&self.quote, number.start).map(|(_, lead)| *lead);
                let bounds = |bound: Bound| bound != Bound::Exactly;
                let lead = matches!(lead, Some(Lead::Bound(bound)) if bounds(bound));
                let about = tail == Some(Bound::About)
                    && self
                        .quote
                        .get(number.end + unit..)
                        .is_some_and(|rest| rest.starts_with(&['上', '游']));
                !number.more && !lead && (about || !tail.is_some_and(bounds))
            }),
            _ => {
                (wanted == Bound::MoreThan && stand.iter().any(|number| number.more))
                    || (0..chars.len()).any(|at| {
                        let before = tables.before.starting(&chars, at).map(|(_, lead)| *lead);
                        before == Some(Lead::Bound(wanted))
                            || tables.after.starting(&chars, at).is_some_and(|(_, bound)| *bound == wanted)
                    })
                    || self.says(|near| near == Near::Bound(wanted))
                    || self
                        .cues
                        .fixed
                        .iter()
                        .any(|fixed| fixed.bound == wanted && self.around.contains(&fixed.word))
            }
        }
    }

    /// Whether the sentence says what is measured: a rate of growth and an amount of change need a word of moving or adding, a
    /// count one of making, a percentage is a growth or a share.
    fn based(&self, quantity: &Quantity) -> bool {
        let dimension = self.cues.units.lookup(&quantity.unit).map(|unit| unit.dimension);
        let moves = |near: Near| matches!(near, Near::Says(Says::Rises | Says::Falls | Says::Adds));
        match (dimension, quantity.basis) {
            (Some(Dimension::Point), basis) => basis == Basis::Change,
            (Some(Dimension::Doubling), basis) => basis == Basis::Growth,
            (Some(Dimension::Percent), Basis::Share) => true,
            (Some(Dimension::Percent | Dimension::Times), Basis::Growth) | (_, Basis::Change) => {
                self.says(moves) || self.cues.fixed.iter().any(|fixed| self.around.contains(&fixed.word))
            }
            (Some(Dimension::Percent), _) | (_, Basis::Growth | Basis::Share) => false,
            (_, Basis::Count) => self.says(|near| near == Near::Says(Says::Made)),
            (_, Basis::Level) => true,
        }
    }
}

/// Every number that stands in these characters. One that begins inside another is none: 20 in 120, 二十 in 一百二十.
fn numbers(chars: &[char], cues: &QuantityCues) -> Vec<Number> {
    let mut found = Vec::new();
    let more = |at: usize| cues.tables().more.starting(chars, at).is_some();
    let mut at = 0;
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let number =
            Some(rest).filter(|rest| opens(rest[0])).and_then(|rest| arabic(rest).or_else(|| han(rest)));
        let Some(read) = number else {
            at += 1;
            continue;
        };
        let (mut end, mut scale, mut vague) = (at + read.chars, read.scale, false);
        let mut add = |end: usize, value: Decimal, scale: Decimal, more: bool| {
            found.push(Number { start: at, end, value, scale, more });
        };
        add(end, read.value, scale, false);
        loop {
            if !vague && more(end) {
                vague = true;
                end += 1;
            } else if let Some(by) = chars.get(end).and_then(|c| multiplier(*c)) {
                scale = scale.checked_mul(by).unwrap_or(scale);
                end += 1;
            } else {
                break;
            }
            add(end, read.value, scale, vague);
        }
        // 1亿2000万.
        let low = chars.get(end..).and_then(arabic);
        let by = low.and_then(|low| multiplier(*chars.get(end + low.chars)?));
        if let (Some(low), Some(by)) = (low, by)
            && let Some(value) = low.value.checked_mul(by / scale).and_then(|low| read.value.checked_add(low))
        {
            add(end + low.chars + 1, value, scale, false);
        }
        at = end.max(at + 1);
    }
    found
}
