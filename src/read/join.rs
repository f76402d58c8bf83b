//! Lines to paragraphs. A sentence that a page break, a hard wrap or a link of the site cut in two is made whole, the
//! break between its parts gone. Comes in: the lines of the report. Goes out: the canonical text and the blocks over it.

use super::line::Line;
use super::{Block, BlockKind, PageStart};
use crate::lang::Pack;
use crate::lang::pack::ReadCues;
use crate::span::Span;
use crate::text::fold::fold;

/// A heading has at most this many characters.
const LONGEST_HEADING: usize = 60;
/// A heading without a number has at most this many.
const LONGEST_BARE: usize = 40;
/// After a bare heading no line is shorter than this many characters, unless it is numbered.
const SHORTEST_AFTER: usize = 20;
/// An address alone on its line has at most this many bytes: 各位代表、同志们： and the like.
const LONGEST_ADDRESS: usize = 36;
/// So many characters of a line are folded to tell how it begins.
const LEAD: usize = 16;
/// A hard-wrapped line may be this many columns shorter than the width: three Han characters.
const RAGGED: usize = 6;
/// So many bytes before its end are looked at to tell whether a paragraph goes on: a long sentence.
const LAST_PART: usize = 600;
/// So many marked headings show that the format marks them.
const FEWEST_MARKED: usize = 3;
/// So many first lines of paragraphs show how they are set apart.
const FEWEST_FIRST: usize = 3;
/// A text that a figure ends has at least so many characters before it; fewer are a label: 附件1.
const FEWEST_BEFORE_FIGURE: usize = 4;
/// Lines narrower than this many columns are not hard-wrapped.
const NARROWEST: usize = 30;
/// Lines wider than this many columns are not hard-wrapped.
const WIDEST: usize = 200;
/// The first line of a paragraph is in by so many columns.
const INDENT: usize = 4;

/// The entry of a list that stands without an end mark has at most this many bytes: 30 Han characters.
const LONGEST_ENTRY: usize = 90;

/// How the file sets its paragraphs apart.
struct Layout {
    /// Paragraphs are set apart by empty lines, so that lines without one between belong together.
    spaced: bool,
    /// The width in columns at which lines were broken, if they were.
    width: Option<usize>,
    /// The first line of a paragraph is in or has an empty line before it, so that no other line begins one.
    begins: bool,
    /// The format marks the headings, so that no other line without a number is one.
    marked: bool,
}

/// The canonical text and what lies over it.
pub(super) struct Joined {
    /// The text.
    pub(super) text: String,
    /// Its blocks.
    pub(super) blocks: Vec<Block>,
    /// Where its pages begin.
    pub(super) pages: Vec<PageStart>,
}

/// Makes paragraphs of lines.
pub(super) fn join(lines: Vec<Line>, pack: &Pack) -> Joined {
    let layout = Layout::of(&lines);
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    let mut blocks: Vec<Block> = Vec::new();
    let mut pages: Vec<PageStart> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let joins = index > 0
            && blocks.last().is_some_and(|block| {
                let so_far = block.span.slice(&text);
                let last = &lines[index - 1];
                belongs(so_far, block.kind, last, line, lines.get(index + 1), &layout, pack)
            });
        if joins {
            let gap = needs_blank(&text, &line.text);
            if gap {
                text.push(' ');
            }
        } else {
            if !text.is_empty() {
                text.push('\n');
            }
            blocks.push(Block {
                span: Span::new(text.len(), text.len()),
                kind: line.kind,
                marked: line.marked,
                bold: Vec::new(),
            });
        }
        let at = text.len();
        text.push_str(&line.text);
        let turns = line.turns.iter().map(|(turn, page)| PageStart { at: at + turn, page: *page });
        for start in line.page.map(|page| PageStart { at, page }).into_iter().chain(turns) {
            if pages.last().is_none_or(|last| last.page != start.page) {
                pages.push(start);
            }
        }
        if let Some(block) = blocks.last_mut() {
            block.span.end = text.len();
            block.bold.extend(line.bold.iter().map(|bold| Span::new(bold.start, bold.end).shift(at)));
        }
    }
    Joined { text, blocks, pages }
}

