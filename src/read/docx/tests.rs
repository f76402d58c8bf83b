//! What a reader sees of a DOCX.
