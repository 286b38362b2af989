//! A long roadmap in parts that can be read: some items of one phase each.

use beredd_model::{Roadmap, RoadmapItem};

/// A roadmap of at most this many items is drawn in one piece.
const DRAWN_AT_ONCE: usize = 80;

/// Items in a part: what a screen or two can show.
const ITEMS_IN_A_PART: usize = 50;

/// A part of a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    /// Its items, all of one phase; of several where the whole is one part.
    pub(crate) items: &'a [RoadmapItem],
    /// The place of its first item among all, counted from 1.
    pub(crate) first: usize,
}

/// The parts of a roadmap, in order; one where it is short.
pub(crate) fn parts(roadmap: &Roadmap) -> Vec<Part<'_>> {
    if roadmap.items.len() <= DRAWN_AT_ONCE {
        return vec![Part { items: &roadmap.items, first: 1 }];
    }
    let mut parts = Vec::new();
    let mut first = 1_usize;
    for phase in roadmap.items.chunk_by(|one, other| one.phase == other.phase) {
        for items in phase.chunks(ITEMS_IN_A_PART) {
            parts.push(Part { items, first });
            first = first.saturating_add(items.len());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixture::loaded;

    fn roadmap(count: u32) -> Roadmap {
        let item = |number: u32| RoadmapItem {
            gap: number.to_string(),
            phase: if number < 70 { 1 } else { 2 },
            start_hour: number,
            end_hour: number + 1,
            days: None,
            developer: 1,
            is_critical: false,
        };
        Roadmap { items: (0..count).map(item).collect(), ..loaded("a.zip").audit.roadmap.clone() }
    }

    #[test]
    fn every_item_is_in_exactly_one_part_of_one_phase() {
        for count in [0, 80, 81, 800] {
            let roadmap = roadmap(count);
            let parts = parts(&roadmap);
            let drawn: Vec<&RoadmapItem> = parts.iter().flat_map(|part| part.items).collect();
            assert_eq!(drawn, roadmap.items.iter().collect::<Vec<_>>());
            assert!(
                count <= 80
                    || parts.iter().all(|part| part.items.windows(2).all(|two| two[0].phase == two[1].phase))
            );
            assert!(
                parts
                    .iter()
                    .all(|part| part.items.is_empty() || roadmap.items[part.first - 1] == part.items[0])
            );
        }
        assert_eq!(parts(&roadmap(800)).len(), 2 + 15);
    }
}
