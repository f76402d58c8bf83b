//! What is no part of the report goes: page numbers and running heads, the site before and after, a second copy of the
//! body. Comes in: the lines of a format. Goes out: the lines of the report.

use super::line::Line;
use super::{BlockKind, site};
use crate::lang::pack::ReadCues;
use crate::text::fold::fold;
use std::collections::{HashMap, HashSet};

/// Lines of at most this many bytes can be chrome, titles and the like: 80 Han characters.
pub(super) const SHORT: usize = 240;
/// Lines of at least this many bytes identify a body: 20 Han characters.
pub(super) const TELLING: usize = 60;
/// A second copy repeats at least so many different lines of that length; one sentence can stand twice in a report.
const FEWEST_COPIED: usize = 2;
/// The opening of a report stands within so many lines: a site's menus have some 50.
const FRONT: usize = 400;
/// A running head stands on at least so many pages.
const FEWEST_PAGES: usize = 3;
/// Prose of more than one part in so many of the rest is a part of the report: an abstract on the page is shorter.
const PROSE_SHARE: usize = 12;
/// A line that is nothing but a page number has at most this many bytes: 第 3 页 / 共 10 页.
const LONGEST_NUMBER: usize = 40;
/// The abstract of an aggregator has at most this many bytes.
const LONGEST_ABSTRACT: usize = 3_000;
/// What ends the title of a report.
const TITLE_END: &str = "工作报告";

/// The lines of the report.
pub(super) struct Tidied {
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// How many characters a second copy of the body had; 0 when there was none.
    pub(super) repeated: usize,
}

/// Keeps what belongs to the report.
pub(super) fn tidy(lines: Vec<Line>, cues: &ReadCues) -> Tidied {
    let mut lines = without_page_marks(lines);
    drop_abstract(&mut lines, cues);
    split_address(&mut lines, cues);
    let start = opening(&lines, cues);
    let start = if is_prose(&lines[..start], &lines[start..]) { 0 } else { start };
    let repeated = cut_repeated(&mut lines, start);
    site::cut_after(&mut lines, start, cues);
    let body = lines.split_off(start.min(lines.len()));
    let mut kept = front(&lines, body.first(), cues);
    kept.extend(body);
    kept.retain(|line| line.text.len() > SHORT / 4 || !cues.chrome.any(&fold(&line.text)));
    Tidied { lines: kept, repeated }
}

/// Drops page numbers (a run that counts up, or digits between dashes) and the running heads beside them.
fn without_page_marks(lines: Vec<Line>) -> Vec<Line> {
    let numbers: Vec<(usize, u32, bool)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.text.len() <= LONGEST_NUMBER)
        .filter_map(|(index, line)| page_number(&line.text).map(|(number, dashed)| (index, number, dashed)))
        .collect();
    let mut drop = vec![false; lines.len()];
    for (at, &(index, number, dashed)) in numbers.iter().enumerate() {
        let follows = |other: Option<&(usize, u32, bool)>, step: i64| {
            other.is_some_and(|other| i64::from(other.1) - i64::from(number) == step)
        };
        let before = at.checked_sub(1).and_then(|before| numbers.get(before));
        let counted = follows(numbers.get(at + 1), 1) || follows(before, -1);
        if dashed || (counted && numbers.len() >= FEWEST_PAGES) {
            drop[index] = true;
        }
    }
    let near_page = |index: usize| (index.saturating_sub(2)..=index + 2).any(|i| drop.get(i) == Some(&true));
    let near_break = |index: usize| {
        let page = |i: usize| lines.get(i).and_then(|line| line.page);
        page(index) != page(index + 1) || index == 0 || page(index) != page(index - 1)
    };
    let mut heads: HashMap<&str, usize> = HashMap::new();
    let short = |line: &Line| line.text.len() <= SHORT / 2;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| short(line)) {
        if near_page(index) || (line.page.is_some() && near_break(index)) {
            *heads.entry(line.text.as_str()).or_default() += 1;
        }
    }
    heads.retain(|_, count| *count >= FEWEST_PAGES);
    let runs: Vec<bool> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            heads.contains_key(line.text.as_str())
                && (near_page(index) || line.page.is_some() && near_break(index))
        })
        .collect();
    let mut kept = lines;
    let mut index = 0;
    kept.retain(|_| {
        index += 1;
        !(drop[index - 1] || runs[index - 1])
    });
    kept
}

