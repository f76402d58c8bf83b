//! The numbers that Word prints in front of paragraphs. Comes in: the part with the lists, and the paragraphs' lists and levels in
//! order. Goes out: each paragraph's label, as a reader sees it in print.

use super::numerals;
use super::styles::Styles;
use super::{Part, Space, Tag};
use crate::read::xml::Piece;
use std::collections::{HashMap, HashSet};

/// A list has so many levels.
const LEVELS: usize = 9;
/// A label's pattern has at most so many characters: 第%1章 has four.
const LONGEST: usize = 40;

/// More lists than this no program writes.
const MOST: usize = 20_000;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: String,
    /// What is printed: `%1` stands for the number of the first level.
    text: String,
    /// Only a paragraph of a level above this one (from 1) begins it anew; 0: none does.
    restart: Option<usize>,
    /// Whether the numbers of all levels are printed with plain digits.
    plain: bool,
    /// The style that is numbered on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            restart: None,
            plain: false,
            style: None,
        }
    }
}

impl Level {
    fn take(&mut self, tag: &Tag<'_>) {
        let value = || tag.get("val").unwrap_or_default();
        match tag.name() {
            "start" => self.start = tag.number("val").unwrap_or(1),
            "numFmt" => self.format = value(),
            "lvlText" => self.text = value().chars().take(LONGEST).collect(),
            "lvlRestart" => self.restart = tag.number("val"),
            "isLgl" => self.plain = !matches!(value().as_str(), "0" | "false" | "off"),
            "pStyle" => self.style = tag.get("val"),
            _ => {}
        }
    }
}

/// How a list is numbered, shared by several lists.
#[derive(Debug, Clone, Default)]
struct Scheme {
    levels: [Option<Level>; LEVELS],
    /// The style in whose list the levels stand instead.
    link: Option<String>,
}

/// One list.
#[derive(Debug, Clone, Default)]
struct List {
    scheme: i64,
    /// Where its levels begin instead.
    starts: [Option<i64>; LEVELS],
    /// Its own levels instead of the scheme's.
    levels: [Option<Level>; LEVELS],
}

/// What is printed in front of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A sign without meaning.
    Bullet,
    /// A number with what stands around it: （一）.
    Number(String),
}

/// All lists of a document, and how far each is counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    schemes: HashMap<i64, Scheme>,
    lists: HashMap<i64, List>,
    counts: HashMap<i64, [Option<i64>; LEVELS]>,
    /// The lists and levels whose own start was used.
    begun: HashSet<(i64, usize)>,
}

impl Lists {
    /// Reads the part.
    pub(super) fn read(xml: &mut Part<'_>) -> Result<Self, String> {
        let mut lists = Self::default();
        let (mut scheme, mut list, mut level): (Option<i64>, Option<i64>, Option<usize>) = (None, None, None);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            if tag.space != Space::Word {
                continue;
            }
            if lists.schemes.len().max(lists.lists.len()) > MOST {
                return Err(xml.error(&format!("it holds more than {MOST} lists")));
            }
            match tag.name() {
                "abstractNum" => {
                    (scheme, list) = (tag.number("abstractNumId"), None);
                    scheme.map(|id| lists.schemes.insert(id, Scheme::default()));
                }
                "num" => {
                    (scheme, list) = (None, tag.number("numId"));
                    list.map(|id| lists.lists.insert(id, List::default()));
                }
                "lvl" | "lvlOverride" => {
                    level = tag.number("ilvl").filter(|level| *level < LEVELS);
                    let Some(at) = level.filter(|_| tag.name() == "lvl") else { continue };
                    match (scheme, list) {
                        (Some(id), _) => {
                            lists
                                .schemes
                                .entry(id)
                                .and_modify(|scheme| scheme.levels[at] = Some(Level::default()));
                        }
                        (_, Some(id)) => {
                            lists.lists.entry(id).and_modify(|list| list.levels[at] = Some(Level::default()));
                        }
                        _ => {}
                    }
                }
                "rPr" | "pPr" => xml.skip()?,
                "numStyleLink" => {
                    if let Some(scheme) = scheme.and_then(|id| lists.schemes.get_mut(&id)) {
                        scheme.link = tag.get("val");
                    }
                }
                "abstractNumId" => {
                    if let Some(list) = list.and_then(|id| lists.lists.get_mut(&id)) {
                        list.scheme = tag.number("val").unwrap_or(-1);
                    }
                }
                "startOverride" => {
                    if let (Some(list), Some(at)) = (list.and_then(|id| lists.lists.get_mut(&id)), level) {
                        list.starts[at] = tag.number("val");
                    }
                }
                _ => {
                    let levels = match (scheme, list) {
                        (Some(id), _) => lists.schemes.get_mut(&id).map(|scheme| &mut scheme.levels),
                        (_, Some(id)) => lists.lists.get_mut(&id).map(|list| &mut list.levels),
                        _ => None,
                    };
                    if let (Some(levels), Some(at)) = (levels, level) {
                        levels[at].iter_mut().for_each(|level| level.take(&tag));
                    }
                }
            }
        }
        Ok(lists)
    }

    /// The scheme of a list, by way of a style if it says so.
    fn scheme(&self, list: &List, styles: &Styles) -> i64 {
        let linked = || {
            let link = self.schemes.get(&list.scheme)?.link.as_deref()?;
            // One step only, so that a ring of links ends.
            Some(self.lists.get(&styles.list(link)?)?.scheme)
        };
        linked().unwrap_or(list.scheme)
    }

    /// The label of the next paragraph of a list; `style` is the style that names the list, where the paragraph does not.
    pub(super) fn next(
        &mut self,
        id: i64,
        level: Option<usize>,
        style: Option<&str>,
        styles: &Styles,
    ) -> Option<Label> {
        let list = self.lists.get(&id)?.clone();
        let key = self.scheme(&list, styles);
        let scheme = self.schemes.get(&key)?;
        let of_style = |style: &str| {
            let has = |level: &Option<Level>| {
                level.as_ref().is_some_and(|level| level.style.as_deref() == Some(style))
            };
            scheme.levels.iter().position(has)
        };
        let at = level.or_else(|| of_style(style?)).unwrap_or(0).min(LEVELS - 1);
        let levels: Vec<Level> = (0..LEVELS)
            .map(|at| list.levels[at].clone().or_else(|| scheme.levels[at].clone()).unwrap_or_default())
            .collect();
        let counts = self.counts.entry(key).or_default();
        let fresh = list.starts[at].filter(|_| self.begun.insert((id, at)));
        let start = levels[at].start;
        let count = fresh.or_else(|| counts[at].map(|count| count.saturating_add(1))).unwrap_or(start);
        counts[at] = Some(count);
        for below in at + 1..LEVELS {
            if levels[below].restart.is_none_or(|restart| restart > at) {
                counts[below] = None;
            }
        }
        for above in 0..at {
            counts[above].get_or_insert(levels[above].start);
        }
        let level = &levels[at];
        if level.format == "bullet" {
            return Some(Label::Bullet);
        }
        let mut label = String::new();
        let mut pattern = level.text.chars().peekable();
        while let Some(c) = pattern.next() {
            let which = (c == '%').then(|| pattern.peek().and_then(|digit| digit.to_digit(10))).flatten();
            match which
                .and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1))
                .filter(|which| *which <= at)
            {
                Some(which) => {
                    pattern.next();
                    let format = if level.plain { "decimal" } else { levels[which].format.as_str() };
                    label.push_str(&numerals::print(counts[which].unwrap_or(levels[which].start), format));
                }
                None => label.push(c),
            }
        }
        Some(Label::Number(label))
    }
}
