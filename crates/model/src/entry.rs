//! A file in an archive, before it is read.

use crate::RepoPath;
use serde::{Deserialize, Serialize};

/// One file that an archive lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The path, without the one top folder that archives of repositories carry.
    pub path: RepoPath,
    /// Its place in the archive's own list.
    pub index: u32,
    /// Where its data begins in the archive, in bytes: reading in this order reads forward.
    pub offset: u64,
    /// Bytes it takes in the archive.
    pub stored_bytes: u64,
    /// Bytes the archive declares for it when inflated. A claim: nothing may be allocated by it.
    pub declared_bytes: u64,
}