/// Whether lines were broken at a width, and not where paragraphs end.
pub(super) fn wrapped(lines: &[Line]) -> bool {
    Layout::of(lines).width.is_some()
}

/// Whether the text ends with the end of a sentence.
pub(super) fn ended(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "”’」』）)》】\"'".contains(c));
    text.ends_with(['。', '！', '？', '!', '?', '.', '…', '；', ';'])
}

impl Layout {
    fn of(lines: &[Line]) -> Self {
        let spaced =
            lines.len() >= 4 && lines.iter().filter(|line| line.gap > 0).count() * 10 >= lines.len() * 4;
        let mut widths: Vec<usize> = lines.iter().take(2000).map(columns).collect();
        widths.sort_unstable();
        let width = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        let full = widths.iter().filter(|&&w| w + RAGGED >= width && w <= width + RAGGED).count();
        let wrapped = (NARROWEST..=WIDEST).contains(&width) && full * 2 >= widths.len() && widths.len() >= 10;
        let width = wrapped.then_some(width);
        let layout = Self { spaced, width, begins: false, marked: false };
        // Behind a short line that ends a sentence a paragraph begins; headings are not so wide.
        let firsts = lines.windows(2).filter_map(|pair| {
            let [last, line] = pair else { return None };
            (!layout.full(last) && stops(&last.text) && layout.full(line)).then_some(line)
        });
        let (shown, all) = firsts
            .fold((0, 0), |(shown, all), line| (shown + usize::from(line.indent || line.gap > 0), all + 1));
        let begins = all >= FEWEST_FIRST && shown * 10 >= all * 9;
        let marked = lines.iter().filter(|line| line.kind == BlockKind::Heading).count() >= FEWEST_MARKED;
        Self { begins, marked, ..layout }
    }

    /// Whether a line was broken at the width.
    fn full(&self, line: &Line) -> bool {
        self.width.is_some_and(|width| columns(line) + RAGGED >= width)
    }
}

/// How wide a line is set: a figure or a Latin letter takes half the width of a Han character, which takes two columns.
fn columns(line: &Line) -> usize {
    let signs = line.text.chars().take(WIDEST + 1).map(|c| if c.is_ascii() { 1 } else { 2 });
    signs.sum::<usize>() + if line.indent { INDENT } else { 0 }
}

/// Whether `line` goes on with the paragraph `so_far`, whose last line is `last`.
fn belongs(
    so_far: &str,
    kind: BlockKind,
    last: &Line,
    line: &Line,
    next: Option<&Line>,
    layout: &Layout,
    pack: &Pack,
) -> bool {
    let cues = &pack.read;
    if last.alone || line.alone || kind != BlockKind::Paragraph || line.kind != BlockKind::Paragraph {
        return false;
    }
    if line.bold.first().is_some_and(|bold| bold.start == 0) {
        return false;
    }
    if goes_on(&line.text) || inside_decimal(so_far, &line.text, pack) {
        return true;
    }
    let full = layout.full(last);
    let close = line.gap == 0 && !line.indent;
    if starts_fresh(&line.text, cues) {
        return full && close && counts_on(so_far, last, line, next, layout, cues);
    }
    if open(so_far) || cut_in_two(so_far, &line.text, pack) {
        return true;
    }
    if begins_with_amount(&line.text, pack)
        && !stops(so_far)
        && !is_numbered(so_far, cues)
        && (so_far.contains('，') || last.page != line.page)
    {
        return true;
    }
    if so_far == last.text && !full && is_entry(so_far, pack) && is_entry(&line.text, pack) {
        return false;
    }
    if close && layout.spaced && layout.width.is_none() {
        return !is_numbered(so_far, cues) && !is_address(so_far, cues);
    }
    let may_be_bare = !layout.marked || is_numbered(so_far, cues);
    if may_be_bare && is_heading(so_far, line, next, full && close, cues) {
        return false;
    }
    if stops(so_far) {
        return close && full && !is_address(so_far, cues);
    }
    layout.width.is_none() || full || !layout.full(line) || line.gap > 0
}

