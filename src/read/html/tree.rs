//! The elements of a page, in the order of the source. Comes in: the source. Goes out: a flat list in which every element knows
//! where it ends, so that no depth of nesting takes stack.
//!
//! The tokenizer is that of html5ever. The tree is our own and simpler than a browser's: what a reader needs to know of misnested
//! tags is where lines end and what stands inside what, and no input may make the work grow faster than itself.

use super::names::{self, Tag};
use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

/// A page has at most so many elements and stretches of text; the longest report saved by Word has some 100,000.
const MOST_NODES: usize = 1_500_000;
/// A tag has at most so many attributes; the tokenizer compares each with all before it.
const MOST_ATTRIBUTES: usize = 500;

/// An element, or characters.
#[derive(Debug)]
pub(super) struct Node {
    /// What it does to the text.
    pub(super) tag: Tag,
    /// Its name; that of characters is empty.
    pub(super) name: LocalName,
    /// The index of the first node that stands behind it and not in it.
    pub(super) end: usize,
    /// The characters, in bytes of [`Page::text`].
    pub(super) text: Range<usize>,
    /// The index of the id and the classes.
    names: Option<u32>,
    /// It is not shown, or no part of a report.
    pub(super) out: bool,
    /// The characters are bold.
    pub(super) bold: bool,
    /// Its first line is indented.
    pub(super) indent: bool,
    /// Of a table: another table stands in it.
    pub(super) nests: bool,
}

/// What was taken from a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The elements and stretches of text in the order of the source.
    pub(super) nodes: Vec<Node>,
    /// All characters but those of scripts and styles.
    pub(super) text: String,
    /// What stands in `<title>`.
    pub(super) title: String,
    /// What a `<meta name="ArticleTitle">` says.
    pub(super) article_title: String,
    /// What numbers an ordered list (`start`) or its entry (`value`), by node; `None` for a list without numbers.
    pub(super) numbers: HashMap<usize, Option<i64>>,
    /// Where the page sends its reader (`<meta http-equiv="refresh">`).
    pub(super) refresh: Option<String>,
    /// It has frames, which are other files.
    pub(super) frames: bool,
    /// It has scripts.
    pub(super) scripts: bool,
    named: Vec<(String, String)>,
}

impl Page {
    /// Whether an element has this id (`#zoom`), class (`.TRS_Editor`) or name (`article`). Letters of either case are the same.
    pub(super) fn is(&self, node: usize, selector: &str) -> bool {
        let node = &self.nodes[node];
        let named = node.names.and_then(|at| self.named.get(at as usize));
        if let Some(id) = selector.strip_prefix('#') {
            return named.is_some_and(|(own, _)| own.eq_ignore_ascii_case(id));
        }
        if let Some(class) = selector.strip_prefix('.') {
            return named.is_some_and(|(_, own)| {
                own.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(class))
            });
        }
        *node.name == *selector
    }
}

/// Reads a page. `most_nested` is how deep elements stand inside each other; what is deeper is read without its element.
///
/// # Errors
/// A page of more elements than any report has.
pub(super) fn parse(source: &str, most_nested: usize) -> Result<Page, String> {
    let builder = Builder { state: RefCell::new(State { most_nested, ..State::default() }) };
    let tokenizer = Tokenizer::new(builder, html5ever::tokenizer::TokenizerOpts::default());
    let source = with_few_attributes(source);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&source));
    // The tokenizer pauses at the end of every script.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut state = tokenizer.sink.state.into_inner();
    if state.page.nodes.len() >= MOST_NODES {
        return Err(format!(
            "the page has more than {MOST_NODES} elements, which no report has; save the article alone, or copy its text into a file"
        ));
    }
    state.close_down_to(0);
    Ok(state.page)
}

