//! What pages of many makes give, and what damaged and hostile ones do.

use super::super::format::File;
use super::super::{BlockKind, decode};
use super::*;
use std::fmt::Write as _;

fn taken(source: &str) -> Result<Taken, String> {
    take(source, &File { name: "page.html", bytes: source.as_bytes(), policy: &Policy::default() })
}

/// The lines of a page.
fn found(source: &str) -> Vec<Line> {
    assert!(sniff(source), "no page: {source}");
    taken(source).unwrap_or_else(|said| panic!("{said}: {source}")).lines
}

fn texts(source: &str) -> Vec<String> {
    found(source).into_iter().map(|line| line.text).collect()
}

/// The lines of a page that holds nothing but these elements and a sentence by which it is one.
fn within(elements: &str) -> Vec<String> {
    let mut lines = texts(&format!("<html><body><div>{elements}<p>{SENTENCE}</p></div></body></html>"));
    assert_eq!(lines.pop().as_deref(), Some(SENTENCE), "{elements}");
    lines
}

const SENTENCE: &str = "全年完成投资12亿元，新建中小学校2所，城乡面貌持续改善，群众生活水平不断提高。";
const REPORT: [&str; 7] = [
    "各位代表：",
    "现在，我代表甲县人民政府，向大会报告工作，请予审议，并请列席人员提出意见。",
    "一、2022年工作回顾",
    "全年完成投资12亿元，新建中小学校2所，城乡面貌持续改善，群众生活水平不断提高。",
    "二、2023年重点工作",
    "今年，我们将新建幼儿园1所，改造道路5条，完成投资15亿元，努力办好十件民生实事。",
    "各位代表，让我们团结一心，砥砺前行，实干担当，为建设美丽甲县而奋斗！",
];

/// The report with each paragraph between `open` and `close`.
fn report(open: &str, close: &str) -> String {
    REPORT.iter().fold(String::new(), |mut out, line| {
        let _ = write!(out, "{open}{line}{close}");
        out
    })
}

const SITE: &str = "<div class='top'><ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li></ul></div>\
    <div>当前位置：<a href='/'>首页</a> &gt; 正文</div>";
const FOOT: &str = "<div class='rel'><h4>相关文档</h4><ul><li><a href='1'>关于印发甲县第1号文件的通知</a></li></ul></div>\
    <div class='foot'><p>主办：甲县人民政府办公室　甲ICP备0000号</p></div><script>var a = '<p>各位代表</p>';</script>";

#[test]
fn the_report_is_told_from_the_site_whatever_holds_it() {
    let p = report("<p>　　", "</p>");
    for (why, body) in [
        ("a known container", format!("<h1>甲网</h1><div id='Zoom'>{p}</div>")),
        ("an unknown one", format!("<div class='x'><div class='y'>{p}</div></div>")),
        ("the page itself", p.clone()),
        ("line breaks, full-width indents", format!("<div>{}</div>", report("　　", "<br>"))),
        (
            "line breaks, hard blanks",
            format!("<div>{}</div>", report("&nbsp;&nbsp;&nbsp;&nbsp;", "<br/><br/>")),
        ),
        ("line breaks without indents", format!("<td>{}</td>", report("", "<BR>\n"))),
        ("paragraphs without end", format!("<DIV>{}</DIV>", report("<P>", "\n"))),
        ("one block a paragraph", format!("<div class='content'>{}</div>", report("<div>", "</div>"))),
        (
            "a page in a table",
            format!("<table><tr><td><a href=1>菜单</a><td>{}</table>", report("<p><font size=3>", "</font>")),
        ),
        ("a page in a form", format!("<form action='x.aspx'><input value='1'><div>{p}</div></form>")),
        ("text that a script shows", format!("<div id='js_content' style='visibility: hidden'>{p}</div>")),
        ("two copies", format!("<div class='pc'>{p}</div><div class='phone'>{p}</div>")),
        ("a copy not shown", format!("<div>{p}</div><div style='display:none'>{p}</div>")),
        ("two containers", {
            let (first, second) = p.split_at(p.find("<p>　　二、").unwrap());
            format!("<div><div class='TRS_Editor'>{first}</div><div class='TRS_Editor'>{second}</div></div>")
        }),
        ("the last paragraph outside", {
            let (first, last) = p.split_at(p.rfind("<p>").unwrap());
            format!("<div><div id='zoom'>{first}</div>{last}</div>")
        }),
        (
            "an abstract before",
            format!("<p>内容摘要：各位代表：现在，我代表甲县人民政府，……</p><div class='content'>{p}</div>"),
        ),
        ("what readers say", {
            format!(
                "<div class='content'>{p}</div><div>{}</div>",
                "<p>希望把道路修好，把学校办好，让群众满意，谢谢领导，祝好。</p>".repeat(2)
            )
        }),
        ("preformatted text", format!("<pre>{}</pre>", report("　　", "\n"))),
        ("an entry of a list", format!("<ul><li>{p}</li></ul>")),
        ("unclosed fonts", report("<p><font color=red><span>", "</p>")),
    ] {
        let page = format!(
            "<!DOCTYPE html><html><head><title>甲网</title></head><body>{SITE}{body}{FOOT}</body></html>"
        );
        let mut notices = Vec::new();
        let document =
            super::super::read("甲.html", page.as_bytes(), &Policy::default(), &mut notices).unwrap();
        let read: Vec<&str> = document.blocks.iter().map(|block| document.slice(block.span)).collect();
        assert_eq!(read, REPORT, "{why}");
    }
}

