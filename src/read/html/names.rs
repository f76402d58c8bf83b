//! What the elements of a page are to a reader of text: their names, and what their attributes say.

use html5ever::tokenizer::states::RawKind;

/// What an element does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// No element but characters.
    Text,
    /// Runs within a line.
    Inline,
    /// Runs within a line and leads elsewhere.
    Link,
    /// Raised: a note mark, or an exponent.
    Raised,
    /// Stands on lines of its own.
    Block,
    /// A paragraph.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// A list; true when it is numbered.
    List(bool),
    /// An entry of a list.
    Item,
    /// Text whose line breaks count.
    Pre,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A line break.
    Break,
    /// Ends a paragraph.
    Rule,
}

/// What is no part of any report: controls, drawings, what is marked as struck out, the parts of a page around its text. The
/// text of such an element is read nevertheless when it is most of the page (old sites wrap a whole page in a form).
const ASIDE: &[&str] = &[
    "aside", "audio", "button", "canvas", "datalist", "del", "dialog", "footer", "form", "header", "map",
    "math", "menu", "nav", "object", "rp", "rt", "rtc", "s", "select", "strike", "svg", "template", "video",
    "xml",
];

/// Elements that stand on lines of their own and have no more meaning.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "legend",
    "main",
    "menu",
    "nav",
    "search",
    "section",
    "summary",
    "tbody",
    "tfoot",
    "thead",
    "marquee",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// What an element of this name does.
pub(super) fn tag(name: &str) -> Tag {
    match name {
        "p" => Tag::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading(name.bytes().last().unwrap_or(b'1') - b'0'),
        "ol" => Tag::List(true),
        "ul" => Tag::List(false),
        "li" => Tag::Item,
        "pre" | "listing" => Tag::Pre,
        "table" => Tag::Table,
        "tr" => Tag::Row,
        "td" | "th" => Tag::Cell,
        "br" => Tag::Break,
        "hr" => Tag::Rule,
        "a" => Tag::Link,
        "sup" => Tag::Raised,
        _ if BLOCKS.contains(&name) => Tag::Block,
        _ => Tag::Inline,
    }
}

/// Whether such an element runs within a line.
pub(super) fn within_line(tag: Tag) -> bool {
    matches!(tag, Tag::Inline | Tag::Link | Tag::Raised | Tag::Text)
}

/// Whether an element of this name is no part of any report.
pub(super) fn aside(name: &str) -> bool {
    ASIDE.contains(&name)
}

/// Whether an element of this name has no content.
pub(super) fn void(name: &str) -> bool {
    VOID.contains(&name)
}

/// How the content of elements is written that hold characters and no elements.
pub(super) fn raw(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "noscript" | "xmp" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

/// Which open elements an element of this name ends, and those beyond which it does not look for them.
pub(super) fn ends(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "td" | "th" => (&["td", "th"], &["table", "tr"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "li" => (&["li"], &["ul", "ol", "td", "th", "table"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th", "table"]),
        "input" | "textarea" => (&["select"], &["td", "th", "table"]),
        "option" | "optgroup" => (&["option"], &["select", "td", "th", "table"]),
        "a" => (&["a"], &["p", "div", "li", "td", "th", "table"]),
        "rt" | "rp" => (&["rt", "rp"], &["ruby"]),
        _ if !within_line(tag(name)) && tag(name) != Tag::Break => {
            (&["p"], &["td", "th", "table", "caption", "button", "object"])
        }
        _ => (&[], &[]),
    }
}

/// The elements beyond which an end tag of this name does not look for its beginning.
pub(super) fn scope(name: &str) -> &'static [&'static str] {
    match name {
        "table" => &[],
        "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" => &["table"],
        "li" => &["ul", "ol", "td", "th", "table"],
        _ => &["td", "th", "table"],
    }
}

/// What the `style` of an element says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// It is not shown.
    pub(super) hidden: bool,
    /// It is bold, or expressly not.
    pub(super) bold: Option<bool>,
    /// Its first line is indented.
    pub(super) indent: bool,
    /// Its line breaks count.
    pub(super) pre: bool,
    /// A list without numbers.
    pub(super) unnumbered: bool,
}

/// So many bytes of a style are looked at: longer ones hold pictures.
const LONGEST_STYLE: usize = 4_000;

/// Reads a `style`.
pub(super) fn style(value: &str) -> Style {
    let mut style = Style::default();
    if value.len() > LONGEST_STYLE {
        return style;
    }
    for part in value.split(';') {
        let Some((name, value)) = part.split_once(':') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        match name.as_str() {
            "display" => style.hidden |= value.starts_with("none"),
            "visibility" => style.hidden |= value.starts_with("hidden"),
            "mso-hide" => style.hidden |= value.starts_with("all"),
            "text-decoration" | "text-decoration-line" => style.hidden |= value.contains("line-through"),
            "font-weight" => {
                let heavy = value.get(..3).and_then(|number| number.parse::<u32>().ok());
                style.bold = Some(value.starts_with("bold") || heavy.is_some_and(|weight| weight >= 600));
            }
            "text-indent" => {
                style.indent = value.starts_with(|c: char| ('1'..='9').contains(&c) || c == '.')
                    || value.starts_with("0.")
            }
            "white-space" => style.pre = value.starts_with("pre") || value.starts_with("break-spaces"),
            "list-style" | "list-style-type" => style.unnumbered = value.contains("none"),
            _ => {}
        }
    }
    style
}
