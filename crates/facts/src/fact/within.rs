//! What of a module stands within some lines, or within a definition: found by the order of the lists.

use super::code::{Call, DefinitionId, Module, Reference};
use beredd_model::Lines;

impl Module {
    /// Calls that stand within these lines, in order.
    pub fn calls_within(&self, lines: Lines) -> impl Iterator<Item = &Call> {
        let from = self.calls.partition_point(|call| call.lines.start < lines.start);
        let behind = self.calls.get(from..).unwrap_or_default().iter();
        behind
            .take_while(move |call| call.lines.start <= lines.end)
            .filter(move |call| lines.holds(call.lines))
    }

    /// Sorts what is searched by its place: calls by their first line. Readers write them down as they meet them, and meet the parts of a
    /// comprehension from its end.
    pub(crate) fn put_in_order(&mut self) {
        self.calls.sort_by_key(|call| call.lines.start);
        self.references.sort_by_key(|reference| reference.within);
    }

    /// Gives back what the lists have reserved and not filled: a third of their memory.
    pub(crate) fn shrink(&mut self) {
        let Self { imports, definitions, calls, bindings, tries, branches, loops, .. } = self;
        imports.shrink_to_fit();
        definitions.shrink_to_fit();
        calls.shrink_to_fit();
        bindings.shrink_to_fit();
        tries.shrink_to_fit();
        branches.shrink_to_fit();
        loops.shrink_to_fit();
        self.assertions.shrink_to_fit();
        self.references.shrink_to_fit();
        self.passages.shrink_to_fit();
    }

    /// A definition and those that stand in it, as a run of the list.
    #[must_use]
    pub fn inner_of(&self, outer: DefinitionId) -> std::ops::Range<u32> {
        let at = usize::try_from(outer.0).unwrap_or(usize::MAX);
        let Some(definition) = self.definitions.get(at) else { return outer.0..outer.0 };
        let behind = self.definitions.get(at.saturating_add(1)..).unwrap_or_default().iter();
        let inner = behind.take_while(|inner| definition.lines.holds(inner.lines)).count();
        outer.0..outer.0.saturating_add(u32::try_from(inner).unwrap_or(0)).saturating_add(1)
    }

    /// Bound names that a definition reads, or one that stands in it.
    pub fn references_within(&self, outer: DefinitionId) -> impl Iterator<Item = &Reference> {
        let inner = self.inner_of(outer);
        let is_before = |reference: &Reference| reference.within.is_none_or(|id| id.0 < inner.start);
        let from = self.references.partition_point(is_before);
        let behind = self.references.get(from..).unwrap_or_default().iter();
        behind.take_while(move |reference| reference.within.is_some_and(|id| id.0 < inner.end))
    }
}
