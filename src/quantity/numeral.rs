//! Numerals of a language to decimals.
