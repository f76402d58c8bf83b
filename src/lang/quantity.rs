//! The words around figures. Comes in: the `[quantity]` section of a pack. Goes out: unit tables and word tables that
//! answer “which word starts (or ends) here”, the longest first.

use crate::quantity::Bound;
use crate::quantity::unit::{Unit, Units};
use rust_decimal::Decimal;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word near a figure says of its basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// A rate or an amount that goes up: 增长, 涨幅.
    Rises,
    /// A rate or an amount that goes down: 下降, 压减.
    Falls,
    /// An addition to a stock: 新增.
    Adds,
    /// A part of a whole: 率, 占比.
    Share,
    /// Something made or done: 新建, 开工.
    Made,
    /// A stock or an end point: 总数, 提高到.
    Level,
}

/// A word that is a figure by itself: 一半, 过半, 翻番.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// The word.
    pub word: String,
    /// Its value, as a decimal string.
    pub value: Decimal,
    /// Its unit.
    pub unit: String,
    /// Its bound.
    #[serde(default)]
    pub bound: Bound,
    /// What it says of the basis.
    #[serde(default)]
    pub says: Option<Says>,
    /// It is a figure where it is reported; where it is promised, it names a thing that is done or not (实现全覆盖).
    #[serde(default)]
    pub reported: bool,
    /// It answers only a promise that names one of these; any promise when there are none.
    #[serde(default)]
    pub measures: Vec<String>,
    /// Words right after it that make it a name: 零增长 + 行动.
    #[serde(default)]
    pub not_before: Vec<String>,
}

/// Words of one kind as a pack lists them.
type Lists<K> = Vec<Listed<K>>;

/// Words that mean the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed<K> {
    /// What they mean.
    pub means: K,
    /// The words.
    pub words: Vec<String>,
}

/// Cues of quantities. All lists hold plain words, matched in folded text.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct QuantityCues {
    /// Units.
    pub units: Units,
    /// Names that hold a number in words: 六十户, 红十字.
    pub names: Vec<String>,
    /// Words right after a number that make it no quantity: 年, 岁, 号, 强.
    pub never: Vec<String>,
    /// Characters right before a number that make it no quantity: 第, 每.
    pub never_after: Vec<String>,
    /// Continuations after a unit that make it another word: 家 + 属院.
    pub broken: BTreeMap<String, Vec<String>>,
    /// Continuations after a small number in words and its unit that make a slogan: 三个 + 提升.
    pub slogans: Vec<String>,
    /// Measure words too common to count after 一 or 百: 个, 项.
    pub generic: Vec<String>,
    /// Vague additions before or after a multiplier: 余, 多.
    pub more: Vec<String>,
    /// Marks between the two ends of a range.
    pub range_marks: Vec<String>,
    /// Marks between figures that share a unit or a verb.
    pub list_marks: Vec<String>,
    /// Words that deal figures out to subjects: 分别.
    pub dealt: Vec<String>,
    /// Words that give each subject the same figure: 各, 均.
    pub each: Vec<String>,
    /// Words that hold one of those and give nothing to each: 各类, 各级.
    pub no_each: Vec<String>,
    /// Words before the first of two figures that tell a starting point: 从, 由.
    pub from: Vec<String>,
    /// Bound words before the number.
    pub before: Lists<Bound>,
    /// Bound words after the unit.
    pub after: Lists<Bound>,
    /// Bound words that may stand some words before the number: 至少.
    pub far: Lists<Bound>,
    /// Words between a bound and its number that carry no bound: 到, 为, 将.
    pub filler: Vec<String>,
    /// Hedges before the number, kept as written.
    pub hedges: Vec<String>,
    /// Words right after an amount that make it the size of something: 超10亿元 + 企业.
    pub scope: Vec<String>,
    /// What a figure measures, by the words before it.
    pub basis: Lists<Says>,
    /// Words that are figures by themselves.
    pub fixed: Vec<Fixed>,
    /// Texts with at least one figure.
    pub yes: Vec<String>,
    /// Texts without a figure.
    pub no: Vec<String>,
    #[serde(skip)]
    tables: OnceLock<Tables>,
}

/// The lists of [`QuantityCues`] by first and last character.
#[derive(Debug)]
pub struct Tables {
    /// Unit words; `None` for a word of `never`.
    pub units: Words<Option<Unit>>,
    /// Bound words before a number: `Some` bound, fillers and hedges `None`.
    pub before: Words<Lead>,
    /// Bound words after a unit.
    pub after: Words<Bound>,
    /// Words some way before a number.
    pub near: Words<Near>,
    /// Words that are figures by themselves.
    pub fixed: Words<Fixed>,
    /// Marks between the ends of a range.
    pub range: Words<()>,
    /// Marks between listed figures.
    pub list: Words<()>,
    /// Slogan continuations.
    pub slogans: Words<()>,
    /// Words that a number must not follow.
    pub never_after: Words<()>,
    /// Vague additions.
    pub more: Words<()>,
    /// Names that hold a number.
    pub names: Words<()>,
    /// Words that make an amount the size of something.
    pub scope: Words<()>,
}

/// A word that touches a number from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// It bounds the number.
    Bound(Bound),
    /// It hedges.
    Hedge,
    /// It may stand between a bound and the number.
    Filler,
}

/// A word some way before a number, in the same clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// It tells the basis.
    Says(Says),
    /// It hedges.
    Hedge,
    /// It bounds from afar.
    Bound(Bound),
    /// It deals out.
    Dealt,
    /// It gives to each.
    Each,
    /// It opens a starting point.
    From,
    /// It only holds another of these words.
    Nothing,
}