#[test]
fn an_annex_beside_the_text_is_not_lost() {
    let annex = "<div class='annex'><p>附件</p><p>1.新建小学2所，完成投资3000万元，县教育局负责，年底建成。</p><p>2.改造道路5条，县交通局负责。</p></div>";
    let lines = texts(&format!(
        "<html><body>{SITE}<div><div id='zoom'>{}</div>{annex}</div>{FOOT}</body></html>",
        report("<p>", "</p>")
    ));
    assert!(lines.iter().any(|line| line.starts_with("1.新建小学2所")), "{lines:?}");
}

#[test]
fn title_and_date_come_from_the_page_where_the_text_has_none() {
    let p = report("<p>", "</p>");
    let date = "——2023年1月5日在甲县第十七届人民代表大会第二次会议上";
    for (head, before, inside, front) in [
        ("<title>2023年甲县政府工作报告_甲县人民政府网</title>", "", "", "2023年甲县政府工作报告"),
        (
            "<meta name='ArticleTitle' content='甲县政府工作报告'><title>甲网</title>",
            "",
            "",
            "甲县政府工作报告",
        ),
        (
            "<title>甲网</title>",
            "<h1>2023年甲县政府工作报告</h1><p>发布时间：2023-01-09</p>",
            "",
            "2023年甲县政府工作报告",
        ),
        ("", "<h1>2023年甲县政府工作报告</h1>", "<p><b>政府工作报告</b></p>", "政府工作报告"),
    ] {
        let page = format!(
            "<html><head>{head}</head><body>{SITE}{before}<div>{date}</div><div id='zoom'>{inside}{p}</div>{FOOT}</body></html>"
        );
        let lines = texts(&page);
        let mut front = vec![front.to_owned()];
        front.extend((inside.is_empty()).then(|| date.to_owned()));
        let own = lines.iter().position(|line| line == REPORT[0]).unwrap();
        let mut got = lines.get(..own).unwrap().to_vec();
        got.sort();
        front.extend((!inside.is_empty()).then(|| date.to_owned()));
        front.sort();
        assert_eq!(got, front);
    }
}

