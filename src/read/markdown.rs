//! Markdown to lines. The words are those of the source without its marks; nothing is rendered anew, so `2024. 年`
//! stays what it is. Chinese emphasis (`**…。**正文`) needs the CJK rule of comrak: CommonMark would leave the stars.

use super::line::Line;
use super::{BlockKind, MOST_LINES, text};
use crate::lang::pack::ReadCues;
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options, parse_document};
use std::borrow::Cow;

/// Two marks of Markdown make a Markdown text; one could be an accident.
const FEWEST_MARKS: usize = 2;
/// Larger texts are parsed in parts of at most this many bytes: no report comes near, and a larger tree would eat the memory.
const MOST_BYTES: usize = 1 << 20;
/// Quotations, lists, emphasis and links stand at most this deep inside each other: no report comes near ten. A deeper text is
/// refused, for the walk below takes stack for every level. The parser itself takes none.
const MOST_NESTED: usize = 100;

/// Whether the text holds headings (`# …`) or bold stretches (`**…**`).
pub(super) fn sniff(text: &str) -> bool {
    text.lines()
        .filter(|line| {
            let hashes = line.trim_start_matches('#');
            (hashes.len() < line.len() && hashes.starts_with(' ')) || line.matches("**").count() >= 2
        })
        .take(FEWEST_MARKS)
        .count()
        == FEWEST_MARKS
}

/// The lines of a Markdown text, without the empty ones; only the first `MOST_LINES` and those of the part they end in.
///
/// # Errors
/// A text whose marks stand deeper than `MOST_NESTED` inside each other, with the line where they do.
pub(super) fn checked_lines(source: &str, cues: &ReadCues) -> Result<Vec<Line>, String> {
    let mut lines: Vec<Line> = Vec::new();
    let source = without_false_items(source);
    let mut rest = source.as_ref();
    let mut before = 0;
    while !rest.is_empty() && lines.len() <= MOST_LINES {
        let (part, after) = rest.split_at(cut(rest));
        let from = lines.len();
        let found = of_part(part, cues).map_err(|TooDeep { line }| {
            format!(
                "the Markdown marks in the paragraph at line {} stand more than {MOST_NESTED} deep inside each other, which no report has; \
                 take the marks out there",
                before + line
            )
        })?;
        lines.extend(found);
        if let Some(first) = lines.get_mut(from).filter(|_| from > 0) {
            first.gap = first.gap.max(1);
        }
        before += part.matches('\n').count();
        rest = after;
    }
    Ok(lines)
}

/// The lines of a text that is known to be fit.
#[cfg(test)]
pub(super) fn lines(source: &str, cues: &ReadCues) -> Vec<Line> {
    checked_lines(source, cues).expect("marks that are not too deep")
}

/// Marks inside marks beyond `MOST_NESTED`, in the block that begins at this line of its part, from 1.
#[derive(Debug)]
struct TooDeep {
    line: usize,
}

/// The text with page numbers that Markdown takes for items of a list (`- 12 -`) between long dashes.
fn without_false_items(source: &str) -> Cow<'_, str> {
    let number = |line: &str| {
        let inner = line.trim().strip_prefix('-').and_then(|line| line.strip_suffix('-'));
        inner.is_some_and(|inner| inner.len() <= 5 && inner.trim().parse::<u32>().is_ok())
    };
    if !source.lines().any(number) {
        return Cow::Borrowed(source);
    }
    let lines = source.split('\n').map(|line| match number(line) {
        true => Cow::Owned(line.trim().replace('-', "—")),
        false => Cow::Borrowed(line),
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// Where the first part of a text ends: behind its last empty line, else its last line break, else its last sentence.
fn cut(text: &str) -> usize {
    if text.len() <= MOST_BYTES {
        return text.len();
    }
    let part = (0..=MOST_BYTES).rev().find_map(|at| text.get(..at)).unwrap_or(text);
    let behind = |sign: &str| part.rfind(sign).map(|at| at + sign.len());
    behind("\n\n").or_else(|| behind("\n")).or_else(|| behind("。")).unwrap_or(part.len())
}

/// The lines of one part.
fn of_part(source: &str, cues: &ReadCues) -> Result<Vec<Line>, TooDeep> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.table = true;
    let root = parse_document(&arena, source, &options);
    let mut walk = Walk { source: source.split('\n').collect(), lines: Vec::new(), last: 0, cues };
    walk.blocks(root, BlockKind::Paragraph, String::new(), 0)?;
    Ok(walk.lines)
}

/// The state of the walk over the tree.
struct Walk<'a> {
    source: Vec<&'a str>,
    lines: Vec<Line>,
    /// The source line on which the last block ended, from 1.
    last: usize,
    cues: &'a ReadCues,
}