/// The source with tags of too many attributes ended early: what would be one more attribute becomes text.
fn with_few_attributes(source: &str) -> Cow<'_, str> {
    let mut cuts = Vec::new();
    let (mut inside, mut quote, mut attributes, mut last) = (false, None, 0_usize, b' ');
    let bytes = source.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if !inside {
            inside = byte == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
            (quote, attributes) = (None, 0);
        } else if quote.is_some() {
            quote = quote.filter(|&open| open != byte);
        } else if byte == b'>' {
            inside = false;
        } else if matches!(byte, b'"' | b'\'') && last == b'=' {
            quote = Some(byte);
        } else if (byte.is_ascii_whitespace() || byte == b'/')
            && !(last.is_ascii_whitespace() || last == b'/')
            && last != b'='
        {
            attributes += 1;
            if attributes > MOST_ATTRIBUTES {
                cuts.push(at);
                inside = false;
            }
        }
        if quote.is_some() || !(byte.is_ascii_whitespace() && last == b'=') {
            last = byte;
        }
    }
    if cuts.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len() + cuts.len());
    let (mut rest, mut done) = (source, 0);
    for at in cuts {
        let (before, after) = rest.split_at(at - done);
        out.push_str(before);
        out.push('>');
        (rest, done) = (after, at);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Takes the tokens.
struct Builder {
    state: RefCell<State>,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let raw = state.start(&tag);
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            Token::TagToken(tag) => state.end(&tag.name),
            Token::CharacterTokens(text) => state.characters(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The page as far as it is read.
#[derive(Default)]
struct State {
    page: Page,
    /// The elements that are open, outermost first.
    open: Vec<usize>,
    /// The open elements that make bold, or expressly not; an end tag ends them wherever they stand.
    bold: Vec<(usize, bool)>,
    /// No tag stood behind the last characters.
    runs_on: bool,
    /// How many paragraphs are open, so that none is looked for where there is none.
    paragraphs: usize,
    /// The open drawings and formulas.
    foreign: usize,
    /// Elements that were not opened because they stood too deep: their end tags end nothing.
    dropped: HashMap<LocalName, usize>,
    /// The element of characters only that is open (`script`, `title`).
    raw: Option<LocalName>,
    most_nested: usize,
}

impl State {
    /// A start tag. Gives how the content is written when it is characters only.
    fn start(&mut self, tag: &html5ever::tokenizer::Tag) -> Option<html5ever::tokenizer::states::RawKind> {
        let name = &*tag.name;
        let attribute =
            |name: &str| tag.attrs.iter().find(|own| *own.name.local == *name).map(|own| &*own.value);
        match name {
            "html" | "head" | "body" => return None,
            "meta" => self.meta(attribute("name"), attribute("http-equiv"), attribute("content")),
            "frame" => self.page.frames = true,
            "script" => self.page.scripts = true,
            _ => {}
        }
        if self.foreign > 0 && !names::within_line(names::tag(name)) {
            // What cannot stand in a drawing ends it.
            self.leave_foreign();
        }
        if let Some(raw) = names::raw(name).filter(|_| self.foreign == 0) {
            self.raw = Some(tag.name.clone());
            return Some(raw);
        }
        if self.page.nodes.len() >= MOST_NODES {
            return None;
        }
        let (closed, within) = names::ends(name);
        if !closed.is_empty() && (closed != ["p"] || self.paragraphs > 0) {
            self.close(|own| closed.contains(&own), |own| within.contains(&own));
        }
        let void = names::void(name);
        if self.open.len() >= self.most_nested && !void {
            *self.dropped.entry(tag.name.clone()).or_default() += 1;
            if names::tag(name) != Tag::Inline {
                self.element("br".into(), Tag::Break, None);
            }
            return None;
        }
        let style = attribute("style").map(names::style).unwrap_or_default();
        let mut kind = names::tag(name);
        if kind == Tag::Link && attribute("href").is_none() {
            kind = Tag::Inline;
        }
        if style.pre && matches!(kind, Tag::Block | Tag::Paragraph) {
            kind = Tag::Pre;
        }
        let own = (attribute("id").unwrap_or_default(), attribute("class").unwrap_or_default());
        let at = self.element(tag.name.clone(), kind, Some(own));
        let node = &mut self.page.nodes[at];
        node.out = names::aside(name)
            || style.hidden
            || attribute("hidden").is_some()
            || attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        node.indent = style.indent;
        if kind == Tag::List(true)
            && (style.unnumbered || attribute("type").is_some_and(|value| value != "1"))
        {
            self.page.numbers.insert(at, None);
        } else if matches!(kind, Tag::List(true) | Tag::Item) {
            let number =
                attribute("start").or(attribute("value")).and_then(|value| value.trim().parse::<i64>().ok());
            self.page.numbers.extend(number.map(|number| (at, Some(number))));
        }
        if kind == Tag::Table
            && let Some(&outer) = self.open.iter().rev().find(|&&own| self.page.nodes[own].tag == Tag::Table)
        {
            self.page.nodes[outer].nests = true;
        }
        let foreign = matches!(name, "svg" | "math");
        if void || (foreign || self.foreign > 0) && tag.self_closing {
            return None;
        }
        self.foreign += usize::from(foreign);
        self.paragraphs += usize::from(name == "p");
        self.open.push(at);
        if let Some(bold) = style.bold.or(matches!(name, "b" | "strong").then_some(true)) {
            self.bold.push((at, bold));
        }
        None
    }

    fn meta(&mut self, name: Option<&str>, equiv: Option<&str>, content: Option<&str>) {
        let content = content.unwrap_or_default();
        if name.is_some_and(|name| name.eq_ignore_ascii_case("ArticleTitle")) {
            self.page.article_title = content.to_owned();
        }
        if equiv.is_some_and(|equiv| equiv.eq_ignore_ascii_case("refresh")) {
            let to = content.to_ascii_lowercase().find("url=").and_then(|at| content.get(at + 4..));
            self.page.refresh = to.map(|to| to.trim_matches(['\'', '"', ' ']).to_owned());
        }
    }

    /// An end tag.
    fn end(&mut self, name: &LocalName) {
        if self.raw.take_if(|raw| raw == name).is_some() {
            return;
        }
        if let Some(count) = self.dropped.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return;
        }
        match &**name {
            "html" | "head" | "body" => return,
            "br" => {
                self.element("br".into(), Tag::Break, None);
                return;
            }
            // A form that ends among tables and blocks of its own leaves them open.
            "form" => {
                if self.open.last().is_some_and(|&own| &*self.page.nodes[own].name == "form") {
                    self.close_down_to(self.open.len() - 1);
                }
                return;
            }
            _ => {}
        }
        self.runs_on = false;
        if let Some(last) = self.bold.iter().rposition(|&(own, _)| self.page.nodes[own].name == *name) {
            self.bold.remove(last);
        }
        let closed = match names::tag(name) {
            Tag::Heading(_) => self.close(
                |own| matches!(names::tag(own), Tag::Heading(_)),
                |own| names::scope("p").contains(&own),
            ),
            // An end tag that comes too late leaves the lines as they are.
            Tag::Inline | Tag::Link | Tag::Raised => {
                let name: &str = name;
                self.close(|own| own == name, |own| !names::within_line(names::tag(own)))
            }
            _ => {
                let name: &str = name;
                self.close(|own| own == name, |own| names::scope(name).contains(&own))
            }
        };
        if !closed && names::tag(name) == Tag::Paragraph {
            self.element("br".into(), Tag::Break, None);
        }
    }

    /// Characters.
    fn characters(&mut self, text: &str) {
        match self.raw.as_deref() {
            Some("title") => {
                self.page.title.push_str(text);
                return;
            }
            Some(_) => return,
            None => {}
        }
        let from = self.page.text.len();
        let bold = self.bold.last().is_some_and(|(_, bold)| *bold);
        self.page.text.push_str(text);
        let to = self.page.text.len();
        // An entity parts the characters of one stretch.
        let last = self.page.nodes.last_mut().filter(|last| last.tag == Tag::Text && last.text.end == from);
        if let Some(last) = last.filter(|last| self.runs_on && last.bold == bold) {
            last.text.end = to;
            return;
        }
        if self.page.nodes.len() < MOST_NODES {
            let at = self.element(LocalName::from(""), Tag::Text, None);
            let node = &mut self.page.nodes[at];
            (node.text, node.bold) = (from..to, bold);
            self.runs_on = true;
        }
    }

    /// Adds a node without content.
    fn element(&mut self, name: LocalName, tag: Tag, own: Option<(&str, &str)>) -> usize {
        let at = self.page.nodes.len();
        let names = own.filter(|(id, class)| !(id.is_empty() && class.is_empty())).and_then(|(id, class)| {
            self.page.named.push((id.to_owned(), class.to_owned()));
            u32::try_from(self.page.named.len() - 1).ok()
        });
        self.page.nodes.push(Node {
            tag,
            name,
            end: at + 1,
            text: 0..0,
            names,
            out: false,
            bold: false,
            indent: false,
            nests: false,
        });
        at
    }

    /// Ends the innermost open element that is `wanted`, and what stands in it, unless a `bound` stands before it.
    fn close(&mut self, wanted: impl Fn(&str) -> bool, bound: impl Fn(&str) -> bool) -> bool {
        let nodes = &self.page.nodes;
        for depth in (0..self.open.len()).rev() {
            let name = &*nodes[self.open[depth]].name;
            if wanted(name) {
                self.close_down_to(depth);
                return true;
            }
            if bound(name) {
                return false;
            }
        }
        false
    }

    /// Ends all but `depth` elements.
    fn close_down_to(&mut self, depth: usize) {
        let end = self.page.nodes.len();
        for at in self.open.drain(depth..) {
            let node = &mut self.page.nodes[at];
            node.end = end;
            self.foreign -= usize::from(matches!(&*node.name, "svg" | "math"));
            self.paragraphs -= usize::from(&*node.name == "p");
        }
        let open = self.open.last().copied();
        while self.bold.last().is_some_and(|(bold, _)| open.is_none_or(|open| *bold > open)) {
            self.bold.pop();
        }
        self.runs_on = false;
    }

    fn leave_foreign(&mut self) {
        let outer = self.open.iter().position(|&own| matches!(&*self.page.nodes[own].name, "svg" | "math"));
        if let Some(depth) = outer {
            self.close_down_to(depth);
        }
    }
}