/// Whether a line that counts off (二是) goes on with the paragraph before it, whose last line is as wide as a line can be and
/// stands close. After the end of a sentence it does only where the layout shows every first line of a paragraph.
fn counts_on(
    so_far: &str,
    last: &Line,
    line: &Line,
    next: Option<&Line>,
    layout: &Layout,
    cues: &ReadCues,
) -> bool {
    let lead: String = line.text.chars().take(LEAD).collect();
    cues.counted.any(&fold(&lead))
        && (open(so_far)
            || match (layout.begins, stops(so_far)) {
                (begins, true) => begins,
                (true, false) => !is_numbered(so_far, cues),
                (false, false) => {
                    let lines = so_far != last.text && !is_numbered(so_far, cues);
                    lines || !is_heading(so_far, line, next, false, cues)
                }
            })
}

/// Whether a line begins with a sign that cannot begin a sentence.
fn goes_on(line: &str) -> bool {
    line.starts_with([
        '，', '。', '、', '；', '：', '！', '？', '”', '’', '）', '》', '％', '%', '】', '」', ',', ';', ')',
    ])
}

/// Whether a text ends so that something must follow: at a comma, or with a quote or bracket still open.
fn open(text: &str) -> bool {
    if text.ends_with(['，', '、', '“', '‘', '（', '《', ',', '(', '—', '-', '·']) {
        return true;
    }
    let text = last_part(text);
    let tail = text.rfind(['。', '！', '？', '\n']).and_then(|at| text.get(at..)).unwrap_or(text);
    let count = |sign: char| tail.matches(sign).count();
    count('“') > count('”') || count('《') > count('》') || count('（') > count('）') + count(')')
}

/// Whether a break stands between a figure and its unit or inside a word.
fn cut_in_two(text: &str, line: &str, pack: &Pack) -> bool {
    if stops(text) {
        return false;
    }
    let lead: Vec<char> = fold(&line.chars().take(LEAD).collect::<String>()).chars().collect();
    if pack.read.rest.any(&lead.iter().collect::<String>()) {
        return true;
    }
    let scale = |c: char| "十百千万亿余多".contains(c);
    let before = text
        .trim_end_matches(scale)
        .trim_end_matches(|c: char| c.is_ascii_digit() || ".．０１２３４５６７８９".contains(c));
    let figure = before.len() < text.trim_end_matches(scale).len();
    let named = before.chars().rev().take(FEWEST_BEFORE_FIGURE).count() >= FEWEST_BEFORE_FIGURE;
    let scaled = lead.iter().take_while(|c| scale(**c)).count();
    let unit = pack.quantity.tables().units.starting(&lead, scaled);
    figure && named && unit.is_some_and(|(length, _)| !broken(&lead, scaled, length, pack))
}

/// Whether a break stands behind the point of a decimal: 完成产值3. and 5亿元.
fn inside_decimal(text: &str, line: &str, pack: &Pack) -> bool {
    let Some(whole) = text.strip_suffix(['.', '．']) else { return false };
    let before = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    before.len() < whole.len()
        && before.chars().rev().take(FEWEST_BEFORE_FIGURE).count() >= FEWEST_BEFORE_FIGURE
        && begins_with_amount(line, pack)
}

/// Whether a line begins with a figure and its unit: 2所, 5亿元.
fn begins_with_amount(line: &str, pack: &Pack) -> bool {
    let lead: Vec<char> = fold(&line.chars().take(LEAD).collect::<String>()).chars().collect();
    amount(&lead, pack).is_some()
}

/// How many characters a figure with its unit has at the beginning of folded characters.
fn amount(lead: &[char], pack: &Pack) -> Option<usize> {
    let digits = lead.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let scaled = digits + lead.iter().skip(digits).take_while(|c| "十百千万亿余多".contains(**c)).count();
    let named = lead.first().is_some_and(char::is_ascii_digit) && lead.get(digits) != Some(&'年');
    let (length, _) = pack.quantity.tables().units.starting(lead, scaled).filter(|_| named)?;
    (!broken(lead, scaled, length, pack)).then_some(scaled + length)
}

