//! XML within the policy's limits.