/// The number of a line that is nothing but a page number, and whether dashes or words say that it is one.
fn page_number(text: &str) -> Option<(u32, bool)> {
    let dashes = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '―') || c.is_whitespace();
    let inner = text.trim_matches(dashes);
    let marked = inner.len() < text.trim().len() && text.trim().starts_with(dashes);
    let (inner, worded) = match inner.strip_prefix('第').and_then(|rest| rest.split_once('页')) {
        Some((number, rest)) => {
            // 第 3 页 共 10 页
            let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "/，,、".contains(c));
            let of = rest.strip_prefix('共').and_then(|rest| rest.strip_suffix('页'));
            let all = of.is_some_and(|of| of.trim().parse::<u32>().is_ok());
            (number.trim(), rest.is_empty() || all)
        }
        None => (inner, false),
    };
    if inner.len() > 3 {
        return None;
    }
    let number = inner.parse::<u32>().ok().filter(|&number| number < 1000)?;
    Some((number, marked || worded))
}

/// Drops the abstract that an aggregator puts before the report: the report must begin again behind it.
fn drop_abstract(lines: &mut Vec<Line>, cues: &ReadCues) {
    let summary = |line: &Line| line.text.len() <= LONGEST_ABSTRACT && cues.summary.any(&fold(&line.text));
    let Some(last) = lines.iter().take(FRONT).rposition(summary) else { return };
    let begins = |line: &Line| {
        cues.opening.any(&fold(&line.text.chars().take(60).collect::<String>()))
            || (line.text.len() <= 2 * SHORT && line.text.contains("各位代表"))
    };
    if lines.iter().skip(last + 1).take(FRONT).any(begins) {
        let mut index = 0;
        lines.retain(|line| {
            index += 1;
            index > last + 1 || !summary(line)
        });
    }
}

/// Puts the address of a glued title page (`甲市市长 张三 各位代表：`) on a line of its own.
fn split_address(lines: &mut Vec<Line>, cues: &ReadCues) {
    for index in 0..lines.len().min(FRONT) {
        let text = &lines[index].text;
        if text.len() > 2 * SHORT || lines[index].kind == BlockKind::Heading {
            continue;
        }
        let Some((before, address)) = ["各位代表：", "各位代表:"]
            .iter()
            .find_map(|address| text.find(address).map(|at| (at, text.len() - at)))
            .filter(|(at, _)| *at > 0)
            .map(|(at, _)| (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default()))
        else {
            if cues.opening.any(&fold(text)) {
                return;
            }
            continue;
        };
        let mut rest = Line::new(address.to_owned(), lines[index].kind);
        rest.alone = false;
        let before = before.trim().to_owned();
        let known =
            lines[..index].iter().any(|line| line.text.len() <= SHORT && cues.title.any(&fold(&line.text)));
        let titled = before.find(TITLE_END).filter(|_| !known).map(|at| at + TITLE_END.len());
        let dated = titled.map(|at| before.split_at(at)).filter(|(_, after)| {
            after.starts_with(['—', '（', '(']) || after.starts_with(|c: char| c.is_ascii_digit())
        });
        let kind = lines[index].kind;
        let front = match dated {
            Some((title, date)) => {
                vec![Line::new(title.to_owned(), kind), Line::new(date.to_owned(), kind), rest]
            }
            None => {
                vec![Line { text: before, bold: Vec::new(), turns: Vec::new(), ..lines[index].clone() }, rest]
            }
        };
        lines.splice(index..=index, front);
        return;
    }
}

/// The index of the first line of the speech; 0 when nothing says where it begins.
fn opening(lines: &[Line], cues: &ReadCues) -> usize {
    let mut first = None;
    for (index, line) in lines.iter().take(FRONT).enumerate() {
        let head: String = line.text.chars().take(60).collect();
        let folded = fold(&head);
        if cues.opening.any(&folded) {
            // An address far behind the first section is the end of the report, not its opening.
            return first.filter(|&first| index > first + 1).unwrap_or(index);
        }
        if first.is_none() && cues.first.any(&folded) {
            first = Some(index);
        }
    }
    first.unwrap_or(0)
}