/// Whether a short line without an end mark ends with a figure and its unit, as the entry of a list does: 新建小学2所.
fn is_entry(line: &str, pack: &Pack) -> bool {
    if line.len() > LONGEST_ENTRY || line.contains(['。', '；', '！']) {
        return false;
    }
    let chars: Vec<char> = fold(line).chars().collect();
    let last = chars.iter().rposition(char::is_ascii_digit);
    let from = last.map(|last| {
        chars.iter().take(last).rposition(|c| !c.is_ascii_digit() && *c != '.').map_or(0, |at| at + 1)
    });
    let figure = from.filter(|&from| from > 0).and_then(|from| chars.get(from..));
    figure.is_some_and(|figure| amount(figure, pack) == Some(figure.len()))
}

/// Whether what looks like a unit is the beginning of another word: 家属.
fn broken(lead: &[char], at: usize, length: usize, pack: &Pack) -> bool {
    let unit: String = lead.iter().skip(at).take(length).collect();
    let after: String = lead.iter().skip(at + length).collect();
    pack.quantity
        .broken
        .get(&unit)
        .is_some_and(|words| words.iter().any(|word| after.starts_with(word.as_str())))
}

/// The last part of a long paragraph: what is open was opened there. Keeps the work linear.
fn last_part(text: &str) -> &str {
    let from = text.len().saturating_sub(LAST_PART);
    (from..text.len()).find_map(|at| text.get(at..)).unwrap_or(text)
}

/// Whether a text ends with the end of a sentence or of a lead-in.
fn stops(text: &str) -> bool {
    let inner = text.trim_end_matches(|c: char| c.is_whitespace() || "”’）)》】\"'".contains(c));
    inner.ends_with(['。', '！', '？', '；', '：', '…', '!', '?', ';', ':', '.']) || inner.ends_with("——")
}

fn starts_fresh(line: &str, cues: &ReadCues) -> bool {
    let lead: String = line.chars().take(LEAD).collect();
    cues.fresh.any(&fold(&lead))
}

/// Whether a paragraph so far is a heading that stands alone, seen what follows it.
fn is_heading(so_far: &str, line: &Line, next: Option<&Line>, runs_on: bool, cues: &ReadCues) -> bool {
    if so_far.len() > LONGEST_HEADING * 3 || so_far.contains(['。', '！', '？', '；']) || stops(so_far) {
        return false;
    }
    if is_numbered(so_far, cues) {
        return !runs_on;
    }
    let fragment =
        |line: &Line| line.text.chars().take(SHORTEST_AFTER).count() < SHORTEST_AFTER && !stops(&line.text);
    so_far.chars().take(LONGEST_BARE + 1).count() <= LONGEST_BARE
        && !runs_on
        && !(fragment(line)
            && next.is_some_and(|next| goes_on(&next.text) || !starts_fresh(&line.text, cues)))
}

/// Whether a paragraph so far is nothing but a numbered heading.
fn is_numbered(so_far: &str, cues: &ReadCues) -> bool {
    let lead: String = so_far.chars().take(LEAD).collect();
    so_far.len() <= LONGEST_HEADING * 3 && !so_far.contains('。') && cues.heading.any(&fold(&lead))
}

/// Whether a paragraph so far is nothing but an address (`各位代表：`).
fn is_address(so_far: &str, cues: &ReadCues) -> bool {
    so_far.len() <= LONGEST_ADDRESS && stops(so_far) && cues.opening.any(&fold(so_far))
}

/// Whether two halves of a sentence need a blank between: only two Latin words do.
fn needs_blank(before: &str, after: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    before.chars().next_back().is_some_and(latin) && after.chars().next().is_some_and(latin)
}

#[cfg(test)]
mod tests {
    use super::super::{markdown, text};
    use super::*;

    fn paragraphs(source: &str) -> Vec<String> {
        let Joined { text, blocks, .. } =
            join(text::lines(source, &crate::lang::detect(source).read), crate::lang::detect(source));
        blocks.iter().map(|block| block.span.slice(&text).to_owned()).collect()
    }

