//! Web pages: of a government's site, in its two usual shapes and an old encoding, and as Word saves one.

use super::report::{Kind, Part, Run};
use encoding_rs::GB18030;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('“', "&ldquo;").replace('”', "&rdquo;")
}

/// Bold runs in `tag`.
fn inline(runs: &[Run], tag: &str) -> String {
    let run = |(text, bold): &Run| {
        let text = escaped(text);
        if *bold { format!("<{tag}>{text}</{tag}>") } else { text }
    };
    runs.iter().map(run).collect()
}

/// A page of a site around `content`: menus, the place of the page, tools, links, the footer.
fn site(charset: &str, content: &str) -> String {
    let menu: String = ["首页", "政务公开", "办事服务", "互动交流", "走进澄湖", "专题专栏"]
        .iter()
        .map(|entry| format!("<li><a href=\"/{entry}/\">{entry}</a></li>"))
        .collect();
    format!(
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\r\n\
<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\" />\r\n\
<title>政府工作报告_云浦市澄湖区人民政府（虚构）</title>\r\n<meta name=\"SiteName\" content=\"云浦市澄湖区人民政府\" />\r\n\
<meta name=\"ArticleTitle\" content=\"政府工作报告\" />\r\n\
<script type=\"text/javascript\">var tip = \"新建小学99所。\"; if (1 < 2) document.write('<p>新建小学98所。</p>');</script>\r\n\
<style>.hidden {{ display: none }}</style>\r\n</head>\r\n<body>\r\n\
<div class=\"header\"><img src=\"/logo.png\" alt=\"澄湖区人民政府\" /><ul class=\"nav\">{menu}</ul>\
<form action=\"/search\"><input type=\"text\" value=\"请输入关键字\" /><button>搜索</button></form></div>\r\n\
<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/zwgk/\">政务公开</a> &gt; <a href=\"/zwgk/zfgzbg/\">政府工作报告</a></div>\r\n\
<div class=\"article\">\r\n<h1 class=\"title\">政府工作报告</h1>\r\n\
<div class=\"info\"><span>发布日期：2025-01-06 09:30</span>&nbsp;&nbsp;<span>来源：区政府办公室</span>&nbsp;&nbsp;<span>浏览次数：<script>count()</script>1286</span>\
<span>字体：<a>大</a> <a>中</a> <a>小</a></span><a href=\"javascript:window.print()\">打印本页</a></div>\r\n{content}\r\n\
<div class=\"share\">分享到：<a>微信</a><a>微博</a></div>\r\n\
<div class=\"page\"><p>上一篇：<a href=\"a.html\">区政府常务会议召开</a></p><p>下一篇：<a href=\"b.html\">全区重点项目观摩会举行</a></p></div>\r\n</div>\r\n\
<div class=\"related\"><h3>相关链接</h3><ul><li><a href=\"c.html\">2022年政府工作报告</a></li><li><a href=\"d.html\">图解：政府工作报告</a></li></ul></div>\r\n\
<div class=\"footer\"><p>主办单位：云浦市澄湖区人民政府办公室</p><p>网站标识码：0000000000&nbsp;&nbsp;浦ICP备00000000号</p><p>网站地图 | 联系我们</p></div>\r\n</body>\r\n</html>\r\n"
    )
}

/// What an editor of a site leaves: paragraphs with styles, in by two blanks of full width, headings only bold.
fn edited(parts: &[Part]) -> String {
    let paragraph = |part: &Part| {
        let words = if part.heading() {
            format!("<strong>{}</strong>", escaped(&part.text()))
        } else {
            inline(&part.runs, "strong")
        };
        match part.kind {
            Kind::Title | Kind::Front | Kind::Chapter => {
                format!(
                    "<p style=\"text-align: center;\"><span style=\"font-size: 16pt;\">{words}</span></p>\r\n"
                )
            }
            _ => format!(
                "<p style=\"line-height: 2; text-align: justify;\">　　<span style=\"font-size: 16pt;\">{words}</span></p>\r\n"
            ),
        }
    };
    parts.iter().map(paragraph).collect()
}

