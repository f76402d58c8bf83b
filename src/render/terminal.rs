//! The summary for a terminal: counts with their denominators, then what was missed and what was not mentioned, briefly.

mod diff;

pub(super) use diff::render as diff;

use super::view::{Builder, List, TargetView, View};
use super::width::{cut, left, right, width};
use super::words::Words;
use super::{Setting, view};
use crate::error::Result;
use crate::ledger::Ledger;

/// How many targets of one mark the summary names; the files name all.
const MOST_NAMED: usize = 12;
/// A line is at least this wide, whatever the terminal says.
const LEAST_WIDTH: usize = 40;

/// The summary.
pub(super) fn render(ledger: &Ledger, setting: &Setting<'_>) -> Result<Vec<u8>> {
    let builder = Builder::new(ledger, setting.labels);
    let view = View::by(&builder, setting);
    let lists: Vec<List<'_>> = view.parts.iter().map(|part| builder.list(part.report)).collect();
    let mut page = Page {
        words: Words::new(setting.labels),
        width: setting.width.max(LEAST_WIDTH),
        colour: setting.colour,
        out: String::new(),
    };
    page.head(&view);
    if view.compared {
        page.counts(&view);
        page.named(&lists, "missed");
        page.named(&lists, "not_mentioned");
    } else {
        page.targets(&lists);
    }
    page.ambitions(&view, &lists);
    if let Some(lives) = &view.lifelines {
        page.raw("");
        page.line(&lives.sentence);
    }
    let given = view.restated.iter().map(|restated| &restated.sentence);
    let claims = view.unpromised.iter().map(|unpromised| &unpromised.sentence);
    for sentence in given.chain(claims) {
        page.raw("");
        page.line(sentence);
    }
    page.line("");
    if view.compared {
        page.line(&page.words.say("page.account"));
    }
    page.line(&page.words.say("terminal.full"));
    Ok(page.out.into_bytes())
}

struct Page<'a> {
    words: Words<'a>,
    width: usize,
    colour: bool,
    out: String,
}

