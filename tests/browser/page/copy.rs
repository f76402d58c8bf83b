//! Copying a target as text and as a link, with the clipboard and where there is none.

use duixian::ledger::Target;
use duixian_browser::pages::{self, Made, checkable};
use duixian_browser::paper::bare;
use duixian_browser::tab::Tab;
use serde_json::json;

/// What a click on a button of the first target with evidence puts where it can be pasted, with or without a clipboard.
fn copied(button: &str, clipboard: bool) -> String {
    let tab = Tab::new();
    if clipboard {
        tab.allow_clipboard();
    } else {
        let source = "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false";
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({"source": source}));
    }
    tab.go(&Made::ZH.of(pages::small()));
    let button = json!(format!("[id='{}'] button.{button}", target().key));
    let label = tab.text(&format!("document.querySelector({button}).textContent"));
    tab.click(button.as_str().expect("a text"));
    if clipboard {
        // The button says that it is done.
        tab.until(&format!("document.querySelector({button}).textContent !== {}", json!(label)));
        tab.text("navigator.clipboard.readText()")
    } else {
        // The text is laid out, selected, for the reader's own copying.
        tab.until("document.activeElement.localName === 'textarea'");
        tab.text("document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)")
    }
}

fn target() -> &'static Target {
    checkable(pages::small()).find(|target| !target.evidence.is_empty()).expect("evidence")
}

// One test, since all tabs share one clipboard.
#[test]
fn a_target_is_copied_as_text_and_as_link() {
    for clipboard in [true, false] {
        let text = copied("copy-text", clipboard);
        for quote in [&target().quote, &target().evidence[0].quote] {
            assert!(bare(&text).contains(&bare(quote)), "{quote} is not in {text}");
        }
        let first = text.lines().next().expect("a line");
        let titled = first.contains("示例区人民政府") && first.contains("2022") && first.ends_with(" · 草稿");
        assert!(titled, "whose targets and that it is a draft: {text}");
        assert!(text.contains(&target().key), "no link in {text}");
        let link = copied("copy-link", clipboard);
        assert!(link.starts_with("file://") && link.ends_with(&format!("#{}", target().key)), "{link}");
    }
}
