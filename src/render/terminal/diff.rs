//! A comparison for a terminal: the outline side by side, the figures that changed, then what differs, sentence by sentence.

use super::{LEAST_WIDTH, Page, fitting};
use crate::error::Result;
use crate::ledger::diff::Diff;
use crate::render::Setting;
use crate::render::view::diff::{
    Cell, DiffView, FigureView, HalfView, PassageView, PieceView, Row, SentenceView,
};
use crate::render::width::{cut, left, width};
use crate::render::words::Words;
use crate::text::shown::on_one_line;

/// The comparison.
pub(in crate::render) fn render(diff: &Diff, setting: &Setting<'_>) -> Result<Vec<u8>> {
    let view = DiffView::new(diff, setting);
    let mut page = Page {
        words: Words::new(setting.labels),
        width: setting.width.max(LEAST_WIDTH),
        colour: setting.colour,
        out: String::new(),
    };
    let title = page.tint("strong", &cut(&view.title, page.width));
    page.raw(&title);
    for report in &view.reports {
        page.raw(&cut(&format!("  {}  {}", report.name, report.looks), page.width));
    }
    view.sentences.iter().for_each(|sentence| page.line(sentence));
    for half in &view.halves {
        page.outline(half);
    }
    page.heading("diff.figures", "");
    if view.halves.iter().all(|half| half.figures.is_empty()) {
        page.line(&page.words.say("diff.figures_none"));
    }
    for figure in view.halves.iter().flat_map(|half| &half.figures) {
        page.figure(figure);
    }
    page.line(&view.figures_kept);
    for half in &view.halves {
        page.heading("diff.redline", &half.word);
        for passage in half.passages.iter().filter(|passage| !passage.unchanged) {
            page.passage(passage);
        }
    }
    page.raw("");
    page.line(&page.words.say("diff.lead"));
    Ok(page.out.into_bytes())
}

/// The sign that ends what was added; that of what was removed is as long.
const CLOSING: &str = "+}";

