//! What stands on the pages of an OFD, and what is said of a damaged one. All reports here are invented.

use super::Page;
use crate::policy::{Policy, ReadPolicy};
use crate::read::archive::Archive;
use crate::read::archive::tests::pack;
use crate::read::format::{File, Taken};
use crate::read::layout::Sign;

const SPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

fn root(name: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ofd:{name} {SPACE}>{inner}</ofd:{name}>")
}

/// A page of this content.
fn page(content: &str) -> String {
    root(
        "Page",
        &format!(
            "<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Template TemplateID=\"2\" ZOrder=\"Background\"/>\
             <ofd:Content><ofd:Layer ID=\"5\">{content}</ofd:Layer></ofd:Content>"
        ),
    )
}

/// A text object at 20, 30 millimetres, of 5 millimetres.
fn text(attributes: &str, codes: &str) -> String {
    format!(
        "<ofd:TextObject ID=\"9\" Boundary=\"20 30 170 6\" Font=\"3\" Size=\"5\" {attributes}>{codes}</ofd:TextObject>"
    )
}

fn code(steps: &str, words: &str) -> String {
    format!("<ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"{steps}\">{words}</ofd:TextCode>")
}

/// The parts of a whole file with these pages.
fn parts(pages: &[&str]) -> Vec<(String, Vec<u8>)> {
    let listed: String = (0..pages.len())
        .map(|n| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>", n + 10))
        .collect();
    let mut parts = vec![
        ("OFD.xml".to_owned(), root("OFD", "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>")),
        (
            "Doc_0/Document.xml".to_owned(),
            root(
                "Document",
                &format!(
                    "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 200 280</ofd:PhysicalBox></ofd:PageArea>\
                     <ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>\
                     <ofd:Pages>{listed}</ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
                ),
            ),
        ),
        (
            "Doc_0/PublicRes.xml".to_owned(),
            root(
                "Res",
                "<ofd:Fonts><ofd:Font ID=\"3\" FontName=\"FangSong\"/><ofd:Font ID=\"4\" FontName=\"SimHei\"/></ofd:Fonts>\
                 <ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID=\"7\"><ofd:Content><ofd:TextObject><ofd:TextCode>图</ofd:TextCode>\
                 </ofd:TextObject></ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>",
            ),
        ),
        ("Doc_0/Tpls/Tpl_0/Content.xml".to_owned(), root("Page", &format!("<ofd:Template TemplateID=\"2\"/><ofd:Content>{}</ofd:Content>", text("", &code("5", "页眉"))))),
    ]
    .into_iter()
    .map(|(name, text)| (name, text.into_bytes()))
    .collect::<Vec<_>>();
    for (n, page) in pages.iter().enumerate() {
        parts.push((format!("Doc_0/Pages/Page_{n}/Content.xml"), (*page).as_bytes().to_vec()));
    }
    parts
}

fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    pack(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// The file with one part changed.
fn with(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = parts(&[&page(&text("", &code("5", "建成学校。")))]);
    parts.retain(|(part, _)| part != name);
    parts.push((name.to_owned(), bytes.into()));
    zip(&parts)
}

fn take(bytes: &[u8]) -> Result<Taken, String> {
    super::take(&File { name: "甲.ofd", bytes, policy: &Policy::default() })
}

fn pages_of(bytes: &[u8]) -> Vec<Page> {
    let policy = Policy::default();
    super::document::pages(&mut Archive::open(bytes, &policy.read).unwrap(), &policy).unwrap()
}

/// The signs of the report on a page of this content.
fn signs(content: &str) -> Vec<Sign> {
    let page = pages_of(&zip(&parts(&[&page(content)]))).remove(0);
    page.sheet.signs.into_iter().filter(|sign| !sign.furniture).collect()
}

/// Millimetres, from points, to a tenth.
fn mm(points: f64) -> f64 {
    (points * 25.4 / 72.0 * 10.0).round() / 10.0
}

#[test]
fn each_character_has_its_place_in_points() {
    for (object, places) in [
        (text("", &code("5 6 7", "新建2所")), vec![(20.0, 34.0), (25.0, 34.0), (31.0, 34.0), (38.0, 34.0)]),
        (text("", &code("g 2 5 9", "新建2所")), vec![(20.0, 34.0), (25.0, 34.0), (30.0, 34.0), (39.0, 34.0)]),
        (text("", &code("g 1000000000 5", "新建")), vec![(20.0, 34.0), (25.0, 34.0)]),
        (text("", &code("6", "一二三")), vec![(20.0, 34.0), (26.0, 34.0), (32.0, 34.0)]),
        (text("", &code("", "一二")), vec![(20.0, 34.0), (25.0, 34.0)]),
        (text("CTM=\"2 0 0 2 1 0\"", &code("5", "一二")), vec![(21.0, 38.0), (31.0, 38.0)]),
        (
            text("", "<ofd:TextCode X=\"1\" Y=\"2\" DeltaY=\"5\">一二</ofd:TextCode>"),
            vec![(21.0, 32.0), (21.0, 37.0)],
        ),
        (
            text("", &format!("{}<ofd:TextCode Y=\"9\">二</ofd:TextCode>", code("5", "一"))),
            vec![(20.0, 34.0), (20.0, 39.0)],
        ),
        (
            text("", &code("NaN inf 1e300 5", "一二三四五")),
            vec![(20.0, 34.0), (20.0, 34.0), (20.0, 34.0), (20.0, 34.0), (25.0, 34.0)],
        ),
    ] {
        let found: Vec<_> = signs(&object).iter().map(|sign| (mm(sign.x), mm(sign.y))).collect();
        assert_eq!(found, places, "{object}");
    }
    let sign = signs(&text("CTM=\"2 0 0 3 0 0\"", &code("5", "一二"))).remove(0);
    assert_eq!((mm(sign.size), mm(sign.advance)), (15.0, 10.0));
}

#[test]
fn what_is_seen_is_read_and_what_is_not_is_left_out() {
    let words = |content: &str| signs(content).iter().map(|sign| sign.text.as_str()).collect::<String>();
    let good = text("", &code("5", "建成"));
    for (content, seen) in [
        (good.clone(), "建成"),
        (format!("<ofd:PageBlock><ofd:PageBlock>{good}</ofd:PageBlock></ofd:PageBlock>"), "建成"),
        (text("Visible=\"false\"", &code("5", "隐")) + &good, "建成"),
        (
            text(
                "",
                "<ofd:CGTransform CodePosition=\"0\" CodeCount=\"1\"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X=\"0\" Y=\"4\">建</ofd:TextCode>",
            ),
            "建",
        ),
        (text("", "<ofd:TextCode X=\"900\" Y=\"4\">远</ofd:TextCode>") + &good, "建成"),
        (text("", "<ofd:TextCode X=\"0\" Y=\"4\">R&amp;D</ofd:TextCode>"), "R&D"),
        (good.replace("ofd:", "").replace("<TextObject", "<TextObject xmlns=\"urn:x\""), "建成"),
    ] {
        assert_eq!(words(&content), seen, "{content}");
    }
    let bold =
        |attributes: &str| signs(&text("", &code("5", "建")).replace("Font=\"3\"", attributes))[0].bold;
    assert!(bold("Font=\"4\"") && bold("Font=\"3\" Weight=\"700\"") && !bold("Font=\"3\""));
}

#[test]
fn templates_are_furniture_unless_they_hold_everything() {
    let file = zip(&parts(&[&page(&text("", &code("5", "正文"))), &page("")]));
    let pages = pages_of(&file);
    let furniture = |page: &Page| page.sheet.signs.iter().filter(|sign| sign.furniture).count();
    assert_eq!((furniture(&pages[0]), furniture(&pages[1]), pages[0].sheet.signs.len()), (2, 2, 4));
    let only = zip(&parts(&[&page("")]));
    assert!(super::sheets(&pages_of(&only))[0].signs.iter().all(|sign| !sign.furniture));
    assert!((pages[0].sheet.width - 210.0 * 72.0 / 25.4).abs() < 0.01);
}

#[test]
fn pages_come_in_order_from_all_documents_wherever_they_are_said_to_be() {
    let mut parts = parts(&[&page(&text("", &code("5", "一"))), &page(&text("", &code("5", "二")))]);
    let body = |root: &str| format!("<ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>");
    parts[0].1 = root("OFD", &(body("/Doc_0/Document.xml") + &body("doc_1\\Document.xml"))).into_bytes();
    // A place from the root instead of from the folder.
    let listed = "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Doc_1/P.xml\"/></ofd:Pages>";
    parts.push(("Doc_1/Document.xml".to_owned(), root("Document", listed).into_bytes()));
    parts.push(("Doc_1/P.xml".to_owned(), page(&text("", &code("5", "三"))).into_bytes()));
    let words: String = pages_of(&zip(&parts))
        .iter()
        .flat_map(|page| &page.sheet.signs)
        .filter(|sign| !sign.furniture)
        .map(|sign| sign.text.as_str())
        .collect();
    assert_eq!(words, "一二三");
}

#[test]
fn what_cannot_be_read_is_said() {
    let text_page = page(&text("", &code("5", "建成学校。")));
    let image = page("<ofd:ImageObject ID=\"8\" ResourceID=\"6\" Boundary=\"0 0 210 297\"/>");
    let strokes = page(&"<ofd:PathObject ID=\"8\"/>".repeat(300));
    let kinds = |pages: &[&str]| {
        let taken = take(&zip(&parts(pages))).unwrap();
        let said: Vec<_> =
            taken.notices.iter().map(|notice| format!("{:?} {:?}", notice.kind, notice.args)).collect();
        (taken.whole, said.join("; "))
    };
    assert_eq!(kinds(&[&text_page, &page("")]), (true, String::new()));
    let (whole, said) = kinds(&[&text_page, &image, &strokes]);
    assert!(!whole && said.contains("PageWithoutText") && said.contains("2, 3"), "{said}");
    let (whole, said) = kinds(&[&text_page, &page(&text("", &code("5", "\u{e001}好\u{fffd}")))]);
    assert!(!whole && said.contains("UnreadableFont") && said.contains("\"count\": \"2\""), "{said}");
    let (whole, said) =
        kinds(&[&page(&(text("", &code("5", "建")) + "<ofd:CompositeObject ID=\"8\" ResourceID=\"7\"/>"))]);
    assert!(!whole && said.contains("PartNotRead"), "{said}");
    let bare = |content: &str| {
        let mut parts = parts(&[&root("Page", content)]);
        parts.retain(|(name, _)| !name.contains("Tpl"));
        take(&zip(&parts)).unwrap_err()
    };
    assert!(bare("<ofd:ImageObject/>").contains("OCR"));
    assert!(bare("").contains("no text"));
}

#[test]
fn damaged_files_are_refused_with_the_part() {
    let good = with("x", "");
    let at = |name: &str| good.windows(name.len()).position(|window| window == name.as_bytes()).unwrap();
    let mut flipped = good.clone();
    flipped[at("Doc_0/Pages/Page_0/Content.xml") + 60] ^= 0x15;
    let mut locked = good.clone();
    let entry = locked.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    (locked[6], locked[entry + 8]) = (locked[6] | 1, locked[entry + 8] | 1);
    let content = "Doc_0/Pages/Page_0/Content.xml";
    let many = |n: usize| {
        root("Document", &format!("<ofd:Pages>{}</ofd:Pages>", "<ofd:Page BaseLoc=\"P.xml\"/>".repeat(n)))
    };
    let without = |name: &str| {
        let mut parts = parts(&[&page(&text("", &code("5", "建")))]);
        parts.retain(|(part, _)| part != name);
        zip(&parts)
    };
    for (what, bytes, why) in [
        ("cut", good.get(..good.len() / 2).unwrap().to_vec(), "not loaded completely"),
        ("a byte flipped", flipped, "Content.xml is damaged"),
        ("locked by the archive", locked, "password"),
        ("locked by its own list", with("Encryptions.xml", "<e/>"), "password"),
        (
            "locked as the root says",
            with("OFD.xml", root("OFD", "<ofd:Encryptions>a</ofd:Encryptions>")),
            "password",
        ),
        ("no document", with("OFD.xml", root("OFD", "")), "OFD.xml names no document"),
        ("the document missing", without("Doc_0/Document.xml"), "part Doc_0/Document.xml is missing"),
        ("a page missing", without(content), "part Doc_0/Pages/Page_0/Content.xml is missing"),
        (
            "a template missing",
            without("Doc_0/Tpls/Tpl_0/Content.xml"),
            "part Doc_0/Tpls/Tpl_0/Content.xml is missing",
        ),
        (
            "a page cut",
            with(content, "<ofd:Page xmlns:ofd=\"u\"><ofd:Content>"),
            "Content.xml is damaged at line 1",
        ),
        ("no XML", with(content, "建成学校"), "Content.xml is damaged"),
        ("too deep", with(content, "<a>".repeat(60_000)), "more than 500 deep"),
        (
            "another encoding than declared",
            with(
                content,
                [
                    b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>".to_vec(),
                    vec![0xbd, 0xa8],
                    b"</a>".to_vec(),
                ]
                .concat(),
            ),
            "encoding",
        ),
        ("endless pages", with("Doc_0/Document.xml", many(2_001)), "more than 2000 pages"),
        (
            "a page that is the document",
            with(
                "Doc_0/Document.xml",
                root("Document", "<ofd:Pages><ofd:Page BaseLoc=\"Document.xml\"/></ofd:Pages>"),
            ),
            "no text",
        ),
        ("resources cut", with("Doc_0/PublicRes.xml", "<r>"), "Doc_0/PublicRes.xml is damaged"),
        ("no pages", with("Doc_0/Document.xml", root("Document", "")), "no text"),
        ("a bomb", with(content, vec![b' '; 65 << 20]), "more than 67108864 bytes"),
        (
            "endless words",
            with(content, page(&text("", &code("5", &"甲".repeat(4_100_000))))),
            "more than 4000000 characters",
        ),
    ] {
        assert!(super::sniff(&bytes), "{what}");
        let said = take(&bytes).map(|taken| taken.lines).unwrap_err();
        assert!(said.contains(why), "{what}: {said}");
    }
    let bomb = page(&text("", &code("5", "&b;建"))).replacen(
        "<ofd:Page",
        "<!DOCTYPE p [<!ENTITY a \"啊\"><!ENTITY b \"&a;&a;\">]><ofd:Page",
        1,
    );
    assert!(take(&with(content, bomb)).unwrap().lines[0].text.contains("&b;建"));
}

#[test]
fn templates_count_on_every_page() {
    let words = page(&text("", &code("5", "建")));
    let file = zip(&parts(&vec![words.as_str(); 30]));
    let policy = |most_characters| Policy {
        read: ReadPolicy { most_characters, ..ReadPolicy::default() },
        ..Policy::default()
    };
    let take = |policy: &Policy| super::take(&File { name: "甲.ofd", bytes: &file, policy });
    assert!(take(&policy(100)).is_ok());
    assert!(take(&policy(60)).unwrap_err().contains("more than 60 characters"));
}

#[test]
fn flipped_bytes_never_make_it_panic() {
    let good = with("x", "");
    let mut state = 19_491_001_u64;
    for _ in 0..300 {
        let mut bytes = good.clone();
        for _ in 0..4 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).unwrap() % bytes.len();
            bytes[at] ^= 1 << (state % 8);
        }
        if let Ok(taken) = take(&bytes) {
            assert!(
                !taken.whole
                    || taken
                        .lines
                        .iter()
                        .any(|line| line.text.contains("建成学校。") || line.text.contains("页眉"))
            );
        }
    }
}
