//! Which lines of a page are the report. Comes in: the page and its lines. Goes out: the lines of the element that holds the
//! report, with the title and the date of the page where that element has none.
//!
//! An element is only taken if nothing of the report stands beside it: what a page cuts off too little, `tidy` still takes away;
//! what it cuts off too much is lost.

use super::super::BlockKind;
use super::super::line::Line;
use super::flow::Shown;
use super::tree::Page;
use crate::lang::{self, pack::ReadCues};
use crate::text::fold::fold;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The title of a report and what opens it stand within so many lines.
const FRONT: usize = 30;
/// The last words of a report stand in the last so many tenths of its sentences; notes and annexes may follow.
const CLOSING_TENTHS: usize = 4;
/// Before the report stands at most one part in so many of its sentences: an abstract.
const BEFORE_SHARE: usize = 12;
/// After the report stands at most one part in so many of its sentences: what readers say of it, other news.
const AFTER_SHARE: usize = 2;
/// A copy repeats at least so many tenths of the sentences.
const COPY_TENTHS: usize = 8;
/// A line of the page before the report is a title with at most so many bytes.
const LONGEST_TITLE: usize = 180;

/// Where a site puts the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Container {
    /// `#id`, `.class` or the name of an element.
    find: String,
    /// Where it was seen.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "says to the reader of the file why the line is there")
    )]
    seen: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sites {
    container: Vec<Container>,
}

/// The containers of known sites.
static SITES: LazyLock<Vec<Container>> = LazyLock::new(|| {
    lang::file::read::<Sites>("sites.toml", include_str!("sites.toml")).expect("sites.toml parses").container
});

/// The lines of the report, and whether the page is one of several that hold it together.
pub(super) fn article(page: &Page, shown: Vec<Shown>, cues: &ReadCues) -> (Vec<Shown>, bool) {
    let view = View::new(page, &shown, cues);
    let found = view.known().unwrap_or_else(|| view.densest());
    let inside = |line: &Shown| found.is_none_or(|at| at <= line.node && line.node < page.nodes[at].end);
    let first = shown.iter().position(inside).unwrap_or(0);
    let last = shown.iter().rposition(inside).unwrap_or(0);
    let paged = shown
        .iter()
        .take(last + 1 + PAGER_WITHIN)
        .skip((last + 1).saturating_sub(PAGER_WITHIN))
        .any(|line| line.linked && line.line.text.contains("下一页"));
    let front = head(page, &shown[..first], &shown[first..=last.max(first)], cues);
    // Links behind the last words are the site's.
    let closing = view.closing.iter().rev().find(|&&at| at <= last).copied().unwrap_or(last);
    let body = shown.into_iter().enumerate().skip(first).take(last + 1 - first);
    let body = body.filter(|(at, line)| *at <= closing || !line.linked).map(|(_, line)| line);
    (front.into_iter().chain(body).collect(), paged)
}

/// A pager stands within so many lines of the end of the text.
const PAGER_WITHIN: usize = 4;

/// The lines of a page, to be asked of every element.
struct View<'a> {
    page: &'a Page,
    shown: &'a [Shown],
    cues: &'a ReadCues,
    /// The prose before each line, and in all.
    prose: Vec<usize>,
    /// The lines that may open or close a report.
    opening: Vec<usize>,
    closing: Vec<usize>,
}

impl<'a> View<'a> {
    fn new(page: &'a Page, shown: &'a [Shown], cues: &'a ReadCues) -> Self {
        let mut prose = vec![0];
        for line in shown {
            prose.push(prose[prose.len() - 1] + line.prose);
        }
        let with = |cues: &crate::lang::Cues, longest: usize| -> Vec<usize> {
            let lead = |line: &Shown| fold(&line.line.text.chars().take(longest).collect::<String>());
            (0..shown.len()).filter(|&at| !shown[at].linked && cues.any(&lead(&shown[at]))).collect()
        };
        let opening = with(&cues.opening, 60);
        let closing = (0..shown.len()).filter(|&at| cues.closing.any(&shown[at].line.text)).collect();
        Self { page, shown, cues, prose, opening, closing }
    }

    /// The lines in an element.
    fn lines(&self, at: usize) -> std::ops::Range<usize> {
        let from = self.shown.partition_point(|line| line.node < at);
        let to = self.shown.partition_point(|line| line.node < self.page.nodes[at].end);
        from..to
    }

    fn prose(&self, lines: &std::ops::Range<usize>) -> usize {
        self.prose[lines.end] - self.prose[lines.start]
    }

