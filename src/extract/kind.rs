//! Which clauses promise a nameable thing. Comes in: a clause and what stands around it. Goes out: a score in thousandths of a
//! logit from a table of named features; above zero it is a deliverable, else an effort. The table is data, fitted by
//! `tests/fit/fit.rs` on hand-read reports; integers, so that every machine adds up the same sum.

use super::name::names;
use crate::lang::Pack;
use crate::text::similarity::Numbered;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Up to four characters of the basic plane in one number; the table's key.
pub type Feature = u64;

/// The longest run of characters that is one feature. Source: runs of 1-4 told deliverables from effort best.
const LONGEST_RUN: usize = 4;

/// A line of a table takes about this many bytes.
const BYTES_A_LINE: usize = 12;

/// A table of feature weights.
#[derive(Debug, Default)]
pub struct Weights {
    table: HashMap<Feature, i32, Numbered>,
    bias: i64,
}

impl Weights {
    /// Reads a table: one `feature<TAB>weight` a line, `#` for remarks, `bias` for the constant. Lines that do not
    /// parse are left out.
    pub fn parse(text: &str) -> Self {
        let mut weights = Self::default();
        weights.table.reserve(text.len() / BYTES_A_LINE);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, value)) = line.split_once('\t') else { continue };
            let Ok(value) = value.trim().parse::<i32>() else { continue };
            if name == "bias" {
                weights.bias = i64::from(value);
            } else {
                weights.table.insert(pack(name), value);
            }
        }
        weights
    }

    /// The sum over `features`, in thousandths of a logit.
    pub fn score(&self, features: &[Feature]) -> i64 {
        self.bias + features.iter().filter_map(|key| self.table.get(key)).map(|&w| i64::from(w)).sum::<i64>()
    }
}

/// The two tables of a language.
#[derive(Debug, Default)]
pub struct Tables {
    /// Tells deliverables from effort.
    pub deliverable: Weights,
    /// Tells lists of separate things from lists that are one thing.
    pub separate: Weights,
}

/// The built-in tables by file, in the order of [`Tables`].
pub const TABLE_FILES: [(&str, &str); 2] = [
    ("zh.deliverable.tsv", include_str!("../lang/packs/zh.deliverable.tsv")),
    ("zh.separate.tsv", include_str!("../lang/packs/zh.separate.tsv")),
];

static TABLES: OnceLock<Tables> = OnceLock::new();

/// The built-in tables.
pub fn tables() -> &'static Tables {
    TABLES.get_or_init(|| Tables {
        deliverable: Weights::parse(TABLE_FILES[0].1),
        separate: Weights::parse(TABLE_FILES[1].1),
    })
}

/// Puts other tables in place of the built-in ones, for measuring tables on reports they were not fitted on. Gives them back
/// when the built-in ones are in use already.
pub fn measure_with(tables: Tables) -> Result<(), Tables> {
    TABLES.set(tables)
}

/// A clause and its surroundings, as the tables see it.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The clause's folded words.
    pub clause: &'a str,
    /// The clause before it in the sentence; empty when it is the first.
    pub before: &'a str,
    /// The clause after it in the sentence; empty when it is the last.
    pub after: &'a str,
    /// Its number in the sentence, from 0.
    pub nth: usize,
    /// Whether a figure of the clause is a target.
    pub has_target_figure: bool,
    /// How many items 、 and 和 set apart.
    pub items: usize,
    /// Whether it has a noun with a name of its own: 青山大桥.
    pub named: bool,
    /// The furthest stage that it promises, from 1; 0 where it promises none.
    pub stage: u8,
}

impl<'a> Setting<'a> {
    /// A clause that stands alone, as in an annex or a list.
    pub fn alone(clause: &'a str, has_target_figure: bool, items: usize, pack: &Pack) -> Self {
        let stages = pack.judge.stages(clause);
        Self {
            clause,
            before: "",
            after: "",
            nth: 0,
            has_target_figure,
            items,
            named: !names(clause, pack).is_empty(),
            stage: stages.iter().map(|(_, stage)| stage.order).max().unwrap_or(0),
        }
    }
}

/// The features of a clause, each once: runs of characters (`^` before the first, `$` after the last, digits as `0`), runs of the
/// clauses around it, and named facts.
pub fn features(setting: &Setting<'_>) -> Vec<Feature> {
    let mut features = Vec::with_capacity(400);
    let inside = normal(setting.clause);
    runs(&inside, 1, LONGEST_RUN, None, &mut features);
    let before = normal(setting.before);
    runs(&before[before.len().saturating_sub(13)..], 2, 2, Some('<'), &mut features);
    let after = normal(setting.after);
    runs(&after[..after.len().min(13)], 2, 2, Some('>'), &mut features);
    let mut fact = |name: &str| features.push(pack(name));
    fact(["@n0", "@n1", "@n2", "@n3"][setting.nth.min(3)]);
    fact(["@l0", "@l1", "@l2", "@l3", "@l4"][(inside.len() / 6).min(4)]);
    fact(["@i0", "@i1", "@i2", "@i3", "@i4"][setting.items.min(4)]);
    if setting.has_target_figure {
        fact("@fig");
    }
    if setting.clause.contains('“') {
        fact("@quo");
    }
    if setting.clause.contains('《') {
        fact("@doc");
    }
    if setting.named {
        fact("@nam");
    }
    fact(["@s0", "@s1", "@s2", "@s3", "@s4", "@s5", "@s6", "@s7"][usize::from(setting.stage.min(7))]);
    if setting.after.is_empty() {
        fact("@end");
    }
    features.sort_unstable();
    features.dedup();
    features
}

/// The characters of a clause between `^` and `$`, digits as `0`.
fn normal(text: &str) -> Vec<char> {
    if text.is_empty() {
        return Vec::new();
    }
    std::iter::once('^')
        .chain(text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }))
        .chain(std::iter::once('$'))
        .collect()
}

/// All runs of `shortest` to `longest` characters, each behind `tag`.
fn runs(chars: &[char], shortest: usize, longest: usize, tag: Option<char>, features: &mut Vec<Feature>) {
    for start in 0..chars.len() {
        let mut key = tag.map_or(0, |tag| join(0, tag));
        for (length, &c) in chars[start..].iter().take(longest).enumerate() {
            key = join(key, c);
            if length + 1 >= shortest {
                features.push(key);
            }
        }
    }
}

fn join(key: Feature, c: char) -> Feature {
    (key << 16) | (u64::from(u32::from(c)) & 0xFFFF)
}

/// The feature of a name of up to four characters (longer names keep their last four).
pub fn pack(name: &str) -> Feature {
    name.chars().fold(0, join)
}

/// The name of a feature, for the fitting script.
pub fn name(feature: Feature) -> String {
    [48, 32, 16, 0]
        .iter()
        .filter_map(|shift| char::from_u32(((feature >> shift) & 0xFFFF) as u32))
        .filter(|&c| c != '\0')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_and_its_name_are_the_same_thing() {
        for word in ["建", "^建成", "@doc", "<推进", "项目建设"] {
            assert_eq!(name(pack(word)), word);
        }
    }

    #[test]
    fn a_table_adds_up() {
        let weights = Weights::parse("# a remark\nbias\t-100\n建成\t300\n提升\t-50\n");
        // A noun without a name: no fact but the stage.
        let setting = Setting::alone("建成大桥", false, 1, Pack::of("zh"));
        assert_eq!(weights.score(&features(&setting)), 200);
    }
}