/// Whether what stands before the opening is no title page and no menu but a good part of the report.
fn is_prose(before: &[Line], after: &[Line]) -> bool {
    let prose = |line: &&Line| line.text.len() > SHORT && super::join::ended(&line.text);
    let length = |lines: &[Line]| lines.iter().filter(prose).map(|line| line.text.len()).sum::<usize>();
    length(before) * PROSE_SHARE > length(after)
}

/// Cuts a second copy of the body off. Gives how many characters it had. Sites give it twice; what is set on pages is as it was printed.
fn cut_repeated(lines: &mut Vec<Line>, start: usize) -> usize {
    if lines.iter().any(|line| line.page.is_some()) {
        return 0;
    }
    let telling = |line: &Line| line.text.len() >= TELLING;
    let Some(first) = (start..lines.len()).find(|&index| telling(&lines[index])) else { return 0 };
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut second = None;
    for (index, line) in lines.iter().enumerate().skip(first).filter(|(_, line)| telling(line)) {
        if second.is_none() && index > first && line.text == lines[first].text {
            second = Some(index);
        }
        if second.is_none() {
            *seen.entry(line.text.as_str()).or_default() += 1;
        }
    }
    let Some(mut second) = second else { return 0 };
    let rest: Vec<&Line> = lines[second..].iter().filter(|line| telling(line)).collect();
    let known = rest.iter().filter(|line| seen.contains_key(line.text.as_str())).count();
    // Most of what follows stood before, and most of what stood before comes again.
    let distinct: HashSet<&str> = rest.iter().map(|line| line.text.as_str()).collect();
    if known * 5 < rest.len() * 4 || known * 2 < seen.len() || distinct.len() < FEWEST_COPIED {
        return 0;
    }
    // The second copy begins as the first does: with the address, and the title page before it.
    let same = lines[..first].iter().rev().zip(lines[first + 1..second].iter().rev());
    let same = same.take_while(|(once, again)| once.text == again.text).count();
    if same >= first - start {
        second -= same;
    }
    let characters = lines[second..].iter().map(|line| line.text.chars().count()).sum();
    lines.truncate(second);
    characters
}

/// The title, the line of date and place, and the speaker, out of what stands before the opening.
fn front(lines: &[Line], opening: Option<&Line>, cues: &ReadCues) -> Vec<Line> {
    let joined = front_lines(lines, cues);
    let addressed =
        opening.is_some_and(|line| cues.opening.any(&fold(&line.text.chars().take(60).collect::<String>())));
    let mut title: Option<usize> = None;
    let mut date: Option<usize> = None;
    let mut kept = vec![false; joined.len()];
    for (index, line) in joined.iter().enumerate() {
        if line.text.len() > SHORT {
            continue;
        }
        let folded = fold(&line.text);
        if cues.date.any(&folded) && !cues.no_title.any(&folded) {
            date = Some(index);
        } else if cues.title.any(&folded) && !cues.no_title.any(&folded) {
            // 政??府??工??作 is the same title, broken.
            if title.is_none() || (date.is_none() && !line.text.contains("??")) {
                title = Some(index);
            }
        } else if cues.speaker.any(&folded) && !cues.no_title.any(&folded) {
            kept[index] = line.text.len() <= SHORT / 2;
        }
    }
    // Speaker lines of the site's menus stand before the title.
    let first =
        [title, date].into_iter().flatten().min().unwrap_or(joined.len().saturating_sub(FEWEST_PAGES));
    for (index, keep) in kept.iter_mut().enumerate() {
        // Without an address the report may begin before its first number.
        let prose = !addressed
            && index > first
            && joined[index].text.len() > SHORT
            && super::join::ended(&joined[index].text);
        *keep = (*keep && index >= first) || Some(index) == title || Some(index) == date || prose;
    }
    joined.into_iter().zip(kept).filter(|(_, keep)| *keep).map(|(line, _)| line).collect()
}