#[test]
fn lines_are_those_of_a_browser() {
    for (elements, lines) in [
        ("<p>新建学校\n    2所，\n改造  道路</p>", &["新建学校2所，改造 道路"][..]),
        ("<p>built two\n schools</p>", &["built two schools"]),
        ("<p>新<span>建</span><b>学</b><font size=2>校</font>２<i>所</i></p>", &["新建学校２所"]),
        ("<p>新建<wbr>学校\u{200b}2\u{feff}所&shy;</p>", &["新建学校2所"]),
        ("<p>甲&ldquo;乙&rdquo;&#8212;&#x4E00;&amp;&nbsp;丙 &ltb &copy</p>", &["甲“乙”—一& 丙 <b ©"]),
        ("<p>甲&amp;nbsp;乙&amp;mdash;</p>", &["甲 乙—"]),
        ("<p>一<br>二<br/>三</br>四</p>五", &["一", "二", "三", "四", "五"]),
        ("<div>一<div>二</div>三</div>", &["一", "二", "三"]),
        ("<p>一</p>二</p>三", &["一", "二", "三"]),
        ("<pre>一\n  二\n</pre>", &["一", "二"]),
        ("<p style='white-space: pre-wrap'>一\n二<p>三", &["一", "二", "三"]),
        ("<p>一<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>二</p>", &["一漢二"]),
        ("<p>一<!-- 不 -->二<![CDATA[不]]>三<?php 不 ?>四</p>", &["一二三四"]),
        (
            "<p>一<span style='DISPLAY: none'>不</span><span hidden>不</span><i aria-hidden=true>不</i><del>不</del>二</p>",
            &["一二"],
        ),
        ("<p>一</p><svg><text>不</text><style>p{}</style></svg><p>二</p>", &["一", "二"]),
        ("<p>一</p><svg><path d='M'><p>二</p>", &["一", "二"]),
        (
            "<p>一<select><option>不</select><button>不</button><select><option>不<input><textarea><p>不</textarea>二<img alt='不'></p>",
            &["一二"],
        ),
        (
            "<nav>不</nav><header>不</header><footer>不</footer><aside>不</aside><form>不</form><iframe>不</iframe>",
            &[],
        ),
        (
            "<![if !supportLists]><p><span style='mso-list:Ignore'>一、<span>&nbsp; </span></span>建设<o:p></o:p></p><![endif]>",
            &["一、  建设"],
        ),
        (
            "<ol><li>新建学校<li><p>改造道路</p><p>二段</p><ol start=5><li>内</ol></ol>",
            &["1. 新建学校", "2. 改造道路", "二段", "5. 内"],
        ),
        (
            "<ol><li>一、建设<li>5G基站</ol><ol style='list-style: none'><li>无号</ol><ul><li>无号</ul>",
            &["一、建设", "（2）5G基站", "无号", "无号"],
        ),
        (
            "<p>新建学校2所<sup>1</sup>，面积5m<sup>2</sup>，2×10<sup>8</sup>度<sup>[3]</sup>，CO<sub>2</sub></p>",
            &["新建学校2所[1]，面积5m²，2×10^8度[3]，CO2"],
        ),
    ] {
        assert_eq!(within(elements), lines, "{elements}");
    }
}

#[test]
fn rows_of_data_are_lines_and_tables_that_set_the_page_are_none() {
    let data = "<table><caption>表</caption><tr><th>指标</th><th>单位</th><th>目标</th></tr><tr><td rowspan=2>学<br>校</td><td>所</td><td><p>2</p></td></tr>\
                <tr><td>个</td><td>3</td></tr><tr><td colspan=3>合计</td></tr></table>";
    assert_eq!(within(data), ["表", "指标\t单位\t目标", "学 校\t所\t2", "个\t3", "合计"]);
    let page = format!(
        "<table><tr><td>左</td><td><p>甲。</p><p>乙。</p><p>丙。</p></td></tr><tr><td>左<td>{}</tr></table>",
        "道路。".repeat(9)
    );
    assert_eq!(within(&page).len(), 6);
    let kinds: Vec<BlockKind> =
        found(&format!("<html>{data}<p>{SENTENCE}</p>")).iter().map(|line| line.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == BlockKind::Table).count(), 4);
}

#[test]
fn headings_and_bold_stretches_are_marked() {
    let lines = found(&format!(
        "<html><h2>一、建设</h2><p><strong>　　（一）产业。</strong>建成2所，</p><p style='font-weight:bold'>三农</p><p><b>甲<p>乙</b>丙</p><h3>{SENTENCE}</h3><p>{SENTENCE}</p>"
    ));
    assert_eq!((lines[0].kind, lines[0].marked), (BlockKind::Heading, Some(2)));
    let bold = |at: usize| -> Vec<&str> {
        lines[at].bold.iter().map(|bold| lines[at].text.get(bold.clone()).unwrap()).collect()
    };
    assert_eq!(bold(1), ["（一）产业。"]);
    assert_eq!((bold(2), lines[2].alone), (vec!["三农"], true));
    assert_eq!((lines[3].text.as_str(), lines[4].text.as_str(), bold(4)), ("甲", "乙丙", vec![]));
    assert_eq!(lines[5].kind, BlockKind::Paragraph, "a sentence is no heading");
}

