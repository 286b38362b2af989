//! What people decided about single gaps: accepted risks and attestations, held against what was found.
//!
//! - **An accepted risk** earns no points. The gap stays in the list, marked, with reason, owner and last day. While it is in
//!   force, the gap does not block the gate and no work is planned for it. Risks to data, law and identity (C1), and what is
//!   always critical, cannot be accepted in a file: the decision is shown and overruled.
//! - **An attestation** speaks where the archive cannot decide. It gives a figure of its own, between proven and possible,
//!   and never picks the band. Where it says that all is well, the gap does not block the gate and is no work; what the
//!   archive shows goes before what anybody says.
//! - Whatever matches nothing, has expired or is contradicted is called out, and covers nothing.
//! - Without a day from the host, expiry is not judged. In auditor mode nothing here is heeded; it is shown as ignored.

mod acceptance;
mod attestation;

pub(crate) use acceptance::accept;
pub(crate) use attestation::attest;

#[cfg(test)]
mod tests;
