//! Takes pictures of the pages for a person to look at, below `target/shots`: telephone, laptop, dark, print.

use duixian_browser::pages::{self, Made};
use duixian_browser::tab::Tab;
use duixian_browser::target;
use std::process::Command;

fn main() {
    let directory = target().join("shots");
    std::fs::create_dir_all(&directory).expect("a directory below target/");
    let screens = [
        ("phone", 390, 844, 2.0, "light"),
        ("phone-dark", 390, 844, 2.0, "dark"),
        ("small", 320, 568, 2.0, "light"),
        ("laptop", 1280, 800, 1.0, "light"),
        ("laptop-dark", 1280, 800, 1.0, "dark"),
    ];
    let first = pages::checkable(pages::district()).next().expect("a target").key.clone();
    for (ui, made) in [("zh", Made::ZH), ("en", Made::EN.last())] {
        let url = made.of(pages::district());
        for (name, width, height, scale, theme) in screens {
            let tab = Tab::new();
            tab.size(width, height, scale);
            tab.prefer(&[("prefers-color-scheme", theme)]);
            for (place, fragment) in [("top", ""), ("target", &*first), ("source", &*format!("{first}-at"))] {
                tab.go("about:blank");
                tab.go(&format!("{url}#{fragment}"));
                tab.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                tab.shot(&directory.join(format!("{ui}-{name}-{place}.png")));
            }
        }
        print(&format!("{ui}-print"), &url);
        if duixian::render::by_name("sheet").is_some() {
            print(&format!("{ui}-sheet"), &Made { format: "sheet", ..made }.of(pages::district()));
        }
    }
    println!("{}", directory.display());
}

/// The page as a PDF, and its first pages as pictures where poppler's `pdftoppm` is installed.
fn print(name: &str, url: &str) {
    let path = target().join(format!("shots/{name}.pdf"));
    std::fs::write(&path, Tab::at(url).pdf()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let pictures = Command::new("pdftoppm")
        .args(["-png", "-r", "80", "-l", "4"])
        .arg(&path)
        .arg(path.with_extension(""))
        .status();
    if !pictures.is_ok_and(|status| status.success()) {
        println!("pdftoppm is not installed: {} stays a PDF", path.display());
    }
}
