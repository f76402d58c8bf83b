//! Signs to rows. Signs on one base line are a row; small raised ones (note marks) belong to the row beside them. A row is cut into
//! bits where a wide gap is: between columns, between the cells of a table. Blanks stand where the file has them, and where
//! Latin words are apart; a gap between Chinese characters is mostly mere spacing.

use super::{Sign, square};
use std::ops::Range;

/// Signs whose base lines differ by less than this share of their size are on one line.
const LEVEL: f64 = 0.3;
/// A sign smaller than this share of its neighbours may be raised or lowered beside them.
const SMALL: f64 = 0.85;
/// A gap wider than this share of the size cuts a row in two.
const CUT: f64 = 1.3;
/// The same between Latin words, whose blanks are narrower.
const CUT_LATIN: f64 = 0.9;
/// A gap wider than this share of the size could be one between cells.
const SEAM: f64 = 0.08;
/// What is raised beside a line is looked for among so many groups before and behind.
const NEAR: usize = 40;
/// A sign is put to one of at most so many lines before it.
const MOST_OPEN: usize = 200;
/// What is raised beside a line is at least this share of its size: what is smaller stands by accident beside a large sign.
const SMALLEST: f64 = 0.4;
/// Latin words are apart by more than this share of the size.
const WORDS: f64 = 0.17;
/// Chinese characters further apart than this have a blank between, unless the whole row is spaced out.
const SPACED: f64 = 0.6;
/// A blank of the file that leaves less room than this between its neighbours is none.
const CLOSE: f64 = 0.06;

/// A blank between Latin words is at most this share of the size.
const BLANK: f64 = 0.6;
/// A line of more signs than this can be spread to the margin.
const FEWEST_SPREAD: usize = 6;
/// In a line that is spread to the margin a gap is one between cells when it is wider than most by this factor.
const MORE_SPREAD: f64 = 1.6;

/// What begins less than this apart, in points, begins at one place.
const SAME_START: f64 = 2.0;

/// A stretch of a row without a wide gap.
#[derive(Debug, Clone, Default)]
pub(super) struct Bit {
    /// Its characters.
    pub(super) text: String,
    /// Its bold stretches, in bytes of `text`.
    pub(super) bold: Vec<Range<usize>>,
    /// Its left and right end, in points.
    pub(super) x0: f64,
    pub(super) x1: f64,
    /// Its base line, in points from the top.
    pub(super) y: f64,
    /// The size of most of its characters, in points.
    pub(super) size: f64,
    /// Where it could be cut between cells: the byte, and the ends of what stands before and behind.
    pub(super) seams: Vec<(usize, f64, f64)>,
    /// How wide the first characters are that stay on one line, in points.
    pub(super) head: f64,
}

/// All that stands on one base line, from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Its bits.
    pub(super) bits: Vec<Bit>,
    /// Its base line.
    pub(super) y: f64,
    /// Its largest size.
    pub(super) size: f64,
}

impl Row {
    /// All of its characters without blanks.
    pub(super) fn text(&self) -> String {
        self.bits.iter().flat_map(|bit| bit.text.chars()).filter(|c| !c.is_whitespace()).collect()
    }

    /// The row with its bits cut where a column of a table begins.
    pub(super) fn cut_at(&self, starts: &[f64]) -> Self {
        let mut bits: Vec<Bit> = Vec::new();
        for bit in &self.bits {
            let mut rest = bit.clone();
            let mut taken = 0;
            for (at, end, start) in &bit.seams {
                if !starts.iter().any(|other| (other - start).abs() < SAME_START) {
                    continue;
                }
                let (Some(before), Some(after)) = (rest.text.get(..at - taken), rest.text.get(at - taken..))
                else {
                    continue;
                };
                let at = at - taken;
                let first = rest
                    .bold
                    .iter()
                    .map(|bold| bold.start..bold.end.min(at))
                    .filter(|bold| bold.start < bold.end);
                let second = rest
                    .bold
                    .iter()
                    .map(|bold| bold.start.max(at) - at..bold.end.max(at) - at)
                    .filter(|bold| bold.start < bold.end);
                let (first, second) = (first.collect(), second.collect());
                let (before, after) = (before.trim_end().to_owned(), after.to_owned());
                bits.push(Bit { text: before, x1: *end, bold: first, seams: Vec::new(), ..rest });
                rest = Bit {
                    text: after,
                    x0: *start,
                    x1: bit.x1,
                    bold: second,
                    seams: Vec::new(),
                    y: bit.y,
                    size: bit.size,
                    head: bit.size,
                };
                taken += at;
            }
            bits.push(rest);
        }
        Self { bits, y: self.y, size: self.size }
    }
}

impl Bit {
    /// Joins what stands to the right of it.
    pub(super) fn join(&mut self, right: &Bit, between: &str) {
        self.text.push_str(between);
        let at = self.text.len();
        self.seams.clear();
        self.text.push_str(&right.text);
        self.bold.extend(right.bold.iter().map(|bold| bold.start + at..bold.end + at));
        self.x1 = self.x1.max(right.x1);
        if right.size * right.text.len() as f64 > self.size * at as f64 {
            self.size = right.size;
        }
    }