/// A stretch of a line with the code of its colour.
type Stretch = (String, &'static str);

impl Page<'_> {
    fn heading(&mut self, path: &str, of: &str) {
        let words = self.words.say(path);
        let head = if of.is_empty() { words } else { format!("{words} · {of}") };
        let head = self.tint("strong", &cut(&head, self.width));
        self.raw("");
        self.raw(&head);
    }

    /// The two columns, what became of each part between them.
    fn outline(&mut self, half: &HalfView<'_>) {
        if half.rows.is_empty() {
            return;
        }
        self.heading("diff.outline", &half.word);
        let middle = half.rows.iter().map(|row| width(&how(row))).max().unwrap_or_default();
        let column = self.width.saturating_sub(middle + 4) / 2;
        for row in &half.rows {
            let cell = |cell: Option<&Cell<'_>>| {
                cell.map_or(String::new(), |cell| {
                    let indent = "  ".repeat(row.depth.saturating_sub(1));
                    let dots = if cell.cut { "…" } else { "" };
                    cut(&format!("{indent}{} {}{dots}", cell.paragraph, cell.text), column)
                })
            };
            for nth in 0..row.earlier.len().max(row.later.len()) {
                let word = if nth == 0 { how(row) } else { String::new() };
                let word = self.tint(colour(&row.how), &left(&word, middle));
                let earlier = left(&cell(row.earlier.get(nth)), column);
                let line = format!("{earlier}  {word}  {}", cell(row.later.get(nth)));
                self.raw(&line);
            }
        }
    }

    /// One line: the measure, both figures, the difference.
    fn figure(&mut self, figure: &FigureView<'_>) {
        let gap =
            figure.gap.as_ref().map_or(String::new(), |gap| self.words.fill("page.aside", &[("x", gap)]));
        let [earlier, later] = figure.sides.each_ref().map(|side| on_one_line(side.words));
        let said = format!("{earlier} → {later}  {}{gap}", figure.word);
        let room = self.width.saturating_sub(2);
        let said = cut(&said, room * 2 / 3);
        let subject = cut(figure.subject, room.saturating_sub(width(&said) + 2));
        let line = format!("  {}  {said}", left(&subject, room.saturating_sub(width(&said) + 2)));
        self.raw(&line);
    }

    fn passage(&mut self, passage: &PassageView<'_>) {
        self.raw("");
        let mut line = vec![(format!("{} ", passage.place), "")];
        if passage.how != "same" {
            line.push((format!("{} {}", passage.sign, passage.word), colour(&passage.how)));
        }
        for also in &passage.also {
            line.push((format!(" · {} {}", self.words.say("diff.also"), also.place), ""));
        }
        self.flow(&line, 0);
        let mut text: Vec<Stretch> = Vec::new();
        let mut same = 0;
        for run in &passage.runs {
            if let Some(folded) = &run.folded {
                self.unchanged(&mut same, &mut text);
                text.push((self.words.fill("page.aside", &[("x", folded)]), ""));
                continue;
            }
            for sentence in &run.sentences {
                if sentence.change == "same" {
                    same += sentence.count;
                    continue;
                }
                self.unchanged(&mut same, &mut text);
                self.sentence(sentence, &mut text);
            }
        }
        self.unchanged(&mut same, &mut text);
        self.flow(&text, 2);
    }

    /// Says how many sentences are left out because they are the same.
    fn unchanged(&self, same: &mut usize, text: &mut Vec<Stretch>) {
        let count = std::mem::take(same).to_string();
        if count != "0" {
            text.push((self.words.fill("diff.unchanged_sentences", &[("count", &count)]), ""));
        }
    }

    fn sentence(&self, sentence: &SentenceView<'_>, text: &mut Vec<Stretch>) {
        let signed = |piece: &PieceView<'_>| {
            let words = on_one_line(piece.text);
            match piece.change.as_str() {
                "removed" => (format!("[-{words}-]"), "removed"),
                "added" => (format!("{{+{words}+}}"), "added"),
                _ => (words, ""),
            }
        };
        if sentence.breaks && !text.is_empty() {
            text.push((" ".to_owned(), ""));
        }
        if sentence.note.is_some() {
            text.push((self.words.say("how_sign.moved"), "moved"));
        }
        text.extend(sentence.pieces.iter().map(signed));
        if let Some(note) = &sentence.note {
            text.push((self.words.fill("page.aside", &[("x", note)]), "moved"));
        }
    }

    /// Writes stretches broken to the width, each line indented.
    fn flow(&mut self, stretches: &[Stretch], indent: usize) {
        let plain: String = stretches.iter().map(|(text, _)| text.as_str()).collect();
        let mut stretches = stretches.iter().map(|(text, code)| (text.as_str(), *code));
        let mut open = stretches.next();
        let mut rest = plain.as_str();
        while !rest.trim().is_empty() {
            // The signs round a change stand on its lines.
            let taken = fitting(rest, self.width.saturating_sub(indent + CLOSING.len()));
            let closes = rest
                .get(taken..)
                .is_some_and(|after| ["-]", CLOSING].iter().any(|sign| after.starts_with(sign)));
            let taken = if closes { taken + CLOSING.len() } else { taken };
            let opens =
                rest.get(..taken).is_some_and(|line| ["[-", "{+"].iter().any(|sign| line.ends_with(sign)));
            let taken = if opens && taken > CLOSING.len() { taken - CLOSING.len() } else { taken };
            let (line, after) = rest.split_at_checked(taken).unwrap_or((rest, ""));
            let mut wanted = line.len();
            let mut out = " ".repeat(indent);
            while let Some((text, code)) = open {
                let (taken, later) = text.split_at_checked(wanted.min(text.len())).unwrap_or((text, ""));
                out.push_str(&self.tint(code, taken));
                wanted -= taken.len();
                open = if later.is_empty() { stretches.next() } else { Some((later, code)) };
                if wanted == 0 {
                    break;
                }
            }
            self.raw(&out);
            rest = after;
        }
    }
}

fn how(row: &Row<'_>) -> String {
    format!("{} {}", row.sign, row.word)
}

/// The colour of what became of a part.
fn colour(how: &str) -> &'static str {
    match how {
        "new" => "added",
        "dropped" => "removed",
        "same" => "",
        _ => "moved",
    }
}