/// A page of a site with the report in its editor's box.
pub(crate) fn trs_editor(parts: &[Part]) -> Vec<u8> {
    let content = format!(
        "<div id=\"zoom\" class=\"content\"><div class=\"TRS_Editor\">\r\n{}</div></div>",
        edited(parts)
    );
    site("utf-8", &content).into_bytes()
}

/// The same with a `charset` that says less than there is in it.
pub(crate) fn gb2312(parts: &[Part]) -> Vec<u8> {
    let content = format!("<div class=\"TRS_Editor\">\r\n{}</div>", edited(parts));
    GB18030.encode(&site("gb2312", &content)).0.into_owned()
}

/// A page of a site whose paragraphs are told apart by line breaks only.
pub(crate) fn breaks(parts: &[Part]) -> Vec<u8> {
    let line = |part: &Part| {
        let words = if part.heading() {
            format!("<b>{}</b>", escaped(&part.text()))
        } else {
            inline(&part.runs, "b")
        };
        format!("&nbsp;&nbsp;&nbsp;&nbsp;{words}<br />\r\n<br />\r\n")
    };
    let content = format!("<div id=\"zoom\">\r\n{}</div>", parts.iter().map(line).collect::<String>());
    site("utf-8", &content).into_bytes()
}

/// A page that Word saved: its own elements, a span for each change between Han characters and others, lines broken in the source.
pub(crate) fn word(parts: &[Part]) -> Vec<u8> {
    let mut body = String::new();
    for part in parts {
        let tag = match part.kind {
            Kind::Chapter => "h1",
            Kind::Section => "h2",
            _ => "p",
        };
        let class = if tag == "p" { " class=MsoNormal" } else { "" };
        let align = if matches!(part.kind, Kind::Title | Kind::Front) { " align=center" } else { "" };
        let mut words = String::new();
        for (text, bold) in &part.runs {
            let bold = *bold && tag == "p";
            words += if bold { "<b>" } else { "" };
            words += &spans(text);
            words += if bold { "</b>" } else { "" };
        }
        body += &format!(
            "<{tag}{class}{align} style='text-indent:32.0pt'>{words}<span\r\nlang=EN-US><o:p></o:p></span></{tag}>\r\n\r\n"
        );
    }
    let page = format!(
        "<html xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"\r\n\
xmlns:w=\"urn:schemas-microsoft-com:office:word\" xmlns=\"http://www.w3.org/TR/REC-html40\">\r\n\r\n<head>\r\n\
<meta http-equiv=Content-Type content=\"text/html; charset=gb2312\">\r\n<meta name=Generator content=\"Microsoft Word 15\">\r\n\
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>虚构</o:Author></o:DocumentProperties></xml><![endif]-->\r\n\
<style>\r\n<!--\r\n /* Font Definitions */\r\n @font-face {{font-family:仿宋_GB2312;}}\r\n p.MsoNormal {{text-indent:32.0pt;}}\r\n-->\r\n</style>\r\n</head>\r\n\r\n\
<body lang=ZH-CN style='tab-interval:21.0pt'>\r\n\r\n<div class=WordSection1>\r\n\r\n{body}</div>\r\n\r\n</body>\r\n\r\n</html>\r\n"
    );
    GB18030.encode(&page).0.into_owned()
}

/// A span for each stretch of ASCII and of other characters.
fn spans(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let span = |signs: &[char]| {
        let words: String = signs.iter().collect();
        let style = if signs[0].is_ascii() {
            "lang=EN-US style='font-size:16.0pt'"
        } else {
            "style='font-size:16.0pt;\r\nfont-family:仿宋_GB2312'"
        };
        format!("<span\r\n{style}>{}</span>", words.replace('&', "&amp;").replace('<', "&lt;"))
    };
    signs.chunk_by(|one, next| one.is_ascii() == next.is_ascii()).map(span).collect()
}
