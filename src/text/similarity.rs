//! Likeness of short texts. Comes in: folded words. Goes out: runs of one and two characters with weights, and how much
//! two texts share. Whole numbers, so that every machine gets the same. Source: runs of 1 and 2 characters ranked the right
//! passage better than word segmentation did.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A run of one or two characters.
pub type Gram = u64;

/// The runs of a text, each once, in order.
pub type Grams = Vec<Gram>;

/// Hands every run of one and two Han characters or letters of `text` to `take`, as often as it stands there; figures and marks
/// part them and count for nothing.
pub fn runs(text: &str, mut take: impl FnMut(Gram)) {
    let mut last: Option<char> = None;
    for c in text.chars() {
        // The common Han characters come first: nearly all are of them.
        if matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphabetic() {
            let c = c.to_ascii_uppercase();
            take(Gram::from(u32::from(c)));
            if let Some(last) = last {
                take((Gram::from(u32::from(last)) << 32) | Gram::from(u32::from(c)));
            }
            last = Some(c);
        } else {
            last = None;
        }
    }
}

/// The [`runs`] of `text`, each once, in order.
pub fn grams(text: &str) -> Grams {
    let mut all: Grams = Vec::with_capacity(text.len());
    runs(text, |gram| all.push(gram));
    all.sort_unstable();
    all.dedup();
    all
}

/// The runs of a text with their weights.
#[derive(Debug, Clone, Default)]
pub struct Weighed {
    /// Each run once, in order, with its weight.
    pub runs: Vec<(Gram, u32)>,
    /// The sum of the weights.
    pub total: u64,
}

/// Hashes keys that are numbers already; the same on every machine.
pub type Numbered = BuildHasherDefault<NumberHasher>;

/// See [`Numbered`].
#[derive(Debug, Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }

    fn write_u64(&mut self, key: u64) {
        // Fibonacci hashing: 2^64 / golden ratio.
        self.0 = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How rare each run is among a set of texts.
#[derive(Debug, Default)]
pub struct Rarity {
    texts: u64,
    holding: HashMap<Gram, u32, Numbered>,
}

impl Rarity {
    /// Counts the runs of `texts`.
    pub fn new<'a>(texts: impl Iterator<Item = &'a Grams>) -> Self {
        let mut rarity = Self::default();
        for grams in texts {
            rarity.texts += 1;
            for gram in grams {
                *rarity.holding.entry(*gram).or_default() += 1;
            }
        }
        rarity
    }

    /// A text's runs with their weights.
    pub fn weigh(&self, grams: &Grams) -> Weighed {
        let weight = |gram: &Gram| (*gram, u32::try_from(self.weight(*gram)).unwrap_or(u32::MAX));
        let runs: Vec<(Gram, u32)> = grams.iter().map(weight).collect();
        let total = runs.iter().map(|(_, weight)| u64::from(*weight)).sum();
        Weighed { runs, total }
    }

    /// Whether a run of two characters stands in so few texts that it names something: in one at least, in `most` at the most.
    pub fn names(&self, gram: Gram, most: u32) -> bool {
        gram >> 32 != 0 && self.holding.get(&gram).is_some_and(|holding| (1..=most).contains(holding))
    }

    /// The weight of a run: 1024 for one that every text holds, and 1024 more for each halving of the texts that hold it.
    /// A run of one character weighs a half: alone it says little.
    fn weight(&self, gram: Gram) -> u64 {
        let holding = u64::from(self.holding.get(&gram).copied().unwrap_or(0));
        let weight = 1024 + log2_1024((self.texts + 1) * 1024 / (holding + 1)).saturating_sub(10 * 1024);
        if gram >> 32 == 0 { weight / 2 } else { weight }
    }
}

/// 1024 times the binary logarithm of `x`, linear between powers of two; 0 for 0.
pub fn log2_1024(x: u64) -> u64 {
    let Some(power) = x.checked_ilog2() else { return 0 };
    let rest = x - (1 << power);
    u64::from(power) * 1024 + rest * 1024 / (1 << power)
}

/// What a target and a claim share: all parts in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shared {
    /// The share of the target's weight that the claim holds.
    pub cover: u32,
    /// The share of the claim's weight that the target holds.
    pub back: u32,
}

/// Weighs what two texts share.
pub fn shared(target: &Weighed, claim: &Weighed) -> Shared {
    let (mut both, mut of_target, mut of_claim) = (0, 0, 0);
    // Both are in order: the smaller of two heads moves on. Steps instead of branches, for this is the program's innermost loop.
    while let (Some((a, weight)), Some((b, _))) = (target.runs.get(of_target), claim.runs.get(of_claim)) {
        both += if a == b { u64::from(*weight) } else { 0 };
        of_target += usize::from(a <= b);
        of_claim += usize::from(b <= a);
    }
    let share = |all: u64| u32::try_from((both * 1000).checked_div(all).unwrap_or(0)).unwrap_or(1000);
    Shared { cover: share(target.total), back: share(claim.total) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_runs_count_for_more() {
        let texts: Vec<Grams> =
            ["推进大桥建设", "推进公路建设", "推进机场建设"].iter().map(|text| grams(text)).collect();
        let rarity = Rarity::new(texts.iter());
        let share =
            |target: &str, claim: &str| shared(&rarity.weigh(&grams(target)), &rarity.weigh(&grams(claim)));
        let (named, common) = (share("推进机场建设", "机场"), share("推进机场建设", "推进"));
        assert!(named.cover > common.cover, "{named:?} {common:?}");
        assert_eq!(share("机场", "机场"), Shared { cover: 1000, back: 1000 });
        assert_eq!(share("", "机场").cover, 0);
    }
}
