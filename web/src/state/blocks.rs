//! Long tables: which of their rows are drawn. Pure: heights in, blocks out.
//!
//! Rows stand in blocks of a fixed number. A block near the screen is drawn; every other is one empty row as tall as the
//! block was when it was last drawn, or as tall as the others make one expect. So a table of sixty thousand rows costs
//! what its visible part costs, and the place in it is kept.

use std::collections::BTreeMap;

/// Rows in a block: small enough to be drawn unnoticed, large enough that few blocks are on a screen.
const ROWS_IN_A_BLOCK: u32 = 40;

/// A table of at most this many rows is drawn whole.
const ROWS_DRAWN_AT_ONCE: u32 = 120;

/// The rows of a table in blocks, with what is known of their heights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    rows: u32,
    row_pixels: u32,
    measured: BTreeMap<u32, u32>,
}

impl Blocks {
    /// A table of `rows` rows that are about `row_pixels` tall.
    pub(crate) const fn of(rows: u32, row_pixels: u32) -> Self {
        Self { rows, row_pixels, measured: BTreeMap::new() }
    }

    /// Whether these are blocks of so many rows.
    pub(crate) const fn has_rows(&self, rows: u32) -> bool {
        self.rows == rows
    }

    /// How many blocks there are.
    pub(crate) const fn count(&self) -> u32 {
        self.rows.div_ceil(ROWS_IN_A_BLOCK)
    }

    /// The first row of a block, and the row after its last.
    pub(crate) fn rows_of(&self, block: u32) -> (u32, u32) {
        let first = block.saturating_mul(ROWS_IN_A_BLOCK);
        (first.min(self.rows), first.saturating_add(ROWS_IN_A_BLOCK).min(self.rows))
    }

    /// The block that a row stands in.
    pub(crate) const fn block_of(row: u32) -> u32 {
        row / ROWS_IN_A_BLOCK
    }

    /// A block was seen to be so tall.
    pub(crate) fn measure(&mut self, block: u32, pixels: u32) {
        if pixels > 0 {
            self.measured.insert(block, pixels);
        }
    }

    /// How tall a block is, or is likely to be.
    pub(crate) fn height(&self, block: u32) -> u32 {
        let (first, end) = self.rows_of(block);
        self.measured.get(&block).copied().unwrap_or_else(|| {
            let rows = u64::from(end.saturating_sub(first));
            u32::try_from(rows.saturating_mul(self.usual_row())).unwrap_or(u32::MAX)
        })
    }

    /// The blocks to draw, the first and the one after the last, when the screen shows `view` pixels from `from` pixels
    /// below the top of the rows (above it, where `from` is negative): those on the screen, and as much again around it.
    pub(crate) fn seen(&self, from: i64, view: u32) -> (u32, u32) {
        if self.rows <= ROWS_DRAWN_AT_ONCE {
            return (0, self.count());
        }
        let view = i64::from(view);
        let (above, below) = (from.saturating_sub(view), from.saturating_add(view.saturating_mul(2)));
        let (mut first, mut end, mut top) = (None, 0, 0_i64);
        for block in 0..self.count() {
            let bottom = top.saturating_add(i64::from(self.height(block)));
            if bottom > above && top < below {
                first = first.or(Some(block));
                end = block.saturating_add(1);
            }
            top = bottom;
        }
        // Scrolled past the rows: the nearest block stands ready.
        let nearest = if above > 0 { self.count().saturating_sub(1) } else { 0 };
        first.map_or((nearest, nearest.saturating_add(1).min(self.count())), |first| (first, end))
    }

    /// The height of a row as it was seen so far.
    fn usual_row(&self) -> u64 {
        let rows = |block: u32| {
            let (first, end) = self.rows_of(block);
            u64::from(end.saturating_sub(first))
        };
        let (pixels, rows) = self
            .measured
            .iter()
            .fold((0_u64, 0_u64), |sum, (block, pixels)| (sum.0 + u64::from(*pixels), sum.1 + rows(*block)));
        pixels.checked_div(rows).unwrap_or(u64::from(self.row_pixels))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_exactly_one_block() {
        for rows in [0_u32, 1, 40, 41, 799, 60_000] {
            let blocks = Blocks::of(rows, 50);
            let drawn: Vec<u32> = (0..blocks.count())
                .flat_map(|block| {
                    let (first, end) = blocks.rows_of(block);
                    assert!((first..end).all(|row| Blocks::block_of(row) == block));
                    first..end
                })
                .collect();
            assert_eq!(drawn, (0..rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_short_table_is_drawn_whole_and_a_long_one_around_the_screen() {
        assert_eq!(Blocks::of(120, 50).seen(90_000, 900), (0, 3));
        let long = Blocks::of(60_000, 50); // 2000 pixels a block
        assert_eq!(long.seen(0, 900), (0, 1));
        assert_eq!(long.seen(-400, 900), (0, 1));
        assert_eq!(long.seen(10_000, 900), (4, 6));
        assert_eq!(long.seen(i64::MAX, 900), (1_499, 1_500));
        assert_eq!(long.seen(i64::MIN, 900), (0, 1));
        assert_eq!(Blocks::of(0, 50).seen(0, 900), (0, 0));
    }

    #[test]
    fn heights_follow_what_was_seen() {
        let mut blocks = Blocks::of(1_010, 50);
        blocks.measure(0, 4_000);
        blocks.measure(3, 0); // not drawn: nothing was seen
        assert_eq!((blocks.height(0), blocks.height(1), blocks.height(25)), (4_000, 4_000, 1_000));
        blocks.measure(1, 2_000);
        assert_eq!((blocks.height(1), blocks.height(2)), (2_000, 3_000));
    }
}
