//! Bytes to characters. Comes in: the bytes of one file. Goes out: its text and how sure the encoding is, or an error
//! that says why there is none. The rules, in order: byte order mark, UTF-8, what a page declares if the bytes fit it, UTF-16
//! without a mark, GB18030, detector.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The text of a file.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The characters, without a byte order mark.
    pub(super) text: String,
    /// The encoding's name.
    pub(super) encoding: &'static str,
    /// Whether the encoding is neither declared, by a mark or in words, nor proven by UTF-8.
    pub(super) guessed: bool,
    /// How many characters stand as U+FFFD.
    pub(super) lost: usize,
}

/// How much is looked at to judge a decoding, in characters: a few pages say it.
const SAMPLE: usize = 20_000;
/// UTF-16 is taken when more than this share of the characters belongs into a Chinese text. Right order gives 1.00, wrong order .27.
const PLAUSIBLE: f64 = 0.8;
/// GB18030 is taken when more than this share of the Han characters is among the commonest. Reports have .25 and more, other encodings read as GB18030 below .05.
const COMMON: f64 = 0.1;
/// A text may lose one character in this many and still be read, with a notice.
const ONE_LOST_IN: usize = 50;
/// Characters that make up a third of any modern Chinese text.
const COMMONEST: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取完举色市";

/// Decodes `bytes`.
///
/// # Errors
/// What is no text, or in no known encoding, with what to do.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let declared = super::html::declared(bytes);
    let decoded = by_mark(bytes)
        .or_else(|| by_utf8(bytes))
        .map(|decoded| Decoded { guessed: decoded.guessed && declared != Some(UTF_8), ..decoded })
        .or_else(|| by_declaration(bytes, declared?))
        .or_else(|| by_utf16(bytes))
        .or_else(|| if bytes.contains(&0) { None } else { by_gb18030(bytes).or_else(|| by_detector(bytes)) });
    let Some(decoded) = decoded else {
        return Err((if bytes.contains(&0) {
            "the file is binary (it holds zero bytes), not text; convert the report to text or Markdown"
        } else {
            "the text is in no encoding that can be recognised (UTF-8, GB18030, UTF-16, Big5); save it as UTF-8"
        })
        .to_owned());
    };
    if decoded.text.chars().all(super::line::blank) {
        return Err("the file holds nothing but white space; give a report".to_owned());
    }
    let (seen, controls) =
        decoded.text.chars().take(SAMPLE).fold((0_usize, 0_usize), |(seen, controls), c| {
            (seen + 1, controls + usize::from(c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')))
        });
    if controls * 10 > seen {
        return Err("the file is binary (it is full of control characters), not text; convert the report to text or Markdown"
            .to_owned());
    }
    if decoded.lost * ONE_LOST_IN > seen.max(decoded.text.len() / 4) {
        return Err(format!(
            "{} characters cannot be decoded as {}; save the file as UTF-8",
            decoded.lost, decoded.encoding
        ));
    }
    Ok(decoded)
}

fn lost_in(text: &str) -> usize {
    text.matches('\u{fffd}').count()
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, _) = Encoding::for_bom(bytes)?;
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    let lost = lost_in(&text);
    Some(Decoded { text: text.into_owned(), encoding: encoding.name(), guessed: false, lost })
}

fn by_utf8(bytes: &[u8]) -> Option<Decoded> {
    if bytes.iter().take(SAMPLE).any(|&b| b == 0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (!bytes.contains(&0)).then(|| Decoded {
            text: text.to_owned(),
            encoding: UTF_8.name(),
            guessed: false,
            lost: 0,
        }),
        // A few broken bytes in a long valid text: cut off by a download, or one bad copy.
        Err(error) if error.valid_up_to() * 2 > bytes.len() || error.valid_up_to() > 3 * SAMPLE => {
            let text = String::from_utf8_lossy(bytes);
            let lost = lost_in(&text);
            let good = lost * ONE_LOST_IN * 4 < text.len() && !text.is_ascii() && common(&text) > COMMON;
            good.then(|| Decoded { text: text.into_owned(), encoding: UTF_8.name(), guessed: true, lost })
        }
        Err(_) => None,
    }
}

