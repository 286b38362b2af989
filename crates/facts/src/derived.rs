//! What is worked out of a repository's facts once and kept for whoever asks again.
//!
//! Nothing here adds to the facts: a kept answer is what a pure function of them gives, so keeping it is seen in time alone. That the
//! function is pure is held by its type, which must capture nothing.

use crate::fact::DefinitionId;
use crate::{DefinitionRef, RepoFacts};
use beredd_model::RepoPath;
use std::any::{Any, TypeId};
use std::collections::BTreeMap;
#[expect(
    clippy::disallowed_types,
    reason = "asked by its key and never walked, so that no one sees its order"
)]
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Most answers of one kind that are kept by file and name: some hundred megabytes. More is worked out anew each time.
const MAX_KEPT: usize = 1 << 20;

type Kept = Arc<dyn Any + Send + Sync>;

/// An answer that whoever asks first works out, and others wait for.
type Awaited<T> = OnceLock<Arc<T>>;

/// A file and a name in it, as two halves of one hash: no two that anyone meets are alike in both.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Key(u64, u64);

/// The key is a hash already: its first half serves.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0);
    }
}

/// Hands a number on as it is.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// What is known by file and name: asked millions of times.
#[expect(
    clippy::disallowed_types,
    reason = "asked by its key and never walked, so that no one sees its order"
)]
type ByKey<T> = HashMap<Key, T, BuildHasherDefault<AsIs>>;

/// Answers by the function that gave them, and meanings of names by file.
#[derive(Default)]
pub(crate) struct Derived {
    answers: Mutex<BTreeMap<TypeId, Kept>>,
    meanings: Mutex<ByKey<Option<DefinitionRef>>>,
    places: Mutex<ByKey<Option<Place>>>,
}

/// Where a dotted name leads in a file.
#[derive(Clone)]
pub(crate) enum Place {
    /// To a module.
    Module(RepoPath),
    /// To a folder of modules.
    Folder(String),
}

/// Answers of one function, by file and name.
struct ByName<T>(Mutex<ByKey<T>>);

impl RepoFacts {
    /// What `work_out` says of these facts, worked out when first asked for and then kept.
    ///
    /// `work_out` is known by its own type: give a function or a closure by name, one that captures nothing. A pointer to a function is
    /// refused when it is compiled, for all of one signature are of one type.
    pub fn derived<T, F>(&self, work_out: F) -> Arc<T>
    where
        T: Send + Sync + 'static,
        F: FnOnce(&Self) -> T + 'static,
    {
        const { assert!(size_of::<F>() == 0, "what is kept depends on the facts alone") };
        self.kept().of(TypeId::of::<F>(), || work_out(self))
    }

    /// As [`Self::derived`], for what depends on a name in a file as well.
    pub fn derived_of<T, F>(&self, path: &RepoPath, name: &str, work_out: F) -> T
    where
        T: Clone + Send + 'static,
        F: FnOnce(&Self, &RepoPath, &str) -> T + 'static,
    {
        const { assert!(size_of::<F>() == 0, "what is kept depends on the facts and the name alone") };
        let of_function = self.kept().of(TypeId::of::<(F,)>(), || ByName::<T>(Mutex::default()));
        known(&of_function.0, path, name, || work_out(self, path, name))
    }
}

impl Derived {
    /// What a name means in a file, looked up when first asked for.
    pub(crate) fn meaning(
        &self,
        path: &RepoPath,
        name: &str,
        look_up: impl FnOnce() -> Option<(RepoPath, DefinitionId)>,
    ) -> Option<DefinitionRef> {
        known(&self.meanings, path, name, || look_up().map(|(path, id)| DefinitionRef { path, id }))
    }

    /// The module or folder that a dotted name means in a file, looked up when first asked for.
    pub(crate) fn place(
        &self,
        path: &RepoPath,
        dotted: &str,
        look_up: impl FnOnce() -> Option<Place>,
    ) -> Option<Place> {
        known(&self.places, path, dotted, look_up)
    }

    fn of<T: Send + Sync + 'static>(&self, id: TypeId, work_out: impl FnOnce() -> T) -> Arc<T> {
        let new = || -> Kept { Arc::new(Awaited::<T>::new()) };
        let kept = Arc::clone(lock(&self.answers).entry(id).or_insert_with(new));
        // Not under the lock: working out one thing may ask for another.
        let awaited: Arc<Awaited<T>> = kept.downcast().unwrap_or_default();
        Arc::clone(awaited.get_or_init(|| Arc::new(work_out())))
    }
}

fn key(path: &RepoPath, name: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    (path.as_str(), name).hash(&mut hasher);
    let first = hasher.finish();
    // What has been taken in is kept in four times as many bits as are given out: a second helping is independent of the first.
    hasher.write_u8(1);
    Key(first, hasher.finish())
}

/// What is kept of a name in a file, worked out when first asked for. Not under the lock: working out one thing may ask for another.
fn known<T: Clone>(kept: &Mutex<ByKey<T>>, path: &RepoPath, name: &str, work_out: impl FnOnce() -> T) -> T {
    let key = key(path, name);
    if let Some(known) = lock(kept).get(&key) {
        return known.clone();
    }
    let answer = work_out();
    let mut kept = lock(kept);
    if kept.len() < MAX_KEPT {
        kept.insert(key, answer.clone());
    }
    answer
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is kept follows from the facts, so a copy of the facts works it out anew.
impl Clone for Derived {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl fmt::Debug for Derived {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Derived")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(repo: &RepoFacts) -> u32 {
        repo.file_count()
    }

    fn double(repo: &RepoFacts) -> u32 {
        repo.derived(files).saturating_mul(2)
    }

    fn length(_: &RepoFacts, path: &RepoPath, name: &str) -> usize {
        path.as_str().len() + name.len()
    }

    #[test]
    fn an_answer_is_kept_by_the_function_that_gave_it() {
        let repo = RepoFacts::default();
        assert!(Arc::ptr_eq(&repo.derived(double), &repo.derived(double)));
        assert_eq!((*repo.derived(files), *repo.derived(|_| 7_u32)), (0, 7));
        assert!(!Arc::ptr_eq(&repo.derived(files), &repo.clone().derived(files)));
    }

    #[test]
    fn an_answer_about_a_name_is_kept_by_file_and_name() {
        let repo = RepoFacts::default();
        let [a, b] = ["a.py", "bb.py"].map(|path| RepoPath::parse(path).unwrap());
        for _ in 0..2 {
            assert_eq!([&a, &b].map(|path| repo.derived_of(path, "xy", length)), [6, 7]);
            assert_eq!(repo.derived_of(&a, "x", length), 5);
        }
    }
}