    /// Where cells begin that stand close: behind gaps wider than `share` of the size that are no blanks between Latin words and not
    /// such as stand between all signs of a line that is spread to the margin.
    pub(super) fn cells(&self, share: f64) -> Vec<f64> {
        let mut gaps: Vec<f64> = self.seams.iter().map(|(_, end, start)| start - end).collect();
        gaps.sort_by(f64::total_cmp);
        let signs = self.text.chars().filter(|c| !c.is_whitespace()).count();
        let spread = gaps.len() * 2 > signs && signs > FEWEST_SPREAD;
        let usual = gaps.get(gaps.len() / 2).copied().filter(|_| spread).unwrap_or_default();
        let latin = |at: usize| {
            let before = self.text.get(..at).is_none_or(|text| !edge(text, false));
            before && self.text.get(at..).is_none_or(|text| !edge(text, true))
        };
        let wide = |(at, end, start): &&(usize, f64, f64)| {
            let gap = start - end;
            let least = if latin(*at) { share.max(BLANK) } else { share };
            gap > self.size * least && gap > usual * MORE_SPREAD
        };
        self.seams.iter().filter(wide).map(|seam| seam.2).collect()
    }

    /// Whether all of it is bold.
    pub(super) fn is_bold(&self) -> bool {
        let bold: usize = self.bold.iter().map(|bold| bold.len()).sum();
        bold > 0 && bold * 10 >= self.text.len() * 9
    }
}

/// Signs of one line while rows are made.
struct Group<'a> {
    signs: Vec<&'a Sign>,
    y: f64,
    size: f64,
    x0: f64,
    x1: f64,
}

/// The rows of a page, from the top.
pub(super) fn rows(signs: &[&Sign]) -> Vec<Row> {
    let mut groups = level(signs);
    attach_small(&mut groups);
    groups.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    groups.into_iter().map(Group::row).filter(|row| !row.bits.is_empty()).collect()
}

/// Puts signs of about one size on one base line together.
fn level<'a>(signs: &[&'a Sign]) -> Vec<Group<'a>> {
    let mut sorted: Vec<&Sign> = signs.to_vec();
    // The order of the file is kept among signs on one place.
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut open = 0;
    for sign in sorted {
        while groups
            .get(open)
            .is_some_and(|group: &Group<'_>| sign.y - group.y > group.size.max(sign.size) * 2.0)
        {
            open += 1;
        }
        let fits = |group: &&mut Group<'_>| {
            let (small, large) = (group.size.min(sign.size), group.size.max(sign.size));
            (group.y - sign.y).abs() <= small * LEVEL
                && (small >= large * SMALL
                    || small >= large * SMALLEST && (group.y - sign.y).abs() <= small * 0.1)
        };
        let near = groups.get_mut(open..).unwrap_or_default().iter_mut().rev().take(MOST_OPEN).find(fits);
        match near {
            Some(group) => group.add(sign),
            None => groups.push(Group {
                signs: vec![sign],
                y: sign.y,
                size: sign.size,
                x0: sign.x,
                x1: sign.x + sign.advance,
            }),
        }
    }
    groups
}

/// Puts groups of small signs into the line that they are raised or lowered beside.
fn attach_small(groups: &mut Vec<Group<'_>>) {
    // Groups are about in the order of their lines: what is beside one is near it in the list.
    let beside = |index: usize| {
        let small = &groups[index];
        let near = index.saturating_sub(NEAR)..(index + NEAR).min(groups.len());
        let raised = near.filter_map(|other| {
            let line = &groups[other];
            let raised = line.y - small.y;
            let fits = (line.size * SMALLEST..line.size * SMALL).contains(&small.size)
                && (-line.size * 0.35..=line.size * 0.7).contains(&raised)
                && small.signs.iter().all(|sign| line.touches(sign));
            fits.then_some((other, raised.abs()))
        });
        raised.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(line, _)| line)
    };
    let lines: Vec<Option<usize>> = (0..groups.len()).map(beside).collect();
    for (index, line) in lines.iter().enumerate() {
        // A small one beside a small one goes where that goes; each line is larger than what is beside it.
        let Some(mut line) = *line else { continue };
        while let Some(larger) = lines[line] {
            line = larger;
        }
        let signs = std::mem::take(&mut groups[index].signs);
        signs.into_iter().for_each(|sign| groups[line].add(sign));
    }
    groups.retain(|group| !group.signs.is_empty());
}

impl<'a> Group<'a> {
    fn add(&mut self, sign: &'a Sign) {
        if sign.size > self.size {
            (self.size, self.y) = (sign.size, sign.y);
        }
        self.x0 = self.x0.min(sign.x);
        self.x1 = self.x1.max(sign.x + sign.advance);
        self.signs.push(sign);
    }

