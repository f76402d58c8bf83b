//! A font of one empty glyph. It stands in for every font that a file names and does not hold: its signs are wanted, not its shapes,
//! and the widths stand in the file.

use hayro_font::FontData;
use std::sync::Arc;

/// The tables of the font by name; none but `glyf` is empty.
fn tables() -> [(&'static [u8; 4], Vec<u8>); 6] {
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let head = [
        &[1, 0, 0, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000][..], // version, revision, checksum, magic, flags, units in an em
        &[0; 8],                                          // dates
        &[0; 9],                                          // box, style, least size, direction, formats
    ];
    let mut hhea = [0; 18];
    (hhea[0], hhea[17]) = (1, 1); // version, how many widths
    [
        (b"glyf", Vec::new()),
        (b"head", words(&head.concat())),
        (b"hhea", words(&hhea)),
        (b"hmtx", words(&[0, 0])),
        (b"loca", words(&[0, 0])),
        (b"maxp", words(&[0, 0x5000, 1])), // version, how many glyphs
    ]
}

/// The font.
pub(super) fn font() -> FontData {
    let tables = tables();
    let count = tables.len() as u16;
    let mut data = Vec::new();
    for word in [1, 0, count, 64, 2, 32] {
        data.extend(u16::to_be_bytes(word));
    }
    let mut offset = data.len() + tables.len() * 16;
    for (name, table) in &tables {
        data.extend_from_slice(*name);
        data.extend([0; 4]);
        data.extend((offset as u32).to_be_bytes());
        data.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        data.extend_from_slice(table);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    Arc::new(data)
}