/// A word table.
#[derive(Debug, Clone)]
pub struct Words<T> {
    /// By first character; longest word first.
    first: BTreeMap<char, Vec<(Vec<char>, T)>>,
    /// By last character; longest word first.
    last: BTreeMap<char, Vec<(Vec<char>, T)>>,
}

impl<T: Clone> Words<T> {
    /// A table of these words. Empty words are left out.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let (mut first, mut last) = (BTreeMap::new(), BTreeMap::new());
        for (word, means) in words {
            let word: Vec<char> = word.chars().collect();
            let (Some(&a), Some(&z)) = (word.first(), word.last()) else { continue };
            let rows: &mut Vec<_> = first.entry(a).or_default();
            rows.push((word.clone(), means.clone()));
            let rows: &mut Vec<_> = last.entry(z).or_default();
            rows.push((word, means));
        }
        for rows in first.values_mut().chain(last.values_mut()) {
            rows.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self { first, last }
    }

    /// Whether some word starts with `c`.
    pub fn opens(&self, c: char) -> bool {
        self.first.contains_key(&c)
    }

    /// The longest word that starts at `at`: its length in characters and what it means.
    pub fn starting(&self, chars: &[char], at: usize) -> Option<(usize, &T)> {
        let rest = chars.get(at..)?;
        let rows = self.first.get(rest.first()?)?;
        rows.iter().find(|(word, _)| rest.starts_with(word)).map(|(word, means)| (word.len(), means))
    }

    /// The longest word that ends right before `end`: its length in characters and what it means.
    pub fn ending(&self, chars: &[char], end: usize) -> Option<(usize, &T)> {
        let rest = chars.get(..end)?;
        let rows = self.last.get(rest.last()?)?;
        rows.iter().find(|(word, _)| rest.ends_with(word)).map(|(word, means)| (word.len(), means))
    }
}

fn plain(words: &[String]) -> Words<()> {
    Words::new(words.iter().map(|word| (word.as_str(), ())))
}

fn listed<'a, K: Copy, T>(
    lists: &'a Lists<K>,
    means: impl Fn(K) -> T + 'a,
) -> impl Iterator<Item = (&'a str, T)> {
    lists
        .iter()
        .flat_map(move |list| {
            let kind = list.means;
            list.words.iter().map(move |word| (word.as_str(), kind)).collect::<Vec<_>>()
        })
        .map(move |(word, kind)| (word, means(kind)))
}

impl QuantityCues {
    /// Whether `text` holds a word of making or adding.
    pub fn makes(&self, text: &str) -> bool {
        self.says(text, |says| matches!(says, Says::Made | Says::Adds))
    }

    /// Whether `text` holds a word of a part of a whole.
    pub fn shares(&self, text: &str) -> bool {
        self.says(text, |says| says == Says::Share)
    }

    /// Whether `text` ends in a word of rising or falling.
    pub fn ends_in_move(&self, text: &str) -> bool {
        let moves = self.basis.iter().filter(|list| matches!(list.means, Says::Rises | Says::Falls));
        moves.flat_map(|list| &list.words).any(|word| text.ends_with(word.as_str()))
    }

    /// The word that is a figure by itself and stands as `number`; `None` for a number.
    pub fn fixed(&self, number: &str) -> Option<&Fixed> {
        self.fixed.iter().find(|fixed| fixed.word == number)
    }

    fn says(&self, text: &str, which: impl Fn(Says) -> bool) -> bool {
        let words = self.basis.iter().filter(|list| which(list.means)).flat_map(|list| &list.words);
        !text.is_empty() && words.into_iter().any(|word| text.contains(word.as_str()))
    }

    /// The word tables; built at first use.
    pub fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| {
            let each = |words: &'_ [String]| words.to_vec();
            let near = |words: &[String], means: Near| {
                each(words).into_iter().map(move |word| (word, means)).collect::<Vec<_>>()
            };
            let mut nearby: Vec<(String, Near)> = Vec::new();
            nearby.extend(near(&self.hedges, Near::Hedge));
            nearby.extend(near(&self.dealt, Near::Dealt));
            nearby.extend(near(&self.each, Near::Each));
            nearby.extend(near(&self.no_each, Near::Nothing));
            nearby.extend(near(&self.from, Near::From));
            nearby.extend(listed(&self.basis, Near::Says).map(|(word, means)| (word.to_owned(), means)));
            nearby.extend(listed(&self.far, Near::Bound).map(|(word, means)| (word.to_owned(), means)));
            Tables {
                units: Words::new(
                    self.units
                        .iter()
                        .map(|unit| (unit.word.as_str(), Some(unit.clone())))
                        .chain(self.never.iter().map(|word| (word.as_str(), None))),
                ),
                before: Words::new(
                    listed(&self.before, Lead::Bound)
                        .chain(self.hedges.iter().map(|word| (word.as_str(), Lead::Hedge)))
                        .chain(self.filler.iter().map(|word| (word.as_str(), Lead::Filler))),
                ),
                after: Words::new(listed(&self.after, |bound| bound)),
                near: Words::new(nearby.iter().map(|(word, means)| (word.as_str(), *means))),
                fixed: Words::new(self.fixed.iter().map(|fixed| (fixed.word.as_str(), fixed.clone()))),
                range: plain(&self.range_marks),
                list: plain(&self.list_marks),
                slogans: plain(&self.slogans),
                never_after: plain(&self.never_after),
                more: plain(&self.more),
                names: plain(&self.names),
                scope: plain(&self.scope),
            }
        })
    }
}
