//! What is inside a file cannot take the program down: a clock for every file, and for a PDF a process of its own with bounded memory.

use crate::support::{pair, run};
use flate2::{Compression, write::ZlibEncoder};
use std::fs;
use std::io::Write;

/// What a sound page says.
const SOUND: &str = "BT /F 12 Tf 72 700 Td (Sound.) Tj ET\n";

/// A PDF of one page, whose content is `once` and then `again` so many times.
fn pdf(once: &str, again: &str, times: usize) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(once.as_bytes()).expect("memory");
    let block = again.repeat(4096);
    (0..times / 4096).for_each(|_| packed.write_all(block.as_bytes()).expect("memory"));
    let packed = packed.finish().expect("memory");
    let mut bytes = format!(
        "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n\
         5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
         4 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n",
        packed.len()
    )
    .into_bytes();
    bytes.extend(packed);
    bytes.extend(b"\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    bytes
}

#[test]
fn a_file_that_takes_too_long_or_too_much_ends_in_an_error_that_names_it_and_the_limit() {
    let directory = pair();
    let here = directory.path();
    fs::write(here.join("sound.pdf"), pdf(SOUND, "", 0)).expect("a file");
    fs::write(here.join("slow.pdf"), pdf(SOUND, "0 0 m 5 5 l S ", 15 << 20)).expect("a file");
    fs::write(here.join("large.pdf"), pdf(SOUND, " ", 200 << 20)).expect("a file");
    let limits = |limit: &str| format!("[read]\nmost_unpacked = {}\n{limit}\n", 256 << 20);
    fs::write(here.join("second.toml"), limits(&format!("most_seconds = 1\nmost_memory = {}", 1_u32 << 30)))
        .expect("a file");
    fs::write(here.join("little.toml"), limits(&format!("most_memory = {}", 128 << 20))).expect("a file");
    for (file, policy, said) in [
        ("slow.pdf", "second.toml", "slow.pdf: reading takes more than 1 seconds"),
        #[cfg(target_os = "linux")]
        (
            "large.pdf",
            "little.toml",
            "large.pdf: the file cannot be read: it takes more than 128 MiB of memory",
        ),
    ] {
        let sound = run(here, &["text", "sound.pdf", "--policy", policy]);
        assert_eq!((sound.code, sound.stdout.trim()), (0, "Sound."), "{policy}: {}", sound.stderr);
        let ended = run(here, &["check", file, "later.md", "--policy", policy, "-o", "report.html"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{file}: {}", ended.stderr);
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
        assert!(!here.join("report.html").exists(), "{file}");
    }
}

#[test]
fn who_asks_for_nothing_gets_no_answer() {
    let directory = pair();
    let ended = run(directory.path(), &["read-apart"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
    assert!(ended.stderr.starts_with("duixian: error: "), "{}", ended.stderr);
}