#[test]
fn a_page_is_known_by_its_content() {
    let p = report("<p>", "</p>");
    for page in [
        "\u{feff}<!-- 甲 --><?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0//EN'><html>",
        "<HTML xmlns:o='urn:schemas-microsoft-com:office:office'>",
        &format!("<meta charset='utf-8'>{p}"),
        &format!("<div class=x>{p}</div>"),
        &p,
        &format!("各位代表：<br>{}", report("　　", "<br>\n").repeat(2)),
    ] {
        assert!(sniff(page), "{page}");
    }
    for text in [
        "各位代表：\n增速<8%，且>5%。<b>重点</b>是<br>建设。",
        &format!("<div align='center'>\n\n# 报告\n\n</div>\n\n## 回顾\n\n{SENTENCE}"),
        &format!("<p>\n{}", SENTENCE.repeat(200)),
        "",
        "<",
        "<?xml version='1.0'?><rss><channel></channel></rss>",
    ] {
        assert!(!sniff(text), "{text}");
    }
    for text in [
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n<html>",
        "From: <Saved by Blink>\nSnapshot-Content-Location: x\nMIME-Version: 1.0\nContent-Type: multipart/related;\n",
        "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w='x'>",
        "<?xml version=\"1.0\"?><pkg:package xmlns:pkg='x'>",
    ] {
        assert!(refusal(text).is_some_and(|said| said.contains("DOCX")), "{text}");
    }
}

#[test]
fn the_encoding_is_what_fits_and_no_guess_where_it_is_declared() {
    let page = |declared: &str| {
        format!("<html><head>{declared}</head><body>{}</body></html>", report("<p>", "</p>"))
    };
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let (html4, html5) =
        ("<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>", "<META charset=\"GBK\">");
    for (bytes, encoding, guessed) in [
        (gb(&page(html4)), "gb18030", false),
        (gb(&page(html5)), "gb18030", false),
        (gb(&format!("<?xml version='1.0' encoding='gb2312'?>{}", page(""))), "gb18030", false),
        (gb(&page("")), "gb18030", true),
        (gb(&page("<meta charset=utf-8>")), "gb18030", true),
        (gb(&page("<meta charset=iso-8859-1>")), "gb18030", true),
        (page(html4).into_bytes(), "UTF-8", false),
        (page("<meta charset=big5>").into_bytes(), "UTF-8", false),
        (
            encoding_rs::BIG5.encode(&page("<meta charset=big5>").replace('们', "們")).0.into_owned(),
            "Big5",
            false,
        ),
        (format!("\u{feff}{}", page(html5)).into_bytes(), "UTF-8", false),
    ] {
        let decoded = decode::decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.guessed), (encoding, guessed), "{}", decoded.text);
    }
    // Half a sign at the end, and one in the middle, are lost, and the rest is read.
    for (mut bytes, encoding) in
        [(gb(&page(html4)), "gb18030"), (page("<meta charset='utf-8'>").into_bytes(), "UTF-8")]
    {
        let at = bytes.windows(3).position(|window| window == b"<p>").unwrap() + 3;
        bytes.remove(at);
        bytes.truncate(bytes.len() - "各</p></body></html>".len() + 1);
        let decoded = decode::decode(&bytes).unwrap();
        assert_eq!(
            (decoded.encoding, decoded.guessed, decoded.lost > 0),
            (encoding, false, true),
            "{}",
            decoded.text
        );
        assert!(decoded.text.contains(REPORT[5]), "{}", decoded.text);
    }
}

#[test]
fn a_page_that_is_one_of_several_says_so() {
    let page = format!(
        "<html><body><div>{}</div><div>1 <a href=2>2</a> <a href=2>下一页</a></div></body></html>",
        report("<p>", "</p>")
    );
    let taken = taken(&page).unwrap();
    assert!(!taken.whole && taken.notices[0].message.contains("several"));
}

