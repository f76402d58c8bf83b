//! A web page to lines. The page is read as a browser would set it (`tree`, `flow`), then the report is told from the site
//! around it (`article`); what of the site is left among the lines, `tidy` takes away as it does in a text.

mod article;
mod flow;
mod names;
mod sniff;
#[cfg(test)]
mod tests;
mod tree;

pub(super) use sniff::{declared, refusal, sniff};

use super::format::{File, Taken};
use super::line::Line;
use super::{BlockKind, MOST_LINES, join, text};
use crate::lang;
use crate::notice::{Notice, NoticeKind, Severity};
use crate::policy::Policy;
use flow::Shown;

/// So many characters of a page are looked at to tell the language.
const SAMPLE: usize = 20_000;
/// A page on which no line has sentences needs so many words to be read all the same.
const FEWEST_CHARACTERS: usize = 200;

/// The lines of a web page.
///
/// # Errors
/// A page of more elements or characters than any report has; a page without text, with what holds it instead.
pub(super) fn take(source: &str, file: &File<'_>) -> Result<Taken, String> {
    let policy: &Policy = file.policy;
    let page = tree::parse(source, policy.read.most_nested)?;
    let shown = flow::lines(&page);
    if shown.len() > MOST_LINES {
        return Err(format!(
            "the page has more than {MOST_LINES} lines with words, which no report has; save the article alone"
        ));
    }
    let characters: usize = shown.iter().map(|line| line.line.text.chars().count()).sum();
    if characters > policy.read.most_characters {
        return Err(format!(
            "the page has {characters} characters, more than the {} that are read; save the article alone",
            policy.read.most_characters
        ));
    }
    let own: usize =
        shown.iter().filter(|line| !line.linked).map(|line| line.line.text.chars().count()).sum();
    if shown.iter().all(|line| line.prose == 0) && own < FEWEST_CHARACTERS {
        return Err(without_text(&page, shown.len()));
    }
    let sample: String = shown.iter().flat_map(|line| line.line.text.chars()).take(SAMPLE).collect();
    let cues = &lang::detect(&sample).read;
    let (shown, paged) = article::article(&page, shown, cues);
    let mut taken = Taken::whole(lines(shown, cues));
    if paged {
        let message = "the page is one of several that hold the text together (下一页); save the whole text as one page or file";
        taken.notices.push(Notice::new(NoticeKind::CutOff, Severity::Warning, message));
        taken.whole = false;
    }
    Ok(taken)
}

/// The lines as the rest of the reading takes them.
fn lines(shown: Vec<Shown>, cues: &lang::pack::ReadCues) -> Vec<Line> {
    let broken: Vec<bool> = shown.iter().map(|line| line.broken).collect();
    let lines: Vec<Line> = shown.into_iter().map(|line| line.line).collect();
    // Line breaks that are no hard wraps end paragraphs.
    let wrapped = join::wrapped(&lines);
    let mut out = Vec::with_capacity(lines.len());
    for (mut line, broken) in lines.into_iter().zip(broken) {
        if broken && !wrapped {
            line.gap = line.gap.max(1);
        }
        if line.text.len() > text::RUN_ON && line.kind == BlockKind::Paragraph {
            let pieces = text::lines(&line.text, cues);
            if pieces.len() > 1 {
                out.extend(pieces);
                continue;
            }
        }
        out.push(line);
    }
    out
}

/// Why a page holds nothing to read.
fn without_text(page: &tree::Page, lines: usize) -> String {
    let besides = match lines {
        0 => "holds no text".to_owned(),
        1 => "holds no text besides one short line".to_owned(),
        lines => format!("holds no text besides {lines} short lines"),
    };
    if page.frames {
        return format!(
            "the page {besides}: its parts are other files (frames); open the frame with the report by itself and save it"
        );
    }
    if let Some(to) = &page.refresh {
        return format!(
            "the page {besides}: it only sends on to {}; save that page",
            crate::text::shown::shown(to)
        );
    }
    if page.scripts {
        return format!(
            "the page {besides}: its text is brought in by a script (JavaScript), or stands in a file behind a link; open the page in a \
             browser and copy the text into a file, or save the file behind the link"
        );
    }
    format!("the page {besides}; save the page that holds the report, or copy its text into a file")
}