    /// Whether a sign stands right beside one of the line.
    fn touches(&self, sign: &Sign) -> bool {
        let reach = self.size * 1.5;
        sign.x >= self.x0 - reach
            && sign.x <= self.x1 + reach
            && self.signs.iter().any(|other| {
                other.x <= sign.x + sign.advance + reach && sign.x <= other.x + other.advance + reach
            })
    }

    fn row(mut self) -> Row {
        self.signs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let signs = &self.signs;
        let mut row = Row { bits: Vec::new(), y: self.y, size: self.size };
        let visible: Vec<usize> =
            (0..signs.len()).filter(|&index| !signs[index].text.trim().is_empty()).collect();
        let gap = |left: usize, right: usize| {
            (signs[right].x - signs[left].x - signs[left].advance) / signs[left].size.max(signs[right].size)
        };
        let mut from = 0;
        for at in 1..=visible.len() {
            if let (Some(&before), Some(&next)) = (visible.get(at - 1), visible.get(at)) {
                let latin = !edge(&signs[before].text, false) && !edge(&signs[next].text, true);
                if gap(before, next) <= if latin { CUT_LATIN } else { CUT } {
                    continue;
                }
            }
            if let Some(run) = visible.get(from..at).filter(|run| !run.is_empty()) {
                row.bits.push(bit(signs, run, self.y));
            }
            from = at;
        }
        row
    }
}

/// A bit of the visible signs `run`, which are indices of `signs`.
fn bit(signs: &[&Sign], run: &[usize], y: f64) -> Bit {
    let gap = |left: usize, right: usize| {
        (signs[right].x - signs[left].x - signs[left].advance) / signs[left].size.max(signs[right].size)
    };
    let gaps: Vec<f64> = run.windows(2).map(|pair| gap(pair[0], pair[1])).collect();
    let (least, most) =
        gaps.iter().fold((f64::MAX, 0.0_f64), |(least, most), gap| (least.min(*gap), most.max(*gap)));
    let spaced_out = gaps.len() >= 2 && least >= 0.2 && most <= least * 2.0 + 0.2;
    let first = signs[run[0]];
    let last = signs[run[run.len() - 1]];
    let mut bit = Bit { x0: first.x, x1: last.x + last.advance, y, ..Bit::default() };
    let mut sizes: Vec<(f64, usize)> = Vec::new();
    for (step, &index) in run.iter().enumerate() {
        let sign = signs[index];
        if step > 0 {
            let before = run[step - 1];
            let written = signs[before + 1..index].iter().any(|sign| !sign.text.is_empty());
            let wide = written && signs[before + 1..index].iter().any(|sign| sign.text.contains('\u{3000}'));
            let latin = !edge(&signs[before].text, false) && !edge(&sign.text, true);
            let apart = if latin { gaps[step - 1] > WORDS } else { gaps[step - 1] > SPACED };
            if !spaced_out && (apart || (written && gaps[step - 1] > CLOSE))
                || (spaced_out && latin && written)
            {
                bit.text.push(if wide { '\u{3000}' } else { ' ' });
            }
        }
        let at = bit.text.len();
        if step > 0 && gaps[step - 1] > SEAM {
            let before = signs[run[step - 1]];
            bit.seams.push((at, before.x + before.advance, sign.x));
        }
        bit.text.push_str(sign.text.trim());
        if sign.bold {
            match bit.bold.last_mut() {
                Some(bold) if bold.end + 1 >= at => bold.end = bit.text.len(),
                _ => bit.bold.push(at..bit.text.len()),
            }
        }
        match sizes.iter_mut().find(|(size, _)| (*size - sign.size).abs() < 0.3) {
            Some((_, count)) => *count += sign.text.len(),
            None => sizes.push((sign.size, sign.text.len())),
        }
    }
    bit.size = sizes.iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| *size);
    bit.head = head(signs, run);
    bit
}

/// Whether the character at the end (or the beginning) of a text is square.
fn edge(text: &str, first: bool) -> bool {
    let mut chars = text.trim().chars();
    let c = if first { chars.next() } else { chars.next_back() };
    c.is_some_and(square)
}

/// How wide the first characters are that no line break may stand between.
fn head(signs: &[&Sign], run: &[usize]) -> f64 {
    let first = signs[run[0]];
    let mut end = first.x + first.advance;
    for pair in run.windows(2) {
        let (before, sign) = (signs[pair[0]], signs[pair[1]]);
        let written = pair[1] > pair[0] + 1;
        // Some programs break lines on neither side of a quotation mark.
        let closing = sign.text.starts_with(|c: char| "，。、；：！？“”‘’）》】」』％,.;:!?)%…—".contains(c));
        let opening = before.text.ends_with(|c: char| "“”‘’（《【「『(…—".contains(c));
        let word = !written && !edge(&before.text, false) && !edge(&sign.text, true);
        if !(closing || opening || word) {
            break;
        }
        end = sign.x + sign.advance;
    }
    end - first.x
}