    #[test]
    fn a_sentence_cut_by_a_page_break_is_whole_again() {
        let long = "全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高。";
        for (before, after, whole) in [
            ("引进项目等22个总", "部类、平台类项目。", "22个总部类"),
            ("整改隐患 3.88 万", "处，确保平安。", "3.88 万处"),
            ("力争全年", "开展 50 个项目。", "力争全年开展"),
            ("提高治理能力现代", "\n\n化水平。", "现代化水平"),
        ] {
            let found = paragraphs(&format!("{long}{before}\n\n{after}\n\n{long}\n\n{long}"));
            assert_eq!(found.len(), 3, "{found:?}");
            assert!(found[0].contains(whole), "{found:?}");
        }
    }

    #[test]
    fn a_line_of_figures_is_as_wide_as_it_is_set() {
        let whole = [
            "全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高，发展质量稳步提升。",
            "建成学校120所、医院13家、公园140处、道路30条、车站1200座，新增就业岗位5000个，完成投资1250.75亿元，增长12.5%。",
            "全年新建小学12所、幼儿园15所，改造老旧小区120个、道路145条，惠及群众12万余户，各项民生工程加快推进。",
            "坚持为民宗旨，强化法治思维，锤炼过硬作风，厉行勤俭节约，以政府的紧日子换取群众的好日子，让群众满意。",
        ];
        let mut source = String::new();
        for paragraph in whole {
            source += "    ";
            let mut columns = INDENT;
            for c in paragraph.chars() {
                if columns + 2 > 40 {
                    source.push('\n');
                    columns = 0;
                }
                source.push(c);
                columns += if c.is_ascii() { 1 } else { 2 };
            }
            source.push('\n');
        }
        assert_eq!(paragraphs(&source), whole, "{source}");
    }

    #[test]
    fn a_figure_and_its_unit_are_one_sentence_and_headings_stay_apart() {
        let long = "全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高。";
        for (before, after, whole) in [
            ("新建小型水闸30", "座，疏浚河道18公里。", Some("30座")),
            ("疏浚河道15", "公里。", Some("15公里")),
            ("绿化荒山3", "万亩，全部成活。", Some("3万亩")),
            ("新建高标准农田2万", "亩，全部成活。", Some("2万亩")),
            ("扩建县人民医", "院门诊楼，新建病房楼3栋。", Some("医院")),
            ("推进农业现代", "化，建设示范园2个。", Some("现代化")),
            ("聚力抓好项目建设", "全年开工项目30个，完成投资20亿元。", None),
            ("实施产业倍增计划2025", "家政服务业加快发展，新增企业3家。", None),
            ("附件1", "个旧厂房改造项目清单如下，请予审议。", None),
            ("提升治理水平", "化解信访积案20件，办结率为百分之百。", None),
        ] {
            let found = paragraphs(&format!("{long}\n{before}\n\n\n{after}\n{long}\n{long}\n{long}"));
            assert_eq!(found.len(), if whole.is_some() { 5 } else { 6 }, "{found:?}");
            assert!(whole.is_none_or(|whole| found[1].contains(whole)), "{found:?}");
        }
    }

    #[test]
    fn a_cut_inside_a_figure_is_mended_and_entries_of_a_list_stay_apart() {
        let long = "全区上下真抓实干，各项事业取得新的进步，城乡面貌持续改善，群众生活水平不断提高。";
        for (lines, found) in [
            ("全年完成产值3.\n5亿元，增长较快。", 1),
            ("狠抓教育，建成学校\n2所，群众满意。", 1),
            ("狠抓教育建成学校\u{c}2所，群众满意。", 1),
            ("今年重点做好：\n新建小学2所\n改造道路5条\n城镇新增就业3万人", 4),
        ] {
            let paragraphs = paragraphs(&format!("{}{lines}\n{long}", format!("{long}\n").repeat(4)));
            assert_eq!(paragraphs.len(), found + 5, "{paragraphs:?}");
        }
    }

    #[test]
    fn words_that_a_link_put_on_lines_of_their_own_go_back() {
        let found = paragraphs("二、“\n十四五\n”时期的主要任务\n“\n十四五\n”时期，是新区发展的关键时期。");
        assert_eq!(found, ["二、“十四五”时期的主要任务", "“十四五”时期，是新区发展的关键时期。"]);
        let found =
            paragraphs("这些年，我们坚定不移践行\n发展为了人民的思想\n，努力提高人民生活。\n下一段。");
        assert_eq!(found[0], "这些年，我们坚定不移践行发展为了人民的思想，努力提高人民生活。");
    }