impl Page<'_> {
    /// Writes one line of our own words, broken to the width at blanks or between Han.
    fn line(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let taken = fitting(rest, self.width);
            let (line, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
            self.out.push_str(line.trim_end());
            self.out.push('\n');
            rest = after.trim_start();
            if rest.is_empty() {
                return;
            }
        }
    }

    fn raw(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// `text` in the colour of a mark: the sign and the word carry the meaning, the colour only helps.
    fn tint(&self, mark: &str, text: &str) -> String {
        let code = match mark {
            "met" => "32",
            "missed" => "31",
            "not_mentioned" => "33",
            "strong" => "1",
            "removed" => "31;9",
            "added" => "32;4",
            "moved" => "33",
            _ => return text.to_owned(),
        };
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn head(&mut self, view: &View<'_>) {
        let title = self.tint("strong", &cut(&view.title, self.width));
        self.raw(&title);
        for report in &view.reports {
            let line = format!("  {}  {}", report.years, report.name);
            self.raw(&cut(&line, self.width));
        }
        self.line(&view.sentence);
    }

    fn counts(&mut self, view: &View<'_>) {
        let total = view.ledger.totals.checkable;
        self.raw("");
        if total == 0 {
            self.line(&self.words.say("counts.none"));
            return;
        }
        let word = view.marks.iter().map(|mark| width(&mark.word)).max().unwrap_or_default();
        let digits = total.to_string().len();
        for mark in &view.marks {
            let of = self.words.fill(
                "counts.of",
                &[("count", &right(&mark.count.to_string(), digits)), ("total", &total.to_string())],
            );
            let name = self.tint(&mark.code, &format!("{} {}", mark.sign, left(&mark.word, word)));
            let reasons: Vec<String> = (view.reasons.iter())
                .filter(|reason| reason.mark == mark.code)
                .map(|reason| format!("{} {}", reason.word, reason.count))
                .collect();
            let front = 2 + 2 + word + 2 + width(&of) + 2 + 6 + 2;
            let tail =
                cut(&reasons.join(&self.words.say("page.separator")), self.width.saturating_sub(front));
            self.raw(&format!("  {name}  {of}  {}  {tail}", right(&mark.share, 6)));
        }
        let readings = view.readings.clone();
        self.line(&readings);
        if let Some(unjudged) = &view.unjudged {
            self.line(unjudged);
        }
    }

    fn named(&mut self, lists: &[List<'_>], mark: &str) {
        let of: Vec<&TargetView<'_>> = targets(lists).filter(|target| target.mark == mark).collect();
        let Some(first) = of.first() else { return };
        self.raw("");
        let head = format!("{} {} {}", first.sign, first.mark_word, of.len());
        let head = self.tint(mark, &head);
        self.raw(&head);
        for target in of.iter().take(MOST_NAMED) {
            let reason = target.reason.clone().unwrap_or_default();
            let said = target.arithmetic.clone().unwrap_or(reason);
            let name = target
                .name
                .map_or_else(|| target.quote.to_owned(), |name| format!("{name} · {}", target.quote));
            self.pair(&name, &said);
            if let Some(stated) = &target.stated_reason {
                let label = self.words.say("target.stated_reason");
                let line = format!("    {label}{}{}", self.words.say("page.colon"), stated.quote);
                self.raw(&cut(&line, self.width));
            }
            for note in target.life.iter().flat_map(|life| &life.notes) {
                self.raw(&cut(&format!("    {note}"), self.width));
            }
        }
        self.more(of.len());
    }

    /// A quote and what is said of it on one line; the quote gives way, but not below half of the line.
    fn pair(&mut self, quote: &str, said: &str) {
        let room = self.width.saturating_sub(2);
        let said = cut(said, room / 2);
        let quote = cut(quote, room.saturating_sub(width(&said) + 2));
        self.raw(&format!("  {}  {said}", left(&quote, room.saturating_sub(width(&said) + 2))));
    }

    fn targets(&mut self, lists: &[List<'_>]) {
        self.raw("");
        let of: Vec<&TargetView<'_>> = targets(lists).collect();
        for target in of.iter().take(MOST_NAMED) {
            self.pair(target.quote, &target.kind);
        }
        self.more(of.len());
    }

    /// How the targets stand to the year before, those below it first.
    fn ambitions(&mut self, view: &View<'_>, lists: &[List<'_>]) {
        let Some(sentence) = &view.ambitions else { return };
        self.raw("");
        self.line(sentence);
        let with_actual = |target: &'_ TargetView<'_>| {
            let ambition = target.ambition.as_ref()?;
            let actual = ambition.actual.as_ref()?;
            let aside = self.words.fill("page.aside", &[("x", &actual.note)]);
            Some((ambition.relation, target.quote.to_owned(), format!("{}{aside}", ambition.word)))
        };
        let mut of: Vec<_> = targets(lists).filter_map(with_actual).collect();
        of.sort_by_key(|(relation, ..)| *relation);
        for (_, quote, said) in of.iter().take(MOST_NAMED) {
            self.pair(quote, said);
        }
        self.more(of.len());
    }

    /// How many of `all` are not named, if any.
    fn more(&mut self, all: usize) {
        if all > MOST_NAMED {
            let count = (all - MOST_NAMED).to_string();
            let more = self.words.fill("terminal.more", &[("count", &count)]);
            self.raw(&format!("  {}", cut(&more, self.width.saturating_sub(2))));
        }
    }
}

/// The targets that carry a mark or could, in reading order.
fn targets<'v, 'a>(lists: &'v [List<'a>]) -> impl Iterator<Item = &'v view::TargetView<'a>> {
    lists.iter().flat_map(|list| &list.groups).flat_map(|group| &group.targets)
}

/// How many bytes of `text` fit into `most` columns, cut after a blank or between Han, never before 。 or ，.
fn fitting(text: &str, most: usize) -> usize {
    if width(text) <= most {
        return text.len();
    }
    let (mut used, mut fits, mut good) = (0, 0, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut buffer = [0; 4];
        used += width(c.encode_utf8(&mut buffer));
        if used > most {
            break;
        }
        fits = at + c.len_utf8();
        let next = chars.peek().map(|(_, c)| *c);
        let clings = next.is_some_and(|c| "，。、；：”）」』》！？,.;:)".contains(c));
        let word = c.is_ascii_graphic() && next.is_some_and(|c| c.is_ascii_graphic());
        if !clings && !word && !"“（「『《(".contains(c) {
            good = fits;
        }
    }
    if good > 0 { good } else { fits.max(text.chars().next().map_or(1, char::len_utf8)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn summary(ledger: &Ledger, language: &str, columns: usize, colour: bool) -> String {
        let setting = Setting { width: columns, colour, ..Setting::new(sample::labels(language)) };
        String::from_utf8(render(ledger, &setting).unwrap()).unwrap()
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for columns in [40, 60, 80, 120] {
            for language in ["zh", "en"] {
                let mut ledger = sample::many(60);
                ledger.targets[0].quote = "长".repeat(300);
                for line in summary(&ledger, language, columns, false).lines() {
                    assert!(width(line) <= columns, "{columns}: {} {line}", width(line));
                }
            }
        }
    }

    #[test]
    fn colours_only_when_asked() {
        let ledger = sample::ledger();
        assert!(!summary(&ledger, "zh", 80, false).contains('\u{1b}'));
        assert!(summary(&ledger, "zh", 80, true).contains('\u{1b}'));
    }

    #[test]
    fn an_empty_ledger_has_a_summary() {
        assert!(!summary(&sample::empty(), "zh", 80, false).is_empty());
    }

    #[test]
    fn the_summary_names_what_was_missed_and_what_was_not_mentioned() {
        let text = summary(&sample::ledger(), "zh", 80, false);
        assert!(text.contains("▲ 未完成") && text.contains("○ 报告未提及"), "{text}");
        assert!(text.contains("/ 3"), "{text}");
    }
}