impl Walk<'_> {
    /// Walks the blocks below `node`; `lead` are words of the source that belong before the first paragraph (`2024. `).
    /// `depth` is the number of blocks around `node`.
    fn blocks<'t>(
        &mut self,
        node: &'t AstNode<'t>,
        kind: BlockKind,
        lead: String,
        depth: usize,
    ) -> Result<(), TooDeep> {
        let mut lead = lead;
        if depth > MOST_NESTED {
            return Err(TooDeep { line: node.data.borrow().sourcepos.start.line });
        }
        for child in node.children() {
            let data = child.data.borrow();
            match &data.value {
                NodeValue::Paragraph => self.leaf(child, kind, None, std::mem::take(&mut lead))?,
                NodeValue::Heading(heading) => {
                    self.leaf(child, BlockKind::Heading, Some(heading.level), String::new())?;
                }
                NodeValue::CodeBlock(code) => self.plain(&code.literal, data.sourcepos.start.line),
                NodeValue::HtmlBlock(html) => {
                    self.plain(&without_tags(&html.literal), data.sourcepos.start.line)
                }
                NodeValue::TableRow(_) => self.leaf(child, BlockKind::Table, None, String::new())?,
                NodeValue::Item(list) => {
                    let lead = match list.list_type {
                        ListType::Ordered => self.before_first_child(child),
                        ListType::Bullet => String::new(),
                    };
                    // An ordered item is a paragraph that begins with a number: `2024. 年`, `1. 优化布局`.
                    let kind = if lead.is_empty() { BlockKind::Item } else { BlockKind::Paragraph };
                    self.blocks(child, kind, lead, depth + 1)?;
                }
                _ => self.blocks(child, kind, std::mem::take(&mut lead), depth + 1)?,
            }
        }
        Ok(())
    }

    /// The source between the start of an item and the start of its first block.
    fn before_first_child<'t>(&self, item: &'t AstNode<'t>) -> String {
        let start = item.data.borrow().sourcepos.start;
        let Some(child) = item.first_child() else { return String::new() };
        let end = child.data.borrow().sourcepos.start;
        if end.line != start.line {
            return String::new();
        }
        let line = self.source.get(start.line.saturating_sub(1)).copied().unwrap_or_default();
        line.get(start.column.saturating_sub(1)..end.column.saturating_sub(1)).unwrap_or_default().to_owned()
    }

    /// Adds the lines of one block with inline content.
    fn leaf<'t>(
        &mut self,
        node: &'t AstNode<'t>,
        kind: BlockKind,
        marked: Option<u8>,
        lead: String,
    ) -> Result<(), TooDeep> {
        let place = node.data.borrow().sourcepos;
        let mut inline = Inline { kind, lines: vec![Line::new(lead, kind)], bold: 0 };
        inline.walk(node, 0).ok_or(TooDeep { line: place.start.line })?;
        let mut gap = place.start.line.saturating_sub(self.last + 1);
        for mut line in inline.lines {
            if line.trim() {
                line.marked = marked;
                line.gap = gap;
                gap = 0;
                self.lines.push(line);
            }
        }
        self.last = place.end.line;
        Ok(())
    }

    /// Adds the lines of a text without inline marks.
    fn plain(&mut self, literal: &str, at: usize) {
        let mut gap = at.saturating_sub(self.last + 1);
        for line in text::lines(literal, self.cues) {
            let mut line = Line::new(line.text, BlockKind::Paragraph);
            line.gap = std::mem::take(&mut gap);
            self.lines.push(line);
        }
        self.last = at + literal.matches('\n').count();
    }
}

/// The inline content of one block, as lines.
struct Inline {
    kind: BlockKind,
    lines: Vec<Line>,
    bold: usize,
}