/// The lines before the opening, without archive labels, with a title, date line or name that was broken in two made whole.
fn front_lines(lines: &[Line], cues: &ReadCues) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        let mut line = line.clone();
        line.alone = true;
        if let Some(label) = (line.text.len() <= SHORT).then(|| cues.label.first(&line.text)).flatten() {
            line.text = line.text.get(label.end..).unwrap_or_default().trim().to_owned();
            line.turns.clear();
        }
        if line.text.is_empty() {
            continue;
        }
        if let Some(last) = joined.last_mut().filter(|last| last.text.len() <= SHORT) {
            let (before, after) = (fold(&last.text), fold(&line.text));
            let whole = format!("{before}{after}");
            let broken_title = before.ends_with("工作报") && after == "告";
            let broken_date = !cues.date.any(&before)
                && before.contains('年')
                && before.contains('日')
                && line.text.len() <= SHORT / 2
                && whole.len() <= SHORT
                && cues.date.any(&whole);
            let broken_place = cues.date.any(&before)
                && before.contains("代表大会")
                && !before.contains("会议")
                && line.text.len() <= SHORT / 2
                && after.contains("会议");
            let broken_name = after.chars().count() <= 4
                && cues.speaker.any(&before)
                && before.ends_with(['长', '理', '席', '任', '员']);
            if broken_title || broken_date || broken_place || broken_name {
                let text = format!("{}{}", last.text, line.text);
                last.text = text;
                continue;
            }
        }
        joined.push(line);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn tidied(source: &str) -> (Vec<String>, usize) {
        let tidied =
            tidy(text::lines(source, &crate::lang::detect(source).read), &crate::lang::detect(source).read);
        (tidied.lines.into_iter().map(|line| line.text).collect(), tidied.repeated)
    }

    const BODY: &str = "各位代表：\n现在，我代表甲县人民政府，向大会报告工作。\n一、2022年工作回顾\n\
        全年完成投资12亿元，新建中小学校2所，城乡面貌持续改善，群众生活水平不断提高。\n二、2023年重点工作\n\
        今年，我们将新建幼儿园1所，改造道路5条，完成投资15亿元，努力办好十件民生实事。\n\
        各位代表，让我们团结一心，为建设美丽甲县而奋斗！";

    #[test]
    fn the_site_before_and_after_goes() {
        let source = format!(
            "下载\n打印\n【字号：\n加大\n】\n首页\n标题：2023年甲县政府工作报告\n来源URL：http://example.org/a\n\
             ——2023年1月5日在甲县第十七届\n人民代表大会第二次会议上\n甲县县长\n张三\n张三作政府工作报告。记者李四摄\n{BODY}\n\
             分享到：\nQQ空间\n上一篇：\n网站地图\n"
        );
        let (lines, repeated) = tidied(&source);
        assert_eq!(repeated, 0);
        assert_eq!(
            lines.get(..4).unwrap(),
            [
                "2023年甲县政府工作报告",
                "——2023年1月5日在甲县第十七届人民代表大会第二次会议上",
                "甲县县长张三",
                "各位代表："
            ]
        );
        assert!(lines.last().unwrap().ends_with("而奋斗！"));
    }

    #[test]
    fn a_line_of_date_and_place_that_is_cut_behind_the_date_is_whole() {
        for (before, after) in [("第", "十次会议上"), ("第十次", "会议上）"), ("", "第十次会议")]
        {
            let date = format!("2023年1月5日在甲县第十七届人民代表大会{before}");
            let (lines, _) = tidied(&format!("政府工作报告\n{date}\n{after}\n甲县人民政府\n{BODY}"));
            assert_eq!(lines.get(1), Some(&format!("{date}{after}")), "{lines:?}");
        }
        let (lines, _) =
            tidied(&format!("政府工作报告\n2023年1月5日在甲县第十七届人民代表大会\n甲县人民政府\n{BODY}"));
        assert_eq!(lines.get(1).unwrap(), "2023年1月5日在甲县第十七届人民代表大会");
    }

    #[test]
    fn an_abstract_before_the_report_is_not_its_beginning() {
        let source = format!(
            "2023年甲县政府工作报告\n内容摘要：\n政府工作报告——2023年1月5日在甲县第十七届人民代表大会第二次会议上甲县县长 张三各位代表：现在，\
             我代表甲县人民政府，向大会报告工作。一、2022年工作回顾过去一年，......\n政 府 工 作 报 告\n\
             ——2023年1月5日在甲县第十七届人民代表大会第二次会议上\n{BODY}"
        );
        let (lines, _) = tidied(&source);
        assert!(lines.iter().all(|line| !line.contains("......") && !line.contains("摘要")), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("各位代表：")).count(), 1);
        assert!(lines.iter().any(|line| line.starts_with("——2023年1月5日")));
    }

    #[test]
    fn the_date_in_the_text_goes_before_the_date_of_the_site() {
        for date in [
            "2023年1月5日 张三",
            "（2023年1月5日 张三）",
            "政府工作报告2023年1月5日甲县第十七届人民代表大会第二次会议通过甲县人民政府县长张三",
        ] {
            let (lines, _) =
                tidied(&format!("政府工作报告\n2023年01月09日\n【\n字体：\n大\n】\n{date}\n{BODY}"));
            assert_eq!(lines.get(..3).unwrap(), ["政府工作报告", date, "各位代表："], "{lines:?}");
        }
    }

    #[test]
    fn a_title_glued_to_date_and_address_stands_alone() {
        let glued = format!("政府工作报告——2023年1月5日在甲县第十七届人民代表大会第二次会议上{BODY}");
        let (lines, _) = tidied(&glued);
        assert_eq!(lines.first().unwrap(), "政府工作报告");
        assert!(lines.get(1).unwrap().starts_with("——2023年1月5日"));
        assert_eq!(
            tidied(&format!("2023年甲县政府工作报告\n{glued}")).0.first().unwrap(),
            "2023年甲县政府工作报告"
        );
    }

    #[test]
    fn a_second_copy_goes_and_is_counted() {
        let (lines, repeated) =
            tidied(&format!("{BODY}\n来源：甲网\n乙局\n丙局\n当前位置：\n{BODY}\n网站地图"));
        assert_eq!(lines.len(), BODY.lines().count());
        assert!(repeated > 100);
        let whole =
            format!("2023年甲县政府工作报告\n2023年1月5日在甲县第十七届人民代表大会第二次会议上\n{BODY}");
        assert_eq!(tidied(&format!("{whole}\n{whole}")).0.len(), whole.lines().count());
    }

    #[test]
    fn page_numbers_and_running_heads_go_and_figures_stay() {
        let page =
            |n: u32| format!("甲县政府工作报告\n全年建成学校若干所，城乡面貌持续改善，群众生活\n- {n} -\n");
        let (lines, _) = tidied(&format!("{}{}{}500\n所学校。", page(1), page(2), page(3)));
        assert!(lines.iter().all(|line| !line.contains("- ") && !line.contains("报告")), "{lines:?}");
        assert!(lines.iter().any(|line| line == "500"));
    }

    #[test]
    fn page_numbers_in_words_and_in_markdown_go() {
        assert_eq!(page_number("第 3 页 共 10 页"), Some((3, true)));
        assert_eq!(page_number("第3页/共10页"), Some((3, true)));
        assert_eq!(page_number("第3页"), Some((3, true)));
        assert_eq!(page_number("第3页共识"), Some((3, false)));
        let source = format!("# 报告\n\n**{BODY}**\n\n- 12 -\n\n## 附件\n");
        let cues = &crate::lang::detect(&source).read;
        let tidied = tidy(super::super::markdown::lines(&source, cues), cues);
        assert!(tidied.lines.iter().all(|line| !line.text.contains("12 ")), "{:?}", tidied.lines);
    }

    #[test]
    fn a_report_without_an_opening_loses_nothing() {
        let prose = "全年完成投资12亿元，新建中小学校2所，城乡面貌持续改善。".repeat(4);
        let source = format!(
            "（一）项目成效显著。{prose}\n（二）民生得到改善。{prose}\n各位代表，成绩来之不易。{prose}\n》，规范市场。{prose}"
        );
        assert_eq!(tidied(&source).0.len(), 4);
    }

    #[test]
    fn what_the_site_glued_to_the_last_sentence_goes() {
        let (lines, _) = tidied(&format!("{BODY}扫一扫在手机打开当前页【关闭当前页面】"));
        assert!(lines.last().unwrap().ends_with("而奋斗！"));
    }
}
