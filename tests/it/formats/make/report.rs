//! One report as parts with their place in it: what every format is made from.

/// What a part is to the reader of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The line that says that the report is invented.
    Note,
    /// The title.
    Title,
    /// Date, place and speaker.
    Front,
    /// One of the two halves, an annex, the glossary.
    Chapter,
    /// A section with a Chinese number.
    Section,
    /// A paragraph.
    Paragraph,
    /// A numbered entry of an annex.
    Entry,
}

/// A stretch of text, bold or not.
pub(crate) type Run = (String, bool);

/// One heading or paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its words; in a heading all are as one.
    pub(crate) runs: Vec<Run>,
}

impl Part {
    /// Its words.
    pub(crate) fn text(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// Whether it is a heading of the body.
    pub(crate) fn heading(&self) -> bool {
        matches!(self.kind, Kind::Chapter | Kind::Section)
    }

    /// Number and words of a heading or an entry, as far as they are numbered: (一、, 全力…), (1., 为80岁…).
    pub(crate) fn numbered(&self) -> (String, String) {
        let text = self.text();
        let sign = match self.kind {
            Kind::Section => "、",
            Kind::Entry => ".",
            _ => return (String::new(), text),
        };
        let (number, words) = text.split_once(sign).expect("it is numbered");
        (format!("{number}{sign}"), words.to_owned())
    }
}

/// The parts of a sample report in Markdown, without what makes it hard to read: sentences cut by pages are whole, and what is
/// a heading is told by its words.
pub(crate) fn parts(markdown: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut body = false;
    for line in markdown.lines().filter(|line| !line.trim().is_empty()) {
        let marked = line.starts_with('#');
        let line = line.trim_start_matches('#').trim();
        let text = line.replace("**", "");
        let kind = match () {
            () if marked && !body => Kind::Title,
            () if marked && text.starts_with(|c| "一二三四五".contains(c)) => Kind::Section,
            () if marked => Kind::Chapter,
            () if parts.is_empty() => Kind::Note,
            () if text.split_once('.').is_some_and(|(number, _)| number.parse::<u8>().is_ok()) => Kind::Entry,
            () if body || text.ends_with('：') => Kind::Paragraph,
            () => Kind::Front,
        };
        body |= kind == Kind::Paragraph;
        let runs = line.split("**").enumerate().map(|(index, run)| (run.to_owned(), index % 2 == 1));
        let runs: Vec<Run> = runs.filter(|(run, _)| !run.is_empty()).collect();
        match parts.last_mut().filter(|last| kind == Kind::Paragraph && cut(last)) {
            Some(last) => last.runs.extend(runs),
            None => parts.push(Part { kind, runs }),
        }
    }
    parts
}

/// Whether a paragraph stops inside a sentence.
fn cut(part: &Part) -> bool {
    part.kind == Kind::Paragraph && !part.text().ends_with(['。', '！', '：', '；', '”', '）'])
}