/// A declaration is only taken at its word if the bytes make sense in it: many pages declare what they once were.
fn by_declaration(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling(bytes).0;
    let lost = lost_in(&text);
    let fits = !bytes.contains(&0)
        && lost * ONE_LOST_IN <= text.len() / 4
        && plausible(&text) > PLAUSIBLE
        && (text.is_ascii() || common(&text) > COMMON || encoding == BIG5);
    fits.then(|| Decoded { text: text.into_owned(), encoding: encoding.name(), guessed: false, lost })
}

fn by_utf16(bytes: &[u8]) -> Option<Decoded> {
    let head = bytes.get(..bytes.len().min(2 * SAMPLE)).unwrap_or(bytes);
    let head = head.get(..head.len() & !1).unwrap_or(head);
    let share = |encoding: &'static Encoding| plausible(&encoding.decode_without_bom_handling(head).0);
    let (little, big) = (share(UTF_16LE), share(UTF_16BE));
    let encoding = if little >= big { UTF_16LE } else { UTF_16BE };
    if little.max(big) <= PLAUSIBLE {
        return None;
    }
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let lost = lost_in(&text);
    Some(Decoded { text, encoding: encoding.name(), guessed: true, lost })
}

fn by_gb18030(bytes: &[u8]) -> Option<Decoded> {
    let head = bytes.get(..bytes.len().min(4 * SAMPLE)).unwrap_or(bytes);
    if common(&GB18030.decode_without_bom_handling(head).0) <= COMMON {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
    Some(Decoded { text, encoding: GB18030.name(), guessed: true, lost: 0 })
}

fn by_detector(bytes: &[u8]) -> Option<Decoded> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    let read = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
        let lost = lost_in(&text);
        Decoded { text, encoding: encoding.name(), guessed: true, lost }
    };
    // The detector needs some 200 bytes; a short Chinese text is taken by what makes sense.
    [guess, GB18030, BIG5].into_iter().map(read).find(|decoded| {
        decoded.lost * ONE_LOST_IN <= decoded.text.len() / 4 && plausible(&decoded.text) > PLAUSIBLE
    })
}

/// The share of characters that belong into a Chinese text: Han, CJK punctuation, ASCII without controls.
fn plausible(text: &str) -> f64 {
    share(
        text,
        |_| true,
        |c| {
            matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3020}' | '\u{ff00}'..='\u{ff65}' | '\u{2010}'..='\u{2027}'
            | '\n' | '\r' | '\t' | ' '..='~')
        },
    )
}

/// The share of the commonest among the Han characters.
fn common(text: &str) -> f64 {
    let common: std::collections::HashSet<char> = COMMONEST.chars().collect();
    share(text, |c| !c.is_ascii() && c.is_alphanumeric(), |c| common.contains(&c))
}

fn share(text: &str, of: impl Fn(char) -> bool, good: impl Fn(char) -> bool) -> f64 {
    let (mut all, mut hits) = (0_u32, 0_u32);
    for c in text.chars().take(SAMPLE).filter(|&c| of(c)) {
        all += 1;
        hits += u32::from(good(c));
    }
    if all == 0 { 0.0 } else { f64::from(hits) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "各位代表：现在，我代表区人民政府，向大会报告工作。全年新建中小学校2所，增长5.2%。";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let gbk = GB18030.encode(TEXT).0.into_owned();
        let traditional = "各位代表：現在，我代表區人民政府，向大會報告工作。全年新建學校兩所，請予審議。";
        assert_eq!(decode(&BIG5.encode(traditional).0).unwrap().text, traditional);
        for bytes in [
            TEXT.as_bytes().to_vec(),
            format!("\u{feff}{TEXT}").into_bytes(),
            gbk,
            utf16(TEXT, true),
            utf16(TEXT, false),
            utf16(&format!("\u{feff}{TEXT}"), true),
            utf16(&format!("\u{feff}{TEXT}"), false),
        ] {
            assert_eq!(decode(&bytes).unwrap().text, TEXT);
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_reason() {
        for (bytes, word) in [
            (&b" \n\t "[..], "white space"),
            (b"\x00\x01\x02\x03\x00\x00\x07\x00", "binary"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x08", "control"),
        ] {
            let error = decode(bytes).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }

    #[test]
    fn a_utf8_text_cut_inside_a_character_is_read_with_one_loss() {
        let long = TEXT.repeat(20);
        let cut = long.as_bytes().get(..long.len() - 1).unwrap();
        let decoded = decode(cut).unwrap();
        assert_eq!((decoded.encoding, decoded.lost), ("UTF-8", 1));
    }
}