    /// Whether an element holds the report and leaves nothing of it outside. One that is `known` to hold the text of a page need not
    /// show the first and the last words of a report, if no other does.
    fn holds(&self, at: usize, known: bool) -> bool {
        let lines = self.lines(at);
        let inside = self.prose(&lines);
        let all = self.prose[self.shown.len()];
        if inside == 0 || inside * 2 < all {
            return false;
        }
        let mut copies: HashSet<&str> =
            self.shown[lines.clone()].iter().map(|line| line.line.text.as_str()).collect();
        let outside = self.shown[..lines.start].iter().chain(&self.shown[lines.end..]);
        let copied: usize =
            outside.filter(|line| copies.contains(line.line.text.as_str())).map(|line| line.prose).sum();
        if copied * 10 < inside * COPY_TENTHS {
            copies.clear();
        }
        // Links are the site's, and what stands inside as well, when nearly all does, is a copy of it.
        let left = |outside: std::ops::Range<usize>| -> Vec<&Shown> {
            self.shown[outside]
                .iter()
                .filter(|line| !line.linked && !copies.contains(line.line.text.as_str()))
                .collect()
        };
        let sentences = |left: &[&Shown]| left.iter().map(|line| line.prose).sum::<usize>();
        let (before, after) = (left(0..lines.start), left(lines.end..self.shown.len()));
        let front = lines.start..lines.end.min(lines.start + FRONT);
        let opens = || {
            self.opening.iter().any(|at| front.contains(at))
                || (known && self.opening.iter().all(|&at| at >= lines.start) && !self.of_report(&before))
        };
        let late = self.prose[lines.end] - inside * CLOSING_TENTHS / 10;
        let closes = || {
            self.closing.iter().any(|&at| lines.contains(&at) && self.prose[at + 1] >= late)
                || (known && self.closing.iter().all(|&at| at < lines.end))
        };
        (before.is_empty() || (sentences(&before) * BEFORE_SHARE <= inside && opens()))
            && (after.is_empty()
                || (sentences(&after) * AFTER_SHARE <= inside && closes() && !self.of_report(&after)))
    }

    /// Whether there are lines as only a report has them: numbered, or rows of a table.
    fn of_report(&self, lines: &[&Shown]) -> bool {
        lines
            .iter()
            .any(|line| line.line.kind == BlockKind::Table || self.cues.fresh.any(&fold(&line.line.text)))
    }

    /// The element of a known site that holds the report: `Some(Some(element))`.
    fn known(&self) -> Option<Option<usize>> {
        let holds = |site: &Container| {
            let is = |at: &usize| self.page.nodes[*at].end > at + 1 && self.page.is(*at, &site.find);
            // The first of two copies: what stands before must be no more than an abstract.
            (0..self.page.nodes.len()).filter(is).find(|&at| self.holds(at, true))
        };
        SITES.iter().find_map(holds).map(Some)
    }

    /// The smallest element that holds the report; `None` for the whole page.
    fn densest(&self) -> Option<usize> {
        let mut found = None;
        let (mut at, mut end) = (0, self.page.nodes.len());
        while at < end {
            let next = self.page.nodes[at].end;
            if next > at + 1 && self.holds(at, false) {
                found = Some(at);
                (at, end) = (at + 1, next);
            } else {
                at = next;
            }
        }
        found
    }
}

/// The title, the date and the speaker out of the lines before the report, where its own first lines have none.
fn head(page: &Page, before: &[Shown], inside: &[Shown], cues: &ReadCues) -> Vec<Shown> {
    let own: Vec<String> = inside.iter().take(FRONT).map(|line| fold(&line.line.text)).collect();
    let opens = own.iter().position(|line| cues.opening.any(line)).unwrap_or(own.len().min(FRONT / 2));
    let own = own.get(..opens).unwrap_or_default();
    let is_title = |line: &str| cues.title.any(line) && !cues.no_title.any(line);
    let is_date = |line: &str| cues.date.any(line) && !cues.no_title.any(line);
    let mut front = Vec::new();
    let short = |line: &&Shown| line.line.text.len() <= LONGEST_TITLE;
    let made = |text: &str| {
        let mut line = Line::new(text, BlockKind::Heading);
        line.alone = true;
        Shown { line, node: 0, prose: 0, linked: false, broken: false }
    };
    let title_at =
        before.iter().rposition(|line| short(&line) && !line.linked && is_title(&fold(&line.line.text)));
    if !own.iter().any(|line| is_title(line)) {
        let named = || {
            let titles = [page.article_title.as_str(), page.title.as_str()];
            let parts =
                titles.into_iter().flat_map(|title| title.split(['_', '|', '-', '–', '\n'])).map(str::trim);
            parts.filter(|title| title.len() <= LONGEST_TITLE).find(|title| is_title(&fold(title))).map(made)
        };
        front.extend(title_at.map(|at| before[at].clone()).or_else(named));
    }
    if !own.iter().any(|line| is_date(line)) {
        let from = title_at.map_or(before.len().saturating_sub(FRONT), |at| at + 1);
        let dated = before[from..].iter().filter(short).find(|line| is_date(&fold(&line.line.text)));
        front.extend(dated.cloned());
    }
    front
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_container_says_where_it_was_seen() {
        for site in SITES.iter() {
            assert!(site.find.len() > 2 && site.seen.len() > 3, "{site:?}");
            assert_eq!(SITES.iter().filter(|other| other.find == site.find).count(), 1, "{site:?}");
        }
    }
}
