//! Duixian (兑现): pairs the targets stated in one annual report with the claims made in the next and says of each
//! target: met, missed or not mentioned, both texts quoted.
//!
//! ```text
//! bytes ─read→ Document ─outline→ Outline ─extract→ targets, claims ─pair→ Pairing ─judge→ Verdict ─ledger→ Ledger ─render→ html md json
//!              (waist 1)                                                                                   (waist 2)
//! ```
//! Every stage is a pure function of its input, a language pack and a policy; notices are pushed to a collector.

pub mod align;
pub mod diff;
pub mod error;
pub mod extract;
pub mod judge;
pub mod lang;
pub mod ledger;
pub mod lifeline;
pub mod notice;
pub mod outline;
pub mod pair;
pub mod pipeline;
pub mod policy;
pub mod quantity;
pub mod read;
pub mod render;
pub mod restate;
pub mod span;
pub mod text;
pub mod verify;
