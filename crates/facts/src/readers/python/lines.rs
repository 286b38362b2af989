//! Offsets of a text as lines, computed once a file.

use beredd_model::Lines;
use rustpython_ruff_text_size::{Ranged, TextSize};

/// Where each line starts. `\n`, `\r\n` and a lone `\r` all end a line, as Python reads them.
pub(super) struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the whole text once. Texts of 4 GiB and more never come here.
    pub(super) fn new(source: &str) -> Self {
        let mut starts = vec![0];
        // A lone `\r` is rare enough to be looked for only where there is any.
        let ends: &[char] = if source.contains('\r') { &['\n', '\r'] } else { &['\n'] };
        let mut add = |end: usize| starts.push(u32::try_from(end).unwrap_or(u32::MAX));
        match ends {
            [end] => source.match_indices(*end).for_each(|(at, _)| add(at + 1)),
            ends => {
                let bytes = source.as_bytes();
                let is_end = |at: usize| bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
                source.match_indices(ends).filter(|(at, _)| is_end(*at)).for_each(|(at, _)| add(at + 1));
            }
        }
        Self { starts }
    }

    /// The line of an offset, counted from 1.
    pub(super) fn line(&self, offset: TextSize) -> u32 {
        let offset = u32::from(offset);
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The lines of something with a range.
    pub(super) fn of(&self, node: &impl Ranged) -> Lines {
        self.between(node.start(), node.end())
    }

    /// The lines from one offset to another, which is not included.
    pub(super) fn between(&self, start: TextSize, end: TextSize) -> Lines {
        let last = end.checked_sub(TextSize::new(1)).filter(|last| *last > start).unwrap_or(start);
        Lines::new(self.line(start), self.line(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        let lines: Vec<u32> = [0, 2, 3, 5, 7].into_iter().map(|at| index.line(TextSize::new(at))).collect();
        assert_eq!(lines, [1, 2, 2, 3, 4]);
        assert_eq!(index.between(TextSize::new(0), TextSize::new(2)), Lines::at(1));
    }
}