#[test]
fn damaged_pages_give_what_they_hold() {
    let p = report("<p>", "</p>");
    let deep = |tag: &str, times: usize| format!("<{tag}>").repeat(times);
    for (why, page) in [
        ("cut in a tag", format!("<html><body>{p}<p class='x")),
        ("cut in a comment", format!("<html><body>{p}<!-- <p>不")),
        ("cut in a script", format!("<html><body>{p}<script>document.write('<p>不</p>')")),
        ("cut in an entity", format!("<html><body>{p}<p>&#x")),
        (
            "nothing is closed",
            format!("<html><body><div><table><tr><td><b><font><span>{}", report("<p>", "")),
        ),
        ("only closed", format!("<html></div></td></table></b></p>{p}</div></div></span></html></body>")),
        ("60,000 blocks deep", format!("<html>{}{p}", deep("div", 60_000))),
        ("60,000 fonts deep", format!("<html>{}{p}", deep("font size=1", 60_000))),
        ("60,000 tables deep", format!("<html>{}{p}", deep("table><tr><td", 60_000))),
        ("60,000 lists deep", format!("<html>{}{p}", deep("ul><li", 60_000))),
        ("60,000 drawings deep", format!("<html>{}{p}", deep("svg", 60_000))),
        ("60,000 ends", format!("<html>{}{p}", deep("/div", 60_000))),
        (
            "a huge attribute",
            format!("<html><img src='data:image/png;base64,{}'>{p}", "QUJD/+ab".repeat(200_000)),
        ),
        ("a huge style", format!("<html><div style='{}'>{p}</div>", "color: red; ".repeat(50_000))),
        ("100,000 empty spans", format!("<html>{}{p}", "<span></span>".repeat(100_000))),
        ("100,000 comments", format!("<html>{}{p}", "<!--x-->".repeat(100_000))),
        (
            "a script with tags",
            format!("<html><script>var a='<div><p>不'+\"</p>\"; if (a<b) {{ c() }}</script>{p}"),
        ),
        ("CDATA", format!("<html><![CDATA[<p>不</p>]]>{p}").replace("<p>不</p>", "不")),
        ("drawn text", format!("<html><svg><text>不，不，不，不。</text></svg>{p}")),
        ("tags in disorder", format!("<html><b><i><div></b>{p}</i></div><table><p></table>")),
        ("odd names", format!("<html><a:b c:d='e'><1><=><//></ ><!x><?y>{p}")),
    ] {
        // A stack of the usual size for a thread.
        let lines = std::thread::scope(|scope| scope.spawn(|| texts(&page)).join().unwrap());
        let own: Vec<&str> =
            lines.iter().map(String::as_str).filter(|line| line.chars().any(|c| c > '\u{ff}')).collect();
        assert_eq!(own, REPORT, "{why}");
    }
    let many: String = (0..100_000).fold(String::new(), |mut out, n| {
        let _ = write!(out, " a{n}=1");
        out
    });
    assert!(texts(&format!("<html><p{many}>{p}")).iter().any(|line| line == REPORT[3]), "100,000 attributes");
}

#[test]
fn a_page_without_text_says_why() {
    let menu = "<ul><li><a href=1>首页</a><li><a href=2>政务</a></ul>";
    for (page, word) in [
        ("<html><frameset cols='20,*'><frame src='a.htm'><frame src='b.htm'></frameset></html>".to_owned(), "frames"),
        ("<html><head><meta http-equiv='Refresh' content='0; URL=http://example.org/a.html'></head></html>".to_owned(), "http://example.org/a.html"),
        (format!("<html>{menu}<div id='app'>加载中</div><script>load()</script></html>"), "JavaScript"),
        (format!("<html><noscript>请启用脚本</noscript>{menu}<script>x"), "JavaScript"),
        ("<html><body></body></html>".to_owned(), "holds no text;"),
        ("<!DOCTYPE html>".to_owned(), "holds no text;"),
        (format!("<html>{menu}</html>"), "2 short lines"),
    ] {
        let said = taken(&page).unwrap_err();
        assert!(said.contains(word) && said.contains("save"), "{page}: {said}");
    }
}

#[test]
fn a_page_larger_than_any_report_is_refused() {
    let said = taken(&format!("<html>{}", "<b>x</b>".repeat(800_000))).unwrap_err();
    assert!(said.contains("elements"), "{said}");
    let policy = Policy {
        read: crate::policy::ReadPolicy { most_characters: 1_000, ..Default::default() },
        ..Policy::default()
    };
    let page = format!("<html><p>{}", SENTENCE.repeat(40));
    let said = take(&page, &File { name: "a", bytes: page.as_bytes(), policy: &policy }).unwrap_err();
    assert!(said.contains("1000"), "{said}");
}

proptest::proptest! {
    #[test]
    fn no_page_makes_it_panic(page in "(<html>)?(<(p|div|table|td|tr|li|ol|b|sup|svg|pre|a|font|br|title|script)( style='display:none')?/?>|</(p|div|table|b|sup|svg|pre|title|script)>|[一二，。<>&;! 1\n-]|&nbsp;|<!--|-->){0,60}") {
        let mut notices = Vec::new();
        let _ = super::super::read("a.html", format!("<html>{page}").as_bytes(), &Policy::default(), &mut notices);
    }
}
