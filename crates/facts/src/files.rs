//! The files of a repository: in order for whoever walks them, by hash for whoever asks for one, which happens millions of times.

use crate::FileFacts;
use beredd_model::RepoPath;
use std::collections::BTreeMap;
#[expect(
    clippy::disallowed_types,
    reason = "asked by its key and never walked, so that no one sees its order"
)]
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// A table that is asked and never walked; the same on every host.
#[expect(
    clippy::disallowed_types,
    reason = "asked by its key and never walked, so that no one sees its order"
)]
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// What is known of every file, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files {
    /// By path, in order.
    listed: Vec<(RepoPath, FileFacts)>,
    /// The place of each in the list.
    places: Table<RepoPath, u32>,
}

impl Files {
    pub(crate) fn get_key_value(&self, path: &RepoPath) -> Option<(&RepoPath, &FileFacts)> {
        let place = usize::try_from(*self.places.get(path)?).ok()?;
        self.listed.get(place).map(|(path, facts)| (path, facts))
    }

    pub(crate) fn get(&self, path: &RepoPath) -> Option<&FileFacts> {
        self.get_key_value(path).map(|(_, facts)| facts)
    }

    pub(crate) fn contains_key(&self, path: &RepoPath) -> bool {
        self.places.contains_key(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RepoPath, &FileFacts)> {
        self.listed.iter().map(|(path, facts)| (path, facts))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &RepoPath> {
        self.iter().map(|(path, _)| path)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &FileFacts> {
        self.iter().map(|(_, facts)| facts)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut FileFacts> {
        self.listed.iter_mut().map(|(_, facts)| facts)
    }

    pub(crate) const fn len(&self) -> usize {
        self.listed.len()
    }
}

impl<'a> IntoIterator for &'a Files {
    type Item = (&'a RepoPath, &'a FileFacts);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl From<BTreeMap<RepoPath, FileFacts>> for Files {
    fn from(files: BTreeMap<RepoPath, FileFacts>) -> Self {
        let places = files.keys().cloned().zip(0..).collect();
        Self { listed: files.into_iter().collect(), places }
    }
}