    #[test]
    fn headings_and_addresses_stand_alone() {
        let source = "各位代表：\n现在，我代表甲区人民政府，报告工作。\n过去五年工作回顾\n五年来，全区上下团结一心，经济社会发展取得新的成绩。\n\
                      一、优化布局\n围绕产业做强园区，建成三个平台。";
        assert_eq!(paragraphs(source).len(), 6);
    }

    #[test]
    fn hard_wrapped_lines_become_a_paragraph() {
        let line = "全区经济社会发展取得新的成绩产业结构不断优化城乡面貌";
        let source = format!(
            "　　{line}\n{line}\n{line}。\n　　{line}\n{line}\n短。\n　　{line}\n{line}\n{line}\n{line}。\n"
        );
        assert_eq!(paragraphs(&source).len(), 3);
    }

    /// A paragraph set in lines of 40 columns, its first line in or not, in which 二是 begins the third line after `sign`.
    fn counting(sign: &str, indent: bool) -> Vec<String> {
        let words = "全区上下真抓实干城乡面貌持续改善群众生活水平不断提高社会大局和谐稳定";
        let fill = |count: usize| words.chars().cycle().take(count).collect::<String>();
        let first = if indent { format!("　　{}", fill(18)) } else { fill(20) };
        let second = fill(20 - sign.chars().count()) + sign;
        vec![first, second, format!("二是{}", fill(18)), format!("{}。", fill(9))]
    }

    #[test]
    fn counting_off_goes_on_where_the_layout_says_so() {
        let page = |middle: &[String], indent: bool, apart: &str| {
            let around = vec![counting("，", indent).join("\n"); 3].join(apart);
            format!("{around}{apart}{}{apart}{around}", middle.join("\n"))
        };
        for (sign, indent, apart, whole) in [
            ("，", true, "\n", true),
            ("", true, "\n", true),
            ("。", true, "\n", true),
            ("；", true, "\n", true),
            ("：", true, "\n", true),
            ("。", false, "\n\n", true),
            ("，", false, "\n", true),
            ("", false, "\n", true),
            // Nothing but its words says where a paragraph begins.
            ("。", false, "\n", false),
            ("；", false, "\n", false),
        ] {
            let found = paragraphs(&page(&counting(sign, indent), indent, apart));
            assert_eq!(found.len(), if whole { 7 } else { 8 }, "{sign} {indent} {apart:?}: {found:?}");
        }
        // The first line of a paragraph is in, or the line before it ends early.
        let mut own = counting("。", true);
        own[2].insert_str(0, "　　");
        assert_eq!(paragraphs(&page(&own, true, "\n")).len(), 8);
        let mut own = counting("。", true);
        own[1] = "城乡面貌持续改善。".to_owned();
        assert_eq!(paragraphs(&page(&own, true, "\n")).len(), 8);
        let heading =
            ["（一）深入推进全区城乡面貌持续改善提升".to_owned(), format!("二是{}。", "真抓实干".repeat(2))];
        assert_eq!(paragraphs(&page(&heading, false, "\n")).len(), 8);
    }

    #[test]
    fn a_bold_head_begins_a_paragraph_and_keeps_its_place() {
        let source = "# 报告\n\n## 回顾\n\n## 打算\n\n**一产兴旺。**坚持把发展的着力点放在实体经济上，围绕主导\n\n产业延链。\n\n**二产壮大。**建成2所。\n";
        let Joined { text, blocks, .. } =
            join(markdown::lines(source, &crate::lang::detect(source).read), crate::lang::detect(source));
        assert_eq!(blocks.len(), 5);
        assert_eq!(
            blocks[3].span.slice(&text),
            "一产兴旺。坚持把发展的着力点放在实体经济上，围绕主导产业延链。"
        );
        assert_eq!(blocks[4].bold[0].slice(&text), "二产壮大。");
    }
}
