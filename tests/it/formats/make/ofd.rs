//! OFD (GB/T 33190): pages with signs at their places, header and footer, and what hangs behind them, in a template.

use super::archive::{XML, archive, escaped};
use super::page::{self, DOCUMENT, HEADER, Line, SHEET, SMALL, width};
use super::report::Part;

/// How the text of a line is cut into objects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// One object for each stretch of one font.
    Runs,
    /// One object for each sign, as programs that turn other formats into OFD do.
    Signs,
}

/// One object for each stretch of one font.
pub(crate) fn runs(parts: &[Part]) -> Vec<u8> {
    file(parts, Cut::Runs)
}

/// One object for each sign.
pub(crate) fn signs(parts: &[Part]) -> Vec<u8> {
    file(parts, Cut::Signs)
}

const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// Points to millimetres.
fn mm(points: f64) -> f64 {
    points * 25.4 / 72.0
}

fn file(parts: &[Part], cut: Cut) -> Vec<u8> {
    let pages = page::pages(parts, &DOCUMENT);
    let (wide, high) = (mm(SHEET.0), mm(SHEET.1));
    let area = format!("<ofd:PhysicalBox>0 0 {wide:.1} {high:.1}</ofd:PhysicalBox>");
    let mut ids = 100..;
    let mut files = vec![(
        "OFD.xml".to_owned(),
        format!(
            "{XML}<ofd:OFD {SPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{:032}</ofd:DocID>\
             <ofd:Title>政府工作报告（虚构）</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            1
        ),
    )];
    let list: String = (0..pages.len())
        .map(|index| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{index}/Content.xml\"/>", 10 + index))
        .collect();
    files.push((
        "Doc_0/Document.xml".to_owned(),
        format!(
            "{XML}<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea>\
             <ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>\
             <ofd:Pages>{list}</ofd:Pages></ofd:Document>"
        ),
    ));
    files.push((
        "Doc_0/PublicRes.xml".to_owned(),
        format!(
            "{XML}<ofd:Res {SPACE} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"3\" FontName=\"仿宋\" FamilyName=\"仿宋\"/>\
             <ofd:Font ID=\"4\" FontName=\"仿宋\" FamilyName=\"仿宋\" Bold=\"true\"/></ofd:Fonts></ofd:Res>"
        ),
    ));
    let header = objects(&page::centred(HEADER, SMALL, 60.0), Cut::Runs, &mut ids);
    files.push((
        "Doc_0/Tpls/Tpl_0/Content.xml".to_owned(),
        format!(
            "{XML}<ofd:Page {SPACE}><ofd:Area>{area}</ofd:Area><ofd:Content><ofd:Layer ID=\"5\" Type=\"Background\">{header}</ofd:Layer></ofd:Content></ofd:Page>"
        ),
    ));
    for (index, lines) in pages.iter().enumerate() {
        let body: String = lines.iter().map(|line| objects(line, cut, &mut ids)).collect();
        let footer = objects(&page::centred(&page::footer(index + 1), SMALL, 790.0), Cut::Runs, &mut ids);
        let layer = ids.next().expect("numbers do not end");
        files.push((
            format!("Doc_0/Pages/Page_{index}/Content.xml"),
            format!(
                "{XML}<ofd:Page {SPACE}><ofd:Template TemplateID=\"2\" ZOrder=\"Background\"/><ofd:Area>{area}</ofd:Area>\
                 <ofd:Content><ofd:Layer ID=\"{layer}\" Type=\"Body\">{body}{footer}</ofd:Layer></ofd:Content></ofd:Page>"
            ),
        ));
    }
    archive(&files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect::<Vec<_>>())
}

/// The objects of one line.
fn objects(line: &Line, cut: Cut, ids: &mut std::ops::RangeFrom<u32>) -> String {
    let mut x = line.x;
    let mut out = String::new();
    for (text, bold) in &line.runs {
        let signs: Vec<char> = text.chars().collect();
        let chunk = if cut == Cut::Signs { 1 } else { signs.len().max(1) };
        for signs in signs.chunks(chunk) {
            let moves: Vec<f64> = signs.iter().map(|c| width(*c) * line.size + line.spread).collect();
            let wide: f64 = moves.iter().sum();
            let text: String = signs.iter().collect();
            let (font, weight) = if *bold { (4, " Weight=\"700\"") } else { (3, "") };
            let steps = steps(moves.get(..moves.len() - 1).unwrap_or_default());
            out += &format!(
                "<ofd:TextObject ID=\"{}\" Boundary=\"{:.3} {:.3} {:.3} {:.3}\" Font=\"{font}\" Size=\"{:.3}\"{weight}>\
                 <ofd:TextCode X=\"0\" Y=\"{:.3}\"{steps}>{}</ofd:TextCode></ofd:TextObject>",
                ids.next().expect("numbers do not end"),
                mm(x),
                mm(line.y - line.size),
                mm(wide),
                mm(line.size * 1.25),
                mm(line.size),
                mm(line.size),
                escaped(&text)
            );
            x += wide;
        }
    }
    out
}

/// How far each sign but the last moves the pen; equal ones are counted, as the standard allows.
fn steps(moves: &[f64]) -> String {
    let step = |equal: &[f64]| match equal {
        [one] => format!("{:.3}", mm(*one)),
        many => format!("g {} {:.3}", many.len(), mm(many[0])),
    };
    let steps: Vec<String> = moves.chunk_by(|one, next| one == next).map(step).collect();
    if steps.is_empty() { String::new() } else { format!(" DeltaX=\"{}\"", steps.join(" ")) }
}
