//! What a site puts after the report goes, and nothing else. Comes in: the lines of the report with the site behind them.
//! A line of the site alone is no proof: an annex, too, says who is in charge (`主办单位：…`). What stands behind the cut must
//! be free of the report's text.

use super::BlockKind;
use super::line::Line;
use super::tidy::{SHORT, TELLING};
use crate::lang::pack::ReadCues;
use crate::text::fold::fold;

/// A menu has at least so many entries.
const SHORTEST_MENU: usize = 4;
/// So many last lines can have the site run into them.
const LAST: usize = 3;
/// A site says at most so many sentences in a row of its own: a licence, a disclaimer.
const MOST_SENTENCES: usize = 2;

/// Cuts off what the site puts after the report.
pub(super) fn cut_after(lines: &mut Vec<Line>, start: usize, cues: &ReadCues) {
    if let Some(cut) = begins(lines, start, cues) {
        lines.truncate(cut);
    }
    cut_menu(lines, start, cues);
    for line in lines.iter_mut().rev().take(LAST) {
        // Only the first of several cues counts, and only after the end of a sentence.
        let Some(found) = cues.glued.first(&line.text) else { continue };
        let Some(before) = line.text.get(..found.start) else { continue };
        let kept = before.trim_end();
        if kept.ends_with(['。', '！', '!', '”', '.']) {
            line.cut(kept.len());
        }
    }
}

/// The first line of the site: in the last third, with no text of the report behind it.
fn begins(lines: &[Line], start: usize, cues: &ReadCues) -> Option<usize> {
    let all: usize = lines.iter().skip(start).map(|line| line.text.len()).sum();
    let (mut left, mut sentences) = (0, 0);
    let mut first = None;
    for index in (start + 1..lines.len()).rev() {
        let text = &lines[index].text;
        left += text.len();
        let folded = if text.len() <= SHORT { fold(text) } else { String::new() };
        if left * 3 > all {
            break;
        }
        if cues.after.any(&folded) {
            first = Some(index);
            sentences = 0;
        } else if numbered(text, &folded, cues) {
            break;
        } else if text.len() >= TELLING && super::join::ended(text) {
            sentences += 1;
            if sentences > MOST_SENTENCES {
                break;
            }
        }
    }
    first
}

/// Whether a line is an item of the report: numbered, or behind a dash and told or counted. A page that begins again has an
/// address and a dash before the name of the meeting.
fn numbered(text: &str, folded: &str, cues: &ReadCues) -> bool {
    cues.fresh.any(folded)
        && !cues.opening.any(folded)
        && (!text.starts_with('—') || counts(text) || super::join::ended(text))
}

/// Cuts off a menu: a run of short lines after the last sentence or table. An annex begins with a number or says that it is
/// one, and a list of things to be done counts them.
fn cut_menu(lines: &mut Vec<Line>, start: usize, cues: &ReadCues) {
    let told = |line: &Line| {
        line.kind == BlockKind::Table || line.text.len() > SHORT / 2 || super::join::ended(&line.text)
    };
    let Some(last) = (start..lines.len()).rev().find(|&index| told(&lines[index])) else { return };
    let menu = &lines[last + 1..];
    let counted = menu.iter().filter(|line| counts(&line.text)).count();
    if menu.len() >= SHORTEST_MENU
        && counted * 2 < menu.len()
        && !menu.iter().any(|line| cues.fresh.any(&fold(&line.text)))
    {
        lines.truncate(last + 1);
    }
}

/// Whether a line counts something: a digit before a letter that is no part of a date.
fn counts(text: &str) -> bool {
    let mut last = ' ';
    fold(text).chars().any(|c| {
        let counts = last.is_ascii_digit() && c.is_alphabetic() && !"年月日时期版".contains(c);
        last = c;
        counts
    })
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn cut(source: &str) -> Vec<String> {
        let cues = &crate::lang::detect(source).read;
        let mut lines = text::lines(source, cues);
        cut_after(&mut lines, 0, cues);
        lines.into_iter().map(|line| line.text).collect()
    }

    const BODY: &str = "各位代表：\n一、2022年工作回顾\n全年完成投资12亿元，新建中小学校2所，城乡面貌持续改善，群众生活水平不断提高。\n\
        二、2023年重点工作\n今年，我们将新建幼儿园1所，改造道路5条，完成投资15亿元，努力办好十件民生实事，推动各项事业再上新台阶。\n\
        继续坚持稳中求进，全县上下真抓实干，保障和改善民生，维护社会大局和谐稳定，让群众的日子越过越好。\n\
        各位代表，让我们团结一心，为建设美丽甲县而奋斗！";

    #[test]
    fn an_annex_that_says_who_is_in_charge_stays_whole() {
        let annex = "附件\n2023年实事\n一、教育\n新建幼儿园2所\n主办单位：县教育局\n承办单位：各乡镇\n二、道路\n改造道路5条\n主办单位：县交通局";
        let whole = format!("{BODY}\n{annex}");
        assert_eq!(cut(&whole).len(), whole.lines().count());
        assert_eq!(
            cut(&format!("{whole}\n版权所有：甲县人民政府\n甲ICP备0000号")).len(),
            whole.lines().count()
        );
    }

    #[test]
    fn one_line_of_a_site_inside_the_report_cuts_nothing() {
        let whole = BODY.replace("二、", "【打印】\n二、");
        assert_eq!(cut(&whole).len(), whole.lines().count());
        let items = format!("{BODY}\n来源：甲网\n附件：实事\n1.新建公园2个\n2.改造道路5条");
        assert_eq!(cut(&items).len(), items.lines().count());
        let last = BODY.replace("继续坚持", "关闭小煤矿3处，继续坚持");
        assert_eq!(cut(&last).len(), last.lines().count());
    }

    #[test]
    fn a_licence_goes_with_the_site() {
        let site = "来源：甲网\n免责声明：转载请注明出处。\n本站不是营利性的网站，凡是来源于网络的作品，如有侵权请联系本站，我们会及时处理。\n标签：\n报告";
        assert_eq!(cut(&format!("{BODY}\n{site}")).len(), BODY.lines().count());
    }

    #[test]
    fn a_list_at_the_end_is_no_menu() {
        let list = format!("{BODY}\n新建小学2所\n改造道路5条\n新增床位30张\n新建公园2个");
        assert_eq!(cut(&list).len(), list.lines().count());
        assert_eq!(cut(&format!("{BODY}\n首页\n政务\n2023年\n服务")).len(), BODY.lines().count());
    }

    #[test]
    fn a_table_of_short_cells_is_no_menu() {
        let cues = &crate::lang::detect(BODY).read;
        let mut lines = text::lines(BODY, cues);
        let rows = ["指标\t属性", "粮食产量\t约束性", "居民收入\t预期性", "空气质量\t约束性"];
        lines.extend(rows.map(|row| Line::new(row, BlockKind::Table)));
        let whole = lines.len();
        lines.extend(["首页", "政务", "互动", "服务"].map(|entry| Line::new(entry, BlockKind::Paragraph)));
        cut_after(&mut lines, 0, cues);
        assert_eq!(lines.len(), whole);
    }
}
