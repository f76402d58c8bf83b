//! On paper: A4, every target with both quotes, body and years on every page, nothing cut off.

use duixian::ledger::Ledger;
use duixian_browser::pages::{self, Made, checkable, code};
use duixian_browser::paper::{Sheet, bare, sheets};
use duixian_browser::tab::Tab;
use serde_json::json;

/// Points of 1/72 inch from the edge in which a page's header and footer stand.
const EDGE: f64 = 56.0;

fn printed(name: &str, made: Made, ledger: &Ledger) -> Vec<Sheet> {
    let sheets = sheets(name, &Tab::at(&made.of(ledger)).pdf());
    assert!(!sheets.is_empty());
    for (number, sheet) in sheets.iter().enumerate() {
        let number = number + 1;
        let (width, height) = (sheet.width, sheet.height);
        assert!(
            (width - 595.3).abs() < 1.0 && (height - 841.9).abs() < 1.0,
            "page {number} is {width} × {height}"
        );
        for word in &sheet.words {
            let inside = word.left >= 0.0 && word.top >= 0.0 && word.right <= width && word.bottom <= height;
            assert!(inside, "page {number}: {word:?} is cut off");
        }
        let head: String =
            sheet.words.iter().filter(|word| word.bottom < EDGE).map(|word| bare(&word.text)).collect();
        let (report, year) = (&ledger.reports[0], ledger.reports[0].plans.expect("a year").to_string());
        let body = bare(report.body.as_deref().expect("a body"));
        assert!(
            head.contains(&body) && head.contains(&year),
            "page {number}: {body} and {year} are not in its header: {head}"
        );
    }
    sheets
}

/// All pages in one, without what stands at their edges.
fn whole(sheets: &[Sheet]) -> String {
    let words = sheets.iter().flat_map(|sheet| {
        sheet.words.iter().filter(|word| word.top > EDGE && word.bottom < sheet.height - EDGE)
    });
    words.map(|word| bare(&word.text)).collect()
}

#[test]
fn every_quote_is_on_paper() {
    for (name, made) in [("check-zh", Made::ZH.last()), ("check-en", Made::EN.last())] {
        let paper = whole(&printed(name, made, pages::district()));
        for target in checkable(pages::district()) {
            for quote in std::iter::once(&target.quote).chain(target.evidence.iter().map(|said| &said.quote))
            {
                assert!(paper.contains(&bare(quote)), "{name}: {quote} is not printed");
            }
        }
    }
}

#[test]
fn every_key_is_on_paper_and_the_first_page_is_filled() {
    for (name, made) in [("keys-zh", Made::ZH), ("keys-en", Made::EN.last())] {
        let sheets = printed(name, made, pages::district());
        let paper = whole(&sheets);
        for target in checkable(pages::district()) {
            assert!(paper.contains(&target.key), "{name}: {} is not printed", target.key);
        }
        let (sheet, body) = (&sheets[0], |bottom: &f64| *bottom < sheets[0].height - EDGE);
        let filled = sheet.words.iter().map(|word| word.bottom).filter(body).fold(0.0, f64::max);
        assert!(filled > sheet.height * 0.6, "{name}: the first page ends at {filled} of {}", sheet.height);
    }
}

#[test]
fn what_is_folded_away_on_the_screen_is_on_paper() {
    let url = Made::ZH.last().of(pages::district());
    let tab = Tab::at(&url);
    let folded = tab.list(
        "[...document.querySelectorAll('article.t details p, article.t details .cite')]
            .filter(one => !one.closest('details').open).map(one => one.textContent)",
    );
    assert!(folded.len() > 100, "{} pieces are folded away", folded.len());
    let paper = whole(&sheets("folded", &tab.pdf()));
    let lost: Vec<&String> = folded.iter().filter(|text| !paper.contains(&bare(text))).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn a_draft_says_so_on_every_page() {
    for (made, word) in [(Made::ZH, "草稿"), (Made::EN, "draft")] {
        let draft = printed("draft", made, pages::district());
        for (number, sheet) in draft.iter().enumerate() {
            assert!(sheet.text().to_lowercase().contains(word), "page {} does not say {word}", number + 1);
        }
    }
}

#[test]
fn what_is_final_does_not_say_draft() {
    let url = Made::ZH.last().of(pages::district());
    assert!(!Tab::at(&url).is("document.body.matches('.draft')"));
    let last = sheets("final", &Tab::at(&url).pdf());
    assert!(!last.iter().any(|sheet| sheet.text().contains("草稿")));
}

#[test]
fn who_reads_in_the_dark_prints_on_white() {
    let tab = Tab::at(&Made::ZH.of(pages::small()));
    let dark = json!({"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]});
    tab.call("Emulation.setEmulatedMedia", dark);
    // Of every paper that is painted, the darkest; 255 is white. What is not painted is the paper itself.
    let darkest = "Math.min(...[document.documentElement, document.body, ...document.querySelectorAll('main, section, article')]
        .map(one => getComputedStyle(one).backgroundColor.match(/[\\d.]+/g).map(Number))
        .filter(([, , , alpha = 1]) => alpha > 0).map(([red]) => red), 255)";
    assert!(tab.number(darkest) > 230.0, "{} of 255", tab.number(darkest));
    let ink = "Number(getComputedStyle(document.querySelector('article.t q')).color.match(/\\d+/)[0])";
    assert!(tab.number(ink) < 100.0, "{} of 255", tab.number(ink));
}

#[test]
fn the_sheet_has_what_is_to_be_asked() {
    let paper = whole(&printed("sheet", Made::SHEET.last(), pages::district()));
    for target in checkable(pages::district())
        .filter(|target| ["missed", "not_mentioned"].contains(&code(&target.mark).as_str()))
    {
        assert!(paper.contains(&bare(&target.quote)), "{} is not on the sheet", target.quote);
    }
}