impl Inline {
    /// Walks what stands inside `node`, itself `depth` deep; `None` when that is too deep.
    fn walk<'t>(&mut self, node: &'t AstNode<'t>, depth: usize) -> Option<()> {
        if depth > MOST_NESTED {
            return None;
        }
        for child in node.children() {
            let data = child.data.borrow();
            match &data.value {
                NodeValue::Text(words) => self.push(words),
                NodeValue::Code(code) => self.push(&code.literal),
                NodeValue::HtmlInline(tag) if !tag.starts_with("<br") => {}
                NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::HtmlInline(_) => {
                    self.lines.push(Line::new(String::new(), self.kind));
                }
                NodeValue::Strong => {
                    self.bold += 1;
                    self.walk(child, depth + 1)?;
                    self.bold -= 1;
                }
                NodeValue::TableCell => {
                    self.push("\t");
                    self.walk(child, depth + 1)?;
                }
                _ => self.walk(child, depth + 1)?,
            }
        }
        Some(())
    }

    fn push(&mut self, words: &str) {
        let bold = self.bold > 0;
        let Some(line) = self.lines.last_mut() else { return };
        let text = &mut line.text;
        let start = text.len();
        text.push_str(words);
        let end = text.len();
        if bold && end > start {
            match line.bold.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => line.bold.push(start..end),
            }
        }
    }
}

fn without_tags(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|&c| {
            inside = (inside || c == '<') && c != '>';
            !inside && c != '>'
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<Line> {
        super::lines(source, &crate::lang::detect(source).read)
    }

    #[test]
    fn chinese_emphasis_is_bold_and_its_stars_are_gone() {
        let lines = lines("**服务业蓬勃发展。**引入企业 **22** 家。\n\n## **二、加快创新**\n");
        assert_eq!(lines[0].text, "服务业蓬勃发展。引入企业 22 家。");
        let bold: Vec<_> =
            lines[0].bold.iter().map(|bold| lines[0].text.get(bold.clone()).unwrap()).collect();
        assert_eq!(bold, ["服务业蓬勃发展。", "22"]);
        assert_eq!((lines[1].text.as_str(), lines[1].marked, lines[1].gap), ("二、加快创新", Some(2), 1));
    }

    #[test]
    fn a_year_at_the_start_of_a_line_is_no_list() {
        let texts: Vec<_> = lines("2024. 年工作\n\n- 第一条\n").into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["2024. 年工作", "第一条"]);
    }

    #[test]
    fn a_large_text_is_read_in_parts_as_one_small_is() {
        let part = format!("## 建设\n\n**产业。**{}\n\n", "建成学校2所。".repeat(4000));
        let long = part.repeat(3 * MOST_BYTES / part.len());
        let lines = lines(&long);
        assert!(lines.len().is_multiple_of(2) && lines.len() > 50);
        for pair in lines.chunks(2) {
            assert_eq!((pair[0].text.as_ref(), pair[0].marked), ("建设", Some(2)));
            assert!(pair[1].text.starts_with("产业。建成") && pair[1].bold.len() == 1 && pair[1].gap == 1);
        }
        let long = "**产业。**建成学校2所。".repeat(200_000);
        let lines = super::lines(&long, &crate::lang::detect(&long).read);
        assert!(lines.iter().all(|line| !line.text.contains('*')));
    }

    #[test]
    fn marks_too_deep_inside_each_other_are_refused_with_their_line() {
        let cues = &crate::lang::detect("建设").read;
        let n = 100_000;
        for deep in [
            ">".repeat(n),
            "> ".repeat(n) + "建",
            "**".repeat(n) + "建" + &"**".repeat(n),
            "![".repeat(n) + "建" + &"](x)".repeat(n),
            "*a _b ".repeat(n) + "建" + &"d_e*".repeat(n),
        ] {
            let source = format!("# 报告\n\n**回顾。**建成2所。\n\n{deep}\n");
            let shown: String = deep.chars().take(12).collect();
            // A stack of the usual size for a thread.
            let said =
                std::thread::scope(|scope| scope.spawn(|| checked_lines(&source, cues)).join().unwrap());
            assert!(said.is_err_and(|said| said.contains("at line 5 ")), "{shown}");
        }
        let fine = "> ".repeat(20) + &"**".repeat(20) + "建" + &"**".repeat(20);
        assert_eq!(lines(&fine)[0].text, "建");
    }

    #[test]
    fn two_marks_make_markdown() {
        assert!(sniff("# 报告\n\n**回顾。**建成2所。"));
        assert!(!sniff("面积2*3*4米\n#1井\n"));
    }
}
