//! stub
#![allow(missing_docs, reason = "stub")]
use crate::{lang::Pack, quantity::Quantity, span::Span};
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure { pub span: Span, pub number: Span, pub quantity: Quantity, pub list: bool, pub falls: bool }
pub fn figures(_text: &str, _pack: &Pack) -> Vec<Figure> { Vec::new() }
impl Figure { pub fn shifted(&self, by: usize) -> Self { Self { span: self.span.shift(by), number: self.number.shift(by), ..self.clone() } } }
